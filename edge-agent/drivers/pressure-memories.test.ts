/** Every pressure monitor that is read out, with its twin on the product's own device side. */
import { describe, expect, test } from 'vitest';
import { memoryMeterOf, NEVER_STOPPED, stoppedAfter } from '../../test/a-memory-meter.ts';
import { aDevice } from '../../test/a-monitor.ts';
import { newRecords, type StoredRecord } from '../domain/memory.ts';

interface More {
  readonly user?: number;
  /** Of the reading. */
  readonly event?: object;
}

interface Held {
  readonly driver: string;
  readonly unit: object;
  /** Oldest first: time, systolic, diastolic, pulse, and what else is told. */
  readonly held: readonly (readonly [string, number, number, number, More?])[];
  /** Records of one user. */
  readonly most: number;
  /** Its records have the time to the second. */
  readonly seconds: boolean;
  /** With these its memory is told as ever. */
  readonly bearable: readonly string[];
  /** With these it is down. */
  readonly fatal: Readonly<Record<string, string>>;
  /** A mark, and what it makes of a record. */
  readonly marks: Readonly<Record<string, More>>;
  /** It is seen so soon that it holds something new. */
  readonly newsWithinMs: number;
  /** In the middle of a read-out, from its beginning. */
  readonly middleMs: number;
  /** All that is ever said to it, hexadecimal. */
  readonly maySay: RegExp;
}

const MONITORS: readonly Held[] = [
  {
    driver: 'omron-hem-usb',
    unit: { model: 'M7080IT', serialNumber: '06000000123456' },
    held: [
      ['2026-11-22T07:05:12', 128, 82, 70, { user: 1 }],
      ['2026-11-23T10:30:00', 162, 98, 78, { user: 1, event: { flags: ['irregular'] } }],
      ['2026-11-23T10:34:45', 138, 84, 72, { user: 2 }],
    ],
    most: 84,
    seconds: true,
    bearable: ['busy'],
    fatal: { silent: 'silent', late: 'silent', torn: 'silent', garbled: 'silent', pedometer: 'unavailable' },
    marks: {
      movement: { user: 1, event: { flags: ['movement'] } },
      irregular: { user: 1, event: { flags: ['irregular'] } },
      'user-2': { user: 2 },
    },
    newsWithinMs: 20_000,
    middleMs: 907,
    maySay:
      /^(0101|0102|74BC|0[75]0{14}|055645523030|0553524C3030|07474443000[01]0000|07474D45000[01]00[0-9A-F]{2}|01[0-9A-F]{2}0{12})0*$/,
  },
  {
    driver: 'microlife-usb',
    unit: {},
    held: [
      ['2026-11-23T10:30:00', 138, 84, 72],
      ['2026-11-23T10:31:00', 162, 98, 78],
    ],
    most: 200,
    seconds: false,
    bearable: [],
    fatal: { silent: 'silent', torn: 'silent', garbled: 'silent' },
    marks: { '': {} },
    newsWithinMs: 60_000,
    middleMs: 300,
    maySay: /^(0412161822000000|0412161824000000)$/,
  },
  {
    driver: 'beurer-bm58',
    unit: { model: 'ANDON KD001 BEURER BM58' },
    held: [
      ['2024-02-29T07:05:00', 120, 80, 65, { user: 1 }],
      ['2026-11-23T10:30:00', 138, 84, 72, { user: 1 }],
      ['2026-11-23T10:31:00', 162, 98, 78, { user: 2 }],
    ],
    most: 60,
    seconds: false,
    bearable: [],
    fatal: { silent: 'silent', late: 'silent', torn: 'silent' },
    marks: { irregular: { user: 1, event: { flags: ['irregular'] } }, 'user-2': { user: 2 } },
    newsWithinMs: 60_000,
    middleMs: 200,
    maySay: /^(AA|A2|A4|A5|A6|A7|A3[0-9A-F]{2})(F4){6,7}$/,
  },
  {
    driver: 'beurer-bm58-serial',
    unit: { model: 'ANDON KD001 BEURER BM58' },
    held: [
      ['2024-02-29T07:05:00', 120, 80, 65],
      ['2026-11-23T10:30:00', 138, 84, 72],
      ['2026-11-23T10:31:00', 162, 98, 78],
    ],
    most: 60,
    seconds: false,
    bearable: [],
    fatal: { silent: 'silent', late: 'silent' },
    marks: { '': {} },
    newsWithinMs: 60_000,
    middleMs: 200,
    maySay: /^(AA|A2|A4|A3[0-9A-F]{2})$/,
  },
];

const inFull = ([deviceClock, systolicMmHg, diastolicMmHg, pulsePerMin, more = {}]: Held['held'][number]) => ({
  deviceClock,
  ...more,
  event: {
    event: 'reading',
    kind: 'blood-pressure',
    systolicMmHg,
    diastolicMmHg,
    pulsePerMin,
    deviceClock,
    ...more.event,
  },
});
const indexless = ({ index: _, ...record }: StoredRecord) => record;

describe.each(MONITORS)(
  '$driver',
  ({ driver, unit, held, most, seconds, bearable, fatal, marks, newsWithinMs, middleMs, maySay }) => {
    const HELD = held.map(inFull);

    const aMeter = memoryMeterOf(driver);

    test.each(['none', ...bearable])(
      'read out with fault %s, it tells what it holds, and only questions are said',
      async (fault) => {
        const meter = await aMeter(`fault ${fault}`);
        const memory = await meter.readOut();
        expect(memory.unit).toEqual(unit);
        expect(memory.records.map(indexless)).toEqual(HELD);
        expect(meter.sent.filter(({ hex }) => !maySay.test(hex))).toEqual([]);
        expect(meter.told.filter(({ event }) => event !== 'rejected')).toEqual([]);
        await meter.close();
      },
    );

    test.each(Object.entries(fatal))('with fault %s it is down: %s; mended, it is read', async (fault, code) => {
      const meter = aDevice(driver, { pressed: [`fault ${fault}`] });
      await meter.clock.pass(60_000);
      expect(meter.device.health()).toMatchObject({ status: 'down', lastError: code, readings: 0 });
      meter.press('fault none');
      await meter.ready();
      await meter.close();
    });

    test.each(['torn', 'garbled', 'silent'])(
      'with fault %s in the middle nothing is read; mended, all is',
      async (fault) => {
        const meter = await aMeter();
        const reading = meter.device.readOut(NEVER_STOPPED);
        await meter.clock.pass(3);
        meter.press(`fault ${fault}`);
        await expect(meter.clock.until(reading)).rejects.toMatchObject({ code: 'silent' });
        meter.press('fault none');
        await meter.clock.pass(60_000);
        await meter.ready();
        expect((await meter.readOut()).records.map(indexless)).toEqual(HELD);
        await meter.close();
      },
    );

    test.each(Object.entries(marks))(
      'a record marked %s, that comes while it is connected, is news, and the only new one',
      async (mark, told) => {
        const meter = await aMeter();
        const fresh = newRecords();
        expect(fresh(await meter.readOut())).toHaveLength(held.length);
        await meter.clock.pass(newsWithinMs);
        expect(meter.news()).toBe(1);
        meter.press(`hold 151/93/77 ${mark}`);
        await meter.clock.pass(newsWithinMs);
        expect(meter.news()).toBe(2);
        const [record, ...more] = fresh(await meter.readOut());
        expect(record).toMatchObject({ ...told, event: { systolicMmHg: 151, ...told.event } });
        expect(more).toEqual([]);
        expect(meter.told).toEqual([]); // told live to nobody: it may be anybody's
        await meter.close();
      },
    );

    test('one that comes at any moment of a read-out is told once, and takes no other’s place', async () => {
      for (const afterMs of [0, 300, ...Array.from({ length: 20 }, (_, i) => middleMs - 4 + i)]) {
        const meter = await aMeter();
        const reading = meter.device.readOut(NEVER_STOPPED);
        await meter.clock.pass(afterMs);
        meter.press('take 151/93/77');
        const fresh = newRecords();
        const first = fresh(await meter.clock.until(reading));
        const then = fresh(await meter.readOut());
        const all = [...first, ...then].map(({ event }) => ('systolicMmHg' in event ? event.systolicMmHg : event));
        expect(all, `${afterMs}`).toEqual([...held.map(([, systolicMmHg]) => systolicMmHg), 151]);
        await meter.close();
      }
    });

    test('a full memory that has lost its oldest record is news, and has one new', async () => {
      const own = held.filter(([, , , , more]) => more?.user !== 2).length;
      const meter = aDevice(driver);
      await meter.ready();
      for (let i = own; i < most; i++) {
        meter.press(
          `clock 2026-11-24T${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00`,
        );
        meter.press(`take ${100 + i}/60/70`);
      }
      const fresh = newRecords();
      const before = fresh(await meter.clock.until(meter.device.readOut(NEVER_STOPPED))).length;
      expect(before).toBe(most + held.length - own);
      let news = 0;
      meter.device.onMemory(() => news++);
      meter.press('clock 2026-11-25T00:00:00');
      meter.press('take 99/60/70');
      await meter.clock.pass(newsWithinMs);
      expect(news).toBe(1);
      expect(fresh(await meter.clock.until(meter.device.readOut(NEVER_STOPPED)))).toHaveLength(1);
      await meter.close();
    });

    test('a wrong clock is told as it is, and changes nothing else', async () => {
      const meter = await aMeter('clock 2019-12-31T23:59:58');
      await meter.clock.pass(3000);
      meter.press('take 120/80/60');
      const { records } = await meter.readOut();
      expect(records[0]?.deviceClock).toMatch(seconds ? /^2020-01-01T00:00:0/ : /^2020-01-01T00:00:00$/);
      expect(records).toHaveLength(held.length + 1);
      await meter.close();
    });

    test('stopped on the way, it has told nothing, and can be read at once again', async () => {
      const meter = await aMeter();
      await stoppedAfter(
        meter,
        [0, 100, 300, 302, 603, 604, 605, 906, 907].filter((ms) => ms <= middleMs),
      );
      expect((await meter.readOut()).records.map(indexless)).toEqual(HELD);
      expect(meter.device.health()).toMatchObject({ status: 'ok', connects: 1 });
      await meter.close();
    });

    test('unplugged in the middle nothing is read; plugged in again it is read anew, and adds nothing', async () => {
      const meter = await aMeter();
      const fresh = newRecords();
      fresh(await meter.readOut());
      const reading = meter.device.readOut(NEVER_STOPPED);
      await meter.clock.pass(middleMs);
      meter.unplug();
      await expect(meter.clock.until(reading)).rejects.toMatchObject({ code: 'unplugged' });
      meter.plug();
      await meter.clock.pass(10_000);
      expect(meter.news()).toBe(2);
      expect(fresh(await meter.readOut())).toEqual([]);
      await meter.close();
    });
  },
);
