/** The first account of a city is made at the machine's own terminal, whether the service runs or not. */
import { openAccounts } from './accounts/accounts.ts';
import type { AccountParts } from './accounts/parts.ts';
import { openPasswords } from './accounts/scrypt.ts';
import { openSeal } from './accounts/seal.ts';
import type { Credentials, NewAccount } from './contract/accounts.ts';
import type { Clock, Log, Random } from './ports.ts';
import { openAudit } from './store/audit-store.ts';
import { type Databases, openDatabases } from './store/open.ts';

export interface Around {
  readonly clock: Pick<Clock, 'wall'>;
  readonly random: Random;
  readonly log: Log;
}

/** `folder`: where the key lies by which second factors are sealed. */
export function accountPartsOf<A extends Around>(databases: Databases, folder: string, around: A): AccountParts & A {
  const { console: db, dialect } = databases;
  const passwords = openPasswords(around.random);
  return { db, dialect, audit: openAudit(db, dialect), passwords, seal: openSeal(folder, around.random), ...around };
}

/** Undefined: the name is taken. */
export async function addAccount(
  { database, folder }: { readonly database?: string; readonly folder: string },
  account: NewAccount,
  around: Around,
): Promise<Credentials | undefined> {
  const databases = await openDatabases(database ?? folder, around.clock.wall());
  try {
    return await openAccounts(accountPartsOf(databases, folder, around)).make(account, null);
  } finally {
    await databases.close();
  }
}
