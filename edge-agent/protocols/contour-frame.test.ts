import { describe, expect, test } from 'vitest';
import { doubles, flips, losses, splits, torn } from '../../test/bad-bytes.ts';
import { asciiOf, bytesOf, concat, fromHex, textOf } from './bytes.ts';
import { controlByte, frameOf, fromMeter, type Item, REPORT_BYTES, reportsOf, toMeter } from './contour-frame.ts';
import type { Language } from './conversation.ts';
import { frameReader } from './frame-reader.ts';

const HEADER =
  'H|\\^&||aB3dEf|Contour7350^01.20\\01.05\\09.04^7350-1234567^0000-|A=1^C=00^G=en,en\\zh^I=0200^R=0^S=01^U=1^V=11333^X=039039039100100100072139^Z=1|4|||||P|1|202611230915';

/** As they came from a meter, or were computed by its rule: number, text, sum. */
const WORKED = [
  [1, HEADER, '57'],
  [2, 'P|1', '53'],
  [3, 'R|1|^^^Glucose|93|mg/dL^P||B/M0/T1||202611230701', '6E'],
  [4, 'R|2|^^^Glucose|5.6|mmol/L^P||A/M0/T1||202611230915', '20'],
  [5, 'R|3|^^^Glucose|601|mg/dL^P||>/M0||202611230920', 'E8'],
  [6, 'R|4|^^^Glucose|110|mg/dL^P||C/M0||202611230925', 'EF'],
  [7, 'L|1||N', '86'],
  [5, 'R|3|^^^Glucose|93|mg/dL^P||A/M0/T1||201505261150', '74'], // quoted in the uploader's source
] as const;

/** What is heard of these reports, silence behind the last. */
function heard(reports: readonly Uint8Array[], language: Language<Item> = fromMeter): Item[] {
  const reader = frameReader(language, () => {});
  const items: Item[] = [];
  const hear = (): void => {
    for (let item = reader.next(); item; item = reader.next()) items.push(item);
  };
  for (const report of reports) {
    reader.take(report);
    hear();
  }
  for (; reader.unfinished; hear()) reader.abandon();
  return items;
}

/** Those of these ways in which other frames are heard than one of the allowed. */
function wrong(ways: readonly (readonly Uint8Array[])[], allowed: readonly (readonly object[])[]) {
  const right = new Set(allowed.map((frames) => JSON.stringify(frames)));
  return ways.filter((reports) => !right.has(JSON.stringify(heard(reports).filter(({ is }) => is === 'frame'))));
}

describe.each(WORKED)('frame %d: %s', (number, text, sum) => {
  const last = text.startsWith('L');
  const bytes = frameOf(number, text, last);
  const frame = { is: 'frame', number, text };
  const next = { is: 'frame', number: 0, text: 'next' };

  test(`has the sum ${sum}, and is heard`, () => {
    expect(textOf(bytes.slice(-4))).toBe(`${sum}\r\n`);
    expect(heard(reportsOf(bytes))).toEqual([frame]);
  });

  test('is heard however it is cut into reports', () => {
    const ways = [...splits(bytes), Array.from(bytes, (byte) => bytesOf(byte))];
    for (const parts of ways) expect(heard(parts.flatMap(reportsOf))).toEqual([frame]);
  });

  test('spoilt in any bit, short of a byte, or torn off, it is no frame, and the next one is heard', () => {
    const spoilt = [...flips(bytes), ...losses(bytes), ...torn(bytes)].map(reportsOf);
    expect(wrong(spoilt, [[]])).toEqual([]);
    const followed = spoilt.map((reports) => [...reports, ...reportsOf(frameOf(0, 'next'))]);
    expect(wrong(followed, [[next]])).toEqual([]);
  });

  test('with a byte doubled, or a wrong bit anywhere in its reports, it is the same or none', () => {
    const reports = reportsOf(bytes);
    const flipped = reports.flatMap((report, nth) => flips(report).map((spoilt) => reports.with(nth, spoilt)));
    expect(wrong([...doubles(bytes).map(reportsOf), ...flipped], [[], [frame]])).toEqual([]);
  });
});

test('a spoilt frame is heard of, once, so that it can be asked for again', () => {
  const sum = frameOf(2, 'P|1').map((byte, at) => (at === 8 ? byte ^ 1 : byte));
  const letter = frameOf(2, 'P|1').map((byte, at) => (at === 3 ? 0x04 : byte)); // an EOT that is none
  for (const spoilt of [sum, letter]) expect(heard(reportsOf(spoilt))).toEqual([{ is: 'garbled' }]);
});

test('reports are as on the wire', () => {
  const record = fromHex(
    '41 42 43 38 02 33 52 7C 31 7C 5E 5E 5E 47 6C 75 63 6F 73 65 7C 39 33 7C 6D 67 2F 64 4C 5E 50 7C 7C 42 2F 4D 30 2F 54 31 7C 7C 32 30 32 36 31 31 32 33 30 37 30 31 0D 17 36 45 0D 0A',
  );
  const [report = new Uint8Array()] = reportsOf(frameOf(3, WORKED[2][1]));
  expect(report.length).toBe(REPORT_BYTES);
  expect(report.subarray(0, record.length)).toEqual(record);
  expect(reportsOf(controlByte('ACK'))[0]?.subarray(0, 6)).toEqual(fromHex('41 42 43 01 06 00'));
  expect(reportsOf(frameOf(1, HEADER)).map((one) => one[3])).toEqual([60, 60, 52]);
});

test('a frame that fills its reports to the brim needs no other to end it', () => {
  const text = 'x'.repeat(60 - 8);
  expect(reportsOf(frameOf(1, text))).toHaveLength(1);
  expect(heard(reportsOf(frameOf(1, text)))).toEqual([{ is: 'frame', number: 1, text }]);
});

test('several things in one go are all heard, in order, and junk between them is none', () => {
  const junk = Uint8Array.of(0x00, 0x20, 0x7f, 0xff);
  const all = concat(controlByte('EOT'), junk, frameOf(1, HEADER), junk, controlByte('ENQ'), controlByte('NAK'));
  expect(heard(reportsOf(all)).map(({ is }) => is)).toEqual(['EOT', 'frame', 'ENQ', 'NAK']);
});

test('text that never ends is not waited for', () => {
  const endless = concat(bytesOf(0x02), asciiOf(`1${'x'.repeat(2000)}`));
  expect(fromMeter.cut(endless)).toMatchObject({ frame: { is: 'garbled' } });
});

test.each([
  ['a longer payload than a report holds', '41 42 43 3D 06'],
  ['a longer payload than this report has', '41 42 43 02 06'],
  ['no length', '41 42 43'],
  ['another head', '41 42 44 01 06'],
])('%s: no report', (_, hex) => {
  expect(heard([fromHex(hex)])).toEqual([]);
});

test('to the meter three zeros do as a head, from it they do not', () => {
  const report = fromHex('00 00 00 01 06');
  expect(heard([report], toMeter)).toEqual([{ is: 'ACK' }]);
  expect(heard([report])).toEqual([]);
});
