import { expect, test } from 'vitest';
import { eventsOf, memoryMeterOf, NEVER_STOPPED, stoppedAfter } from '../../test/a-memory-meter.ts';
import { newRecords } from '../domain/memory.ts';

const aMeter = memoryMeterOf('onetouch-ultra2');

const HELD = [
  { meterValue: 123, mmolPerL: 6.8, deviceClock: '2026-11-22T21:40:30' },
  { meterValue: 105, flags: ['control'], deviceClock: '2026-11-23T08:02:00' },
  { meterValue: 101, mmolPerL: 5.6, meal: 'before-meal', deviceClock: '2026-11-23T09:15:00' },
];

test.each(['none', 'late', 'pausing', 'garbled-once'])(
  'read out with fault %s, it tells what it holds; nothing but the three questions is sent',
  async (fault) => {
    const meter = await aMeter();
    meter.press(`fault ${fault}`);
    const memory = await meter.readOut();
    expect(memory.unit).toEqual({ serialNumber: 'ABC123DEY' });
    expect(eventsOf(memory)).toMatchObject(HELD);
    expect(meter.told.filter(({ event }) => event !== 'rejected')).toEqual([]);
    await meter.clock.pass(20_000);
    expect(meter.sent.filter(({ hex }) => !/^110D444D(40|46|50)0D$/.test(hex))).toEqual([]);
    await meter.close();
  },
);

test.each([
  ['silent', 'silent'],
  ['torn', 'silent'],
  ['garbled', 'silent'],
  ['other-model', 'unavailable'],
])('with fault %s nothing is read, and it is down: %s; mended, all is read', async (fault, code) => {
  const meter = await aMeter();
  meter.press(`fault ${fault}`);
  await expect(meter.readOut()).rejects.toMatchObject({ code });
  await meter.clock.pass(20_000);
  expect(meter.device.health()).toMatchObject({ status: 'down', lastError: code, readings: 0 });
  meter.press('fault none');
  await meter.ready();
  expect(eventsOf(await meter.readOut())).toMatchObject(HELD);
  await meter.close();
});

test('what the meter itself doubts is refused', async () => {
  const meter = await aMeter('fault doubtful');
  expect(eventsOf(await meter.readOut())).toEqual(HELD.map(() => ({ event: 'rejected', reason: 'checksum' })));
  await meter.close();
});

test('taken off its cable to measure, it is read again, and the record is the only new one', async () => {
  const meter = await aMeter();
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(3);
  await meter.clock.pass(60_000);
  expect(meter.news()).toBe(1);
  meter.press('hold 5.6 after-meal');
  await meter.clock.pass(20_000);
  expect(meter.news()).toBe(2);
  expect(eventsOf({ records: fresh(await meter.readOut()) })).toMatchObject([{ meterValue: 101, meal: 'after-meal' }]);
  expect(meter.told).toEqual([]);
  await meter.close();
});

test('so is one that comes at any moment of a read-out or soon after it', async () => {
  for (const afterMs of [0, 1, 3, 5, 7, 100, 4999, 5001]) {
    const meter = await aMeter();
    const fresh = newRecords();
    const reading = meter.device.readOut(NEVER_STOPPED).then(fresh, () => []);
    await meter.clock.pass(afterMs);
    meter.press('take 9.9');
    const first = await meter.clock.until(reading);
    await meter.clock.pass(60_000);
    const all = [...first, ...(meter.news() > 1 ? fresh(await meter.readOut()) : [])];
    expect(eventsOf({ records: all }).filter((event) => 'mmolPerL' in event && event.mmolPerL === 9.9)).toHaveLength(1);
    expect(all).toHaveLength(4);
    await meter.close();
  }
});

test('every value that it can show comes through; HI and LO have none', async () => {
  const meter = await aMeter(
    'take HI',
    'take LO',
    ...Array.from({ length: 322 }, (_, i) => `take ${(i + 12) / 10}`.replace(/ (\d+)$/, ' $1.0')),
  );
  const [high, low, ...rest] = eventsOf(await meter.readOut()).slice(3);
  expect([high, low]).toMatchObject([{ flags: ['above-range'] }, { flags: ['below-range'] }]);
  expect([high, low].map((event) => event && 'mmolPerL' in event)).toEqual([false, false]);
  expect(rest.map((event) => 'mmolPerL' in event && event.mmolPerL)).toEqual(rest.map((_, i) => (i + 12) / 10));
  await meter.close();
});

test('a full memory that has lost its oldest record has one new', async () => {
  const meter = await aMeter(...Array.from({ length: 497 }, (_, i) => `take ${(4 + i / 100).toFixed(1)}`));
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(500);
  meter.press('take 19.9');
  await meter.clock.pass(20_000);
  expect(fresh(await meter.readOut())).toHaveLength(1);
  await meter.close();
});

test('a wrong clock is told as it is', async () => {
  const meter = await aMeter('clock 2019-12-31T23:59:58');
  await meter.clock.pass(3000);
  meter.press('take 7.0');
  await meter.clock.pass(20_000);
  const { clock, records } = await meter.readOut();
  expect(records[0]?.deviceClock).toMatch(/^2020-01-01T00:00:0/);
  expect(clock?.deviceClock).toMatch(/^2020-01-01T00:00:/);
  expect(Math.abs((clock?.atMs ?? 0) - meter.clock.wall())).toBeLessThan(1000);
  await meter.close();
});

test('stopped on the way, it has told nothing, and can be read at once again', async () => {
  const meter = await aMeter();
  await stoppedAfter(meter, [0, 1, 3, 5]);
  expect(eventsOf(await meter.readOut())).toMatchObject(HELD);
  expect(meter.device.health()).toMatchObject({ status: 'ok', connects: 1 });
  await meter.close();
});
