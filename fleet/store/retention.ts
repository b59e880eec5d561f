/** What grows is kept so long; by the leading member, now and then. Nothing goes that a reader has still to pass. */
import { type Kysely, sql } from 'kysely';
import type { Databases } from './open.ts';
import { dropMonths, keepMonths } from './partitions.ts';
import type { Fleet } from './schema.ts';

export interface Keep {
  readonly envelopeDays: number;
  readonly eventDays: number;
  readonly metricDays: number;
  /** Of an event's being known: a repeat after that is still no new one, but nobody can tell whether it differs. */
  readonly seenDays: number;
  /** Of residents' records, which belong to another system in the end; undefined: for ever. */
  readonly recordDays?: number;
}
export const KEEP: Keep = { envelopeDays: 7, eventDays: 90, metricDays: 90, seenDays: 30 };

const DAY_MS = 86_400_000;
/** One statement takes no more: whoever commits waits behind it. */
const AT_ONCE = 5000;

export async function prune(
  databases: Pick<Databases, 'dialect' | 'fleet' | 'resident'>,
  keep: Keep,
  nowMs: number,
): Promise<void> {
  const { dialect, fleet, resident } = databases;
  const before = (days: number): number => nowMs - days * DAY_MS;
  if (dialect === 'postgres') await keepMonths(fleet, nowMs);
  const read = await passedByAll(fleet);
  await inSteps(() =>
    sql`delete from envelope where (station_id, sequence) in (select station_id, sequence from envelope
      where received_ms < ${before(keep.envelopeDays)} limit ${AT_ONCE})`.execute(fleet),
  );
  if (dialect === 'postgres') {
    await dropMonths(fleet, 'event', Math.min(before(keep.eventDays), read.receivedMs));
    await dropMonths(fleet, 'metric', before(keep.metricDays));
  } else {
    await inSteps(() =>
      sql`delete from event where position in (select position from event
        where position <= ${read.position} and received_ms < ${before(keep.eventDays)} limit ${AT_ONCE})`.execute(
        fleet,
      ),
    );
    await inSteps(() =>
      sql`delete from metric where (station_id, device_id, metric, at_ms) in (select station_id, device_id, metric, at_ms
        from metric where at_ms < ${before(keep.metricDays)} limit ${AT_ONCE})`.execute(fleet),
    );
  }
  await forgetSeen(fleet, before(keep.seenDays));
  if (keep.recordDays === undefined) return;
  const recordsBefore = Math.min(before(keep.recordDays), read.receivedMs);
  for (const table of ['record', 'disputed_record'])
    await inSteps(() =>
      sql`delete from ${sql.table(table)} where (station_id, sequence) in (select station_id, sequence
        from ${sql.table(table)} where received_ms < ${recordsBefore} limit ${AT_ONCE})`.execute(resident),
    );
}

/** The prefix of each station that is old: what is left below its mark then says that the rest was here. */
async function forgetSeen(fleet: Kysely<Fleet>, beforeMs: number): Promise<void> {
  const stations = await fleet.selectFrom('watermark').select(['station_id', 'through']).execute();
  for (const { station_id, through } of stations)
    await inSteps(() =>
      sql`delete from seen where station_id = ${station_id} and sequence in (select sequence from seen
        where station_id = ${station_id} and sequence < ${through} and received_ms < ${beforeMs}
        order by sequence limit ${AT_ONCE})`.execute(fleet),
    );
}

/** How far the slowest reader of events is, and when the next one behind it came. With no reader nothing holds. */
async function passedByAll(fleet: Kysely<Fleet>): Promise<{ readonly position: number; readonly receivedMs: number }> {
  const slowest = await fleet
    .selectFrom('cursor')
    .select((eb) => eb.fn.min('position').as('position'))
    .executeTakeFirst();
  const position: number | null = slowest?.position ?? null;
  if (position === null) return { position: Number.MAX_SAFE_INTEGER, receivedMs: Number.MAX_SAFE_INTEGER };
  const next = await fleet
    .selectFrom('event')
    .select((eb) => eb.fn.min('received_ms').as('received_ms'))
    .where('position', '>', position)
    .executeTakeFirst();
  return { position, receivedMs: next?.received_ms ?? Number.MAX_SAFE_INTEGER };
}

async function inSteps(step: () => Promise<{ readonly numAffectedRows?: bigint }>): Promise<void> {
  for (;;) if (((await step()).numAffectedRows ?? 0n) < BigInt(AT_ONCE)) return;
}
