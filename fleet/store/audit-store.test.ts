import { afterEach, beforeEach, expect, test } from 'vitest';
import { aFleet, type TestFleet } from '../../test/fleet/a-fleet.ts';

let fleet: TestFleet;
beforeEach(async () => {
  fleet = await aFleet();
});
afterEach(() => fleet[Symbol.asyncDispose]());

async function append(target: string): Promise<void> {
  const { db, audit } = fleet.parts;
  await db.transaction().execute((on) => audit.append(on, { by: 'root', act: 'account made', target }, 7));
}
const holds = async (): Promise<boolean> => (await fleet.parts.audit.list(undefined, fleet.clock.wall())).holds;

test('is told newest first, 100 at a time', async () => {
  await Promise.all(Array.from({ length: 130 }, (_, i) => append(`a-${i}`)));
  const { audit } = fleet.parts;
  const first = await audit.list(undefined, 0);
  expect([first.entries.length, first.entries[0]?.target, first.holds]).toEqual([100, 'a-129', true]);
  const rest = await audit.list(first.entries.at(-1)?.id, 0);
  expect([rest.entries.length, rest.entries.at(-1)]).toEqual([
    30,
    { id: 1, at: 7, by: 'root', act: 'account made', target: 'a-0' },
  ]);
});

const table = () => fleet.databases.fleet;
test.each<[string, () => Promise<unknown>]>([
  ['an entry was changed', () => table().updateTable('audit').set({ target: 'other' }).where('id', '=', 2).execute()],
  ['somebody else did it', () => table().updateTable('audit').set({ by: null }).where('id', '=', 1).execute()],
  ['one was taken out', () => table().deleteFrom('audit').where('id', '=', 2).execute()],
  ['the last was cut off', () => table().deleteFrom('audit').where('id', '=', 4).execute()],
  [
    'one was put in',
    () =>
      table()
        .insertInto('audit')
        .values({ at_ms: 7, by: 'root', act: 'account made', target: 'x', detail: null, hash: '0'.repeat(64) })
        .execute(),
  ],
])('does not hold where %s', async (_, forge) => {
  for (const name of ['a', 'b', 'c', 'd']) await append(name);
  expect(await holds()).toBe(true);
  await forge();
  fleet.clock.jump(60_000);
  expect(await holds()).toBe(false);
});

test('goes with the act that fails', async () => {
  const { db, audit } = fleet.parts;
  const failing = db.transaction().execute(async (on) => {
    await audit.append(on, { by: null, act: 'signed in', target: 'x' }, 1);
    throw new Error('the act fails');
  });
  await expect(failing).rejects.toThrow('the act fails');
  expect((await audit.list(undefined, 0)).entries).toEqual([]);
});
