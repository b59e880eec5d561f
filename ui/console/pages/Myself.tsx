import { Button } from '../parts/Button.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { nameOf } from '../place-names.ts';
import { addressOf } from '../router.ts';
import { own, say } from '../say.ts';
import { mayKeepAccounts, maySeeAudit, signOut } from '../session.ts';
import { LanguageKey } from '../shell/Person.tsx';
import type { PageProps } from './page.ts';

/** Whoever is signed in: who that is, what else is theirs to see, the language, the way out. On a phone all of it is here. */
export function Myself({ me, places }: PageProps) {
  const names = me.districts.map((id) => own(nameOf(places, id)));
  const pages = [
    ...(maySeeAudit(me) ? (['audit'] as const) : []),
    ...(mayKeepAccounts(me) ? (['accounts'] as const) : []),
  ];
  return (
    <>
      <h1>{me.displayName}</h1>
      <p class="note">{[me.name, say(`role.${me.role}`), ...names].join(' · ')}</p>
      {pages.length > 0 && (
        <nav class="panel" aria-label={say('me.pages')}>
          {pages.map((name) => (
            <a key={name} href={addressOf({ name })}>
              <span>{say(`shell.${name}`)}</span>
              <Glyph name="on" />
            </a>
          ))}
        </nav>
      )}
      <p class="keys">
        <LanguageKey kind="plain" />
        <Button onPress={() => void signOut()}>{say('shell.sign-out.key')}</Button>
      </p>
    </>
  );
}
