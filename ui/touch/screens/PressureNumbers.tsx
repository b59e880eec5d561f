import type { Screen } from '../../../kiosk/contract/screen.ts';
import type { Say } from '../say.ts';

export interface PressureNumbersProps {
  readonly say: Say;
  /** Whether there is room for the doctors' words too. */
  readonly terms: boolean;
  /** Whether the pulse says of what it is so many. */
  readonly perMin: boolean;
  readonly numbers: Pick<Extract<Screen, { id: 'bp.result' }>, 'systolicMmHg' | 'diastolicMmHg' | 'pulsePerMin'>;
}

/** Upper and lower, and the pulse beside them. */
export function PressureNumbers({ say, terms, perMin, numbers }: PressureNumbersProps) {
  const { systolicMmHg, diastolicMmHg, pulsePerMin } = numbers;
  return (
    <dl class="numbers">
      <div>
        <dt>
          <strong>{say('result.upper')}</strong> {terms && say('result.upper.term')}
        </dt>
        <dd class="number">{systolicMmHg}</dd>
      </div>
      <div>
        <dt>
          <strong>{say('result.lower')}</strong> {terms && say('result.lower.term')}
        </dt>
        <dd class="number">{diastolicMmHg}</dd>
      </div>
      {pulsePerMin !== undefined && (
        <div class="pulse">
          <dt>{say('result.pulse')}</dt>
          <dd>
            <strong>{pulsePerMin}</strong>
            {perMin && <span>{say('unit.perMin')}</span>}
          </dd>
        </div>
      )}
    </dl>
  );
}
