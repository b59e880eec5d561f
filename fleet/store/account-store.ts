/** Accounts and sessions as rows; who may do what with them is decided elsewhere. */
import type { Kysely } from 'kysely';
import type { Dialect } from './dialect.ts';
import type { AccountTable, Fleet } from './schema.ts';

export type AccountRow = AccountTable;

export const findAccount = (on: Kysely<Fleet>, name: string): Promise<AccountRow | undefined> =>
  on.selectFrom('account').selectAll().where('name', '=', name).executeTakeFirst();

/** The row as it is now, and until the transaction ends: two tries at once must both count. */
export async function holdAccount(on: Kysely<Fleet>, name: string, dialect: Dialect): Promise<AccountRow | undefined> {
  // On SQLite a write that changes nothing makes this transaction the one that writes.
  if (dialect === 'sqlite') await on.updateTable('account').set({ wrong: 0 }).where('name', '=', '').execute();
  return on
    .selectFrom('account')
    .selectAll()
    .where('name', '=', name)
    .$if(dialect === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
}

export const changeAccount = async (on: Kysely<Fleet>, name: string, change: Partial<AccountRow>): Promise<void> => {
  await on.updateTable('account').set(change).where('name', '=', name).execute();
};

/** False: the name is taken. */
export async function addAccount(on: Kysely<Fleet>, row: AccountRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await on
    .insertInto('account')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

export const allAccounts = (on: Kysely<Fleet>): Promise<AccountRow[]> =>
  on.selectFrom('account').selectAll().orderBy('name').execute();

export interface SessionRow {
  readonly token: string;
  readonly created_ms: number;
  readonly session_seen_ms: number;
  readonly name: string;
  readonly display_name: string;
  readonly role: string;
  readonly districts: string;
  readonly disabled: number;
}

/** A session with its person. */
export const findSession = (on: Kysely<Fleet>, token: string): Promise<SessionRow | undefined> =>
  on
    .selectFrom('session')
    .innerJoin('account', 'account.name', 'session.account')
    .select([
      'session.token',
      'session.created_ms',
      'session.seen_ms as session_seen_ms',
      'account.name',
      'account.display_name',
      'account.role',
      'account.districts',
      'account.disabled',
    ])
    .where('session.token', '=', token)
    .executeTakeFirst();

export const addSession = async (on: Kysely<Fleet>, token: string, account: string, nowMs: number): Promise<void> => {
  await on.insertInto('session').values({ token, account, created_ms: nowMs, seen_ms: nowMs }).execute();
};

export const seenSession = async (on: Kysely<Fleet>, token: string, nowMs: number): Promise<void> => {
  await on.updateTable('session').set({ seen_ms: nowMs }).where('token', '=', token).execute();
};

export const endSession = async (on: Kysely<Fleet>, token: string): Promise<void> => {
  await on.deleteFrom('session').where('token', '=', token).execute();
};

export const endSessionsOf = async (on: Kysely<Fleet>, account: string): Promise<void> => {
  await on.deleteFrom('session').where('account', '=', account).execute();
};

/** Those that have ended by themselves. */
export const dropOldSessions = async (on: Kysely<Fleet>, createdMs: number, seenMs: number): Promise<void> => {
  await on
    .deleteFrom('session')
    .where((where) => where.or([where('created_ms', '<=', createdMs), where('seen_ms', '<=', seenMs)]))
    .execute();
};
