import { describe, expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { flips } from '../../test/bad-bytes.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import type { BloodPressure } from '../domain/event.ts';
import { omronHemUsb } from '../drivers/omron-hem-usb.ts';
import { asciiOf, bytesOf, concat, fromHex } from './bytes.ts';
import { countedReports } from './counted-report.ts';
import { countIn, fromMonitor, okWith, type Question, readingAt, SERIAL_NUMBER, VERSION } from './omron-frame.ts';

const asked = ({ bytes }: Question): string => countedReports(bytes).map(hexOf).join('');
const reading = (bank: number, index: number): string => asked(readingAt(bank, index, 17));
const answered = (...data: readonly number[]): string => hexOf(okWith(bytesOf(...data)));
const counts = (count: number): string => answered(0x00, 0x0a, 0x00, count);
/** What the reports of a message carry. */
const carriedBy = (...reports: readonly string[]): string =>
  hexOf(concat(...reports.map((hex) => fromHex(hex)).map((report) => report.slice(1, 1 + (report[0] ?? 0)))));

const ZEROS = '0700000000000000 0500000000000000';
const DEVICE_MODES = ['0101', '0102'];
const READINGS_MODE = '74BC';

/** As they were captured, or computed by their rule. */
const WORKED = {
  captured: carriedBy('07 4F 4B 00 07 01 03 00', '07 06 33 00 00 70 4B 47', '03 00 00 4C AA 55 AA 55'),
  plain: carriedBy('07 4F 4B 00 1A 0B 17 0A', '07 1E 00 00 00 A2 62 4E', '03 00 00 9C 00 00 00 00'),
  flagged: carriedBy('07 4F 4B 00 1A 0B 17 0A', '07 1F 05 00 01 2C 78 5A', '03 00 03 1A 00 00 00 00'),
  third: carriedBy('07 4F 4B 00 1A 0B 17 0A', '07 20 05 00 00 80 52 46', '03 00 31 8C 00 00 00 00'),
  wrongSum: carriedBy('07 4F 4B 00 1A 0B 17 0A', '07 1E 00 00 00 A2 62 4E', '03 00 00 9D 00 00 00 00'),
  version: carriedBy('07 4F 4B 00 4D 37 30 38', '07 30 49 54 20 32 30 37', '01 4A 00 00 00 00 00 00'),
  serial: carriedBy('07 4F 4B 00 06 00 00 00', '04 00 00 00 06 00 00 00'),
};

const ANSWERS: Answers = {
  [ZEROS]: '4F 4B',
  [asked(VERSION)]: WORKED.version,
  [asked(SERIAL_NUMBER)]: WORKED.serial,
  [asked(countIn(0))]: counts(2),
  [reading(0, 0)]: WORKED.plain,
  [reading(0, 1)]: WORKED.captured,
  [asked(countIn(1))]: counts(0),
};

const pressure = (
  deviceClock: string,
  [systolicMmHg, diastolicMmHg, pulsePerMin]: readonly [number, number, number],
  more: Partial<BloodPressure> = {},
) => ({
  deviceClock,
  event: { event: 'reading', kind: 'blood-pressure', systolicMmHg, diastolicMmHg, pulsePerMin, ...more, deviceClock },
});
const CAPTURED = pressure('2007-01-03T00:06:51', [112, 75, 71]);
const PLAIN = pressure('2026-11-23T10:30:00', [162, 98, 78]);
const UNIT = { model: 'M7080IT', serialNumber: '06000000000000' };
const RECORDS = [
  { index: 1, user: 1, ...CAPTURED },
  { index: 0, user: 1, ...PLAIN },
];
const refused = (reason: string) => ({ event: 'rejected', reason });

/** Reports and modes. */
const MAY_SAY =
  /^(0101|0102|74BC|0[75]0{14}|055645523030|0553524C3030|07474443000[01]0000|07474D45000[01]00[0-9A-F]{2}|01[0-9A-F]{2}0{12})0*$/;

const read = (answers: Answers, change?: (answer: Uint8Array, nth: number) => readonly Uint8Array[]) =>
  readOutOf(omronHemUsb, answers, (answer, nth) => (change?.(answer, nth) ?? [answer]).flatMap(countedReports));

describe('a memory of two readings', () => {
  onABadDump(omronHemUsb, {
    answers: ANSWERS,
    truth: { unit: UNIT, records: JSON.parse(JSON.stringify(RECORDS)) },
    length: 11,
    mayAsk: MAY_SAY,
    wrap: countedReports,
    oneIn: 11,
  });

  test('a wrong bit anywhere in a report, its count too: the truth, or nothing', async () => {
    const reports = countedReports(fromHex(WORKED.plain));
    const ways = reports.flatMap((report, nth) => flips(report).map((spoilt) => reports.with(nth, spoilt)));
    for (const way of ways.filter((_, i) => i % 3 === 0)) {
      const { memory } = await readOutOf(omronHemUsb, ANSWERS, (answer, nth) =>
        nth === 5 ? way : countedReports(answer),
      );
      if (typeof memory !== 'string') expect(memory.records, `${way}`).toEqual(RECORDS);
    }
  });
});

describe('what is said', () => {
  test.each([
    ['05 56 45 52 30 30 00 00', asked(VERSION)],
    ['05 53 52 4C 30 30 00 00', asked(SERIAL_NUMBER)],
    ['07 47 44 43 00 00 00 00 01 00 00 00 00 00 00 00', asked(countIn(0))],
    ['07 47 4D 45 00 01 00 09 01 08 00 00 00 00 00 00', reading(1, 9)],
  ])('%s', (hex, said) => {
    expect(said).toBe(hexOf(fromHex(hex)));
  });

  test('a mode, then zeros until it says OK; the next mode that is known for it after half the rounds', async () => {
    const { memory, sent, tookMs } = await read({});
    expect(memory).toBe('silent');
    expect(sent.filter((hex) => hex.length === 4)).toEqual(DEVICE_MODES);
    expect(sent.filter((hex) => hex.startsWith('05'))).toHaveLength(10);
    expect(tookMs).toBeLessThan(10_000);
  });

  test('zeros that it says first are no OK', async () => {
    const { memory } = await read(ANSWERS, (answer) => (answer.length === 2 ? [new Uint8Array(7), answer] : [answer]));
    expect(memory).toMatchObject({ records: RECORDS });
  });

  test('the mode of readings is set before any is asked for', async () => {
    const { sent } = await read(ANSWERS);
    expect(sent.indexOf(READINGS_MODE)).toBeGreaterThan(sent.findIndex((hex) => hex.startsWith('0553524C')));
    expect(sent.indexOf(READINGS_MODE)).toBeLessThan(sent.findIndex((hex) => hex.startsWith('07474443')));
  });
});

describe('a record', () => {
  const one = (bank: number, hex: string): Answers => ({
    ...ANSWERS,
    [asked(countIn(0))]: counts(bank === 0 ? 1 : 0),
    [asked(countIn(1))]: counts(bank === 1 ? 1 : 0),
    [reading(bank, 0)]: hex,
  });
  const data = (...more: readonly number[]) => answered(26, 11, 23, 10, 30, 0, 0, ...more);

  test.each([
    ['of 112/75', 0, WORKED.captured, CAPTURED],
    ['of 162/98, the second user’s', 1, WORKED.plain, PLAIN],
    [
      'of 300/120, higher than any person’s',
      0,
      WORKED.flagged,
      { event: { event: 'rejected', reason: 'implausible', dangerous: true } },
    ],
    [
      'of 128/82, the third of a series, irregular',
      0,
      WORKED.third,
      pressure('2026-11-23T10:32:05', [128, 82, 70], { flags: ['irregular'] }),
    ],
    [
      'of 270/120: the systolic has two bytes; irregular, with movement',
      0,
      data(1, 14, 120, 90, 0, 3),
      pressure('2026-11-23T10:30:00', [270, 120, 90], { flags: ['irregular', 'movement'] }),
    ],
    ['whose flags nobody documents', 0, data(0, 128, 82, 70, 0xff, 0xcc), { event: { systolicMmHg: 128 } }],
    ['of no date', 0, answered(26, 2, 29, 10, 30, 0, 0, 0, 128, 82, 70, 0, 0), { event: refused('date') }],
    ['whose check value is wrong each time', 0, WORKED.wrongSum, { event: refused('checksum') }],
    ['of which it says NO each time', 0, '4E 4F', { event: refused('unknown') }],
  ])('%s', async (_, bank, hex, told) => {
    const { memory } = await read(one(bank, hex));
    expect(memory).toMatchObject({ records: [{ index: 0, user: bank + 1, ...told }] });
  });

  test('of a HEM-637IT ends before the flags', async () => {
    const answers = {
      ...one(0, answered(26, 11, 23, 10, 30, 0, 0, 0, 128, 82, 70)),
      [asked(VERSION)]: hexOf(okWith(asciiOf('M637IT  101'))),
    };
    expect((await read(answers)).memory).toMatchObject({
      unit: { model: 'M637IT' },
      records: [pressure('2026-11-23T10:30:00', [128, 82, 70])],
    });
    expect((await read({ ...answers, [reading(0, 0)]: WORKED.plain })).memory).toMatchObject({
      records: [{ event: refused('checksum') }],
    });
  });

  test('with a wrong check value is asked for three times, NO five times, a fifth of a second apart', async () => {
    const { told, sent } = await read(one(0, WORKED.wrongSum));
    const questions = (said: readonly string[]) => said.filter((hex) => hex.startsWith('07474D45'));
    expect(questions(sent)).toHaveLength(2 * 3);
    expect(told).toEqual(Array.from({ length: 2 * 3 }, () => refused('checksum')));
    const no = await read(one(0, '4E 4F'));
    expect(questions(no.sent)).toHaveLength(2 * 5);
    expect(no.told).toEqual([]);
  });
});

test('NO to a count is an empty bank', async () => {
  const { memory } = await read({ ...ANSWERS, [asked(countIn(0))]: '4E 4F', [asked(countIn(1))]: '4E 4F' });
  expect(memory).toMatchObject({ mark: '0 undefined, 0 undefined', records: [] });
});

test('a report that says 8 is none, and what it carries is not heard', async () => {
  expect(fromMonitor.unwrap?.(fromHex('08 4F 4B 00 00 00 00 00'))).toBeUndefined();
  const { memory } = await readOutOf(omronHemUsb, ANSWERS, (answer) => [
    fromHex('08 4F 4B 00 1A 0B 17 0A'),
    ...countedReports(answer),
  ]);
  expect(memory).toMatchObject({ records: RECORDS });
});

test.each(['HJ-720IT   ', 'M7322U  100', 'M7080ITX207', 'constructor'])(
  'one whose version is %s is refused, and read no further',
  async (version) => {
    const { memory, told, sent } = await read({ ...ANSWERS, [asked(VERSION)]: hexOf(okWith(asciiOf(version))) });
    expect({ memory, told }).toEqual({ memory: 'unavailable', told: [refused('unsupported')] });
    expect(sent).not.toContain(READINGS_MODE);
  },
);

test('an answer that comes when another is waited for, whichever that is, is taken for none', async () => {
  const both: Answers = {
    ...ANSWERS,
    [asked(countIn(0))]: counts(3),
    [reading(0, 1)]: answered(26, 11, 22, 8, 0, 0, 0, 0, 130, 85, 71, 0, 0),
    [reading(0, 2)]: answered(26, 11, 21, 8, 0, 0, 0, 0, 131, 86, 72, 0, 0),
    [asked(countIn(1))]: counts(1),
    [reading(1, 0)]: WORKED.captured,
  };
  for (let lateMs = 1295; lateMs < 1320; lateMs++) {
    let later = (_: Uint8Array): void => {};
    const { memory } = await readOutOf(
      omronHemUsb,
      both,
      (answer, nth) => {
        if (nth === 5) later(answer);
        return nth === 5 ? [] : countedReports(answer);
      },
      ({ clock, hear }) => {
        later = (answer) => void clock.at(clock.now() + lateMs, () => countedReports(answer).forEach(hear));
      },
    );
    expect(memory, `${lateMs}`).toMatchObject({
      records: [
        { index: 0, user: 2, ...CAPTURED },
        { index: 2, user: 1, ...pressure('2026-11-21T08:00:00', [131, 86, 72]) },
        { index: 1, user: 1, ...pressure('2026-11-22T08:00:00', [130, 85, 71]) },
        { index: 0, user: 1, ...PLAIN },
      ],
    });
  }
});

test('an answer that comes twice is not taken for the next record', async () => {
  const { memory, told } = await read(ANSWERS, (answer, nth) =>
    nth === 6 ? [fromHex(WORKED.plain), answer] : [answer],
  );
  expect(memory).toMatchObject({ records: RECORDS });
  expect(told).toEqual([refused('order')]);
});
