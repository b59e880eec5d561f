import { expect, test } from 'vitest';
import { eventsOf, memoryMeterOf, NEVER_STOPPED, stoppedAfter } from '../../test/a-memory-meter.ts';
import { hexOf } from '../../test/a-talk.ts';
import { newRecords } from '../domain/memory.ts';
import { ACKNOWLEDGED, DISCONNECT, ultraMini, verioIq } from '../protocols/lifescan-dialects.ts';
import { frameOf } from '../protocols/lifescan-frame.ts';

const aMeter = memoryMeterOf('onetouch-ultramini');

const first = { meterValue: 104, mmolPerL: 5.8, deviceClock: '2026-11-23T09:15:00' };
const last = { meterValue: 187, mmolPerL: 10.4, deviceClock: '2026-11-23T09:20:00' };
const HELD = {
  mini: [first, last],
  verio: [
    first,
    { meterValue: 112, flags: ['control'], deviceClock: '2026-11-23T09:17:00' },
    { ...last, meal: 'after-meal' },
  ],
};

/** All that may be sent, whatever happens. */
const QUESTIONS = [ultraMini, verioIq].flatMap(({ questions: { serialNumber, count, clock, record } }) =>
  [serialNumber, count, clock, ...Array.from({ length: 510 }, (_, i) => record(i))].map((payload) =>
    frameOf(0, payload),
  ),
);
const MAY_SEND = new Set([DISCONNECT, ACKNOWLEDGED, ...QUESTIONS].map(hexOf));

test.each(['none', 'repeating', 'garbled-once', 'verio-iq'])(
  'read out with fault %s, it tells what it holds; nothing but questions is sent',
  async (fault) => {
    const meter = await aMeter(...(fault === 'verio-iq' ? [`fault ${fault}`] : []));
    meter.press(`fault ${fault}`);
    const memory = await meter.readOut();
    expect(memory.unit).toEqual({ serialNumber: 'YC9ABC123' });
    expect(eventsOf(memory)).toMatchObject(fault === 'verio-iq' ? HELD.verio : HELD.mini);
    await meter.clock.pass(20_000);
    expect(meter.sent.filter(({ hex }) => !MAY_SEND.has(hex))).toEqual([]);
    await meter.close();
  },
);

test.each(['silent', 'torn', 'garbled', 'late'])(
  'with fault %s nothing is read, and it is down; mended, all is read',
  async (fault) => {
    const meter = await aMeter();
    meter.press(`fault ${fault}`);
    await expect(meter.readOut()).rejects.toMatchObject({ code: 'silent' });
    await meter.clock.pass(20_000);
    expect(meter.device.health()).toMatchObject({ status: 'down', lastError: 'silent', readings: 0 });
    meter.press('fault none');
    await meter.ready();
    expect(eventsOf(await meter.readOut())).toMatchObject(HELD.mini);
    await meter.close();
  },
);

test('an error in the place of a record is no value, and does not keep the others back', async () => {
  const meter = await aMeter('fault no-records');
  const began = meter.now();
  expect(eventsOf(await meter.readOut())).toEqual(HELD.mini.map(() => ({ event: 'rejected', reason: 'unknown' })));
  expect(meter.now() - began).toBeLessThan(1000);
  await meter.close();
});

test.each(['none', 'verio-iq'])(
  'with fault %s, taken off its cable to measure, it is read again, and the record is the only new one',
  async (fault) => {
    const meter = await aMeter(`fault ${fault}`);
    const fresh = newRecords();
    fresh(await meter.readOut());
    await meter.clock.pass(60_000);
    expect(meter.news()).toBe(1);
    meter.press('take 5.6');
    await meter.clock.pass(30_000);
    expect(meter.news()).toBe(2);
    expect(eventsOf({ records: fresh(await meter.readOut()) })).toMatchObject([{ meterValue: 101, mmolPerL: 5.6 }]);
    expect(meter.toldOf('reading')).toEqual([]);
    await meter.close();
  },
);

test('one that comes at any moment of a read-out or soon after it is told once', async () => {
  for (const afterMs of [0, 5, 11, 17, 20, 25, 29, 35, 100, 4999, 5001]) {
    const meter = await aMeter();
    const fresh = newRecords();
    const reading = meter.device.readOut(NEVER_STOPPED).then(fresh, () => []);
    await meter.clock.pass(afterMs);
    meter.press('take 9.9');
    const now = await meter.clock.until(reading);
    await meter.clock.pass(60_000);
    const all = [...now, ...(meter.news() > 1 ? fresh(await meter.readOut()) : [])];
    expect(eventsOf({ records: all })).toMatchObject([...HELD.mini, { mmolPerL: 9.9 }]);
    await meter.close();
  }
});

test.each(['none', 'verio-iq'])('with fault %s HI and LO have no number', async (fault) => {
  const meter = await aMeter('take HI', 'take LO', `fault ${fault}`);
  const events = eventsOf(await meter.readOut()).slice(-2);
  expect(events).toMatchObject([{ flags: ['below-range'] }, { flags: ['above-range'] }]); // of the same second: as numbered
  expect(events.map((event) => 'mmolPerL' in event)).toEqual([false, false]);
  await meter.close();
});

test('a full memory that has lost its oldest record has one new, and two that are alike are both there', async () => {
  const values = Array.from({ length: 498 }, (_, i) => (4 + (i % 17) / 10).toFixed(1));
  const meter = await aMeter(...[...values, '9.9', '9.9'].map((value) => `take ${value}`));
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
  await meter.clock.pass(30_000);
  const { clock, records } = await meter.readOut();
  expect(records[0]?.deviceClock).toMatch(/^2020-01-01T00:00:/);
  expect(clock?.deviceClock).toMatch(/^2020-01-01T00:00:/);
  expect(Math.abs((clock?.atMs ?? 0) - meter.clock.wall())).toBeLessThan(1000);
  await meter.close();
});

test('stopped on the way, it has told nothing, and can be read at once again', async () => {
  const meter = await aMeter();
  await stoppedAfter(meter, [0, 1, 3, 5, 11, 20]);
  expect(eventsOf(await meter.readOut())).toMatchObject(HELD.mini);
  expect(meter.device.health()).toMatchObject({ status: 'ok', connects: 1 });
  await meter.close();
});
