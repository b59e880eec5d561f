/** The list that the service keeps: as fresh as the database, whoever wrote there. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStationList, textOf } from '../../fleet/views/station-list.ts';
import { stationRows } from '../../fleet/views/station-rows.ts';
import { aFleet, type TestFleet } from './a-fleet.ts';
import { aCity } from './city/a-city.ts';
import { putCity } from './city/put-city.ts';
import { stationIdOf } from './city/sites.ts';

let fleet: TestFleet;
let ask: () => ReturnType<ReturnType<typeof openStationList>>;
beforeEach(async () => {
  fleet = await aFleet();
  await putCity(fleet.databases.fleet, aCity({ stations: 30, nowMs: fleet.clock.wall(), troubleEvery: 5 }));
  const list = openStationList(fleet.databases.console, fleet.databases.dialect);
  ask = () => list(fleet.clock.wall());
});
afterEach(() => fleet[Symbol.asyncDispose]());

const become = (condition: 'ok' | 'fault', index: number, changedMs = fleet.clock.wall()) =>
  fleet.databases.fleet
    .updateTable('station')
    .set({ condition, changed_ms: changedMs })
    .where('station_id', '=', stationIdOf(index))
    .execute();
const conditionOf = async (index: number) => (await ask()).find(({ id }) => id === stationIdOf(index))?.condition;

test('it is what the database says, trouble first', async () => {
  const rows = await ask();
  const { console, dialect } = fleet.databases;
  const said = await stationRows(console, dialect, { districts: undefined, nowMs: fleet.clock.wall() });
  expect(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(said);
  const conditions = rows.map(({ condition }) => condition);
  expect(conditions.lastIndexOf('fault')).toBeLessThan(conditions.indexOf('ok'));
  expect(await ask()).toBe(rows); // nothing changed: nothing is made anew
});

test('a change is in the very next answer, the second in one millisecond too', async () => {
  await ask();
  await become('fault', 4);
  expect(await conditionOf(4)).toBe('fault');
  await become('ok', 4);
  expect(await conditionOf(4)).toBe('ok');
  await become('fault', 7);
  expect((await ask()).findIndex(({ id }) => id === stationIdOf(7))).toBeLessThan(
    (await ask()).findIndex(({ condition }) => condition === 'ok'),
  );
});

test('a shelved alarm is no longer counted', async () => {
  const before = (await ask()).find(({ alarms }) => alarms > 0);
  fleet.clock.jump(10);
  const nowMs = fleet.clock.wall();
  await fleet.databases.fleet
    .updateTable('alarm')
    .set({ shelved_until_ms: nowMs + 60_000, changed_ms: nowMs })
    .where('station_id', '=', before?.id ?? '')
    .execute();
  expect((await ask()).find(({ id }) => id === before?.id)?.alarms).toBe(0);
});

test('what was committed long after the moment that it names, and who has gone, is seen within a minute', async () => {
  await ask();
  fleet.clock.jump(30_000);
  await become('fault', 4, fleet.clock.wall() - 20_000);
  await fleet.databases.fleet.deleteFrom('station').where('station_id', '=', stationIdOf(5)).execute();
  fleet.clock.jump(30_000);
  expect([await conditionOf(4), await conditionOf(5)]).toEqual(['fault', undefined]);
});

test('a clock that is put back, and many who ask at once', async () => {
  await ask();
  fleet.clock.jump(-3_600_000);
  await become('fault', 4);
  const answers = await Promise.all([ask(), ask(), ask()]);
  for (const rows of answers) expect(rows.find(({ id }) => id === stationIdOf(4))?.condition).toBe('fault');
});

test('a question that failed leaves nothing behind', async () => {
  await ask();
  const { console } = fleet.databases;
  const list = openStationList(console, fleet.databases.dialect);
  await fleet.databases.fleet.schema.alterTable('station').renameTo('elsewhere').execute();
  await expect(list(fleet.clock.wall())).rejects.toThrow();
  await fleet.databases.fleet.schema.alterTable('elsewhere').renameTo('station').execute();
  expect(await list(fleet.clock.wall())).toHaveLength(30);
});

test('a row as it is sent is the row as it is, before a change and after it', async () => {
  for (const condition of ['fault', 'ok'] as const) {
    await become(condition, 4);
    const rows = await ask();
    expect(rows.map((row) => JSON.parse(textOf(row)))).toEqual(rows);
  }
});
