import type { Screen, ScreenId } from '../../../kiosk/contract/screen.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Phone } from '../../parts/Notice.tsx';
import { OpenCuff } from '../../parts/pictures/Cuff.tsx';
import { Ring } from '../../parts/Ring.tsx';
import { Head } from '../Head.tsx';
import type { Say } from '../say.ts';
import type { Around } from '../screen-props.ts';

/** The air may still be in the cuff, or come back into it. */
const IN_CUFF: readonly ScreenId[] = ['bp.measuring', 'bp.stopping', 'bp.pause'];

/** No word from the station. What is promised depends on what it had last confirmed. */
export function LostLink({ view, say, long }: Around & { readonly long: boolean }) {
  const { screen } = view;
  const inCuff = IN_CUFF.includes(screen.id);
  const saved = 'saved' in screen && screen.saved === 'saved';
  const toNote = saved ? undefined : numbersOf(screen, say);
  return (
    <main class="page notice-page">
      <Head view={view} say={say} quiet />
      <section class="reading">
        {inCuff ? (
          <div class="frame">
            <OpenCuff />
          </div>
        ) : (
          <Ring size="large" share={0} state="broken">
            <Icon name="no-network" />
          </Ring>
        )}
        <div>
          <h1>{say(inCuff ? 'bp.unreleased.title' : 'lost.title')}</h1>
          <p class="next">{say('lost.line')}</p>
        </div>
        {saved && <p class="next">{say('lost.saved')}</p>}
        {toNote && (
          <p class="next">
            {say('lost.note')}
            <strong class="value">{toNote.value}</strong>
            {toNote.unit}
          </p>
        )}
        {long && <Phone name={say('staff.phone')} number={view.station.phone} />}
      </section>
    </main>
  );
}

function numbersOf(screen: Screen, say: Say): { readonly value: string; readonly unit: string } | undefined {
  if ('systolicMmHg' in screen && screen.systolicMmHg !== undefined) {
    return { value: `${screen.systolicMmHg} / ${screen.diastolicMmHg}`, unit: say('unit.mmHg') };
  }
  if (!('mmolPerL' in screen) || screen.mmolPerL === undefined) return undefined;
  return { value: screen.mmolPerL.toFixed(1), unit: say('unit.mmolPerL') };
}
