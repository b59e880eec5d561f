import { Key } from '../../parts/Key.tsx';
import { Frame } from '../Frame.tsx';
import { LanguageKey, SizeKey } from '../Settings.tsx';
import type { Around } from '../screen-props.ts';

/** Language and size of the text, each with its own name and at its own size. */
export function Settings(around: Around) {
  const { view, say, act } = around;
  return (
    <Frame
      {...around}
      class="settings"
      reading={
        <>
          <h1>{say('settings.title')}</h1>
          <p class="lead">{say('settings.line')}</p>
        </>
      }
      keys={
        <>
          <div class="row">
            {view.textSizes.map((text) => (
              <SizeKey key={text} {...around} text={text} words />
            ))}
          </div>
          <div class="row">
            {view.languages.map((language) => (
              <LanguageKey key={language} {...around} language={language} />
            ))}
          </div>
          <Key kind="primary" icon="tick" onPress={() => act({ do: 'back' })}>
            {say('settings.done.key')}
          </Key>
        </>
      }
    />
  );
}
