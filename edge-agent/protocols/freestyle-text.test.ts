import { describe, expect, test } from 'vitest';
import { type Answers, aTalk, hexOf } from '../../test/a-talk.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import { freestyleText } from '../drivers/freestyle-text.ts';
import { asciiOf, bytesOf, concat, fromHex, textOf } from './bytes.ts';
import { libreRecord, neoRecord } from './freestyle-record.ts';
import { failed, freestyle, messageOf, recordsOf, reportOf, sumOf, TYPES, textReports } from './freestyle-report.ts';

/** Behind what counts stands what earlier reports left: here ones. */
const stale = (report: Uint8Array): Uint8Array => report.map((byte, at) => (at < 2 + (report[1] ?? 0) ? byte : 0xff));
const asked = (command: string): string => hexOf(reportOf(TYPES.text, asciiOf(command)));
const said = (message: string): string => hexOf(concat(...textReports(message).map(stale)));

const RECORDS = [
  '7,00003,11,23,26,9,15,1,104,0,1,0,0,0,0,0,0,0,0',
  '7,00002,11,23,26,8,2,1,HI,0,1,0,0,0,0,0,0,0,0',
  '7,00001,11,22,26,21,40,1,112,0,0,0,0,0,0,0,0,0,0',
];
const RESULT = `${RECORDS.map((record) => `${record}\r\n`).join('')}3,00001A53\r\n`;
const NEO: Answers = {
  [asked('$serlnum?')]: said('LAGN123-T4567\r\n'),
  [asked('$date?')]: said('11,23,26\r\n'),
  [asked('$time?')]: said('9,20\r\n'),
  [asked('$result?')]: said(RESULT),
};
const COMMANDS = ['$serlnum?', '$sn?', '$date?', '$time?', '$result?', '$arresult?'];
const MAY_ASK = new RegExp(`^(${COMMANDS.map(asked).join('|')})$`);

const at = (time: string): string => `2026-11-${time}:00`;
const reading = (facts: object, deviceClock: string) => ({ event: 'reading', kind: 'glucose', ...facts, deviceClock });
const inMgPerDl = (meterValue: number, mmolPerL: number) => ({ mmolPerL, meterValue, meterUnit: 'mg/dL' });
const refused = (reason: string) => ({ event: 'rejected', reason });
const TRUTH = [
  {
    index: 1,
    deviceClock: at('22T21:40'),
    event: reading({ ...inMgPerDl(112, 6.2), flags: ['control'] }, at('22T21:40')),
  },
  { index: 2, deviceClock: at('23T08:02'), event: reading({ flags: ['above-range'] }, at('23T08:02')) },
  { index: 3, deviceClock: at('23T09:15'), event: reading(inMgPerDl(104, 5.8), at('23T09:15')) },
];

describe('a Neo', () => {
  const records = TRUTH.map((record) => expect.objectContaining(record));
  const truth = { unit: { serialNumber: 'LAGN123-T4567' }, records, deviceClock: at('23T09:20') };
  onABadDump(freestyleText, { answers: NEO, truth, length: 5, mayAsk: MAY_ASK, oneIn: 7 });
});

test('the worked reports', () => {
  const question = reportOf(TYPES.text, asciiOf('$serlnum?'));
  expect(question).toHaveLength(64);
  expect(question.subarray(0, 12)).toEqual(fromHex('60 09 24 73 65 72 6C 6E 75 6D 3F 00'));
  expect(reportOf(TYPES.text, asciiOf('$date?')).subarray(0, 8)).toEqual(fromHex('60 06 24 64 61 74 65 3F'));
  const reports = textReports(RESULT);
  expect(reports.map((report) => hexOf(report.subarray(0, 2)))).toEqual(['603E', '603E', '6039']);
  expect(reports.slice(0, 2).map((report) => textOf(report.slice(-9)))).toEqual(['002,11,23', ',40,1,112']);
});

test.each([
  ['LAGN123-T4567\r\n', '00000326'],
  ['11,23,26\r\n', '0000019E'],
  ['9,20\r\n', '000000DE'],
  ['Log Empty\r\n', '00000368'],
  [RESULT, '00001C63'],
  [RECORDS.map((record) => `${record}\r\n`).join(''), '00001A53'],
  ['', '00000000'],
])('the sum of %j is %s, and no other', (message, sum) => {
  expect(sumOf(message)).toBe(sum);
  expect(messageOf(`${message}CKSM:${sum}\r\nCMD OK\r\n`)).toBe(message);
  expect(messageOf(`${message}CKSM:${sum.slice(0, -1)}${sum.endsWith('4') ? 5 : 4}\r\nCMD OK\r\n`)).toBeUndefined();
});

test('a log counts its records, and has a sum of its own', () => {
  const lines = RECORDS.map((record) => `${record}\r\n`).join('');
  expect(recordsOf(RESULT)).toEqual(RECORDS);
  expect(recordsOf('Log Empty\r\n')).toEqual([]);
  for (const wrong of [`${lines}4,00001A53\r\n`, `${lines}3,00001A54\r\n`, lines, '0,00000000\r\n', ''])
    expect(recordsOf(wrong)).toBeUndefined();
});

test.each([
  ['it says that it is alive', '22 01 05', { skip: true }],
  ['longer than a report can be', '60 3F 41', { skip: true }],
  ['longer than this report is', '60 03 41 42', { skip: true }],
  ['no length', '60', { skip: true }],
  ['what counts, and what is left over', '60 01 41 FF FF', { skip: false }],
])('a report: %s', (_, hex, { skip }) => {
  const kept = freestyle.unwrap?.(fromHex(hex));
  expect(kept === undefined).toBe(skip);
  if (kept) expect(freestyle.cut(kept)).toMatchObject({ frame: { type: 0x60, payload: bytesOf(0x41) }, used: 3 });
});

test('that it is alive it may say between any two reports', async () => {
  const alive = reportOf(TYPES.alive, bytesOf(0x05));
  const { memory, told } = await readOutOf(freestyleText, NEO, (answer) => {
    const reports = Array.from({ length: answer.length / 64 }, (_, i) => answer.slice(64 * i, 64 * (i + 1)));
    return [alive, ...reports.flatMap((report) => [report, alive])];
  });
  expect(memory).toMatchObject({ records: TRUTH });
  expect(told).toEqual([]);
});

test('a sum that never holds: asked three times, then nothing was read', async () => {
  const wrong = concat(...textReports(RESULT)).map((byte, at) => (at === 64 * 2 + 40 ? byte ^ 1 : byte));
  const { memory, told, sent } = await readOutOf(freestyleText, { ...NEO, [asked('$result?')]: hexOf(wrong) });
  expect({ memory, told }).toEqual({ memory: 'silent', told: [1, 2, 3].map(() => refused('checksum')) });
  expect(sent.filter((hex) => hex === asked('$result?'))).toHaveLength(3);
});

test.each([
  ['a record that is missing', RECORDS.slice(1), '3,00001A53'],
  ['one that is there twice', [...RECORDS, RECORDS[0]], '4,00001A53'],
])('%s, under a sum that holds for the whole: nothing was read', async (_, records, last) => {
  const log = said(`${records.map((record) => `${record}\r\n`).join('')}${last}\r\n`);
  expect((await readOutOf(freestyleText, { ...NEO, [asked('$result?')]: log })).memory).toBe('silent');
});

test('an empty log is no record', async () => {
  const { memory } = await readOutOf(freestyleText, { ...NEO, [asked('$result?')]: said('Log Empty\r\n') });
  expect(memory).toMatchObject({ records: [] });
});

test('a meter that has lost its clock tells none', async () => {
  const lost = { ...NEO, [asked('$date?')]: said('255,255,255\r\n'), [asked('$time?')]: said('255,255\r\n') };
  const { memory } = await readOutOf(freestyleText, lost);
  expect(memory).toMatchObject({ records: TRUTH });
  expect(memory).not.toHaveProperty('deviceClock');
});

test('when midnight passes between date and time, both are asked for again', async () => {
  const days = ['11,23,26\r\n', '11,24,26\r\n'].map((day) => concat(...textReports(day)));
  const { memory } = await readOutOf(freestyleText, { ...NEO, [asked('$time?')]: said('0,0\r\n') }, (answer, nth) => [
    days[nth === 1 ? 0 : nth === 3 || nth === 5 ? 1 : 2] ?? answer,
  ]);
  expect(memory).toMatchObject({ deviceClock: at('24T00:00') });
});

test('a Libre 2 is refused after one text', async () => {
  const enciphered = hexOf(reportOf(TYPES.enciphered, bytesOf(0x15)));
  const { memory, told, sent } = await readOutOf(freestyleText, { [asked('$serlnum?')]: enciphered });
  expect({ memory, told, sent }).toEqual({
    memory: 'unavailable',
    told: [refused('unsupported')],
    sent: [asked('$serlnum?')],
  });
});

test('a meter that knows neither question for its serial number is refused', async () => {
  const neither = { [asked('$serlnum?')]: hexOf(failed()), [asked('$sn?')]: hexOf(failed()) };
  const { memory, told } = await readOutOf(freestyleText, neither);
  expect({ memory, told }).toEqual({ memory: 'unavailable', told: [refused('unsupported')] });
});

test('the greeting knocks four times, whatever an earlier reader left, then asks for the serial number', async () => {
  const knocks = [0x04, 0x05, 0x15, 0x01].map((type) => hexOf(reportOf(type)));
  const talk = aTalk(freestyleText, {
    ...NEO,
    ...Object.fromEntries(
      knocks.map((knock, i) => [knock, hexOf(reportOf([0x34, 0x06, 0x35, 0x71][i] ?? 0, bytesOf(1)))]),
    ),
  });
  talk.hear(reportOf(TYPES.text, asciiOf('CMD OK\r\n')));
  await talk.clock.until(talk.greet());
  expect(talk.sent.map(({ hex }) => hex)).toEqual([...knocks, asked('$serlnum?')]);
  expect(talk.told).toEqual([]);
});

describe('a record of a Neo', () => {
  const of = (fields: Readonly<Record<number, string>>, length = 19) => {
    const plain = '7,00003,11,23,26,9,15,1,104,0,1,0,0,0,0,0,0,0,0'.split(',');
    return neoRecord(
      plain
        .map((field, i) => fields[i] ?? field)
        .slice(0, length)
        .join(','),
      1,
    );
  };
  const time = at('23T09:15');

  test.each([
    ['HI', { 8: 'HI' }, reading({ flags: ['above-range'] }, time)],
    ['LO', { 8: 'LO' }, reading({ flags: ['below-range'] }, time)],
    ['HI of control solution', { 8: 'HI', 10: '0' }, reading({ flags: ['above-range', 'control'] }, time)],
    ['blood by another number', { 10: '3' }, reading(inMgPerDl(104, 5.8), time)],
    ['at the least', { 8: '20' }, reading(inMgPerDl(20, 1.1), time)],
    ['at the most', { 8: '500' }, reading(inMgPerDl(500, 27.8), time)],
    ['below', { 8: '19' }, refused('range')],
    ['above', { 8: '501' }, refused('range')],
    ['in other words', { 8: 'hi' }, refused('range')],
    ['ketone', { 0: '9' }, refused('unsupported')],
    ['insulin', { 0: '10' }, refused('unsupported')],
    ['a type that is not known', { 0: '8' }, refused('unknown')],
    ['not valid', { 7: '0' }, refused('unknown')],
    ['neither blood nor control solution', { 10: '' }, refused('unknown')],
    ['the clock lost', { 2: '255', 3: '255', 4: '255', 5: '255', 6: '255' }, refused('date')],
    ['no day', { 3: '31' }, refused('date')],
  ])('%s', (_, fields, event) => {
    expect(of(fields)).toMatchObject({ index: 3, event });
  });

  test('short of a field is refused; that the clock was set is none', () => {
    expect(of({}, 18)?.event).toEqual(refused('unknown'));
    expect(of({ 0: '6' }, 13)).toBeUndefined();
  });
});

describe('a record of a Libre', () => {
  const of = (fields: Readonly<Record<number, string>>, length = 35) => {
    const plain = ['12', '2', '11', '23', '26', '9', '15', '7', '1', '0', '0', '0', '104', ...'0'.repeat(16)];
    const all = [...plain, '"a, b"', ...Array.from({ length: 5 }, () => '""')];
    return libreRecord(
      all
        .map((field, i) => fields[i] ?? field)
        .slice(0, length)
        .join(','),
      1,
    );
  };
  const time = '2026-11-23T09:15:07';

  test.each([
    ['of a strip', {}, reading(inMgPerDl(104, 5.8), time)],
    ['ketone', { 9: '1' }, refused('unsupported')],
    ['of its sensor', { 9: '2', 13: '1' }, refused('unsupported')],
    ['in doubt, as a LO is', { 11: '1', 12: '19' }, refused('unknown')],
    ['an error', { 28: '32768' }, refused('unknown')],
    ['another bit of an error', { 28: '1' }, refused('unknown')],
    ['a strip’s that is said to be a sensor’s', { 13: '1' }, refused('unknown')],
    ['below', { 12: '19' }, refused('range')],
    ['above', { 12: '501' }, refused('range')],
    ['another type', { 1: '3' }, refused('unknown')],
    ['the clock lost', { 2: '255' }, refused('date')],
  ])('%s', (_, fields, event) => {
    expect(of(fields)).toMatchObject({ index: 12, event });
  });

  test('short of a field is refused; that the clock was set is none', () => {
    expect(of({}, 28)?.event).toEqual(refused('unknown'));
    expect(of({ 1: '5' }, 20)).toBeUndefined();
  });
});
