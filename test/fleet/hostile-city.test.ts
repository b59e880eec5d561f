/** A hostile station at the whole service: what of it reaches a browser is bounded, plain text, and counted; another station is heard meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock, systemRandom } from '../../edge-agent/clock.ts';
import { codeAt, openFleet } from '../../fleet/index.ts';
import { REFUSALS } from '../../fleet/receive/refusals.ts';
import { anUplink, STATION } from '../an-uplink.ts';
import { aFreePort } from '../free-port.ts';
import { aMosquitto } from '../platform.ts';
import { aRawClient } from './a-raw-client.ts';
import { jsonLines } from './station-list.ts';

const BAD = 'bad-hut';
const up = (rest: string): string => `yike/v1/${BAD}/up/${rest}`;
const MARKUP = '<img src=x onerror=alert(1)>';
const NASTY = `\u0000\u001b[2J\u202e\u2028${MARKUP}\ud800`;
const LONG = `${NASTY}${'站'.repeat(700)}`;
const state = (more: object = {}): object => ({
  online: true,
  since: '2026-11-23T14:00:00.000+08:00',
  at: new Date().toISOString(),
  version: NASTY,
  circle: 'wuda-02',
  community: 'park',
  name: { 'zh-CN': LONG, en: NASTY },
  configVersion: LONG,
  services: Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`s-${n}`, { working: true }])),
  disk: { level: NASTY, usedPercent: 5 },
  ...more,
});
const device = {
  status: 'ok',
  driver: 'maibobo-rbp',
  model: LONG,
  serialNumber: LONG,
  lastError: LONG,
  strips: { lot: LONG, expires: NASTY },
};
const raised = { severity: 'critical', words: { 'zh-CN': LONG, en: NASTY } };
const event = (sequence: number) => ({
  specversion: '1.0',
  id: `id-${sequence}`,
  source: `/stations/${BAD}`,
  type: 'city.yike.alarm.v1',
  time: '2026-11-23T14:20:00.000+08:00',
  sequence: String(sequence).padStart(20, '0'),
  datacontenttype: 'application/json',
  data: { code: 'fire', raised: true, ...raised },
});
/** Every text in it, names of fields too. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, entry]) => [key, ...textsIn(entry)])
      : [];

test('2,000 alarms, 5,000 repeats, states of a megabyte, and names that bite', async () => {
  await using broker = await aMosquitto();
  const folder = mkdtempSync(join(tmpdir(), 'yike-hostile-'));
  const logged: string[] = [];
  const note = (what: string, facts = {}): void => void logged.push(JSON.stringify({ what, ...facts }));
  const settings = {
    broker: { url: broker.url, secrets: () => ({}) },
    folder,
    http: { host: '127.0.0.1', port: await aFreePort() },
    member: { number: 1, of: 1 },
    forward: [],
  };
  const log = { info: note, warn: note, error: note };
  const { url, accounts, close } = await openFleet({ settings, clock: systemClock, random: systemRandom, log });
  await using ends = new AsyncDisposableStack();
  ends.defer(() => rmSync(folder, { recursive: true }));
  ends.defer(close);
  await expect.poll(() => logged.join()).toContain('the broker is there');
  const root = await accounts.make({ name: 'root', displayName: 'root', role: 'admin', districts: [] }, null);
  const signedIn = await fetch(`${url}api/session`, {
    method: 'POST',
    headers: { origin: url.slice(0, -1), 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'root',
      password: root?.password,
      code: await codeAt(root?.totpUri ?? '', Date.now()),
    }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const ask = (path: string) => fetch(`${url}${path}`, { headers: { cookie } });

  await using bad = await aRawClient(broker.url, BAD);
  await bad.say(up('state'), state());
  await bad.say(up('device/bp-1/state'), device);
  for (const sequence of [1, 2]) await bad.say(up('event/alarm'), event(sequence));
  const flood = Promise.all([
    ...Array.from({ length: 2000 }, (_, n) => bad.say(up(`alarm/station.a-${n}`), raised)),
    ...Array.from({ length: 5000 }, (_, n) => bad.say(up(`alarm/station.a-${n % 50}`), raised)),
    ...Array.from({ length: 3 }, () => bad.say(up('state'), state({ more: 'x'.repeat(1_000_000) }))),
  ]);
  await using good = anUplink(broker.url, { receipts: true, backlog: 50 });
  await expect.poll(() => good.outbox.receipted()).toBe(50);
  await flood;

  const refusedIn = (metrics: string): number =>
    [...metrics.matchAll(/^yike_fleet_messages_refused_total\{.*\} (\d+)$/gm)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  const pageOf = async (id: string) => (await ask(`api/stations/${id}`)).json();
  // All of it is read; what is refused is counted twice, for the collector and in its station's row.
  await expect
    .poll(async () => {
      const metrics = await (await ask('metrics')).text();
      const inbox = /^yike_fleet_inbox_messages (\d+)$/m.exec(metrics)?.[1];
      const received = Number(/^yike_fleet_messages_received_total (\d+)$/m.exec(metrics)?.[1]);
      return received >= 7057 && inbox === '0' && refusedIn(metrics) - 2 === (await pageOf(BAD)).sequence.refused;
    })
    .toBe(true);
  const page = await pageOf(BAD);
  expect(page.sequence.refused).toBeGreaterThan(1700);
  expect(REFUSALS).toContain(page.sequence.lastRefusal.why);
  expect(page.sequence).toMatchObject({ through: 2, highest: 2, disputed: 0 });
  expect(page.station.name['zh-CN']).toMatch(/^\[2J<img src=x onerror=alert\(1\)>站+$/);
  expect(page.events).toHaveLength(2);
  expect([page.alarms.length <= 257, page.services.length, page.devices.length]).toEqual([true, 64, 1]);

  const paths = [`stations/${BAD}`, `stations/${BAD}/devices/bp-1`, 'stations', 'board', 'alarms?show=open', 'audit'];
  for (const path of paths) {
    const answer = await ask(`api/${path}`);
    const body = await answer.text();
    const type = path === 'stations' ? 'application/x-ndjson' : 'application/json; charset=utf-8';
    expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, type]);
    expect([path, body.length < 600_000]).toEqual([path, true]);
    const texts = textsIn(path === 'stations' ? jsonLines(body) : JSON.parse(body));
    expect([path, texts.filter((text) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text) || text.length > 200)]).toEqual(
      [path, []],
    );
  }
  expect((await pageOf(STATION)).sequence).toMatchObject({ through: 50, refused: 2 }); // its states in this test are no whole ones
  expect(logged.join()).not.toMatch(/onerror|bad-hut/);
});
