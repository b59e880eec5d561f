/** Accounts are made, listed, disabled and reset. A password and its second factor are shown once, and kept as nobody can read them. */
import type { Account, Credentials, NewAccount } from '../contract/accounts.ts';
import type { People } from '../contract/session.ts';
import { addAccount, allAccounts, changeAccount, endSessionsOf, findAccount } from '../store/account-store.ts';
import type { AccountParts } from './parts.ts';
import { may } from './rights.ts';
import { meOf } from './sessions.ts';
import { newPassword } from './token.ts';
import { newSecret, uriOf } from './totp.ts';

export type Accounts = ReturnType<typeof openAccounts>;
/** `by` null: at the machine's own terminal. */
type By = string | null;

export function openAccounts({ db, audit, passwords, seal, clock, random }: AccountParts) {
  async function newCredentials(name: string) {
    const password = newPassword(random);
    const secret = newSecret();
    const columns = { password: await passwords.hash(password), totp: seal.seal(secret, name), totp_step: 0 };
    const shown: Credentials = { name, password, totpUri: uriOf(name, secret) };
    return { columns, shown };
  }

  return {
    /** Undefined: the name is taken. */
    async make({ name, displayName, role, districts }: NewAccount, by: By): Promise<Credentials | undefined> {
      if (await findAccount(db, name)) return undefined;
      const { columns, shown } = await newCredentials(name);
      const nowMs = clock.wall();
      const made = await db.transaction().execute(async (on) => {
        const free = await addAccount(on, {
          ...columns,
          name,
          display_name: displayName,
          role,
          districts: JSON.stringify(role === 'fitter' ? districts : []),
          wrong: 0,
          locked_until_ms: null,
          disabled: 0,
          created_ms: nowMs,
          seen_ms: null,
        });
        if (free) await audit.append(on, { by, act: 'account made', target: name, detail: role }, nowMs);
        return free;
      });
      return made ? shown : undefined;
    },

    /** A new password and a new second factor; every session of it ends. Undefined: there is no such account. */
    async reset(name: string, by: By): Promise<Credentials | undefined> {
      if (!(await findAccount(db, name))) return undefined;
      const { columns, shown } = await newCredentials(name);
      await db.transaction().execute(async (on) => {
        await changeAccount(on, name, { ...columns, wrong: 0, locked_until_ms: null });
        await endSessionsOf(on, name);
        await audit.append(on, { by, act: 'account reset', target: name }, clock.wall());
      });
      return shown;
    },

    /** False: there is no such account. */
    async disable(name: string, disabled: boolean, by: By): Promise<boolean> {
      if (!(await findAccount(db, name))) return false;
      await db.transaction().execute(async (on) => {
        await changeAccount(on, name, { disabled: disabled ? 1 : 0 });
        if (disabled) await endSessionsOf(on, name);
        const act = disabled ? 'account disabled' : 'account enabled';
        await audit.append(on, { by, act, target: name }, clock.wall());
      });
      return true;
    },

    async list(): Promise<Account[]> {
      const nowMs = clock.wall();
      return (await allAccounts(db)).flatMap((row) => {
        const me = meOf(row);
        if (!me) return [];
        return {
          ...me,
          disabled: row.disabled !== 0,
          ...(row.locked_until_ms !== null && row.locked_until_ms > nowMs && { lockedUntil: row.locked_until_ms }),
          ...(row.seen_ms !== null && { lastSeen: row.seen_ms }),
        };
      });
    },

    /** To whom work can be given. */
    async people(): Promise<People['people']> {
      return (await allAccounts(db)).flatMap((row) => {
        const me = meOf(row);
        return me && row.disabled === 0 && may(me, 'work') ? [{ name: me.name, displayName: me.displayName }] : [];
      });
    },
  };
}
