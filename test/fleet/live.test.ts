/** The console's stream of changes, on a real port and a clock passed by hand. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAccounts } from '../../fleet/accounts/accounts.ts';
import { openSessions } from '../../fleet/accounts/sessions.ts';
import { openSignIn } from '../../fleet/accounts/sign-in.ts';
import type { Changed } from '../../fleet/contract/live.ts';
import { ROLES } from '../../fleet/contract/words.ts';
import { codeOf } from './a-fleet.ts';
import { anApp, type TestApp, type Who } from './an-app.ts';
import { aCity } from './city/a-city.ts';
import { putCity } from './city/put-city.ts';
import { stationIdOf } from './city/sites.ts';

/** In Wuda, where the fitter works; what comes before it is in Haibowan. */
const OWN = 7;
/** The first of the city in trouble: the first alarm is its own. */
const TROUBLED = 11;

let city: TestApp;
const leaving = new Set<AbortController>();
beforeEach(async () => {
  city = await anApp();
  await putCity(city.fleet.databases.fleet, aCity({ stations: 450, nowMs: city.fleet.clock.wall() }));
});
afterEach(async () => {
  for (const leave of leaving) leave.abort();
  leaving.clear();
  await city[Symbol.asyncDispose]();
});

/** A page that follows the stream. */
const aPage = (who: Who) => aPageOf(city.cookieOf(who));
async function aPageOf(cookie: string) {
  const leave = new AbortController();
  leaving.add(leave);
  const answer = await fetch(`${city.url}/api/live`, { headers: { cookie }, signal: leave.signal });
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
  await change(1, OWN);
  await change(OWN);
  for (let second = 0; second < 4; second++) await city.fleet.clock.pass(1_000);
  await expect.poll(() => page.said().length).toBe(1);
  const [news] = page.said();
  expect(news?.stations.map(({ id, condition }) => [id, condition])).toEqual([
    ['haibowan-02-00002', 'fault'],
    ['wuda-01-00008', 'fault'],
  ]);
  await change(1);
  await city.fleet.clock.pass(1_000);
  await expect.poll(() => page.said().length).toBe(2);
});

test('whoever comes hears what was told in the last seconds: the list that they look at may be older', async () => {
  const first = await aPage('viewer');
  await change(1, 2);
  await city.fleet.clock.pass(1_000);
  await expect.poll(() => first.said().length).toBe(1);
  const [second, fitter] = [await aPage('operator'), await aPage('fitter')];
  await expect.poll(() => second.said()).toEqual(first.said());
  await city.fleet.clock.pass(6_000);
  const third = await aPage('admin');
  await change(OWN);
  await city.fleet.clock.pass(1_000);
  await expect.poll(() => third.said().length).toBe(1);
  expect(third.said()[0]?.stations.map(({ id }) => id)).toEqual([stationIdOf(OWN)]);
  await expect.poll(() => fitter.said().length).toBe(1);
  expect(fitter.said()[0]?.stations.map(({ id }) => id)).toEqual([stationIdOf(OWN)]); // 1 and 2 are of other districts
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
  expect(page.said()[0]?.stations.map(({ id }) => id)).toEqual([stationIdOf(TROUBLED)]);
});

test('more than 400 rows are not said: the list is to be read anew', async () => {
  const page = await aPage('viewer');
  await change(...Array.from({ length: 401 }, (_, i) => i));
  await city.fleet.clock.pass(1_000);
  await expect.poll(() => page.said()).toMatchObject([{ stations: [], many: true }]);
});

test('a fitter hears of their own district alone', async () => {
  const [fitter, viewer] = [await aPage('fitter'), await aPage('viewer')];
  await change(0, OWN);
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
  await change(OWN);
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

test('the 65th page of all is refused, whoever opens it, until one has gone', async () => {
  const people = ROLES.map((role) => city.cookieOf(role));
  for (const name of ['ma', 'li', 'wu', 'yu']) {
    const made = await openAccounts(city.fleet.parts).make(
      { name, displayName: name, role: 'viewer', districts: [] },
      null,
    );
    const code = await codeOf(made ?? { totpUri: '' }, city.fleet.clock.wall());
    const signedIn = await openSignIn(city.fleet.parts)({ name, password: made?.password ?? '', code }, undefined);
    people.push(`yike-console=${signedIn?.token}`);
  }
  const pages = await Promise.all(
    people.slice(0, 8).flatMap((cookie) => Array.from({ length: 8 }, () => aPageOf(cookie))),
  );
  expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]));
  const last = people.at(-1) ?? '';
  expect((await aPageOf(last)).status).toBe(503);
  pages[0]?.leave();
  await expect.poll(async () => (await aPageOf(last)).status).toBe(200);
});

test('a page that does not read costs one message of memory, hinders nobody, and is thrown out with its session', async () => {
  const MOST_BYTES = 2 * 2 ** 20;
  const sockets: Socket[] = [];
  city.app.server.on('connection', (socket) => sockets.push(socket));
  const slow = connect(Number(new URL(city.url).port), '127.0.0.1');
  slow.on('error', () => {});
  const [, token = ''] = city.cookieOf('admin').split('=');
  slow.write(`GET /api/live HTTP/1.1\r\nHost: ${city.host}\r\nCookie: ${city.cookieOf('admin')}\r\n\r\n`);
  await once(slow, 'readable'); // and nothing is ever read
  const [its] = sockets;
  const reader = await aPage('viewer');
  const everybody = Array.from({ length: 200 }, (_, i) => i);
  await city.fleet.databases.fleet
    .updateTable('station')
    .set({ name_zh: '站'.repeat(200), community: '园'.repeat(1000) })
    .execute();
  let most = 0;
  let told = 0;
  for (; told < 100 && !its?.writableNeedDrain; told++) {
    await change(...everybody);
    await city.fleet.clock.pass(1_000);
    await expect.poll(() => reader.said().length).toBe(told + 1);
  }
  expect(its?.writableNeedDrain).toBe(true);
  for (const end = told + 5; told < end; told++) {
    await change(...everybody);
    await city.fleet.clock.pass(1_000);
    await expect.poll(() => reader.said().length).toBe(told + 1);
    most = Math.max(most, its?.writableLength ?? 0);
  }
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(MOST_BYTES);
  const admin = { name: 'admin', displayName: 'admin', role: 'admin', districts: [] } as const;
  await openSessions(city.fleet.parts).end(token, { ...admin, districts: [] });
  for (let second = 0; second < 10; second++) await city.fleet.clock.pass(1_000);
  await expect.poll(() => its?.destroyed).toBe(true);
  slow.destroy();
});

test('nothing of a resident and no secret is told', async () => {
  const needle = '128/82-waratah';
  const record = { station_id: stationIdOf(1), sequence: 1, received_ms: city.fleet.clock.wall(), kind: 'observation' };
  await city.fleet.databases.resident
    .insertInto('record')
    .values({ ...record, envelope: needle })
    .execute();
  const state = JSON.stringify({ outbox: { depth: 7 }, more: needle });
  const pages = await Promise.all(ROLES.map((role) => aPage(role)));
  const { databases, clock } = city.fleet;
  await databases.fleet
    .updateTable('station')
    .set({ state, changed_ms: clock.wall() })
    .where('station_id', '=', stationIdOf(OWN))
    .execute();
  await databases.fleet
    .updateTable('device')
    .set({ state, changed_ms: clock.wall() })
    .where('station_id', '=', stationIdOf(OWN))
    .execute();
  await clock.pass(1_000);
  for (const page of pages) await expect.poll(() => page.said().length).toBe(1);
  const kept = await databases.fleet.selectFrom('account').select(['password', 'totp']).execute();
  const tokens = ROLES.map((role) => city.cookieOf(role).split('=')[1] ?? '');
  const needles = [needle, ...tokens, ...kept.flatMap(({ password, totp }) => [password, totp])];
  const heard = pages.map((page) => page.heard).join();
  expect(heard).toContain(stationIdOf(OWN));
  expect(needles.filter((one) => heard.includes(one))).toEqual([]);
});
