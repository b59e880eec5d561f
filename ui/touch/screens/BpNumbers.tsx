import type { Screen } from '../../../kiosk/contract/screen.ts';
import { Sentences } from '../../parts/Sentences.tsx';
import type { Say } from '../say.ts';

export interface BpNumbersProps {
  readonly say: Say;
  /** Whether there is room for the doctors' words too. */
  readonly terms: boolean;
  readonly screen: Extract<Screen, { id: 'bp.result' }>;
}

/** Upper and lower, the pulse beside them, and what they are: unit, how often measured, when. */
export function BpNumbers({ say, screen, terms }: BpNumbersProps) {
  const { systolicMmHg, diastolicMmHg, pulsePerMin, averageOf, time } = screen;
  const of =
    averageOf > 2 ? say('result.average.n', { n: averageOf }) : say(`result.average.${averageOf === 2 ? 2 : 1}`);
  return (
    <div class="measured">
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
              <span>{say('unit.perMin')}</span>
            </dd>
          </div>
        )}
      </dl>
      <p class="caption">
        <Sentences>{say('result.bp.when', { unit: say('unit.mmHg'), of, time })}</Sentences>
      </p>
    </div>
  );
}
