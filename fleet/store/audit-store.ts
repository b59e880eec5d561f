/** Who did what, as a chain: each entry's hash holds the one before it, so that none can be changed, taken out or put in unseen. */
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { AuditList } from '../contract/audit.ts';
import type { Dialect } from './dialect.ts';
import { LOCKS } from './migrate.ts';
import type { AuditTable, Fleet } from './schema.ts';

/** A fixed phrase. */
export type AuditAct =
  | 'signed in'
  | 'sign-in refused'
  | 'signed out'
  | 'account made'
  | 'account disabled'
  | 'account enabled'
  | 'account reset'
  | 'alarm acknowledged'
  | 'alarm shelved'
  | 'alarm unshelved'
  | 'alarm assigned'
  | 'alarm commented'
  | 'alarm cleared'
  | 'maintenance begun'
  | 'maintenance ended'
  | 'gap given up';

export interface AuditEntry {
  /** Null: nobody signed in, or the machine itself. */
  readonly by: string | null;
  readonly act: AuditAct;
  readonly target: string;
  readonly detail?: string;
}

export interface Audit {
  /** In the caller's transaction: what was done and what is written of it are one. */
  append(on: Kysely<Fleet>, entry: AuditEntry, nowMs: number): Promise<void>;
  /** 100 of them, newest first. */
  list(before: number | undefined, nowMs: number): Promise<AuditList>;
}

const PAGE = 100;
/** So many are looked at in one go; the loop turns between. */
const CHECKED = 1_000;
/** The whole chain is gone through again when it was last a minute ago. */
const CHECK_AGAIN_MS = 60_000;
const GENESIS = '0'.repeat(64);

type Hashed = Pick<AuditTable, 'at_ms' | 'by' | 'act' | 'target' | 'detail'>;
const hashOf = (before: string, { at_ms, by, act, target, detail }: Hashed): string =>
  createHash('sha256')
    .update(before)
    .update(JSON.stringify([at_ms, by, act, target, detail]))
    .digest('hex');

export function openAudit(db: Kysely<Fleet>, dialect: Dialect): Audit {
  /** How far the chain was found to hold. What stood there once must stand there still. */
  let checked = { id: 0, hash: GENESIS };
  let checkedMs = Number.NEGATIVE_INFINITY;

  async function holds(nowMs: number): Promise<boolean> {
    const head = checked;
    if (head.id > 0) {
      const same = await db.selectFrom('audit').select('hash').where('id', '=', head.id).executeTakeFirst();
      if (same?.hash !== head.hash) return false;
    }
    const whole = nowMs - checkedMs >= CHECK_AGAIN_MS || nowMs < checkedMs;
    let at = whole ? { id: 0, hash: GENESIS } : head;
    for (;;) {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('id', '>', at.id)
        .orderBy('id')
        .limit(CHECKED)
        .execute();
      for (const row of rows) {
        if (row.hash !== hashOf(at.hash, row)) return false;
        at = { id: row.id, hash: row.hash };
      }
      if (rows.length < CHECKED) break;
    }
    if (at.id >= checked.id) checked = at;
    if (whole) checkedMs = nowMs;
    return true;
  }

  return {
    async append(on, { by, act, target, detail = null }, nowMs) {
      await alone(on, dialect);
      const last = await on.selectFrom('audit').select('hash').orderBy('id', 'desc').limit(1).executeTakeFirst();
      const entry = { at_ms: nowMs, by, act, target, detail };
      await on
        .insertInto('audit')
        .values({ ...entry, hash: hashOf(last?.hash ?? GENESIS, entry) })
        .execute();
    },
    async list(before, nowMs) {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
        .orderBy('id', 'desc')
        .limit(PAGE)
        .execute();
      return {
        holds: await holds(nowMs),
        entries: rows.map(({ id, at_ms, by, act, target, detail }) => ({
          id,
          at: at_ms,
          ...(by !== null && { by }),
          act,
          target,
          ...(detail !== null && { detail }),
        })),
      };
    },
  };
}

/** Until the transaction ends nobody else appends: two that read the same last hash would fork the chain. */
async function alone(on: Kysely<Fleet>, dialect: Dialect): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${LOCKS.audit})`.execute(on);
  else await sql`update audit set hash = hash where id = 0`.execute(on); // changes nothing, and takes the one writer's place
}
