import { expect, test } from 'vitest';
import { readOverHid } from '../../test/a-hid-meter.ts';
import { memoryMeterOf, NEVER_STOPPED } from '../../test/a-memory-meter.ts';
import { aDevice } from '../../test/a-monitor.ts';
import { newRecords } from '../domain/memory.ts';
import { controlByte, reportsOf } from '../protocols/contour-frame.ts';

const aMeter = memoryMeterOf('contour-next');

const valuesOf = ({ records }: { readonly records: readonly { readonly event: object }[] }) =>
  records.map(({ event }) => ('mmolPerL' in event ? event.mmolPerL : event));

test.each(['none', 'garbled', 'torn', 'repeated', 'no-end', 'mg-dl'])(
  'read out with fault %s, it tells what it holds',
  async (fault) => {
    const meter = await aMeter(`fault ${fault}`);
    const memory = await meter.readOut();
    expect(memory.unit).toEqual({ model: 'Contour7350', serialNumber: '7350-1234567' });
    expect(valuesOf(memory)).toEqual([5.2, 7.8, 6.1]);
    expect(memory.records).toMatchObject([
      { index: 1, deviceClock: '2026-11-23T07:01:00', event: { meal: 'before-meal' } },
      { index: 2, deviceClock: '2026-11-23T09:15:00', event: { meal: 'after-meal' } },
      { index: 3, deviceClock: '2026-11-23T09:25:00', event: { flags: ['control'] } },
    ]);
    await meter.close();
  },
);

test('nothing but EOT, ACK and NAK is ever said to it', async () => {
  const meter = await aMeter('fault garbled');
  await meter.readOut();
  const words = (['EOT', 'ACK', 'NAK'] as const).flatMap((word) => reportsOf(controlByte(word)));
  const known = words.map((report) => Buffer.from(report).toString('hex').toUpperCase());
  expect(meter.sent.filter(({ hex }) => !known.includes(hex))).toEqual([]);
  expect(meter.sent.length).toBeGreaterThan(10);
  await meter.close();
});

test.each(['silent', 'broken-off'])('with fault %s nothing is read; mended, all is', async (fault) => {
  const meter = await aMeter();
  meter.press(`fault ${fault}`);
  await expect(meter.readOut()).rejects.toMatchObject({ code: 'silent' });
  meter.press('fault none');
  await meter.clock.pass(60_000);
  await meter.ready();
  expect(valuesOf(await meter.readOut())).toEqual([5.2, 7.8, 6.1]);
  expect(meter.told.filter(({ event }) => event === 'reading')).toEqual([]);
  await meter.close();
});

test('that says nothing is down', async () => {
  const meter = aDevice('contour-next', { pressed: ['fault silent'] });
  await meter.clock.pass(60_000);
  expect(meter.device.health()).toMatchObject({ status: 'down', lastError: 'silent' });
  await meter.close();
});

test('a record that comes while it is connected is news, and read out it is the only new one', async () => {
  const meter = await aMeter();
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(3);
  await meter.clock.pass(60_000);
  expect(meter.news()).toBe(1);
  meter.press('hold 5.6 after-meal');
  await meter.clock.pass(2000);
  expect(meter.news()).toBe(2);
  const [record, ...more] = fresh(await meter.readOut());
  expect(record?.event).toMatchObject({ mmolPerL: 5.6, meterUnit: 'mmol/L', meal: 'after-meal' });
  expect(more).toEqual([]);
  expect(meter.told).toEqual([]);
  await meter.close();
});

test.each([0, 3, 900, 1000, 1100])('so is one that comes %d ms before or in a read-out', async (beforeMs) => {
  const meter = await aMeter();
  const fresh = newRecords();
  meter.press('take 9.9');
  await meter.clock.pass(beforeMs);
  const reading = meter.device.readOut(NEVER_STOPPED);
  await meter.clock.pass(5);
  meter.press('take 9.8');
  const first = fresh(await meter.clock.until(reading));
  await meter.clock.pass(5000);
  expect(meter.news()).toBeGreaterThan(1);
  expect(valuesOf({ records: [...first, ...fresh(await meter.readOut())] }).sort()).toEqual([5.2, 6.1, 7.8, 9.8, 9.9]);
  await meter.close();
});

test('HI, LO and what is no value of plasma come as what they are', async () => {
  const meter = await aMeter('take HI', 'take LO', 'hold 5.6 whole-blood');
  const events = (await meter.readOut()).records.slice(3).map(({ event }) => event);
  expect(events).toMatchObject([
    { flags: ['above-range'] },
    { flags: ['below-range'] },
    { event: 'rejected', reason: 'unsupported' },
  ]);
  expect(events.map((event) => 'mmolPerL' in event)).toEqual([false, false, false]);
  await meter.close();
});

test('every value that it can show comes through as shown, in either unit', async () => {
  const shown = Array.from({ length: 322 }, (_, i) => (i + 12) / 10);
  for (const unit of ['none', 'mg-dl']) {
    const meter = await aMeter(...shown.map((value) => `take ${value.toFixed(1)}`), `fault ${unit}`);
    expect(valuesOf(await meter.readOut()).slice(-shown.length)).toEqual(shown);
    await meter.close();
  }
});

test('a full memory that has lost its oldest record and renumbered the rest has one new', async () => {
  const filled = Array.from({ length: 797 }, (_, i) => `take ${(4 + i / 100).toFixed(1)}`);
  const meter = await aMeter(...filled);
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(800);
  meter.press('take 19.9');
  expect(fresh(await meter.readOut())).toHaveLength(1);
  await meter.close();
});

test('a wrong clock is told as it is, and changes nothing else', async () => {
  const meter = await aMeter('clock 2019-12-31T23:59:58');
  await meter.clock.pass(3000);
  meter.press('take 7.0');
  const { clock, records } = await meter.readOut();
  expect(records[0]?.deviceClock).toBe('2020-01-01T00:00:00');
  expect(clock?.deviceClock).toBe('2020-01-01T00:00:00');
  expect(Math.abs((clock?.atMs ?? 0) - meter.clock.wall())).toBeLessThan(1000);
  await meter.close();
});

test('unplugged and plugged in again it is read anew, and adds nothing', async () => {
  const meter = await aMeter();
  const fresh = newRecords();
  fresh(await meter.readOut());
  meter.unplug();
  await meter.clock.pass(1000);
  meter.plug();
  await meter.clock.pass(10_000);
  expect(meter.news()).toBe(2);
  expect(fresh(await meter.readOut())).toEqual([]);
  await meter.close();
});

test('over HID reports: read, pulled in the middle of a transfer, plugged in again and read', async () => {
  expect(valuesOf(await readOverHid('contour-next'))).toEqual([5.2, 7.8, 6.1]);
});
