import { describe, expect, test } from 'vitest';
import { type Answers, aTalk, hexOf } from '../../test/a-talk.ts';
import { flips } from '../../test/bad-bytes.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { beurerBm58, beurerBm58Serial } from '../drivers/beurer-bm58.ts';
import { hid, report } from './beurer-dialect.ts';
import { asciiOf, bytesOf, concat, fromHex } from './bytes.ts';

/** As they were computed by their rule. */
const WORKED = {
  first: '71 3B 48 0B 17 0A 1E 1A',
  second: '89 49 4E 0B 97 0A 1F 9A',
  leapDay: '5F 37 41 02 1D 07 05 18',
  none: 'A9 F4 F4 F4 F4 F4 F4 F4',
  month13: '71 3B 48 0D 17 0A 1E 1A',
};

const asked = (...bytes: readonly number[]): string => hexOf(report(bytesOf(...bytes)));
const reported = (bytes: Uint8Array): string => hexOf(report(bytes));
const NAME = 'BM58';

const overHid = (...records: readonly string[]): Answers => ({
  [asked(0xaa)]: reported(bytesOf(0x55)),
  ...Object.fromEntries(
    [0xa4, 0xa5, 0xa6, 0xa7].map((letter, i) => [asked(letter), reported(asciiOf(i === 0 ? NAME : ''))]),
  ),
  [asked(0xa2)]: reported(bytesOf(records.length)),
  // it answers to every number, as it would
  ...Object.fromEntries(Array.from({ length: 120 }, (_, i) => [asked(0xa3, i + 1), records[i] ?? WORKED.none])),
});
const overSerial = (...records: readonly string[]): Answers => ({
  AA: '55',
  A4: hexOf(concat(asciiOf(NAME), new Uint8Array(28))),
  A2: hexOf(bytesOf(records.length)),
  ...Object.fromEntries(
    Array.from({ length: 120 }, (_, i) => [hexOf(bytesOf(0xa3, i + 1)), records[i] ? `AC ${records[i]}` : 'A9']),
  ),
});

const pressure = (
  index: number,
  deviceClock: string,
  [systolicMmHg, diastolicMmHg, pulsePerMin]: readonly [number, number, number],
  more: { readonly user?: number; readonly irregular?: true } = {},
): StoredRecord => ({
  index,
  ...(more.user !== undefined && { user: more.user }),
  deviceClock,
  event: {
    event: 'reading',
    kind: 'blood-pressure',
    systolicMmHg,
    diastolicMmHg,
    pulsePerMin,
    ...(more.irregular && { flags: ['irregular'] }),
    deviceClock,
  },
});
const FIRST = ['2026-11-23T10:30:00', [138, 84, 72]] as const;
const LEAP_DAY = ['2024-02-29T07:05:00', [120, 80, 65]] as const;
const SECOND = ['2026-11-23T10:31:00', [162, 98, 78]] as const;
const refused = (reason: string) => ({ event: 'rejected', reason });
const unit = { model: NAME };

describe('over HID', () => {
  onABadDump(beurerBm58, {
    answers: overHid(WORKED.first, WORKED.second),
    truth: {
      unit,
      records: [pressure(1, ...FIRST, { user: 1 }), pressure(2, ...SECOND, { user: 2, irregular: true })],
    },
    length: 14,
    mayAsk: /^(A2|A[4-7]|A3[0-9A-F]{2})(F4){6,7}$/,
    through: ['junk'],
    oneIn: 13,
  });
});

describe('over a serial line', () => {
  onABadDump(beurerBm58Serial, {
    answers: overSerial(WORKED.first, WORKED.leapDay),
    truth: { unit, records: [pressure(2, ...LEAP_DAY), pressure(1, ...FIRST)] },
    length: 8,
    mayAsk: /^(A2|A4|A3[0-9A-F]{2})$/,
    through: ['pieces'],
    oneIn: 13,
  });
});

const readHid = (records: readonly string[]) => readOutOf(beurerBm58, overHid(...records));

describe('a record', () => {
  test.each([
    ['of user 1', WORKED.first, pressure(1, ...FIRST, { user: 1 })],
    ['of user 2, irregular', WORKED.second, pressure(1, ...SECOND, { user: 2, irregular: true })],
    ['of a leap day', WORKED.leapDay, pressure(1, ...LEAP_DAY, { user: 1 })],
    ['that is counted and not there', WORKED.none, { index: 1, event: refused('length') }],
    ['of a month 13', WORKED.month13, { index: 1, event: refused('date') }],
    [
      'of 194/84, which begins as one that is not there',
      'A9 3B 48 0B 17 0A 1E 1A',
      pressure(1, FIRST[0], [194, 84, 72], { user: 1 }),
    ],
    ['that no person has', 'FF 3B 10 0B 17 0A 1E 1A', { event: refused('implausible') }],
  ])('%s', async (_, hex, told) => {
    expect((await readHid([hex])).memory).toMatchObject({ records: [told] });
  });

  test('over serial has no marks: what stands in their place is no date', async () => {
    const { memory } = await readOutOf(beurerBm58Serial, overSerial(WORKED.second));
    expect(memory).toMatchObject({ records: [{ index: 1, event: refused('date') }] });
  });

  test('over serial that is counted and not there', async () => {
    const { memory } = await readOutOf(beurerBm58Serial, { ...overSerial(WORKED.first), A301: 'A9' });
    expect(memory).toMatchObject({ records: [{ index: 1, event: refused('length') }] });
  });

  test('over serial begins with AC: what begins otherwise is none, and nothing is read', async () => {
    const { memory } = await readOutOf(beurerBm58Serial, { ...overSerial(WORKED.first), A301: `AD ${WORKED.first}` });
    expect(memory).toBe('silent');
  });
});

test('a memory is read until it comes twice in a row the same; a change that comes twice as well', async () => {
  const grown = fromHex('61 3B 48 0B 17 0A 28 1A');
  const pass = 4 + 1 + 1;
  const { memory, told, answered } = await readOutOf(beurerBm58, overHid(WORKED.first), (answer, nth) =>
    nth >= 2 * pass - 1 && nth % pass === pass - 1 ? [grown] : [answer],
  );
  expect(memory).toMatchObject({ records: [pressure(1, '2026-11-23T10:40:00', [122, 84, 72], { user: 1 })] });
  expect(told).toEqual([refused('checksum')]);
  expect(answered).toBe(3 * pass);
});

test('of a monitor half of whose answers are amiss nobody waits for the whole memory', async () => {
  const all = Array.from({ length: 60 }, () => WORKED.first);
  const { memory, tookMs } = await readOutOf(beurerBm58, overHid(...all), (answer, nth) =>
    nth % 2 === 0 ? [answer, answer] : [answer],
  );
  expect(memory).toBe('silent');
  expect(tookMs).toBeLessThan(100_000);
});

test('a report that comes twice, or when another is waited for, moves no record into another’s place', async () => {
  const answers = overHid(WORKED.first, WORKED.leapDay, WORKED.second);
  const truth = [
    pressure(2, ...LEAP_DAY, { user: 1 }),
    pressure(1, ...FIRST, { user: 1 }),
    pressure(3, ...SECOND, { user: 2, irregular: true }),
  ];
  for (let nth = 0; nth < 8; nth++) {
    const doubled = await readOutOf(beurerBm58, answers, (answer, at) => (at === nth ? [answer, answer] : [answer]));
    expect(doubled.memory, `${nth}`).toMatchObject({ records: truth });
    for (const lateMs of [499, 501, 502, 531, 532, 533, 562, 563]) {
      let later = (_: Uint8Array): void => {};
      const { memory } = await readOutOf(
        beurerBm58,
        answers,
        (answer, at) => {
          if (at === nth) later(answer);
          return at === nth ? [] : [answer];
        },
        ({ clock, hear }) => {
          later = (answer) => void clock.at(clock.now() + lateMs, () => hear(answer));
        },
      );
      expect(memory, `${nth} ${lateMs}`).toMatchObject({ records: truth });
    }
  }
});

test('one that never comes twice the same is not told', async () => {
  const { memory, told } = await readOutOf(beurerBm58, overHid(WORKED.first), (answer, nth) => [
    nth % 6 === 5 ? answer.with(2, nth + 40) : answer,
  ]);
  expect(memory).toBe('silent');
  expect(told).toEqual([1, 2, 3].map(() => refused('checksum')));
});

test('a count beyond what any can hold is none', async () => {
  const { memory, sent } = await readOutOf(beurerBm58, { ...overHid(), [asked(0xa2)]: reported(bytesOf(121)) });
  expect(memory).toBe('silent');
  expect(sent.filter((hex) => hex.startsWith('A3'))).toEqual([]);
});

test('full, with two users, it is told whole, oldest first', async () => {
  const records = Array.from({ length: 120 }, (_, i) => {
    const minute = 59 - (i % 60);
    return hexOf(bytesOf(100 + (i % 60), 60, 70, 11, i < 60 ? 23 : 23 | 0x80, 10, minute, 26));
  });
  const { memory } = await readHid(records);
  if (typeof memory === 'string') throw new Error(memory);
  expect(memory.records.map(({ user }) => user).filter((user) => user === 2)).toHaveLength(60);
  expect(memory.records.map(({ deviceClock }) => deviceClock)).toEqual(
    memory.records.map(({ deviceClock }) => deviceClock).toSorted(),
  );
});

test('without a check value, a bit that is wrong in every reading alike is seen but in these bytes of a record', async () => {
  const [truth] = [pressure(1, ...FIRST, { user: 1 })];
  const unseen = new Set<number>();
  for (const [bit, spoilt] of flips(fromHex(WORKED.first)).entries()) {
    const { memory } = await readHid([hexOf(spoilt)]);
    const told = typeof memory === 'string' ? undefined : memory.records[0];
    if (told?.event.event === 'reading' && JSON.stringify(told) !== JSON.stringify(truth)) unseen.add(bit >> 3);
  }
  expect([...unseen]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]); // all: only the second reading protects it
});

describe('on a new connection', () => {
  const greeted = async (answer: string | undefined) => {
    const talk = aTalk(beurerBm58, answer === undefined ? {} : { [asked(0xaa)]: answer });
    const outcome = await talk.clock.until(talk.greet()).then(
      () => 'well',
      (error: { readonly code?: string }) => error.code,
    );
    return { outcome, sent: talk.sent };
  };

  test('it is given a second to wake up, then asked whether it is there', async () => {
    const { outcome, sent } = await greeted(reported(bytesOf(0x55)));
    expect(outcome).toBe('well');
    expect(sent).toEqual([{ at: 1000, hex: asked(0xaa) }]);
  });

  test.each([
    ['nothing', undefined, 3],
    ['another answer', reported(bytesOf(0x54)), 1],
  ])('%s is none', async (_, answer, times) => {
    const { outcome, sent } = await greeted(answer);
    expect(outcome).toBe('silent');
    expect(sent).toHaveLength(times);
  });
});

test('what is asked over HID is filled up with F4', () => {
  expect([hid.ping, hid.record(3)].map(({ bytes }) => hexOf(bytes))).toEqual(['AAF4F4F4F4F4F4F4', 'A303F4F4F4F4F4F4']);
});
