import { describe, expect, test } from 'vitest';
import { hexOf, type ReportAnswers } from '../../test/a-talk.ts';
import { flips } from '../../test/bad-bytes.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import { contec08a } from '../drivers/contec08a.ts';
import { bytesOf, concat, fromHex } from './bytes.ts';
import { fromMonitor, HANDSHAKE, PRESENCE, packed, REPORT_BYTES, readUser } from './contec-frame.ts';
import { recordOf } from './contec08a.ts';

const MAY_ASK = /^(408FFFFEFDFC|428FFFFEFDFC|4341010[456]02)0+$/;

/** The first two as they were captured; the others computed by the rule. */
const RECORDS = [
  '82 80 94 D5 C8 E9 97 85 80 81 8D 89 80 91',
  '82 80 92 D6 BA F1 97 85 80 82 8A 85 80 91',
  '80 80 F8 D0 C8 DD 9A 8B 80 97 8A 9E 80 91',
  '9E 80 B6 82 83 93 9A 8B 80 97 8A 9F 80 91',
] as const;
const REPLY = '4A 43 01 00';
const headOf = (user: number, count: number): string =>
  hexOf(concat(bytesOf(0x46, 0x41), packed(count >> 8, count & 0xff, 2, 0, 0, 0, 0, 0, 0, user)));
const ofUser = (user: number, records: readonly string[]): readonly string[] => [
  REPLY,
  headOf(user, records.length),
  ...records,
];
const reading = (user: number): string => hexOf(readUser(user));
const [FIRST, SECOND, THIRD] = [reading(1), reading(2), reading(3)];
const MONITOR: ReportAnswers = {
  [hexOf(PRESENCE)]: '41 00 00 00 00',
  [hexOf(HANDSHAKE)]: '48 41 02 13 01 02',
  [FIRST]: ofUser(1, [RECORDS[0], RECORDS[1]]),
  [SECOND]: ofUser(2, [RECORDS[2]]),
  [THIRD]: ofUser(3, []),
};

const pressure = (
  index: number,
  deviceClock: string,
  [systolicMmHg = 0, diastolicMmHg = 0, pulsePerMin = 0, meanMmHg = 0]: readonly number[],
) => ({
  index,
  deviceClock,
  event: {
    event: 'reading' as const,
    kind: 'blood-pressure' as const,
    systolicMmHg,
    diastolicMmHg,
    meanMmHg,
    pulsePerMin,
    deviceClock,
  },
});
const TRUTH = [
  pressure(1, '2023-05-01T13:09:00', [148, 85, 72, 105]),
  pressure(2, '2023-05-02T10:05:00', [146, 86, 58, 113]),
  pressure(1, '2026-11-23T10:30:00', [120, 80, 72, 93]),
];
const refused = (reason: string, more = {}) => ({ event: 'rejected', reason, ...more });

onABadDump(contec08a, {
  answers: { ...MONITOR, [SECOND]: ofUser(2, []) },
  through: [],
  truth: { unit: {}, records: TRUTH.slice(0, 2) },
  length: 3 + 2 * (4 + 2 + 2),
  mayAsk: MAY_ASK,
});

test('what is said is said in whole reports', () => {
  for (const report of [PRESENCE, HANDSHAKE, readUser(1)]) expect(report).toHaveLength(REPORT_BYTES);
  expect(hexOf(readUser(1))).toMatch(/^4341010402(00)+$/);
});

test('a captured head: 70 records of the first user', () => {
  const cut = fromMonitor.cut(fromHex('46 41 80 80 C6 82 80 80 80 80 80 80 80 81'));
  expect(cut).toEqual({ frame: { is: 'head', user: 1, count: 70 }, used: 14 });
  expect(headOf(1, 70)).toBe('46418080C6828080808080808081');
});

describe('which monitor', () => {
  test('that is off is asked three times, and is silent', async () => {
    const { memory, sent } = await readOutOf(contec08a, {});
    expect({ memory, sent }).toEqual({ memory: 'silent', sent: Array(3).fill(hexOf(PRESENCE)) });
  });

  test('a product of the same USB ids, or of newer firmware, is refused and asked for no records', async () => {
    const { memory, told, sent } = await readOutOf(contec08a, { ...MONITOR, [hexOf(HANDSHAKE)]: '90 10 00' });
    expect({ memory, told }).toEqual({ memory: 'unavailable', told: [refused('unsupported')] });
    expect(sent.filter((hex) => hex.startsWith('43'))).toEqual([]);
  });

  test('that does not want to be read is not read', async () => {
    const { memory } = await readOutOf(contec08a, { ...MONITOR, [SECOND]: '4A 43 00 00' });
    expect(memory).toBe('unavailable');
  });
});

describe('a memory', () => {
  test.each([
    ['another user’s', headOf(2, 2)],
    ['of more records than there can be', headOf(1, 101)],
    ['that is not packed', '46 41 80 80 02 82 80 80 80 80 80 80 80 81'],
  ])('whose head is %s is none', async (_, head) => {
    const { memory, told } = await readOutOf(contec08a, { ...MONITOR, [FIRST]: [REPLY, head, RECORDS[0], RECORDS[1]] });
    expect(memory).toBe('silent');
    expect(told).toEqual(Array(5).fill(refused('length')));
  });

  test.each([
    ['fewer', [RECORDS[0]]],
    ['more', [RECORDS[0], RECORDS[1], RECORDS[1]]],
  ])('that brings %s records than it announces is none', async (_, records) => {
    const { memory } = await readOutOf(contec08a, { ...MONITOR, [FIRST]: [REPLY, headOf(1, 2), ...records] });
    expect(memory).toBe('silent');
  });

  test('that never comes the same twice is none', async () => {
    let pulse = 0;
    const { memory, told } = await readOutOf(contec08a, MONITOR, (report, nth) => [
      nth > 3 && hexOf(report) === hexOf(fromHex(RECORDS[1]))
        ? report.map((byte, at) => (at === 4 ? 0x80 | (60 + pulse++) : byte))
        : report,
    ]);
    expect(memory).toBe('unavailable');
    expect(told).toEqual(Array(4).fill(refused('checksum')));
  });

  test('with a record that holds nothing true has the others', async () => {
    const { memory } = await readOutOf(contec08a, {
      ...MONITOR,
      [SECOND]: ofUser(2, ['8E 80 B6 82 83 93 9A 8B 80 97 8A 9F 80 91', RECORDS[2]]),
    });
    expect(memory).toMatchObject({
      records: [TRUTH[0], TRUTH[1], { event: TRUTH[2]?.event }, { event: refused('implausible', { dangerous: true }) }],
    });
  });
});

test('a bit that is wrong in every reading alike is seen but in these bytes of a record', () => {
  const unseen = new Set<number>();
  for (const [bit, spoilt] of flips(fromHex(RECORDS[0])).entries()) {
    const { event } = recordOf(spoilt, 1);
    if (event.event === 'reading' && JSON.stringify(event) !== JSON.stringify(TRUTH[0]?.event)) unseen.add(bit >> 3);
  }
  // The lower seven bits of each number; of the key the bit of the pulse, of the mean, and of the diastolic where no rule of plausibility sees it.
  expect([...unseen]).toEqual([0, 2, 3, 4, 5, 6, 7, 9, 10, 11]);
});

describe('what a record says', () => {
  test.each([
    [RECORDS[0], TRUTH[0]?.event],
    [RECORDS[1], TRUTH[1]?.event],
    [RECORDS[2], TRUTH[2]?.event],
    [RECORDS[3], pressure(1, '2026-11-23T10:31:00', [182, 130, 131, 147]).event],
    ['82 80 8A D4 C2 EB 97 85 80 83 8B 84 80 91', pressure(1, '2023-05-03T11:04:00', [138, 84, 66, 107]).event],
    ['82 80 80 D0 BD E2 99 87 80 8F 8A 81 80 91', pressure(1, '2025-07-15T10:01:00', [128, 80, 61, 98]).event],
    ['82 80 94 D5 C8 E9 97 85 80 81 8D 89 FF FF', TRUTH[0]?.event], // what its last bytes say nobody knows
    ['8E 80 B6 82 83 93 9A 8B 80 97 8A 9F 80 91', refused('implausible', { dangerous: true })],
    ['82 80 94 D5 C8 D5 97 85 80 81 8D 89 80 91', refused('implausible')], // the mean is no more than the diastolic
    ['82 80 94 D5 48 E9 97 85 80 81 8D 89 80 91', refused('unknown')],
    ['02 80 94 D5 C8 E9 97 85 80 81 8D 89 80 91', refused('unknown')],
    ['82 80 94 D5 C8 E9 97 85 81 81 8D 89 80 91', refused('unknown')],
    ['82 80 94 D5 C8 E9 97 8D 80 81 8D 89 80 91', refused('date')],
    ['82 80 94 D5 C8 E9 97 85 80 A0 8D 89 80 91', refused('date')],
    ['82 80 94 D5 C8 E9 97 85 80 81 98 89 80 91', refused('date')],
    ['82 80 94 D5 C8 E9 97 85 80 81 8D BC 80 91', refused('date')],
  ])('%s', (hex, event) => {
    expect(recordOf(fromHex(hex), 1).event).toEqual(event);
  });
});
