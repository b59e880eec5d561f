/** Receipts: the platform's own word, and what becomes of a station without it. Real brokers, real clients. */
import { describe, expect, test } from 'vitest';
import { readPlatformKeys } from '../../edge-agent/keys/platform-keys.ts';
import { aPlatform } from '../a-platform.ts';
import { anUplink, eventually, STATION } from '../an-uplink.ts';
import { aMosquitto, anAedes } from '../platform.ts';
import { somePlatformKeys } from '../platform-side-keys.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
/** How many receipts were refused. */
const refusals = () => {
  let count = 0;
  const receiptRefused = (): void => void count++;
  return { receiptRefused, counted: () => count };
};
const padded = (sequence: number): string => String(sequence).padStart(20, '0');

test('what the platform has is receipted, in one strict order, and said twice changes nothing', async () => {
  await using broker = await aMosquitto();
  await using city = await aPlatform(broker.url, STATION);
  await using station = anUplink(broker.url, { receipts: true, backlog: 300 });
  await eventually(() => expect(station.outbox.receipted()).toBe(300));
  station.happens(1);
  await eventually(() => expect(station.outbox.receipted()).toBe(301));
  await city.say(JSON.stringify({ sequence: padded(301) }));
  station.happens(1);
  await eventually(() => expect(station.outbox.receipted()).toBe(302));
  expect(city.arrived).toEqual(upTo(302));
  expect(station.alarms).toEqual([]);
});

test.each([true, false])(
  'a broker killed -9 after its PUBACK, nobody subscribed yet: with receipts %s',
  async (receipts) => {
    await using broker = await aMosquitto(['autosave_interval 1800']);
    await using station = anUplink(broker.url, { receipts, backlog: 500 });
    await station.drained(); // every PUBACK is there, and nobody has heard
    await broker.kill();
    await station.offline();
    await broker.start();
    await using city = await aPlatform(broker.url, STATION);
    station.happens(1);
    await station.clock.pass(2000);
    await station.online();
    await eventually(() => expect(city.arrived).toContain(501));
    if (receipts) {
      await eventually(() => expect(station.outbox.receipted()).toBe(501));
      expect(city.arrived).toEqual(upTo(501));
    } else expect(city.arrived, 'lost: PUBACK stood for the platform').toEqual([501]);
    city.check();
  },
);

test('ten silent minutes send the oldest window again, once, then after twice the time', async () => {
  await using broker = await anAedes();
  await using station = anUplink(broker.url, { receipts: true, backlog: 200 });
  await station.drained();
  const events = () => broker.log.filter(({ topic }) => topic.includes('/up/event/')).length;
  expect(events()).toBe(200);
  await station.clock.pass(600_000);
  await eventually(() => expect(events()).toBe(264));
  await station.clock.pass(1_199_000);
  expect(events()).toBe(264);
  await station.clock.pass(1000);
  await eventually(() => expect(events()).toBe(328));
});

test('a platform that was away, its broker not, gets all that was dropped once it says how far it is', async () => {
  await using broker = await aMosquitto();
  await using station = anUplink(broker.url, { receipts: true, backlog: 1000 });
  await station.drained();
  await using city = await aPlatform(broker.url, STATION);
  await station.clock.pass(600_000);
  await eventually(() => expect(station.outbox.receipted()).toBe(1000));
  expect(city.arrived).toEqual(upTo(1000));
  expect(station.alarms).toEqual([]);
});

describe('a receipt that cannot be believed moves nothing and is told once', () => {
  test.each([
    ['of the future', { sequence: padded(1_000_000) }],
    ['for another station', { sequence: padded(5), station: 'other-hut-02' }],
    ['of no sequence', { sequence: '5' }],
    ['that is none', []],
  ])('%s', async (_, said) => {
    await using broker = await aMosquitto();
    await using city = await aPlatform(broker.url, STATION);
    city.mute(true);
    const { counted, receiptRefused } = refusals();
    await using station = anUplink(broker.url, { receipts: true, backlog: 10, receiptRefused });
    await station.drained();
    for (let i = 0; i < 3; i++) await city.say(JSON.stringify(said));
    await eventually(() => expect(counted()).toBe(3));
    const told = (): string[] => station.logged.filter((line) => line.startsWith('receipt refused'));
    expect(told()).toEqual([expect.stringContaining('"count":1')]);
    await station.clock.pass(60_000);
    expect(told().slice(1), 'within a minute').toEqual([expect.stringContaining('"count":2')]);
    expect(station.outbox.receipted()).toBe(0);
    expect(station.alarms).toEqual(['receipt-refused']);
    city.mute(false);
    await eventually(() => expect(station.outbox.receipted()).toBe(10));
    await city.say(JSON.stringify({ sequence: padded(3) })); // falls
    await eventually(() => expect(counted()).toBe(4));
    expect(station.outbox.receipted()).toBe(10);
    await station.clock.pass(60_000);
    expect(told().at(-1)).toContain('falling');
  });

  test('ahead of its PUBACK it waits for that, and counts no further', async () => {
    await using broker = await aMosquitto();
    await using city = await aPlatform(broker.url, STATION);
    city.mute(true);
    await using station = anUplink(broker.url, { receipts: true });
    await station.online();
    await eventually(() => expect(station.logged.join()).toContain('connected'));
    station.happens(1);
    await station.drained();
    await city.say(JSON.stringify({ sequence: padded(2) })); // of an event that does not exist yet
    await eventually(() => expect(station.alarms).toEqual(['receipt-refused']));
    station.happens(1);
    await station.drained();
    expect(station.outbox.receipted()).toBe(0);
  });

  test('with keys only a signed one counts', async () => {
    const keys = await somePlatformKeys();
    const { verify } = await readPlatformKeys(keys.jwks);
    await using broker = await aMosquitto();
    await using city = await aPlatform(broker.url, STATION, keys.sign);
    city.mute(true);
    const { counted, receiptRefused } = refusals();
    await using station = anUplink(broker.url, { receipts: true, backlog: 10, verify, receiptRefused });
    await station.drained();
    const forger = await somePlatformKeys();
    const text = JSON.stringify({ sequence: padded(10), station: STATION });
    for (const forged of [text, await forger.sign(text), await keys.sign(JSON.stringify({ sequence: padded(10) }))])
      await city.say(forged);
    await eventually(() => expect(counted()).toBe(3));
    expect(station.outbox.receipted()).toBe(0);
    expect(station.alarms).toEqual(['receipt-refused']);
    city.mute(false);
    await eventually(() => expect(station.outbox.receipted()).toBe(10));
  });
});
