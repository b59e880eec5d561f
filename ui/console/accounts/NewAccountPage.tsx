import { useState } from 'preact/hooks';
import type { NewAccount } from '../../../fleet/contract/accounts.ts';
import type { Places } from '../../../fleet/contract/places.ts';
import type { Role } from '../../../fleet/contract/words.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { own, say } from '../say.ts';

interface NewAccountPageProps {
  readonly districts: Places['districts'];
  readonly busy: boolean;
  readonly problem: string | undefined;
  onCreate(account: NewAccount): void;
  onClose(): void;
}

const ROLES = ['viewer', 'fitter', 'operator', 'admin', 'auditor'] as const satisfies readonly Role[];

export function NewAccountPage({ districts, busy, problem, onCreate, onClose }: NewAccountPageProps) {
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [role, setRole] = useState<Role>('fitter');
  const [where, setWhere] = useState<ReadonlySet<string>>(new Set());
  return (
    <Dialog title={say('accounts.new.title')} onClose={onClose}>
      <form
        class="asking"
        onSubmit={(event) => {
          event.preventDefault();
          onCreate({ name, displayName: displayName.trim(), role, districts: role === 'fitter' ? [...where] : [] });
        }}
      >
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <Field
          label={say('accounts.name')}
          note={say('accounts.name.note')}
          value={name}
          onValue={setName}
          required
          pattern="[a-z][a-z0-9.\-]{1,31}"
          maxLength={32}
          autocomplete="off"
          autoCapitalize="off"
        />
        <Field
          label={say('accounts.display-name')}
          value={displayName}
          onValue={setDisplayName}
          required
          pattern=".*\S.*"
          maxLength={60}
          autocomplete="off"
        />
        <fieldset class="choices">
          <legend>{say('accounts.role')}</legend>
          {ROLES.map((one) => (
            <label key={one}>
              <input type="radio" name="role" checked={one === role} onChange={() => setRole(one)} />
              <span>
                {say(`role.${one}`)} <small>{say(`accounts.role.${one}`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {role === 'fitter' && (
          <fieldset class="choices">
            <legend>{say('accounts.districts')}</legend>
            {districts.map(({ id, name }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={where.has(id)}
                  onChange={({ currentTarget: { checked } }) =>
                    setWhere(new Set(checked ? [...where, id] : [...where].filter((one) => one !== id)))
                  }
                />
                <span>{own(name)}</span>
              </label>
            ))}
          </fieldset>
        )}
        <p class="keys">
          <Button submit kind="primary" busy={busy} disabled={role === 'fitter' && where.size === 0}>
            {say('accounts.create.key')}
          </Button>
          <Button onPress={onClose}>{say('act.cancel.key')}</Button>
        </p>
      </form>
    </Dialog>
  );
}
