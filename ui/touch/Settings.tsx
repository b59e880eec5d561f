/** Language and size of the text: as keys on every screen where there is room for them, else behind one key. */
import type { Language, TextSize } from '../../kiosk/contract/screen.ts';
import { Key } from '../parts/Key.tsx';
import { LANGUAGE_NAMES } from './say.ts';
import type { Around } from './screen-props.ts';

/** The way to the page of their own. */
export function SettingsKey({ say, act, off = false }: Pick<Around, 'say' | 'act'> & { readonly off?: boolean }) {
  return (
    <Key kind="quiet" icon="language" off={off} label={say('settings.name')} onPress={() => act({ do: 'settings' })}>
      {say('settings.key')}
    </Key>
  );
}

export function LanguageKey({ view, act, language }: Pick<Around, 'view' | 'act'> & { readonly language: Language }) {
  return (
    <Key
      kind="quiet"
      lang={language}
      chosen={language === view.language}
      onPress={() => act({ do: 'speak', language })}
    >
      {LANGUAGE_NAMES[language]}
    </Key>
  );
}

/** In words, on a page with room for them, or as one letter of about that size. */
export function SizeKey({
  view,
  say,
  act,
  text,
  words = false,
}: Around & { readonly text: TextSize; readonly words?: boolean }) {
  return (
    <Key
      kind="quiet"
      chosen={text === view.textSize}
      label={words ? undefined : say(`size.${text}.name`)}
      onPress={() => act({ do: 'size', text })}
    >
      <span class={`size-${text * 100}`}>{words ? say(`size.${text}.key`) : say('size.letter')}</span>
    </Key>
  );
}
