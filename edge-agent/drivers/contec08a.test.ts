import { expect, test } from 'vitest';
import { memoryMeterOf, stoppedAfter } from '../../test/a-memory-meter.ts';
import { aDevice } from '../../test/a-monitor.ts';
import { newRecords } from '../domain/memory.ts';

const aMonitor = memoryMeterOf('contec08a');

const valuesOf = ({ records }: { readonly records: readonly { readonly event: object }[] }) =>
  records.map(({ event }) => ('systolicMmHg' in event ? event.systolicMmHg : event));

test('read out, it tells what every user has kept, oldest first', async () => {
  const monitor = await aMonitor('take 138/86/72');
  const { unit, clock, records } = await monitor.readOut();
  expect({ unit, clock }).toEqual({ unit: {}, clock: undefined });
  expect(records).toMatchObject([
    { index: 1, event: { systolicMmHg: 182, diastolicMmHg: 130, pulsePerMin: 131, meanMmHg: 147 } },
    { index: 1, event: { systolicMmHg: 120, diastolicMmHg: 80, pulsePerMin: 72, meanMmHg: 93 } },
    { index: 2, event: { systolicMmHg: 138, diastolicMmHg: 86, pulsePerMin: 72, meanMmHg: 103 } },
  ]);
  await monitor.close();
});

test.each([
  ['garbled', 'unavailable'],
  ['short', 'silent'],
  ['doubled', 'silent'],
  ['silent', 'silent'],
  ['not-ready', 'unavailable'],
])('with fault %s nothing is read; mended, all is', async (fault, code) => {
  const monitor = await aMonitor();
  monitor.press(`fault ${fault}`);
  await expect(monitor.readOut()).rejects.toMatchObject({ code });
  monitor.press('fault none');
  await monitor.clock.pass(60_000);
  expect(valuesOf(await monitor.readOut())).toEqual([182, 120]);
  await monitor.close();
});

test.each([
  ['silent', 'silent'],
  ['newer', 'unavailable'],
])('with fault %s it is down, and says why: %s', async (fault, code) => {
  const monitor = aDevice('contec08a', { pressed: [`fault ${fault}`] });
  await monitor.clock.pass(60_000);
  expect(monitor.device.health()).toMatchObject({ status: 'down', lastError: code });
  monitor.press('fault none');
  await monitor.ready();
  await monitor.close();
});

test('what is measured while it is connected is news, and told live to nobody', async () => {
  const monitor = await aMonitor();
  const fresh = newRecords();
  expect(fresh(await monitor.readOut())).toHaveLength(2);
  await monitor.clock.pass(60_000);
  expect(monitor.news()).toBe(1);
  monitor.press('take 128/82/71');
  await monitor.clock.pass(30_000);
  expect(monitor.told).toEqual([]);
  expect(monitor.news()).toBe(2);
  expect(valuesOf({ records: fresh(await monitor.readOut()) })).toEqual([128]);
  await monitor.close();
});

test('a full memory that lost its oldest record has one new', async () => {
  const monitor = await aMonitor(...Array.from({ length: 99 }, (_, i) => `take ${110 + i}/80/70`));
  const fresh = newRecords();
  expect(fresh(await monitor.readOut())).toHaveLength(101);
  monitor.press('take 128/82/71');
  await monitor.clock.pass(30_000);
  expect(monitor.news()).toBe(2);
  expect(valuesOf({ records: fresh(await monitor.readOut()) })).toEqual([128]);
  await monitor.close();
});

test('stopped in the middle of a transfer, it can be read at once again', async () => {
  const monitor = await aMonitor();
  await stoppedAfter(monitor, [0, 3, 7, 11, 220, 700]);
  expect(valuesOf(await monitor.readOut())).toEqual([182, 120]);
  expect(monitor.sent.filter(({ hex }) => !/^(4[02]8FFFFEFDFC|4341010[456]02)0+$/.test(hex))).toEqual([]);
  await monitor.close();
});
