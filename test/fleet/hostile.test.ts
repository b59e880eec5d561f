/** A broken or hostile station: each message refused or bounded, counted, shown, and never in another station's way. */
import { expect, test } from 'vitest';
import { anUplink } from '../an-uplink.ts';
import { aMosquitto, anAedes } from '../platform.ts';
import { aRawClient } from './a-raw-client.ts';
import { aReceiver } from './a-receiver.ts';

const BAD = 'bad-hut';
const up = (rest: string): string => `yike/v1/${BAD}/up/${rest}`;
const event = (sequence: string, more: object = {}): object => ({
  specversion: '1.0',
  id: `id-${sequence}`,
  source: `/stations/${BAD}`,
  type: 'city.yike.audit.v1',
  time: '2026-11-23T14:20:00.000+08:00',
  sequence: sequence.padStart(20, '0'),
  datacontenttype: 'application/json',
  data: { entries: 1 },
  ...more,
});
const state = (more: object = {}): object => ({
  online: true,
  since: '2026-11-23T14:00:00.000+08:00',
  at: '2025-11-23T14:20:00.000+08:00',
  version: '0.1.0',
  circle: 'wuda-02',
  community: 'park',
  name: { 'zh-CN': '站\u0000\u202e<img onerror=alert(1)>', en: `${'x'.repeat(5000)}` },
  ...more,
});
const device = { status: 'ok', driver: 'maibobo-rbp' };
const raised = { severity: 'critical', words: { 'zh-CN': '火', en: 'fire' } };

test.each([
  ['the embedded broker', anAedes],
  ['mosquitto', () => aMosquitto()],
] as const)('%s', async (_, start) => {
  await using broker = await start();
  await using fleet = await aReceiver(broker.url);
  const { receiver, databases } = fleet;
  await expect.poll(() => receiver.figures().online).toBe(true);
  await using bad = await aRawClient(broker.url, BAD);
  await using good = anUplink(broker.url, { receipts: true, backlog: 50 });

  const refused: [string, string | Buffer | object, string][] = [
    ['event/audit', '{', 'not JSON'],
    ['event/audit', Buffer.from([0x22, 0xff]), 'not UTF-8'],
    ['event/audit', {}, 'schema'],
    ['event/audit', event('1', { source: '/stations/park-hut-01' }), 'foreign source'],
    ['event/points', event('1'), 'type'],
    ['event/audit', event('0'), 'sequence'],
    ['event/audit', event('9'.repeat(20)), 'sequence'],
    ['event/audit', event('1', { time: 'now' }), 'time'],
    ['event/nonsense', event('1'), 'unknown topic'],
    ['state', { ...state(), more: 'x'.repeat(1_000_000) }, 'too long'],
    ['state', { ...state(), circle: '<b>' }, 'schema'],
    ['device/bp-1/state', { ...device, losses: { wire: -1 } }, 'schema'],
    ['alarm/station.fire', { ...raised, more: 'x'.repeat(10_000) }, 'too long'],
  ];
  for (const [rest, payload] of refused) await bad.say(up(rest), payload);
  await bad.say(up('state'), state());
  for (let n = 0; n < 70; n++) await bad.say(up(`device/d-${n}/state`), device);
  await Promise.all(Array.from({ length: 2000 }, (_, n) => bad.say(up(`alarm/station.a-${n}`), raised)));
  for (const sequence of ['1', '2', '7']) await bad.say(up('event/audit'), event(sequence)); // a gap
  await bad.say(up('event/audit'), event('2', { data: { entries: 99 } })); // a fork
  await bad.say(up('event/audit'), event('1')); // back, and the same
  for (const since of ['15', '14', '15'])
    await bad.say(up('state'), state({ since: `2026-11-23T${since}:00:00.000+08:00` }));

  await expect.poll(() => good.outbox.receipted()).toBe(50);
  const open = () =>
    databases.fleet.selectFrom('alarm').select(['code', 'origin']).where('station_id', '=', BAD).execute();
  await expect.poll(async () => (await open()).map(({ code }) => code)).toContain('station-cloned');
  const alarms = await open();
  expect(alarms.filter(({ origin }) => origin === 'station').length).toBeLessThanOrEqual(256);
  expect(
    alarms
      .filter(({ origin }) => origin === 'fleet')
      .map(({ code }) => code)
      .toSorted(),
  ).toEqual(['sequence-fork', 'station-cloned']);
  const figures = receiver.figures();
  const ofUplink = { schema: 2 }; // its two states in this test are no whole ones
  for (const why of new Set(refused.map((one) => one[2]))) {
    const wanted = refused.filter((one) => one[2] === why).length + (why === 'schema' ? ofUplink.schema : 0);
    expect([why, figures.refused[why]]).toEqual([why, wanted]);
  }
  expect(figures.refused['too many devices']).toBeGreaterThanOrEqual(6);
  const row = () =>
    databases.fleet.selectFrom('station').selectAll().where('station_id', '=', BAD).executeTakeFirstOrThrow();
  const total = Object.values(receiver.figures().refused).reduce((sum, count) => sum + count, 0);
  await expect.poll(async () => (await row()).refused).toBe(total - ofUplink.schema);
  expect(await row()).toMatchObject({ name_zh: '站<img onerror=alert(1)>', district: 'wuda', online: 1 });
  expect((await row()).name_en).toHaveLength(200);
  expect((await row()).refusal).toMatch(/^[a-zA-Z ]+$/);
  expect(
    await databases.fleet.selectFrom('watermark').selectAll().where('station_id', '=', BAD).execute(),
  ).toMatchObject([{ through: 2, highest: 7, disputed: 1, gap_ms: expect.any(Number) }]);
  const others = await databases.fleet.selectFrom('event').select('sequence').where('station_id', '<>', BAD).execute();
  expect(others).toHaveLength(50);
  expect(JSON.stringify(fleet.logged)).not.toMatch(/onerror|bad-hut|park-hut/);
});

test('what was cleared while nobody listened is cleared when all that the broker keeps has been heard', async () => {
  await using broker = await aMosquitto();
  await using bad = await aRawClient(broker.url, BAD);
  await bad.say(up('state'), state(), true);
  for (const id of ['stays', 'goes']) await bad.say(up(`device/${id}/state`), device, true);
  for (const code of ['stays', 'goes']) await bad.say(up(`alarm/station.${code}`), raised, true);
  await using first = await aReceiver(broker.url);
  const { databases } = first;
  const standing = async () => ({
    devices: (await databases.fleet.selectFrom('device').select('device_id').orderBy('device_id').execute()).map(
      (d) => d.device_id,
    ),
    alarms: (
      await databases.fleet
        .selectFrom('alarm')
        .select('code')
        .where('cleared_ms', 'is', null)
        .where('source_cleared_ms', 'is', null)
        .orderBy('code')
        .execute()
    ).map((a) => a.code),
  });
  await expect.poll(standing).toEqual({ devices: ['goes', 'stays'], alarms: ['goes', 'stays'] });
  expect(await databases.fleet.selectFrom('station').select(['heard_ms', 'online']).execute()).toEqual([
    { heard_ms: null, online: 1 },
  ]);
  await broker.stop();
  await expect.poll(() => first.receiver.figures().online).toBe(false);
  await broker.start();
  await using again = await aRawClient(broker.url, BAD);
  await again.say(up('device/goes/state'), '', true);
  await again.say(up('alarm/station.goes'), '', true);
  await expect.poll(standing).toEqual({ devices: ['stays'], alarms: ['stays'] });
});
