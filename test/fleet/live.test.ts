/** The console's stream of changes, on a real port and a clock passed by hand. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSessions } from '../../fleet/accounts/sessions.ts';
import type { Changed } from '../../fleet/contract/live.ts';
import { aCity, stationIdOf } from './a-city.ts';
import { anApp, type TestApp, type Who } from './an-app.ts';

let city: TestApp;
const leaving = new Set<AbortController>();
beforeEach(async () => {
  city = await anApp();
  await aCity(city.fleet.databases.fleet, 300, city.fleet.clock.wall());
});
afterEach(async () => {
  for (const leave of leaving) leave.abort();
  leaving.clear();
  await city[Symbol.asyncDispose]();
});

/** A page that follows the stream. */
async function aPage(who: Who) {
  const leave = new AbortController();
  leaving.add(leave);
  const headers = { cookie: city.cookieOf(who) };
  const answer = await fetch(`${city.url}/api/live`, { headers, signal: leave.signal });
  const page = {
    status: answer.status,
    heard: '',
    ended: false,
    leave: () => leave.abort(),
    said: (): Changed[] => [],
  };
  page.said = () => [...page.heard.matchAll(/^event: changed\ndata: (.*)$/gm)].map(([, said = '']) => JSON.parse(said));
  const follow = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) page.heard += decoder.decode(part, { stream: true });
    page.ended = true;
  };
  follow().catch(() => {}); // it left
  return page;
}
const change = (...stations: readonly number[]) =>
  city.fleet.databases.fleet
    .updateTable('station')
    .set({ condition: 'fault', changed_ms: city.fleet.clock.wall() })
    .where('station_id', 'in', stations.map(stationIdOf))
    .execute();

test('what changed is told once, a second later at the most, with the rows as they are', async () => {
  const page = await aPage('viewer');
  await change(1, 3);
  await change(3);
  for (let second = 0; second < 4; second++) await city.fleet.clock.pass(1_000);
  await expect.poll(() => page.said().length).toBe(1);
  const [news] = page.said();
  expect(news?.stations.map(({ id, condition }) => [id, condition])).toEqual([
    ['hut-00001', 'fault'],
    ['hut-00003', 'fault'],
  ]);
  await change(1);
  await city.fleet.clock.pass(1_000);
  await expect.poll(() => page.said().length).toBe(2);
});

test('an alarm and a device are told by their station, and what was committed late is told too', async () => {
  const page = await aPage('viewer');
  await city.fleet.clock.pass(1_000);
  const late = city.fleet.clock.wall() - 1_500;
  await city.fleet.databases.fleet.updateTable('alarm').set({ changed_ms: late }).where('id', '=', 1).execute();
  await city.fleet.databases.fleet
    .updateTable('device')
    .set({ changed_ms: late })
    .where('station_id', '=', stationIdOf(4))
    .execute();
  await city.fleet.clock.pass(1_000);
  await expect.poll(() => page.said()).toMatchObject([{ alarms: 1, devicesOf: [stationIdOf(4)], many: false }]);
  expect(page.said()[0]?.stations.map(({ id }) => id)).toEqual([stationIdOf(0)]);
});

test('more than 200 rows are not said: the list is to be read anew', async () => {
  const page = await aPage('viewer');
  await change(...Array.from({ length: 201 }, (_, i) => i));
  await city.fleet.clock.pass(1_000);
  await expect.poll(() => page.said()).toMatchObject([{ stations: [], many: true }]);
});

test('a fitter hears of their own district alone', async () => {
  const [fitter, viewer] = [await aPage('fitter'), await aPage('viewer')];
  await change(0, 3);
  await city.fleet.clock.pass(1_000);
  await expect.poll(() => viewer.said()[0]?.stations.length).toBe(2);
  await expect.poll(() => fitter.said()[0]?.stations.map(({ district }) => district)).toEqual(['wuda']);
  await change(0);
  await city.fleet.clock.pass(1_000);
  await expect.poll(() => viewer.said().length).toBe(2);
  expect(fitter.said()).toHaveLength(1);
});

test('it ends with its session, whether by a sign-out or by itself, and says nothing more', async () => {
  const [operator, viewer] = [await aPage('operator'), await aPage('viewer')];
  expect((await city.ask('operator', 'DELETE', '/api/session')).status).toBe(204);
  await change(3);
  await city.fleet.clock.pass(1_000);
  await expect.poll(() => operator.ended).toBe(true);
  expect(operator.said()).toEqual([]);
  await expect.poll(() => viewer.said().length).toBe(1);
  city.fleet.clock.jump(30 * 60_000); // a stream that is open is no question of a person
  for (let second = 0; second < 10; second++) await city.fleet.clock.pass(1_000);
  await expect.poll(() => viewer.ended).toBe(true);
});

test('a beat every ten seconds', async () => {
  const page = await aPage('viewer');
  for (let second = 0; second < 10; second++) await city.fleet.clock.pass(1_000);
  await expect.poll(() => page.heard.match(/: still here/g)?.length).toBe(1);
});

test('the ninth page of a person is refused, until one has gone', async () => {
  const [first] = await Promise.all(Array.from({ length: 8 }, () => aPage('viewer')));
  expect((await aPage('viewer')).status).toBe(503);
  expect((await aPage('admin')).status).toBe(200);
  first?.leave();
  await expect.poll(async () => (await aPage('viewer')).status).toBe(200);
});

test('whose session has ended gets no stream', async () => {
  const token = city.cookieOf('viewer').split('=')[1] ?? '';
  const viewer = { name: 'viewer', displayName: 'viewer', role: 'viewer', districts: [] } as const;
  await openSessions(city.fleet.parts).end(token, { ...viewer, districts: [] });
  expect((await aPage('viewer')).status).toBe(401);
});
