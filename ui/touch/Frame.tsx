/** What stands in the same place on every screen of a visit: head, banner, languages, and back, help, end. */
import type { ComponentChildren } from 'preact';
import type { Language } from '../../kiosk/contract/screen.ts';
import { Icon } from '../parts/Icon.tsx';
import { Key } from '../parts/Key.tsx';
import { Logo } from '../parts/Ring.tsx';
import { LANGUAGE_NAMES } from './say.ts';
import type { Around } from './screen-props.ts';

export interface FrameProps extends Around {
  readonly class?: string;
  readonly reading: ComponentChildren;
  readonly keys?: ComponentChildren;
  /** Instead of the languages: STOP, which must be nearest to the hand; or nothing. */
  readonly strip?: ComponentChildren;
  readonly back?: boolean;
  readonly help?: boolean;
  /** At the head's right end instead of the time. */
  readonly corner?: string;
}

export function Frame({
  view,
  say,
  act,
  reading,
  keys,
  strip,
  back = true,
  help = true,
  corner,
  class: more = '',
}: FrameProps) {
  return (
    <main class={`page ${more}`}>
      <Head view={view} say={say} corner={corner} />
      <Banner view={view} say={say} />
      <section class="reading">{reading}</section>
      <section class="keys">{keys}</section>
      <nav class="strip">{strip === undefined ? <Languages view={view} act={act} /> : strip}</nav>
      <nav class="trio">
        <Key kind="quiet" icon="back" off={!back} onPress={() => act({ do: 'back' })}>
          {say('footer.back')}
        </Key>
        <Key kind="quiet" icon="bell" off={!help} onPress={() => act({ do: 'help' })}>
          {say('footer.help')}
        </Key>
        <Key kind="quiet" icon="leave" onPress={() => act({ do: 'end' })}>
          {say('footer.end')}
        </Key>
      </nav>
    </main>
  );
}

export function Head({ view, say, corner }: Pick<Around, 'view' | 'say'> & { readonly corner?: string | undefined }) {
  return (
    <header class="head">
      <Logo />
      <span class="hut">{stationName(view, view.language)}</span>
      {view.demo && <span class="demo">{say('head.demo')}</span>}
      <time>{corner ?? view.clock.time}</time>
    </header>
  );
}

export function Banner({ view, say }: Pick<Around, 'view' | 'say'>) {
  if (view.network === 'on') return <div />;
  return (
    <p class={`banner ${view.network}`} role="status">
      <Icon name={view.network === 'off' ? 'no-network' : 'tick'} />
      {say(`network.${view.network}`)}
    </p>
  );
}

const Languages = ({ view, act }: Pick<Around, 'view' | 'act'>) =>
  view.languages.map((language) => (
    <Key
      key={language}
      kind="quiet"
      lang={language}
      chosen={language === view.language}
      onPress={() => act({ do: 'speak', language })}
    >
      {LANGUAGE_NAMES[language]}
    </Key>
  ));

/** In that language, else in whichever the station has a name. */
export const stationName = ({ station: { name } }: Around['view'], language: Language): string =>
  name[language] ?? Object.values(name)[0] ?? '';
