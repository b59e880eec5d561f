import { expect, test } from 'vitest';
import { memoryMeterOf, NEVER_STOPPED, stoppedAfter } from '../../test/a-memory-meter.ts';
import { aDevice } from '../../test/a-monitor.ts';
import { newRecords } from '../domain/memory.ts';

const aMeter = memoryMeterOf('caresens-n');

const valuesOf = ({ records }: { readonly records: readonly { readonly event: object }[] }) =>
  records.map(({ event }) => ('meterValue' in event ? event.meterValue : event));

test.each(['none', 'no-page-check', 'older'])('read out with fault %s, it tells what it holds', async (fault) => {
  const meter = await aMeter(`fault ${fault}`);
  const memory = await meter.readOut();
  expect(memory.unit.serialNumber).toBe('CNP07A12345');
  expect(valuesOf(memory)).toEqual([104, 187, 110]);
  expect(memory.records.map(({ event }) => 'flags' in event && event.flags)).toEqual(
    [undefined, undefined, ['control']].map((flags) => flags ?? false),
  );
  await meter.close();
});

test('what was measured is told live to nobody: it may be anybody’s', async () => {
  const meter = await aMeter();
  meter.press('take 5.6');
  await meter.clock.pass(60_000);
  await meter.readOut();
  expect(meter.told).toEqual([]);
  await meter.close();
});

test('a record that comes while it is connected is news, and read out it is the only new one', async () => {
  const meter = await aMeter();
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(3);
  expect(meter.news()).toBe(1);
  await meter.clock.pass(60_000);
  expect(meter.news()).toBe(1);
  meter.press('hold 5.6 fasting');
  await meter.clock.pass(10_000);
  expect(meter.news()).toBe(2);
  const [record, ...more] = fresh(await meter.readOut());
  expect(record?.event).toMatchObject({ mmolPerL: 5.6, meterValue: 101, meterUnit: 'mg/dL', meal: 'fasting' });
  expect(more).toEqual([]);
  expect(fresh(await meter.readOut())).toEqual([]);
  await meter.close();
});

test.each([0, 300, 605, 700])('one that comes %d ms after the read-out is news as well', async (afterMs) => {
  const meter = await aMeter();
  await meter.readOut();
  await meter.clock.pass(afterMs);
  meter.press('take 5.6');
  await meter.clock.pass(10_000);
  expect(meter.news()).toBe(2);
  await meter.close();
});

test('a full memory that has lost its oldest record and renumbered the rest has one new', async () => {
  const filled = Array.from({ length: 247 }, (_, i) => `take ${(4 + i / 100).toFixed(1)}`);
  const meter = await aMeter(...filled);
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(250);
  meter.press('take 9.9');
  expect(fresh(await meter.readOut())).toHaveLength(1);
  await meter.close();
});

test.each(['', 'fault older'])('a wrong clock is told as it is, and changes nothing else: %s', async (fault) => {
  const meter = await aMeter('clock 2019-12-31T23:59:58', ...(fault ? [fault] : []));
  await meter.clock.pass(3000);
  meter.press('take 7.0');
  const { clock, records } = await meter.readOut();
  expect(records[0]?.deviceClock).toMatch(/^2020-01-01T00:00:0/);
  expect(records).toHaveLength(4);
  if (fault)
    expect(clock).toBeUndefined(); // older meters cannot be asked
  else {
    expect(clock?.deviceClock).toMatch(/^2020-01-01T00:00:0/);
    expect(Math.abs((clock?.atMs ?? 0) - meter.clock.wall())).toBeLessThan(1000);
  }
  await meter.close();
});

test.each([
  ['silent', 'silent'],
  ['torn', 'silent'],
  ['third', 'unavailable'],
])('with fault %s it is down, and says why: %s', async (fault, code) => {
  const meter = aDevice('caresens-n', { pressed: [`fault ${fault}`] });
  await meter.clock.pass(120_000);
  expect(meter.device.health()).toMatchObject({ status: 'down', lastError: code, readings: 0 });
  meter.press('fault none');
  await meter.ready();
  await meter.close();
});

test.each(['torn', 'garbled', 'silent'])(
  'with fault %s in the middle nothing is read, and afterwards all is',
  async (fault) => {
    const meter = await aMeter();
    const reading = meter.device.readOut(NEVER_STOPPED);
    await meter.clock.pass(300);
    meter.press(`fault ${fault}`);
    await expect(meter.clock.until(reading)).rejects.toMatchObject({ code: 'silent' });
    meter.press('fault none');
    await meter.clock.pass(60_000);
    expect(valuesOf(await meter.readOut())).toEqual([104, 187, 110]);
    await meter.close();
  },
);

test('whose answers all come six seconds late is read slowly, and nothing is taken for something else', async () => {
  const meter = await aMeter('fault late');
  expect(valuesOf(await meter.readOut())).toEqual([104, 187, 110]);
  expect(meter.now()).toBeGreaterThan(60_000);
  await meter.close();
});

test.each(['none', 'older'])(
  'stopped on the way, it has told nothing, and can be read at once again: %s',
  async (fault) => {
    const meter = await aMeter(`fault ${fault}`);
    await stoppedAfter(meter, [0, 100, 302, 603, 604, 605, 606, 607, 608, 609]);
    expect(valuesOf(await meter.readOut())).toEqual([104, 187, 110]);
    expect(meter.device.health()).toMatchObject({ status: 'ok', connects: 1 });
    await meter.close();
  },
);

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

test('a pressure monitor has no memory, a meter with one starts nothing', async () => {
  const [monitor, meter] = [aDevice('maibobo-rbp'), await aMeter()];
  await monitor.ready();
  await expect(monitor.device.readOut(NEVER_STOPPED)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(meter.device.measure(NEVER_STOPPED)).rejects.toMatchObject({ code: 'unavailable' });
  expect(monitor.device.health().status).toBe('ok');
  expect(meter.device.health().status).toBe('ok');
  await monitor.close();
  await meter.close();
});

test('its state counts what it held, and what was refused there is no complaint about the device', async () => {
  const meter = await aMeter(...Array.from({ length: 6 }, () => 'hold 1.2 ketone'));
  await meter.readOut();
  expect(meter.device.health()).toMatchObject({ status: 'ok', readings: 3, rejected: { unsupported: 6 } });
  await meter.close();
});
