/** How far one target is, and what it will not take: durable, and moved only forward. */
import type { Kysely } from 'kysely';
import { type Raised, raise } from '../store/alarm-store.ts';
import type { Fleet } from '../store/schema.ts';

export interface Cursor {
  /** Of a target that is new: 0. */
  read(): Promise<number>;
  /** All up to here is there, or is for others; clears what failed. */
  move(position: number): Promise<void>;
  failing(why: string): Promise<void>;
  /** The far side will never take what stands there: it is passed over, counted, and staff are told, all in one commit. */
  setAside(position: number, alarm: Raised | undefined): Promise<void>;
}

export async function openCursor(fleet: Kysely<Fleet>, name: string, wall: () => number): Promise<Cursor> {
  const fresh = { name, position: 0, changed_ms: wall(), failing_ms: null, last_error: null, set_aside: 0 };
  await fleet
    .insertInto('cursor')
    .values(fresh)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const update = (on: Kysely<Fleet>) => on.updateTable('cursor').where('name', '=', name);
  const move = async (on: Kysely<Fleet>, position: number): Promise<void> => {
    const now = wall();
    // A member that has lost the lead without knowing it yet must not set it back.
    await update(on).set({ position, changed_ms: now }).where('position', '<', position).execute();
    await update(on).set({ failing_ms: null, last_error: null }).where('failing_ms', 'is not', null).execute();
  };
  return {
    async read() {
      const row = await fleet
        .selectFrom('cursor')
        .select('position')
        .where('name', '=', name)
        .executeTakeFirstOrThrow();
      return row.position;
    },
    move: (position) => fleet.transaction().execute((trx) => move(trx, position)),
    async failing(why) {
      await update(fleet)
        .set(({ fn, val }) => ({ failing_ms: fn.coalesce('failing_ms', val(wall())), last_error: why }))
        .execute();
    },
    async setAside(position, alarm) {
      await fleet.transaction().execute(async (trx) => {
        await update(trx)
          .set(({ eb }) => ({ set_aside: eb('set_aside', '+', 1) }))
          .where('position', '<', position)
          .execute();
        await move(trx, position);
        if (alarm) await raise(trx, [alarm], wall());
      });
    },
  };
}

/** Of targets that the fleet's file names no more: what a cursor stands on is kept for its reader. One that is named again begins anew. */
export async function forgetOthers(fleet: Kysely<Fleet>, prefix: string, names: readonly string[]): Promise<void> {
  const cursors = await fleet.selectFrom('cursor').select('name').execute();
  const gone = cursors.map(({ name }) => name).filter((name) => name.startsWith(prefix) && !names.includes(name));
  if (gone.length > 0) await fleet.deleteFrom('cursor').where('name', 'in', gone).execute();
}
