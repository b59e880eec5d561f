import { describe, expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { taidoc } from '../drivers/taidoc.ts';
import { fromHex } from './bytes.ts';
import { answer, fromMeter, question } from './taidoc-frame.ts';
import { type Layout, recordOf } from './taidoc-record.ts';

const MAY_ASK = /^51(2[3478]00000000|2B0[0-4]000000|2[56]....000[0-4])A3..$/;

const ask = (command: number, ...data: readonly number[]): string => hexOf(question(command, ...data));
/** What it says to each question of a record, newest first: a time and a value. */
const stored = (user: number, records: readonly (readonly [time: string, value: string])[]): Answers =>
  Object.fromEntries([
    [ask(0x2b, user), hexOf(answer(0x2b, records.length, 0, records.length, 0))],
    ...records.flatMap(([time, value], index) => [
      [ask(0x25, index, 0, 0, user), hexOf(answer(0x25, ...fromHex(time)))],
      [ask(0x26, index, 0, 0, user), hexOf(answer(0x26, ...fromHex(value)))],
    ]),
  ]);
const NOBODY = '51 2B 00 00 FF FF A5 1F';

/** The worked frames, as they stand in the sources. */
const METER: Answers = {
  '51 24 00 00 00 00 A3 18': '51 24 77 42 00 00 A5 D3',
  '51 27 00 00 00 00 A3 1B': '51 27 78 56 34 12 A5 31',
  '51 28 00 00 00 00 A3 1C': '51 28 01 42 77 42 A5 1A',
  '51 23 00 00 00 00 A3 17': '51 23 77 35 14 09 A5 E2',
};
const GLUCOSE: Answers = {
  ...METER,
  ...stored(0, [
    ['77 35 12 09', '70 00 00 C0'],
    ['77 35 0F 09', 'BB 00 19 80'],
  ]),
  '51 25 01 00 00 00 A3 1A': '51 25 77 35 0F 09 A5 DF',
  '51 26 01 00 00 00 A3 1B': '51 26 BB 00 19 80 A5 70',
};
const D40: Answers = {
  ...METER,
  '51 24 00 00 00 00 A3 18': hexOf(answer(0x24, 0x61, 0x32)),
  ...stored(1, [['77 35 DE 49', '8A 00 56 48']]),
  ...stored(2, [['77 35 0F 09', '68 00 00 40']]),
  [ask(0x2b, 3)]: NOBODY,
  [ask(0x2b, 4)]: NOBODY,
};
/** No source says that a monitor knows its serial number. */
const TD_3128: Answers = {
  '51 24 00 00 00 00 A3 18': '51 24 28 31 00 00 A5 73',
  '51 23 00 00 00 00 A3 17': '51 23 77 35 14 09 A5 E2',
  ...stored(0, [['77 35 5E 0A', '88 66 54 48']]),
  '51 26 00 00 00 00 A3 1A': '51 26 88 66 54 48 A5 A6',
};

const at = (time: string): string => `2026-11-23T${time}:00`;
const glucose = (mmolPerL: number, meterValue: number, time: string, more = {}) => ({
  event: 'reading' as const,
  kind: 'glucose' as const,
  mmolPerL,
  meterValue,
  meterUnit: 'mg/dL' as const,
  ...more,
  deviceClock: at(time),
});
const pressure = (systolicMmHg: number, diastolicMmHg: number, pulsePerMin: number, time: string, more = {}) => ({
  event: 'reading' as const,
  kind: 'blood-pressure' as const,
  systolicMmHg,
  diastolicMmHg,
  pulsePerMin,
  ...more,
  deviceClock: at(time),
});
const refused = (reason: string) => ({ event: 'rejected', reason });
const record = (index: number, time: string, event: ReturnType<typeof glucose> | ReturnType<typeof pressure>) => ({
  index,
  deviceClock: at(time),
  event,
});
const unit = { model: 'TD-4277', serialNumber: '4277420112345678' };

describe('a glucose meter', () => {
  onABadDump(taidoc, {
    answers: { ...GLUCOSE, ...stored(0, [['77 35 0F 09', 'BB 00 19 80']]) },
    truth: {
      unit,
      deviceClock: at('09:20'),
      records: [record(0, '09:15', glucose(10.4, 187, '09:15', { meal: 'after-meal' }))],
    },
    length: 2 * 6 + 1 + 4,
    mayAsk: MAY_ASK,
  });
});

test('a meter of both is read user by user, and each record says what it is', async () => {
  const { memory, told, sent } = await readOutOf(taidoc, D40);
  expect(memory).toMatchObject({
    unit: { ...unit, model: 'TD-3261' },
    deviceClock: at('09:20'),
    records: [
      record(0, '09:15', glucose(5.8, 104, '09:15', { meal: 'before-meal' })),
      record(0, '09:30', pressure(138, 86, 72, '09:30', { flags: ['irregular'] })),
    ],
  });
  expect(told).toEqual([]);
  expect(sent.filter((hex) => !MAY_ASK.test(hex))).toEqual([]);
});

test.each(
  [...Object.entries({ ...GLUCOSE, ...TD_3128 }).flat(), '51 26 01 00 00 02 A3 1D', '51 26 2C 01 00 00 A3 47'].map(
    (hex) => hexOf(fromHex(hex)),
  ),
)('the sum of %s', (hex) => {
  const frame = fromHex(hex);
  const [command = 0, ...data] = frame.subarray(1, 6);
  expect(frame[6] === 0xa3 ? question(command, ...data) : answer(command, ...data)).toEqual(frame);
});

test('what a host says is no answer, nor is one whose sum is wrong', () => {
  expect(fromMeter.cut(fromHex('51 24 00 00 00 00 A3 18'))).toEqual({ skip: 1, why: 'noise' });
  expect(fromMeter.cut(fromHex('51 26 68 00 00 40 A5 C5'))).toEqual({ skip: 1, why: 'checksum' });
});

describe('which meter', () => {
  test('a monitor has a mean, and perhaps no serial number', async () => {
    const { memory } = await readOutOf(taidoc, TD_3128);
    expect(memory).toMatchObject({
      unit: { model: 'TD-3128' },
      records: [record(0, '10:30', pressure(136, 84, 72, '10:30', { meanMmHg: 102, flags: ['irregular'] }))],
    });
  });

  test('a glucose meter that does not say its serial number is none that we know', async () => {
    const { memory } = await readOutOf(taidoc, { ...GLUCOSE, '51 28 00 00 00 00 A3 1C': '' });
    expect(memory).toBe('silent');
  });

  test('a model that is none of the list is refused, counted, and asked nothing', async () => {
    const { memory, told, sent } = await readOutOf(taidoc, {
      ...GLUCOSE,
      [ask(0x24)]: hexOf(answer(0x24, 0x32, 0x31)),
    });
    expect({ memory, told, sent }).toEqual({
      memory: 'unavailable',
      told: [refused('unsupported')],
      sent: [ask(0x24)],
    });
  });

  test('that is off is asked four times, two seconds apart', async () => {
    const { memory, sent, tookMs } = await readOutOf(taidoc, {});
    expect({ memory, sent }).toEqual({ memory: 'silent', sent: Array(4).fill(ask(0x24)) });
    expect(tookMs).toBeGreaterThanOrEqual(8000);
  });

  test.each([0, 5, 9])('one that says at question %d that only now it listens is asked again at once', async (nth) => {
    const { memory, tookMs } = await readOutOf(taidoc, GLUCOSE, (said, now) => [
      now === nth ? fromHex('51 54 00 00 00 00 A5 4A') : said,
    ]);
    expect(memory).toMatchObject({ unit, records: { length: 2 } });
    expect(tookMs).toBeLessThanOrEqual(1000);
  });

  test('one that only ever says so is none', async () => {
    const { memory, sent } = await readOutOf(taidoc, { [ask(0x24)]: '51 54 00 00 00 00 A5 4A' });
    expect({ memory, asked: sent.length }).toEqual({ memory: 'silent', asked: 4 });
  });
});

describe('a memory', () => {
  test('that is empty is empty', async () => {
    const { memory, sent } = await readOutOf(taidoc, { ...GLUCOSE, [ask(0x2b, 0)]: NOBODY });
    expect(memory).toMatchObject({ unit, records: [] });
    expect(sent.filter((hex) => /^512[56]/.test(hex))).toEqual([]);
  });

  test('that counts beyond any memory is none', async () => {
    const { memory } = await readOutOf(taidoc, { ...GLUCOSE, [ask(0x2b, 0)]: hexOf(answer(0x2b, 0xff, 0xff)) });
    expect(memory).toBe('unavailable');
  });

  test('into which another record comes while it is read is read anew', async () => {
    const more = stored(0, [
      ['77 35 14 09', '64 00 00 00'],
      ['77 35 12 09', '70 00 00 C0'],
      ['77 35 0F 09', 'BB 00 19 80'],
    ]);
    const { memory } = await readOutOf(
      taidoc,
      { ...more, ...GLUCOSE, [ask(0x25, 2)]: more[ask(0x25, 2)] ?? '', [ask(0x26, 2)]: more[ask(0x26, 2)] ?? '' },
      (said, nth, asked) => [nth > 9 ? fromHex(more[asked] ?? hexOf(said)) : said],
    );
    expect(memory).toMatchObject({
      records: [{ event: { meterValue: 187 } }, { event: { meterValue: 112 } }, { event: { meterValue: 100 } }],
    });
  });

  test('that moves each time it is read is not read', async () => {
    let minute = 0;
    const { memory } = await readOutOf(taidoc, GLUCOSE, (said, _, asked) => [
      asked === ask(0x26, 0) ? answer(0x26, 0x70, 0, minute++ >> 1, 0xc0) : said,
    ]);
    expect(memory).toBe('unavailable');
  });

  test('of another meter than at the beginning belongs to neither', async () => {
    const { memory } = await readOutOf(taidoc, GLUCOSE, (said, nth, asked) => [
      asked === ask(0x27) && nth > 5 ? answer(0x27, 9, 9, 9, 9) : said,
    ]);
    expect(memory).toBe('unplugged');
  });

  test('of which a record never comes the same twice: that one is refused, the rest is read', async () => {
    let turn = 0;
    const { memory, told } = await readOutOf(taidoc, GLUCOSE, (said, _, asked) => [
      asked === ask(0x26, 1) ? answer(0x26, 100 + turn++, 0, 0, 0) : said,
    ]);
    expect(memory).toMatchObject({
      records: [
        { index: 0, event: refused('checksum') },
        { index: 1, event: { meterValue: 112 } },
      ],
    });
    expect(told).toEqual(Array(5).fill(refused('checksum')));
  });

  test('two wrong bits that the sum does not see are seen when they come once', async () => {
    const deceived = fromHex('51 26 BA 01 19 80 A5 70'); // 442 instead of 187, and the same sum
    for (const which of [1, 2]) {
      let times = 0;
      const { memory, told } = await readOutOf(taidoc, GLUCOSE, (said, _, asked) => [
        asked === ask(0x26, 1) && ++times === which ? deceived : said,
      ]);
      expect(memory).toMatchObject({ records: [{ event: { meterValue: 187 } }, { event: { meterValue: 112 } }] });
      expect(told).toContainEqual(refused('checksum'));
    }
  });
});

test('an answer that belongs to the record before is taken for no other’s, whenever it comes', async () => {
  const late = fromHex('51 26 70 00 00 C0 A5 4C');
  for (let when = 0; when < 21; when++) {
    const { memory } = await readOutOf(taidoc, GLUCOSE, (said, nth) => (nth === when ? [late, said] : [said]));
    if (typeof memory === 'string') throw new Error(memory);
    expect(memory.records.map(({ event }) => 'meterValue' in event && event.meterValue)).toEqual([187, 112]);
  }
});

describe('what a record says', () => {
  const read = (layout: Layout, time: string, value: string): DeviceEvent =>
    recordOf(layout, fromHex(time), fromHex(value), 0).event;
  const AT = '77 35 0F 09';

  test.each<[Layout, string, string, object]>([
    ['glucose', AT, '68 00 00 00', glucose(5.8, 104, '09:15')],
    ['glucose', AT, '68 00 FF 03', glucose(5.8, 104, '09:15')], // code 1023 of the strip
    ['glucose', AT, '68 00 00 40', glucose(5.8, 104, '09:15', { meal: 'before-meal' })],
    ['glucose', AT, 'BB 00 19 80', glucose(10.4, 187, '09:15', { meal: 'after-meal' })],
    ['glucose', AT, '14 00 00 00', glucose(1.1, 20, '09:15')],
    ['glucose', AT, '58 02 00 00', glucose(33.3, 600, '09:15')],
    [
      'glucose',
      AT,
      '64 02 00 00',
      { event: 'reading', kind: 'glucose', flags: ['above-range'], deviceClock: at('09:15') },
    ],
    [
      'glucose',
      AT,
      '0F 00 00 00',
      { event: 'reading', kind: 'glucose', flags: ['below-range'], deviceClock: at('09:15') },
    ],
    [
      'glucose',
      AT,
      '64 02 00 C0',
      { event: 'reading', kind: 'glucose', flags: ['above-range', 'control'], deviceClock: at('09:15') },
    ],
    ['glucose', AT, '2D 00 00 1C', refused('unsupported')], // ketone
    ['glucose', AT, '64 02 00 18', refused('unsupported')],
    ['glucose', '77 35 8F 09', '68 00 00 00', refused('unknown')], // a pressure, says what measures none
    ['both', AT, '68 00 1A 00', glucose(5.8, 104, '09:15')],
    ['both', '77 35 9E 09', '8A 00 56 48', pressure(138, 86, 72, '09:30')],
    ['both', '77 35 9E 89', '8A 00 56 48', pressure(138, 86, 72, '09:30')], // an average
    ['both', '77 35 DE 49', '8A 00 56 48', pressure(138, 86, 72, '09:30', { flags: ['irregular'] })],
    ['both', '77 35 9E 09', '09 01 8C 65', pressure(265, 140, 101, '09:30')],
    ['both', '77 35 9E 0A', '88 66 54 48', { event: 'rejected', reason: 'implausible', dangerous: true }], // a monitor's layout
    ['pressure', '77 35 5E 0A', '88 66 54 48', pressure(136, 84, 72, '10:30', { meanMmHg: 102, flags: ['irregular'] })],
    ['pressure', '77 35 9E 0A', '88 66 54 48', pressure(136, 84, 72, '10:30', { meanMmHg: 102 })],
    ['pressure', AT, '88 00 54 48', pressure(136, 84, 72, '09:15')],
    ['pressure', AT, '88 89 54 48', refused('implausible')], // a mean above the systolic
    ['pressure', AT, '88 54 54 48', refused('implausible')],
    ['pressure', AT, '00 66 54 48', refused('implausible')],
    ['pressure', AT, '88 66 54 00', refused('implausible')],
    ['pressure', AT, '88 66 54 03', refused('implausible')],
    ['glucose', '00 00 00 00', '68 00 00 00', refused('date')],
    ['glucose', 'FF FF FF FF', '68 00 00 00', refused('date')],
    ['glucose', '5D 34 0F 09', '68 00 00 00', refused('date')], // 29 February 2026
    ['glucose', '77 35 3C 09', '68 00 00 00', refused('date')],
    ['glucose', '77 35 0F 18', '68 00 00 00', refused('date')],
  ])('%s: %s %s', (layout, time, value, event) => {
    expect(read(layout, time, value)).toEqual(event);
  });
});
