import type { Screen } from '../../../kiosk/contract/screen.ts';
import type { Around } from '../screen-props.ts';
import { monthOf } from './dates.ts';

export interface StripsAtHandProps extends Pick<Around, 'say'> {
  readonly strips: NonNullable<Extract<Screen, { id: 'glu.strip' }>['strips']>;
}

/** Which strips lie at the meter, to compare with the box. */
export function StripsAtHand({ say, strips: { lot, expires } }: StripsAtHandProps) {
  const [year = '', month = '', day = ''] = expires.split('-');
  const date = say('date.whole', { year, month: monthOf(Number(month), say), day: Number(day) });
  return (
    <p class="next">
      {say('strip.lot', { lot })}
      <br />
      {say('strip.expires', { date })}
    </p>
  );
}
