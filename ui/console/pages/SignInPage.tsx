import { useState } from 'preact/hooks';
import { Logo } from '../../parts/Ring.tsx';
import { api, Refused } from '../api.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { type Key, say } from '../say.ts';
import { who } from '../session.ts';
import { LanguageKey } from '../shell/Person.tsx';

/** Which of the three was wrong the service does not say, and neither do we. */
const wordsOf = ({ status, code }: Refused): Key =>
  status === 0
    ? 'failed.no-answer'
    : status === 429 || code === 'locked'
      ? 'sign-in.later'
      : status === 400 || status === 401
        ? 'sign-in.not-matched'
        : 'sign-in.other';

/** `silent`: the service did not answer at all. */
export function SignInPage({ silent }: { readonly silent: boolean }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Key | undefined>(silent ? 'failed.no-answer' : undefined);
  const complete = name.trim() !== '' && password !== '' && /^\d{6}$/.test(code);

  const signIn = async (): Promise<void> => {
    if (!complete) return setFailed('sign-in.incomplete');
    setBusy(true);
    setFailed(undefined);
    try {
      who.value = await api.signIn({ name: name.trim().toLowerCase(), password, code });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setFailed(wordsOf(error));
      setCode(''); // a code counts once
    } finally {
      setBusy(false);
    }
  };

  return (
    <main class="sign-in">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <header>
          <Logo />
          <h1>{say('sign-in.title')}</h1>
          <LanguageKey />
        </header>
        {failed && (
          <p class="problem" role="alert">
            {say(failed)}
          </p>
        )}
        <Field
          label={say('sign-in.name')}
          value={name}
          onValue={setName}
          autocomplete="username"
          autoCapitalize="off"
        />
        <Field
          label={say('sign-in.password')}
          value={password}
          onValue={setPassword}
          secret
          autocomplete="current-password"
        />
        <Field
          label={say('sign-in.code')}
          note={say('sign-in.code.note')}
          value={code}
          onValue={(typed) => setCode(typed.replaceAll(/\D/g, '').slice(0, 6))}
          inputMode="numeric"
          autocomplete="one-time-code"
        />
        <Button kind="primary" submit busy={busy}>
          {say(busy ? 'sign-in.busy' : 'sign-in.key')}
        </Button>
      </form>
    </main>
  );
}
