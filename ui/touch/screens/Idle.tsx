import type { Language } from '../../../kiosk/contract/screen.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Landscape } from '../../parts/pictures/Landscape.tsx';
import { SeatedWithCuff } from '../../parts/pictures/Seated.tsx';
import { usePress } from '../../parts/press.ts';
import { Ring } from '../../parts/Ring.tsx';
import { Banner, stationName } from '../Head.tsx';
import { isLarge } from '../panel.ts';
import { sayIn } from '../say.ts';
import type { Around } from '../screen-props.ts';
import { dateOf, minuteOf } from './dates.ts';

/** Against burn-in the picture stands somewhere else each minute: 4 px on the 21.5" panel. */
const PLACES_REM = [0, 0.1, 0.2, 0.1, 0] as const;

/** Nobody is here: the whole screen is one key, and the first touch only wakes it. */
export function Idle({ view, say, act }: Around) {
  const { attributes } = usePress({ onPress: () => act({ do: 'wake' }) });
  const others = view.languages.filter((language) => language !== view.language);
  const minute = minuteOf(view);
  const away = PLACES_REM[minute % PLACES_REM.length] ?? 0;
  return (
    <main>
      <h1 class="unseen">{say('idle.call')}</h1>
      <button type="button" class="idle" {...attributes}>
        <Banner view={view} say={say} />
        <span class="sky" style={{ transform: `translate(${away}rem, ${away / 2}rem)` }}>
          <span class="hut">{stationName(view, view.language)}</span>
          <span class="what">{view.demo ? `${say('head.demo')} · ${say('idle.line')}` : say('idle.line')}</span>
          <Ring size="large" share={minute / 60}>
            <span class="time">{view.clock.time}</span>
            {!isLarge(view) && <span class="date">{dateOf(view, say)}</span>}
          </Ring>
        </span>
        <span class="scene">
          <Landscape />
          <span class="person">
            <SeatedWithCuff />
          </span>
        </span>
        <span class="call">
          <span class="word">{say('idle.call')}</span>
          {others.map((language) => (
            <Also key={language} language={language} />
          ))}
          <span class="hints">
            <Hint icon="wash">{say('idle.wash')}</Hint>
            <Hint icon="no-phone">{say('idle.no-phone')}</Hint>
            <Hint icon="free">{say('idle.free')}</Hint>
          </span>
        </span>
      </button>
    </main>
  );
}

const Also = ({ language }: { readonly language: Language }) => (
  <span class="also" lang={language}>
    {sayIn(language)('idle.call')}
  </span>
);

const Hint = ({ icon, children }: { readonly icon: 'wash' | 'no-phone' | 'free'; readonly children: string }) => (
  <span class="hint">
    <Icon name={icon} />
    {children}
  </span>
);
