import type { Screen } from '../../../kiosk/contract/screen.ts';
import { Sentences } from '../../parts/Sentences.tsx';
import type { Say } from '../say.ts';
import { PressureNumbers } from './PressureNumbers.tsx';

export interface BpNumbersProps {
  readonly say: Say;
  /** Whether there is room for the doctors' words too. */
  readonly terms: boolean;
  readonly screen: Extract<Screen, { id: 'bp.result' }>;
}

/** Upper and lower, the pulse beside them, and what they are: unit, how often measured, when. */
export function BpNumbers({ say, screen, terms }: BpNumbersProps) {
  const { averageOf, time } = screen;
  const of =
    averageOf > 2 ? say('result.average.n', { n: averageOf }) : say(`result.average.${averageOf === 2 ? 2 : 1}`);
  return (
    <div class="measured">
      <PressureNumbers say={say} terms={terms} perMin numbers={screen} />
      <p class="caption">
        <Sentences>{say('result.bp.when', { unit: say('unit.mmHg'), of, time })}</Sentences>
      </p>
    </div>
  );
}
