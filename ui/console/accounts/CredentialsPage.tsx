import type { Credentials } from '../../../fleet/contract/accounts.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { say } from '../say.ts';

interface CredentialsPageProps {
  readonly credentials: Credentials;
  onClose(): void;
}

/** The one time that they are shown. Nothing but this page's memory holds them, and closing it forgets them. */
export function CredentialsPage({ credentials: { name, password, totpUri }, onClose }: CredentialsPageProps) {
  const secret = new URLSearchParams(totpUri.split('?')[1] ?? '').get('secret');
  return (
    <Dialog title={say('accounts.once.title', { name })} onClose={onClose}>
      <p class="problem">{say('accounts.once.warning')}</p>
      <dl class="credentials">
        <div>
          <dt>{say('accounts.once.password')}</dt>
          <dd>
            <code>{password}</code>
          </dd>
        </div>
        {secret && (
          <div>
            <dt>{say('accounts.once.secret')}</dt>
            <dd>
              <code>{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>{say('accounts.once.uri')}</dt>
          <dd>
            <code class="long">{totpUri}</code>
          </dd>
        </div>
      </dl>
      <p class="keys">
        <Button kind="primary" onPress={onClose}>
          {say('accounts.once.done.key')}
        </Button>
      </p>
    </Dialog>
  );
}
