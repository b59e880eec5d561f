import { expect, test } from 'vitest';
import { readOverHid } from '../../test/a-hid-meter.ts';
import { eventsOf, memoryMeterOf, stoppedAfter } from '../../test/a-memory-meter.ts';
import { hexOf } from '../../test/a-talk.ts';
import { newRecords } from '../domain/memory.ts';
import { asciiOf } from '../protocols/bytes.ts';
import { reportOf, TYPES } from '../protocols/freestyle-report.ts';

const aMeter = memoryMeterOf('freestyle-text');

const HELD = [
  { meterValue: 112, flags: ['control'], deviceClock: '2026-11-22T21:40:00' },
  { flags: ['above-range'], deviceClock: '2026-11-23T08:02:00' },
  { meterValue: 104, mmolPerL: 5.8, deviceClock: '2026-11-23T09:15:00' },
];

/** All that may be sent, whatever happens. */
const TEXTS = ['$serlnum?', '$sn?', '$date?', '$time?', '$result?', '$arresult?'];
const MAY_SEND = [
  ...[0x04, 0x05, 0x15, 0x01].map((type) => reportOf(type)),
  ...TEXTS.map((text) => reportOf(TYPES.text, asciiOf(text))),
].map(hexOf);

test.each(['none', 'garbled-once', 'lost-once', 'twice-once'])(
  'read out with fault %s, it tells what it holds; nothing but greetings and questions is sent',
  async (fault) => {
    const meter = await aMeter();
    meter.press(`fault ${fault}`);
    const memory = await meter.readOut();
    expect(memory.unit).toEqual({ serialNumber: 'LAGN123-T4567' });
    expect(memory.clock?.deviceClock).toBe('2026-11-23T12:20:00');
    expect(eventsOf(memory)).toMatchObject(HELD);
    expect(meter.told.length).toBe(['garbled-once', 'twice-once'].includes(fault) || fault === 'lost-once' ? 1 : 0);
    expect(meter.sent.filter(({ hex }) => !MAY_SEND.includes(hex))).toEqual([]);
    await meter.close();
  },
);

test('a Libre tells of its strips; what its sensor guessed, ketone, HI and LO, which it does not write clearly, are refused', async () => {
  const meter = await aMeter('fault libre', 'take 5.6', 'take LO', 'hold 1.2 ketone', 'hold 7.0 sensor');
  const memory = await meter.readOut();
  expect(memory.unit).toEqual({ serialNumber: 'JCMV239-T0987' });
  expect(eventsOf(memory)).toMatchObject([
    { reason: 'unknown' },
    { meterValue: 104, deviceClock: '2026-11-23T09:15:00' },
    { meterValue: 101 },
    { reason: 'unknown' },
    { reason: 'unsupported' },
    { reason: 'unsupported' },
  ]);
  expect(meter.sent.filter(({ hex }) => !MAY_SEND.includes(hex))).toEqual([]);
  await meter.close();
});

test.each([
  ['silent', 'silent'],
  ['garbled', 'silent'],
  ['libre-2', 'unavailable'],
])('with fault %s nothing is read, and it is down: %s; mended, all is read', async (fault, code) => {
  const meter = await aMeter();
  meter.press(`fault ${fault}`);
  await expect(meter.readOut()).rejects.toMatchObject({ code });
  await meter.clock.pass(60_000);
  expect(meter.device.health()).toMatchObject({ status: 'down', lastError: code, readings: 0 });
  meter.press('fault none');
  await meter.ready();
  expect(eventsOf(await meter.readOut())).toMatchObject(HELD);
  await meter.close();
});

test('without a clock of its own it tells its records all the same', async () => {
  const meter = await aMeter('fault clock-lost');
  const memory = await meter.readOut();
  expect(memory.clock).toBeUndefined();
  expect(eventsOf(memory)).toMatchObject(HELD);
  await meter.close();
});

test('HI and LO have no number; ketone and insulin are refused', async () => {
  const meter = await aMeter('take HI', 'take LO', 'hold 1.2 ketone', 'hold 5.0 insulin', 'hold HI control');
  const events = eventsOf(await meter.readOut()).slice(HELD.length);
  expect(events).toMatchObject([
    { flags: ['above-range'] },
    { flags: ['below-range'] },
    { reason: 'unsupported' },
    { reason: 'unsupported' },
    { flags: ['above-range', 'control'] },
  ]);
  expect(events.filter((event) => 'mmolPerL' in event)).toEqual([]);
  await meter.close();
});

test('every value that it can show comes through', async () => {
  const shown = Array.from({ length: 265 }, (_, i) => (i + 12) / 10);
  const meter = await aMeter(...shown.map((value) => `take ${value.toFixed(1)}`));
  const events = eventsOf(await meter.readOut()).slice(HELD.length);
  expect(events.map((event) => 'mmolPerL' in event && event.mmolPerL)).toEqual(shown);
  await meter.close();
});

test('plugged in again it is read anew: a record that came is the only new one, also in a full memory', async () => {
  const meter = await aMeter(...Array.from({ length: 997 }, (_, i) => `take ${(4 + i / 100).toFixed(1)}`));
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(1000);
  meter.unplug();
  await meter.clock.pass(1000);
  meter.press('take 19.9');
  meter.plug();
  await meter.clock.pass(10_000);
  expect(meter.news()).toBe(2);
  expect(fresh(await meter.readOut())).toHaveLength(1);
  await meter.close();
});

test('a clock that was set anew changes nothing of what was stored before', async () => {
  const meter = await aMeter();
  const fresh = newRecords();
  fresh(await meter.readOut());
  meter.press('clock 2019-12-31T23:59:58');
  const again = await meter.readOut();
  expect(again.clock?.deviceClock).toBe('2019-12-31T23:59:00');
  expect(fresh(again)).toEqual([]);
  await meter.close();
});

test('stopped on the way, it has told nothing, and can be read at once again', async () => {
  const meter = await aMeter();
  await stoppedAfter(meter, [0, 1, 3, 5, 9]);
  expect(eventsOf(await meter.readOut())).toMatchObject(HELD);
  expect(meter.device.health()).toMatchObject({ status: 'ok', connects: 1 });
  await meter.close();
});

test('over HID reports: read, pulled in the middle of its memory, plugged in again and read', async () => {
  expect(eventsOf(await readOverHid('freestyle-text'))).toMatchObject(HELD);
});
