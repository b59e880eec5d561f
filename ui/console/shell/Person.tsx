import type { Me } from '../../../fleet/contract/session.ts';
import { Button } from '../parts/Button.tsx';
import { language, say, speak } from '../say.ts';
import { signOut } from '../session.ts';

export function Person({ me }: { readonly me: Me }) {
  return (
    <div class="person">
      <span class="name">
        {me.displayName} · {say(`role.${me.role}`)}
      </span>
      <LanguageKey />
      <Button onPress={() => void signOut()}>{say('shell.sign-out.key')}</Button>
    </div>
  );
}

/** Named in the language that it leads to. */
export function LanguageKey() {
  const next = language.value === 'en' ? 'zh-CN' : 'en';
  return (
    <button type="button" class="button quiet" lang={next} onClick={() => speak(next)}>
      {next === 'en' ? 'English' : '中文'}
    </button>
  );
}
