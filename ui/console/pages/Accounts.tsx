import { useState } from 'preact/hooks';
import type { Account, Credentials, NewAccount } from '../../../fleet/contract/accounts.ts';
import { CredentialsPage } from '../accounts/CredentialsPage.tsx';
import { NewAccountPage } from '../accounts/NewAccountPage.tsx';
import { api, Refused } from '../api.ts';
import { useAsked } from '../asked.ts';
import { Ago } from '../parts/Ago.tsx';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Failed, Waiting } from '../parts/States.tsx';
import { StatusChip } from '../parts/StatusChip.tsx';
import { own, say } from '../say.ts';
import { clockOf, now } from '../time.ts';
import type { PageProps } from './page.ts';

type Over =
  | { readonly kind: 'new' }
  | { readonly kind: 'reset'; readonly account: Account }
  | { readonly kind: 'credentials'; readonly credentials: Credentials };

/** Who may come in, and as what. A password and its second factor are shown once, and never again. */
export function Accounts({ me, places }: PageProps) {
  const list = useAsked({ key: 'accounts', ask: api.accounts });
  const [over, setOver] = useState<Over>();
  const [busy, setBusy] = useState<string>();
  const [failed, setFailed] = useState<Refused>();
  const [said, setSaid] = useState('');
  const districts = places?.districts ?? [];
  const accounts = list.answer?.accounts ?? [];

  /** What is asked for an account; whether it was done. */
  const asking = async (name: string, question: () => Promise<void>): Promise<boolean> => {
    setBusy(name);
    setFailed(undefined);
    try {
      await question();
      list.again();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setFailed(error);
      return false;
    } finally {
      setBusy(undefined);
    }
  };
  const show = (credentials: Credentials): void => setOver({ kind: 'credentials', credentials });
  const disable = ({ name, disabled }: Account): void =>
    void asking(name, async () => {
      await api.disableAccount(name, !disabled);
      setSaid(say(disabled ? 'accounts.enabled' : 'accounts.disabled-now', { name }));
    });

  return (
    <>
      <div class="page-head">
        <h1>{list.answer ? say('accounts.headline', { n: accounts.length }) : say('accounts.title')}</h1>
        <Button kind="primary" onPress={() => setOver({ kind: 'new' })}>
          {say('accounts.new.key')}
        </Button>
      </div>
      <p class="unseen" role="status">
        {said}
      </p>
      {failed && !over && (
        <p class="problem" role="alert">
          {sayProblem(failed)}
        </p>
      )}
      {!list.answer && !list.failed && <Waiting />}
      {list.failed && <Failed failed={list.failed} onAgain={list.again} />}
      {accounts.length > 0 && (
        <ul class="panel account-list" aria-label={say('accounts.title')}>
          {accounts.map((account) => (
            <li key={account.name}>
              <span class="who">
                <strong>{account.displayName}</strong>
                <span class="note">{account.name}</span>
              </span>
              <span class="role">
                {say(`role.${account.role}`)}
                {account.role === 'fitter' && (
                  <span class="note">
                    {account.districts
                      .map((id) => districts.find((one) => one.id === id))
                      .map((found, index) => (found ? own(found.name) : account.districts[index]))
                      .join(say('list.comma')) || say('accounts.no-district')}
                  </span>
                )}
              </span>
              <span class="state">
                <State account={account} />
              </span>
              <span class="note seen">
                {account.lastSeen === undefined ? say('accounts.never') : <Ago at={account.lastSeen} />}
              </span>
              <span class="keys">
                <Button
                  busy={busy === account.name}
                  label={say('accounts.reset.of', { name: account.displayName })}
                  onPress={() => setOver({ kind: 'reset', account })}
                >
                  {say('accounts.reset.key')}
                </Button>
                <Button
                  kind={account.disabled ? 'plain' : 'danger'}
                  busy={busy === account.name}
                  disabled={account.name === me.name}
                  label={say(account.disabled ? 'accounts.enable.of' : 'accounts.disable.of', {
                    name: account.displayName,
                  })}
                  onPress={() => disable(account)}
                >
                  {say(account.disabled ? 'accounts.enable.key' : 'accounts.disable.key')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {over?.kind === 'new' && (
        <NewAccountPage
          districts={districts}
          busy={busy !== undefined}
          problem={failed && sayProblem(failed)}
          onCreate={(account: NewAccount) =>
            void asking(account.name, async () => show(await api.openAccount(account)))
          }
          onClose={() => {
            setFailed(undefined);
            setOver(undefined);
          }}
        />
      )}
      {over?.kind === 'reset' && (
        <Dialog
          title={say('accounts.reset.title', { name: over.account.displayName })}
          onClose={() => setOver(undefined)}
        >
          <p>{say('accounts.reset.what')}</p>
          {failed && (
            <p class="problem" role="alert">
              {sayProblem(failed)}
            </p>
          )}
          <p class="keys">
            <Button
              kind="danger"
              busy={busy !== undefined}
              onPress={() =>
                void asking(over.account.name, async () => show(await api.resetAccount(over.account.name)))
              }
            >
              {say('accounts.reset.key')}
            </Button>
            <Button onPress={() => setOver(undefined)}>{say('act.cancel.key')}</Button>
          </p>
        </Dialog>
      )}
      {over?.kind === 'credentials' && (
        <CredentialsPage credentials={over.credentials} onClose={() => setOver(undefined)} />
      )}
    </>
  );
}

function State({ account: { disabled, lockedUntil } }: { readonly account: Account }) {
  if (disabled) return <StatusChip state="unknown">{say('accounts.disabled')}</StatusChip>;
  if (lockedUntil !== undefined && lockedUntil > now.value) {
    return <StatusChip state="maintenance">{say('accounts.locked', { until: clockOf(lockedUntil) })}</StatusChip>;
  }
  return <StatusChip state="ok">{say('accounts.open')}</StatusChip>;
}

function sayProblem({ status, code }: Refused): string {
  if (status === 0) return say('failed.no-answer');
  if (status === 409 && code === 'taken') return say('accounts.taken');
  return say('accounts.failed', { code });
}
