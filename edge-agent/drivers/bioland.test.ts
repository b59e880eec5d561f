import { expect, test } from 'vitest';
import { memoryMeterOf } from '../../test/a-memory-meter.ts';
import { newRecords } from '../domain/memory.ts';

const aMeter = memoryMeterOf('bioland');

const valuesOf = ({ records }: { readonly records: readonly { readonly event: object }[] }) =>
  records.map(({ event }) => ('meterValue' in event ? event.meterValue : event));

test.each(['none', 'plain-sum', 'four-more', 'older'])(
  'read out with fault %s, it tells what it holds',
  async (fault) => {
    const meter = await aMeter(`fault ${fault}`);
    const { unit, records } = await meter.readOut();
    expect(unit).toEqual(fault === 'older' ? {} : { serialNumber: 'A12345678' });
    expect(valuesOf({ records })).toEqual([412, 104]);
    // Nothing but the two requests, each with the machine's own time.
    expect(meter.sent.filter(({ hex }) => !/^5A0A0[03]1A0B1[67]....../.test(hex))).toEqual([]);
    expect(meter.told).toEqual([]);
    await meter.close();
  },
);

test.each(['silent', 'torn', 'garbled', 'mixed', 'endless'])(
  'with fault %s nothing is read; mended, all is',
  async (fault) => {
    const meter = await aMeter();
    meter.press(`fault ${fault}`);
    await expect(meter.readOut()).rejects.toMatchObject({ code: 'silent' });
    meter.press('fault none');
    await meter.clock.pass(30_000);
    await meter.ready();
    expect(valuesOf(await meter.readOut())).toEqual([412, 104]);
    expect(meter.told.filter(({ event }) => event === 'reading')).toEqual([]);
    await meter.close();
  },
);

test('a test that is counted down is news when it is over, and read out it is the only new record', async () => {
  const meter = await aMeter();
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(2);
  await meter.clock.pass(60_000);
  expect(meter.news()).toBe(1);
  meter.press('take 5.6');
  await meter.clock.pass(30_000);
  expect(meter.news()).toBe(2);
  expect(valuesOf({ records: fresh(await meter.readOut()) })).toEqual([101]);
  await meter.close();
});

test('what is beyond its range is refused: nothing says that it means HI or LO', async () => {
  const meter = await aMeter('fault older', 'take HI', 'take LO');
  const refused = { event: 'rejected', reason: 'range' };
  expect(valuesOf(await meter.readOut())).toEqual([412, 104, refused, refused]);
  await meter.close();
});
