/** What stands in the same place on every screen of a visit: head, language and size, and back, help, end. */
import type { ComponentChildren } from 'preact';
import { Key } from '../parts/Key.tsx';
import { Head, StepLine } from './Head.tsx';
import { isLandscape, isLarge } from './panel.ts';
import { LanguageKey, SettingsKey, SizeKey } from './Settings.tsx';
import type { Around } from './screen-props.ts';

export interface FrameProps extends Around {
  readonly class?: string;
  readonly reading: ComponentChildren;
  readonly keys?: ComponentChildren;
  /** Instead of language and size: STOP, which must be nearest to the hand; or nothing. */
  readonly strip?: ComponentChildren;
  readonly back?: boolean;
  readonly help?: boolean;
  /** Whether to say at which step one is. */
  readonly steps?: boolean;
  /** At the head's right end instead of the time. */
  readonly corner?: string | undefined;
}

export function Frame(props: FrameProps) {
  const { view, say, reading, keys, strip, steps = true, corner, class: more = '' } = props;
  const low = isLandscape(view.panel);
  return (
    <main class={`page ${more}`}>
      <Head view={view} say={say} corner={corner} steps={steps} />
      <section class="reading">
        {steps && !low && <StepLine view={view} say={say} />}
        {reading}
      </section>
      <section class="keys">{keys}</section>
      {low ? (
        <>
          {strip && <section class="strip">{strip}</section>}
          <nav class="trio">
            <SettingsKey {...props} off={strip !== undefined || view.screen.id === 'settings'} />
            <Trio {...props} />
          </nav>
        </>
      ) : (
        <>
          <nav class="strip">{strip === undefined ? <Strip {...props} /> : strip}</nav>
          <nav class="trio">
            <Trio {...props} />
          </nav>
        </>
      )}
    </main>
  );
}

/** Above large letters there is room for one key only. */
function Strip(around: Around) {
  const { view } = around;
  if (view.screen.id === 'settings') return null;
  if (isLarge(view)) return <SettingsKey {...around} />;
  return (
    <>
      {view.languages.map((language) => (
        <LanguageKey key={language} {...around} language={language} />
      ))}
      {view.textSizes.map((text) => (
        <SizeKey key={text} {...around} text={text} />
      ))}
    </>
  );
}

function Trio({ say, act, back = true, help = true }: FrameProps) {
  return (
    <>
      <Key kind="quiet" icon="back" off={!back} onPress={() => act({ do: 'back' })}>
        {say('footer.back')}
      </Key>
      <Key kind="quiet" icon="bell" off={!help} onPress={() => act({ do: 'help' })}>
        {say('footer.help')}
      </Key>
      <Key kind="quiet" icon="leave" onPress={() => act({ do: 'end' })}>
        {say('footer.end')}
      </Key>
    </>
  );
}
