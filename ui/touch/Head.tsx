/** The uppermost lines of every screen: whose station this is, how far one has come, and news of the network. */

import type { Language } from '../../kiosk/contract/screen.ts';
import { Icon } from '../parts/Icon.tsx';
import { Logo } from '../parts/Ring.tsx';
import { Steps } from '../parts/Steps.tsx';
import { isLandscape } from './panel.ts';
import type { Key } from './say.ts';
import type { Around } from './screen-props.ts';
import { stepOf } from './steps.ts';

export interface HeadProps extends Pick<Around, 'view' | 'say'> {
  /** At the right end instead of the time. */
  readonly corner?: string | undefined;
  /** Nothing of the network: the screen has worse news. */
  readonly quiet?: boolean;
  /** Whether the steps may stand in the head's line, where the panel is low. */
  readonly steps?: boolean;
}

/** On a low panel one line holds all of it, and news of the network takes the name's place. */
export function Head({ view, say, corner, quiet = false, steps = false }: HeadProps) {
  const low = isLandscape(view.panel);
  const news = !quiet && view.network !== 'on';
  // Where news takes the name's place, what stays stands before it: nothing moves when it comes.
  const demo = view.demo && (
    <span key="demo" class="demo">
      {say('head.demo')}
    </span>
  );
  return (
    <>
      <header class="head">
        <Logo />
        {low && demo}
        {low && news ? (
          <Banner key="news" view={view} say={say} />
        ) : low && steps && stepOf(view.screen) ? (
          <StepLine key="steps" view={view} say={say} />
        ) : (
          <span key="hut" class="hut">
            {stationName(view, view.language)}
          </span>
        )}
        {!low && demo}
        {!(low && news) && <time key="time">{corner ?? view.clock.time}</time>}
      </header>
      {!low && (news ? <Banner view={view} say={say} /> : <div />)}
    </>
  );
}

export function Banner({ view, say }: Pick<Around, 'view' | 'say'>) {
  if (view.network === 'on') return <div />;
  return (
    <p class={`banner ${view.network}`} role="status">
      <Icon name={view.network === 'off' ? 'no-network' : 'tick'} />
      {say(newsOf(view, view.network))}
    </p>
  );
}

/** Whoever has a result that is saved asks what becomes of it. */
const newsOf = ({ screen }: Around['view'], network: 'off' | 'back'): Key =>
  network === 'off' && 'saved' in screen && screen.saved === 'saved' ? 'network.later' : `network.${network}`;

/** The step that one is at; nothing on a screen that is none. */
export function StepLine({ view, say }: Pick<Around, 'view' | 'say'>) {
  const step = stepOf(view.screen);
  return step ? <Steps {...step}>{say('step', { now: step.now, of: step.of })}</Steps> : null;
}

/** In that language, else in whichever the station has a name. */
export const stationName = ({ station: { name } }: Around['view'], language: Language): string =>
  name[language] ?? Object.values(name)[0] ?? '';
