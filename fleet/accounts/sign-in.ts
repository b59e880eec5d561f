/**
 * Sign-in: whether the name is unknown, the password or the code wrong, or the account locked or disabled, the same is done
 * (one scrypt, one code, one transaction with an entry in the audit) and the same is said. A name that is unknown is not
 * written down: it may be a password in the wrong field.
 */
import type { SignIn } from '../contract/session.ts';
import {
  type AccountRow,
  addSession,
  changeAccount,
  dropOldSessions,
  endSession,
  findAccount,
  holdAccount,
} from '../store/account-store.ts';
import { lockedFor } from './lockout.ts';
import type { AccountParts } from './parts.ts';
import { HARD_END_MS, IDLE_MS } from './sessions.ts';
import { newToken, tokenHash } from './token.ts';
import { newSecret, stepOf } from './totp.ts';

export interface SignedIn {
  readonly name: string;
  /** The cookie's; it is nowhere kept. */
  readonly token: string;
}

export function openSignIn({ db, dialect, audit, passwords, seal, clock, random, log }: AccountParts) {
  const nobodys = newSecret();

  /** Where the key file is another than it was, nobody is told but the log. */
  function secretOf(account: AccountRow | undefined): string | undefined {
    try {
      return account && seal.open(account.totp, account.name);
    } catch {
      log.error('second factors cannot be opened: accounts.key is not the one they were sealed with');
      return undefined;
    }
  }

  /** `before`: the token of a session that ends as this one begins. Undefined: refused, and nobody is told why. */
  return async function signIn(wanted: SignIn, before: string | undefined): Promise<SignedIn | undefined> {
    const found = await findAccount(db, wanted.name);
    const known = await passwords.fits(wanted.password, found?.password);
    const secret = secretOf(found);
    const nowMs = clock.wall();
    const step = await stepOf(secret ?? nobodys, wanted.code, nowMs);
    const token = newToken(random);
    const taken = await db.transaction().execute(async (on) => {
      const account = await holdAccount(on, wanted.name, dialect);
      const open =
        account !== undefined &&
        account.disabled === 0 &&
        (account.locked_until_ms === null || account.locked_until_ms <= nowMs);
      const unchanged = account?.password === found?.password && account?.totp === found?.totp;
      if (open && unchanged && known && secret !== undefined && step !== undefined && step > account.totp_step) {
        await changeAccount(on, account.name, { wrong: 0, locked_until_ms: null, totp_step: step, seen_ms: nowMs });
        if (before !== undefined) await endSession(on, tokenHash(before));
        await dropOldSessions(on, nowMs - HARD_END_MS, nowMs - IDLE_MS);
        await addSession(on, tokenHash(token), account.name, nowMs);
        await audit.append(on, { by: account.name, act: 'signed in', target: account.name }, nowMs);
        return account.name;
      }
      const wrong = (account?.wrong ?? 0) + (open ? 1 : 0);
      const lockMs = open ? lockedFor(wrong) : 0;
      await changeAccount(on, account?.name ?? '', { wrong, ...(lockMs > 0 && { locked_until_ms: nowMs + lockMs }) });
      const detail = lockMs > 0 ? `locked for ${lockMs / 60_000} min` : undefined;
      const entry = { by: null, act: 'sign-in refused', target: account?.name ?? 'no account' } as const;
      await audit.append(on, { ...entry, ...(detail !== undefined && { detail }) }, nowMs);
      return undefined;
    });
    return taken === undefined ? undefined : { name: taken, token };
  };
}
