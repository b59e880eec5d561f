/** Two whole members on one broker and one database: the work is shared, and what one was doing the other does when it is killed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock, systemRandom } from '../../edge-agent/clock.ts';
import { codeAt, openFleet } from '../../fleet/index.ts';
import { LOCKS } from '../../fleet/store/migrate.ts';
import { openDatabases } from '../../fleet/store/open.ts';
import { openSession } from '../../fleet/store/postgres.ts';
import { anUplink } from '../an-uplink.ts';
import { aFreePort } from '../free-port.ts';
import { aMosquitto } from '../platform.ts';
import { aProcess } from '../process.ts';
import { aRawClient } from './a-raw-client.ts';
import { aPostgres, type Postgres } from './postgres.ts';
import { settingsOf } from './two-members.ts';

let postgres: Postgres;
const folder = mkdtempSync(join(tmpdir(), 'yike-two-'));
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

const HUT = 'some-hut';
const up = (rest: string): string => `yike/v1/${HUT}/up/${rest}`;
const state = (more: object = {}): object => ({
  online: true,
  since: '2026-11-23T14:00:00.000+08:00',
  at: new Date().toISOString(),
  version: '0.1.0',
  circle: 'wuda-02',
  community: 'park',
  name: { 'zh-CN': '公园', en: 'Park' },
  ...more,
});
const raised = { severity: 'warning', words: { 'zh-CN': '纸', en: 'paper' } };

/** What a page of that member follows, as text. */
function followed(url: string, cookie: string) {
  const leave = new AbortController();
  const page = { heard: '', leave: () => leave.abort() };
  const follow = async (): Promise<void> => {
    const { body } = await fetch(`${url}api/live`, { headers: { cookie }, signal: leave.signal });
    const decoder = new TextDecoder();
    for await (const part of body ?? []) page.heard += decoder.decode(part, { stream: true });
  };
  follow().catch(() => {}); // its member was killed
  return page;
}
const committedBy = async (url: string): Promise<number> => {
  const metrics = await (await fetch(`${url}metrics`)).text();
  return Number(/^yike_fleet_events_committed_total (\d+)$/m.exec(metrics)?.[1]);
};

test('two members', async () => {
  await using broker = await aMosquitto();
  const database = postgres.database('two');
  const member = async (number: number) => ({
    number,
    broker: broker.url,
    database,
    folder,
    port: await aFreePort(),
  });
  const first = aProcess([join(import.meta.dirname, 'whole-member.ts'), JSON.stringify(await member(1))]);
  const one = await first.says((line) => line.startsWith('http'));
  await first.says((line) => line === 'this member leads');
  const logged: string[] = [];
  const note = (what: string): void => void logged.push(what);
  const log = { info: note, warn: note, error: note };
  const settings = settingsOf(await member(2));
  const second = await openFleet({ settings, clock: systemClock, random: systemRandom, log });
  const { url: two, accounts } = second;
  const databases = await openDatabases(database, Date.now());
  await using ends = new AsyncDisposableStack();
  ends.defer(() => databases.close());
  ends.defer(() => second.close());
  ends.defer(() => first.kill('SIGKILL'));
  await expect.poll(() => logged).toContain('the broker is there');

  const open = async (): Promise<unknown[]> =>
    (
      await databases.fleet
        .selectFrom('alarm')
        .select(['code', 'cleared_ms', 'acknowledged_by'])
        .where('station_id', '=', HUT)
        .where('origin', '=', 'station')
        .orderBy('code')
        .execute()
    ).map(({ code, cleared_ms, acknowledged_by }) => [code, cleared_ms === null, acknowledged_by]);
  const name = async (): Promise<unknown> =>
    (await databases.fleet.selectFrom('station').select('name_en').where('station_id', '=', HUT).execute())[0]?.name_en;

  // Events: each to one of them, none to both.
  await using hut = anUplink(broker.url, { receipts: true, backlog: 400 });
  await expect.poll(() => hut.outbox.receipted()).toBe(400);
  const shares = [await committedBy(one), await committedBy(two)];
  expect(shares[0]).toBeGreaterThan(0);
  expect(shares[1]).toBeGreaterThan(0);
  expect((shares[0] ?? 0) + (shares[1] ?? 0)).toBe(400);

  // States and alarms: written once, by the one that leads.
  await using raw = await aRawClient(broker.url, HUT);
  await raw.say(up('state'), state(), true);
  for (const code of ['stays', 'goes']) await raw.say(up(`alarm/station.${code}`), raised, true);
  await expect.poll(open).toEqual([
    ['goes', true, null],
    ['stays', true, null],
  ]);

  // A session of one is a session of the other, and what is done at the one is seen at the other.
  const made = await accounts.make({ name: 'root', displayName: 'root', role: 'admin', districts: [] }, null);
  if (!made) throw new Error('root is taken');
  const post = (url: string, path: string, body: object, cookie = ''): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { origin: url.slice(0, -1), 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const code = await codeAt(made.totpUri, Date.now());
  const signedIn = await post(two, 'api/session', { name: 'root', password: made.password, code });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = followed(one, cookie);
  await expect.poll(() => page.heard).toContain(': here');
  const { id } = await databases.fleet
    .selectFrom('alarm')
    .select('id')
    .where('code', '=', 'stays')
    .executeTakeFirstOrThrow();
  const before = page.heard.length;
  const acted = await post(two, 'api/alarms/acts', { alarmIds: [id], act: { kind: 'acknowledge' } }, cookie);
  expect(acted.status).toBe(200);
  await expect.poll(() => page.heard.slice(before)).toMatch(/"alarms":[1-9]/);

  // The leading one is killed; for a while nobody leads, because somebody else has the lock.
  const waiting = await openSession(database, 60_000, () => {});
  const held = waiting.ask('select pg_advisory_lock($1) is null as yes', [LOCKS.lead]);
  await first.kill('SIGKILL');
  await held;
  await raw.say(up('alarm/station.goes'), '', true);
  await raw.say(up('alarm/station.comes'), raised, true);
  await raw.say(up('state'), state({ name: { 'zh-CN': '湖', en: 'Lake' } }), true);
  await raw.say(up('event/points'), 'an event that the one who is left refuses'); // behind the others: it has heard them
  await expect
    .poll(async () => (await (await fetch(`${two}metrics`)).text()).match(/refused_total\{why="not JSON"\} 1$/m))
    .toBeTruthy();
  expect([await name(), await open()]).toEqual([
    'Park',
    [
      ['goes', true, null],
      ['stays', true, 'root'],
    ],
  ]);
  expect(logged).not.toContain('this member leads');
  waiting.end();
  await expect.poll(() => logged).toContain('this member leads');
  await expect.poll(open).toEqual([
    ['comes', true, null],
    ['goes', false, null],
    ['stays', true, 'root'],
  ]);
  expect(await name()).toBe('Lake');
  await raw.say(up('state'), state({ name: { 'zh-CN': '山', en: 'Hill' } }), true);
  await expect.poll(name).toBe('Hill');
  hut.happens(20);
  await expect.poll(() => hut.outbox.receipted()).toBe(420);
});
