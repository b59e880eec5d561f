import { expect, test } from 'vitest';
import { memoryMeterOf } from '../../test/a-memory-meter.ts';
import { hexOf } from '../../test/a-talk.ts';
import { newRecords } from '../domain/memory.ts';
import { QUESTIONS, reportTo } from '../protocols/truemetrix.ts';

const aMeter = memoryMeterOf('truemetrix');

const valuesOf = ({ records }: { readonly records: readonly { readonly event: object }[] }) =>
  records.map(({ event }) => ('meterValue' in event ? event.meterValue : 'flags' in event ? event.flags : event));

test.each(['none', 'repeated'])('read out with fault %s, it tells what it holds', async (fault) => {
  const meter = await aMeter(`fault ${fault}`);
  const memory = await meter.readOut();
  expect(memory.unit).toEqual({ model: 'TRUE METRIX', serialNumber: 'ABC12345' });
  expect(valuesOf(memory)).toEqual([110, ['above-range'], 104]);
  expect(memory.records[0]).toMatchObject({ deviceClock: '2026-11-22T21:40:00', event: { flags: ['control'] } });
  expect(memory.clock?.deviceClock).toMatch(/^2026-11-23T12:20:/);
  expect(meter.told).toEqual([]);
  const known = (['wake', 'off', 'model', 'serialNumber', 'clock', 'results'] as const).map(reportTo).map(hexOf);
  expect(known).toHaveLength(Object.keys(QUESTIONS).length);
  expect(meter.sent.filter(({ hex }) => !known.includes(hex))).toEqual([]);
  await meter.close();
});

test.each([
  ['no-sum', 'silent'],
  ['short', 'silent'],
  ['torn', 'silent'],
  ['garbled', 'silent'],
  ['silent', 'silent'],
  ['stranger', 'unavailable'],
])('with fault %s nothing is read; mended, all is', async (fault, code) => {
  const meter = await aMeter();
  meter.press(`fault ${fault}`);
  await expect(meter.readOut()).rejects.toMatchObject({ code });
  meter.press('fault none');
  await meter.clock.pass(30_000);
  await meter.ready();
  expect(valuesOf(await meter.readOut())).toEqual([110, ['above-range'], 104]);
  expect(meter.told.filter(({ event }) => event === 'reading')).toEqual([]);
  await meter.close();
});

test('lifted out, measured with and put back it has something new, and read out that alone is new', async () => {
  const meter = await aMeter();
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(3);
  await meter.clock.pass(300_000);
  expect(meter.news()).toBe(1);
  for (const words of ['take 5.6', 'take LO', 'hold 6.1 control']) meter.press(words);
  await meter.clock.pass(60_000);
  expect(meter.news()).toBeGreaterThan(1);
  expect(valuesOf({ records: fresh(await meter.readOut()) })).toEqual([101, ['below-range'], 110]);
  await meter.close();
});

test('every value that it can show comes through as shown', async () => {
  const shown = Array.from({ length: 322 }, (_, i) => (i + 12) / 10);
  const meter = await aMeter(...shown.map((value) => `take ${value.toFixed(1)}`));
  const { records } = await meter.readOut();
  expect(records.slice(-shown.length).map(({ event }) => 'mmolPerL' in event && event.mmolPerL)).toEqual(shown);
  await meter.close();
});
