import { describe, expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { onetouchUltra2 } from '../drivers/onetouch-ultra2.ts';
import { asciiOf, concat, textOf } from './bytes.ts';
import { answer, command, fromMeter } from './ultra2-line.ts';
import { clockOf, recordOf } from './ultra2-record.ts';

const asked = (letters: string): string => hexOf(command(letters));
const question = { serialNumber: asked('DM@'), clock: asked('DMF'), records: asked('DMP') };
const MAY_ASK = /^110D(444D40|444D46|444D50)0D$/;

/** Lines as they stand in a source, their sums with them. */
const lines = (...texts: readonly string[]): string => hexOf(asciiOf(texts.map((text) => `${text}\r\n`).join('')));
const HEADER = 'P 003,"ABC123DEY","MG/DL " 0594';
const BEFORE_MEAL = 'P "MON","11/23/26","09:15:00   ","  101 ","B","00", 00 099E';
const CONTROL = 'P "MON","11/23/26","08:02:00   ","C 105 ","N","00", 00 09CC';
const DOUBTED = 'P "SUN","11/22/26","21:40:30   ","  123?","A","05", 00 09CB';
const HIGH = 'P "SUN","11/22/26","07:00:00   "," HIGH ","N","00", 00 0A1B';
const ANSWERS: Answers = {
  [question.serialNumber]: lines('@ "ABC123DEY" 02E2'),
  [question.clock]: lines('F "MON","11/23/26","09:16:02   " 0607'),
  [question.records]: lines(HEADER, BEFORE_MEAL, CONTROL, DOUBTED),
};
/** The same with one record, so that every bit of it can be tried. */
const SHORT: Answers = {
  ...ANSWERS,
  [question.records]: hexOf(concat(answer('P 001,"ABC123DEY","MG/DL "'), asciiOf(`${BEFORE_MEAL}\r\n`))),
};

const refused = (reason: string) => ({ event: 'rejected', reason }) as const;
const reading = (facts: object, deviceClock: string) => ({ event: 'reading', kind: 'glucose', ...facts, deviceClock });
const inMgPerDl = (meterValue: number, mmolPerL: number) => ({ mmolPerL, meterValue, meterUnit: 'mg/dL' });
const TIMES = ['2026-11-22T21:40:30', '2026-11-23T08:02:00', '2026-11-23T09:15:00'] as const;
const EVENTS = [
  refused('checksum'),
  reading({ ...inMgPerDl(105, 5.8), flags: ['control'] }, TIMES[1]),
  reading({ ...inMgPerDl(101, 5.6), meal: 'before-meal' }, TIMES[2]),
];
const TRUTH = TIMES.map((deviceClock, i) => ({ index: i + 1, deviceClock, event: EVENTS[i] }));

describe('a dump', () => {
  const records = [expect.objectContaining({ index: 1, deviceClock: TIMES[2], event: EVENTS[2] })];
  const truth = { unit: { serialNumber: 'ABC123DEY' }, records, deviceClock: '2026-11-23T09:16:02' };
  onABadDump(onetouchUltra2, { answers: SHORT, truth, length: 3, mayAsk: MAY_ASK });

  test('of the worked lines is what they say, the oldest first', async () => {
    const { memory, told } = await readOutOf(onetouchUltra2, ANSWERS);
    expect(memory).toMatchObject({ records: TRUTH });
    expect(told).toEqual([]);
  });
});

test('a question is as the sources have it', () => {
  expect(question.serialNumber).toBe('110D444D400D');
});

test.each([
  HEADER,
  BEFORE_MEAL,
  CONTROL,
  DOUBTED,
  HIGH,
  'Z 005A',
  'SU?,"MMOL/L" 0307',
  'T "MON","11/23/26","09:20:00   " 060E',
  'P 003,"GMF600DCY","MG/DL " 05A6', // of a real meter, as the uploader quotes it
  'P "SAT","03/21/15","16:45:24   ","  081 ","N","03", 00 09B6',
  'P "SAT","03/21/15","16:42:11   ","  105 ","B","02", 00 099F',
  'P "SAT","03/21/15","16:39:46   ","  176 ","N","02", 00 09C1',
])('the sum of %s', (line) => {
  expect(textOf(answer(line.slice(0, -5)))).toBe(`${line}\r\n`);
});

const dumpOf = (...texts: readonly string[]): Answers => ({ ...ANSWERS, [question.records]: lines(...texts) });

test.each([
  ['a line that does not hold', dumpOf(HEADER, BEFORE_MEAL, CONTROL, DOUBTED.replace('09CB', '09CC'))],
  ['a header that does not hold', dumpOf(HEADER.replace('0594', '0595'), BEFORE_MEAL, CONTROL, DOUBTED)],
  ['a line less than the header counts', dumpOf(HEADER, BEFORE_MEAL, CONTROL)],
  ['no header', dumpOf(BEFORE_MEAL, CONTROL, DOUBTED)],
])('%s, every time: asked for three times, then nothing was read', async (_, answers) => {
  const { memory, sent, told } = await readOutOf(onetouchUltra2, answers);
  expect(memory).toBe('silent');
  expect(sent.filter((hex) => hex === question.records)).toHaveLength(3);
  expect(told.filter((event) => event.event !== 'rejected')).toEqual([]);
});

test('a line that does not hold, once: the whole is asked for again, when the rest has come', async () => {
  const { memory, told, sent } = await readOutOf(onetouchUltra2, ANSWERS, (bytes, nth) =>
    nth === 2 ? [bytes.subarray(0, 90), bytes.subarray(91, 140), bytes.subarray(140)] : [bytes],
  );
  expect(memory).toMatchObject({ records: TRUTH });
  expect(told).toEqual([refused('checksum')]);
  expect(sent.filter((hex) => hex === question.records)).toHaveLength(2);
});

test('an empty memory is read at once', async () => {
  const { memory, tookMs } = await readOutOf(onetouchUltra2, {
    ...ANSWERS,
    [question.records]: hexOf(answer('P 000,"ABC123DEY","MMOL/L"')),
  });
  expect(memory).toMatchObject({ records: [] });
  expect(tookMs).toBeLessThanOrEqual(1000);
});

test('500 records that come with pauses of 17 s are read, however long it takes', async () => {
  const texts = Array.from({ length: 500 }, (_, i) => {
    const time = `${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00   `;
    return answer(`P "MON","11/23/26","${time}","  ${100 + i} ","N","00", 00`);
  });
  const full = { ...ANSWERS, [question.records]: hexOf(answer('P 500,"ABC123DEY","MG/DL "')) };
  const { memory, told, tookMs } = await readOutOf(onetouchUltra2, full, undefined, ({ clock, hear }) => {
    for (let part = 0; part < 10; part++)
      clock.at(clock.now() + 17_000 * (part + 1), () => hear(concat(...texts.slice(50 * part, 50 * (part + 1)))));
  });
  expect(told).toEqual([]);
  expect(tookMs).toBeGreaterThanOrEqual(170_000);
  expect(memory).toMatchObject({ records: texts.map((_, i) => ({ index: 500 - i, event: { meterValue: 100 + i } })) });
});

test('a dump of another meter than the one that said its name is nobody’s', async () => {
  const other = dumpOf('P 000,"GMF600DCY","MG/DL " 05A3');
  expect((await readOutOf(onetouchUltra2, other)).memory).toBe('unplugged');
});

test('a serial number of another model: nothing more is asked', async () => {
  const answers = { ...ANSWERS, [question.serialNumber]: hexOf(answer('@ "ABC123DET"')) };
  const { memory, told, sent } = await readOutOf(onetouchUltra2, answers);
  expect({ memory, told, sent }).toEqual({
    memory: 'unavailable',
    told: [refused('unsupported')],
    sent: [question.serialNumber],
  });
});

test('the byte of a meter that is not on its cable is noise', () => {
  expect(fromMeter.cut(Uint8Array.of(0))).toEqual({ skip: 1, why: 'noise' });
});

test('text that never ends is not waited for', () => {
  expect(fromMeter.cut(asciiOf(`P ${'x'.repeat(200)}`))).toMatchObject({ frame: { is: 'garbled' } });
});

describe('a record', () => {
  const said = (fields: Partial<Record<'date' | 'time' | 'result' | 'meal' | 'comment', string>>): StoredRecord => {
    const plain = { date: '11/23/26', time: '09:15:00', result: '  101 ', meal: 'N', comment: '00' };
    const { date, time, result, meal, comment } = { ...plain, ...fields };
    return recordOf(`P "MON","${date}","${time}   ","${result}","${meal}","${comment}", 00`, 1);
  };
  const at = TIMES[2];
  const of101 = inMgPerDl(101, 5.6);

  test.each([
    ['before a meal', { meal: 'B' }, { ...of101, meal: 'before-meal' }],
    ['after one', { meal: 'A', comment: '11' }, { ...of101, meal: 'after-meal' }],
    ['at the least that is shown', { result: '  020 ' }, inMgPerDl(20, 1.1)],
    ['at the most', { result: '  600 ' }, inMgPerDl(600, 33.3)],
    ['LO', { result: '  019 ' }, { flags: ['below-range'] }],
    ['HI', { result: '  601 ' }, { flags: ['above-range'] }],
    ['HI in words', { result: ' HIGH ', meal: 'A' }, { meal: 'after-meal', flags: ['above-range'] }],
    ['LO of control solution', { result: 'C 019 ' }, { flags: ['below-range', 'control'] }],
  ])('%s', (_, fields, facts) => {
    expect(said(fields).event).toEqual(reading(facts, at));
  });

  test.each([
    ['doubted', { result: '  101?' }, 'checksum'],
    ['control solution that is doubted', { result: 'C 101?' }, 'checksum'],
    ['LOW in words, of which nobody tells', { result: ' LOW  ' }, 'unknown'],
    ['another first letter', { result: 'X 101 ' }, 'unknown'],
    ['two digits', { result: '   19 ' }, 'unknown'],
    ['another meal', { meal: 'X' }, 'unknown'],
    ['no comment', { comment: '  ' }, 'unknown'],
    ['a day that no calendar has', { date: '02/29/26' }, 'date'],
    ['day and month changed places', { date: '23/11/26' }, 'date'],
    ['an hour that no clock has', { time: '24:00:00' }, 'date'],
  ])('%s is refused', (_, fields, reason) => {
    expect(said(fields).event).toEqual(refused(reason));
  });
});

test.each([
  ['F "MON","11/23/26","09:16:02   "', { deviceClock: '2026-11-23T09:16:02' }],
  ['F "MON","13/23/26","09:16:02   "', { deviceClock: undefined }],
  ['F "MON","11/23/26","09:16:02"', undefined],
])('the clock %s', (text, clock) => {
  expect(clockOf(text)).toEqual(clock);
});
