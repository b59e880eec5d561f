import type { Me } from '../../../fleet/contract/session.ts';
import { Button } from '../parts/Button.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { addressOf, place } from '../router.ts';
import { language, say, speak } from '../say.ts';
import { signOut } from '../session.ts';

/** At a desk all of it; on a phone a way to the page where it is. */
export function Person({ me }: { readonly me: Me }) {
  return (
    <div class="person">
      <a
        class="name"
        href={addressOf({ name: 'me' })}
        aria-current={place.value.page.name === 'me' ? 'page' : undefined}
      >
        <Glyph name="person" />
        <span>
          {me.displayName} · {say(`role.${me.role}`)}
        </span>
      </a>
      <LanguageKey />
      <Button onPress={() => void signOut()}>{say('shell.sign-out.key')}</Button>
    </div>
  );
}

/** Named in the language that it leads to. */
export function LanguageKey({ kind = 'quiet' }: { readonly kind?: 'quiet' | 'plain' }) {
  const next = language.value === 'en' ? 'zh-CN' : 'en';
  return (
    <button type="button" class={`button ${kind}`} lang={next} onClick={() => speak(next)}>
      {next === 'en' ? 'English' : '中文'}
    </button>
  );
}
