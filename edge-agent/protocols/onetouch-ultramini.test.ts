import { describe, expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import { onetouchUltramini } from '../drivers/onetouch-ultramini.ts';
import { asciiOf, bytesOf, concat, fromHex } from './bytes.ts';
import { type Dialect, ultraMini, verioIq } from './lifescan-dialects.ts';
import { frameOf, lifescan } from './lifescan-frame.ts';

const DISCONNECT = '02 06 08 03 C2 62';
const ACK_AND = '02 06 06 03 CD 41';
const HOST_ACK = '02 06 07 03 FC 72';
const framed = (link: number, hex: string): string => hexOf(frameOf(link, fromHex(hex)));
/** What a meter says on a new link to the first question: that it heard it, and this. */
const onLink = (hex: string): string => `${ACK_AND} ${framed(2, hex)}`;
const behind = (head: string, text: string): string => `${head} ${hexOf(asciiOf(text))}`;

const MINI_SERIAL = framed(0, '05 0B 02 00 00 00 00 84 6A E8 73 00');
const MINI_COUNT = '02 0A 00 05 1F F5 01 03 38 AA';
const MINI_CLOCK = framed(0, '05 20 02 00 00 00 00');
const MINI_RECORD = '02 0A 00 05 1F 00 00 03 AB 91';
const MINI: Answers = {
  [DISCONNECT]: '02 06 0C 03 06 AE',
  [MINI_SERIAL]: onLink(behind('05 06', 'YC9ABC123')),
  [MINI_COUNT]: onLink('05 0F 01 00'),
  [MINI_CLOCK]: onLink('05 06 40 05 04 6B'),
  [MINI_RECORD]: `${ACK_AND} 02 10 02 05 06 14 04 04 6B 68 00 00 00 03 D5 03`,
};
const VERIO_SERIAL = framed(0, '03 0B 01 02');
const VERIO_COUNT = '02 09 00 03 27 00 03 26 71';
const VERIO_RECORD = '02 0A 00 03 21 00 00 03 9D D2';
const VERIO: Answers = {
  [VERIO_SERIAL]: framed(0, behind('03 06', 'SJKL12345\0')),
  [VERIO_COUNT]: framed(0, '03 06 01 00'),
  [framed(0, '03 20 02')]: framed(0, '03 06 C0 C1 96 32'),
  [VERIO_RECORD]: '02 12 00 03 06 94 C0 96 32 68 00 00 00 00 00 03 3F 99',
};
const QUESTIONS = [...Object.keys(MINI), ...Object.keys(VERIO), HOST_ACK].map((hex) => hexOf(fromHex(hex)));
const MAY_ASK = new RegExp(`^(${QUESTIONS.join('|')})$`);

const at = (time: string): string => `2026-11-23T${time}`;
const reading = (facts: object, deviceClock: string) => ({ event: 'reading', kind: 'glucose', ...facts, deviceClock });
const inMgPerDl = (meterValue: number, mmolPerL: number) => ({ mmolPerL, meterValue, meterUnit: 'mg/dL' });
const refused = (reason: string) => ({ event: 'rejected', reason });
const held = { index: 0, deviceClock: at('09:15:00'), event: reading(inMgPerDl(104, 5.8), at('09:15:00')) };
const records = [expect.objectContaining(held)];

describe('an UltraMini', () => {
  const truth = { unit: { serialNumber: 'YC9ABC123' }, records, deviceClock: at('09:20:00') };
  onABadDump(onetouchUltramini, { answers: MINI, truth, length: 13, mayAsk: MAY_ASK, oneIn: 7 });
});

describe('a Verio IQ', () => {
  const truth = { unit: { serialNumber: 'SJKL12345' }, records, deviceClock: at('09:20:00') };
  onABadDump(onetouchUltramini, { answers: VERIO, truth, length: 7, mayAsk: MAY_ASK, oneIn: 5 });
});

test.each([
  [0x08, '', DISCONNECT],
  [0x0c, '', '02 06 0C 03 06 AE'],
  [0x06, '', ACK_AND],
  [0x07, '', HOST_ACK],
  [0x00, '05 0D 02', '02 09 00 05 0D 02 03 DA 71'],
  [
    0x02,
    behind('05 06 11', 'P02.00.0025/05/07'),
    '02 1A 02 05 06 11 50 30 32 2E 30 30 2E 30 30 32 35 2F 30 35 2F 30 37 03 AB 25',
  ],
  [0x00, '05 0F 25 00', '02 0A 00 05 0F 25 00 03 3A E7'],
  [0x00, '05 20 01 40 05 04 6B', '02 0D 00 05 20 01 40 05 04 6B 03 31 09'],
  [0x00, '05 09 02 09 00 00 00 00', '02 0E 00 05 09 02 09 00 00 00 00 03 CE E7'],
  [0x00, '05 06 01 00 00 00', '02 0C 00 05 06 01 00 00 00 03 D7 E4'],
  [0x00, '03 06 02 00', '02 0A 00 03 06 02 00 03 9E DA'],
  [0x00, '03 09', '02 08 00 03 09 03 D6 54'],
])('link %i, payload %s: the frame is %s', (link, payload, hex) => {
  expect(frameOf(link, fromHex(payload))).toEqual(fromHex(hex));
  expect(lifescan.cut(fromHex(hex))).toEqual({
    frame: { is: 'frame', link, payload: fromHex(payload) },
    used: fromHex(hex).length,
  });
});

test('a wrong CRC, a wrong end, a length that none has: one byte on', () => {
  for (const hex of ['02 0A 00 03 06 02 00 03 9E DB', '02 0A 00 03 06 02 00 04 9E DA', '02 05 00 03 06 02'])
    expect(lifescan.cut(fromHex(hex))).toMatchObject({ skip: 1 });
});

describe('what a record says', () => {
  const said = (dialect: Dialect, hex: string) => dialect.recordOf(fromHex(hex), 3);

  test.each([
    ['05 06 14 04 04 6B 68 00 00 00', reading(inMgPerDl(104, 5.8), at('09:15:00'))],
    ['05 06 14 04 04 6B FE FF 00 00', reading({ flags: ['below-range'] }, at('09:15:00'))],
    ['05 06 14 04 04 6B FF FF 00 00', reading({ flags: ['above-range'] }, at('09:15:00'))],
    ['05 06 14 04 04 6B 14 00 00 00', reading(inMgPerDl(20, 1.1), at('09:15:00'))],
    ['05 06 14 04 04 6B 58 02 00 00', reading(inMgPerDl(600, 33.3), at('09:15:00'))],
    ['05 06 14 04 04 6B 13 00 00 00', refused('range')],
    ['05 06 14 04 04 6B 59 02 00 00', refused('range')],
    ['05 06 14 04 04 6B 68 00 01 00', refused('range')],
    ['05 06 14 04 04 6B FF FF FF FF', refused('range')],
    ['05 06 FF FF FF FF 68 00 00 00', refused('date')],
    ['05 06 00 00 00 00 68 00 00 00', reading(inMgPerDl(104, 5.8), '1970-01-01T00:00:00')],
    ['05 09', refused('unknown')],
  ])('UltraMini: %s', (hex, event) => {
    expect(said(ultraMini, hex)).toMatchObject({ index: 3, event });
  });

  test.each([
    [
      '03 06 40 70 95 32 70 00 01 00 00 00',
      reading({ ...inMgPerDl(112, 6.2), flags: ['control'] }, '2026-11-22T09:20:00'),
    ],
    ['03 06 C0 C1 96 32 BB 00 00 02 00 00', reading({ ...inMgPerDl(187, 10.4), meal: 'after-meal' }, at('09:20:00'))],
    ['03 06 C0 C1 96 32 BB 00 00 01 00 00', { meal: 'before-meal' }],
    ['03 06 C0 C1 96 32 13 00 00 00 00 00', reading({ flags: ['below-range'] }, at('09:20:00'))],
    ['03 06 C0 C1 96 32 59 02 00 00 00 00', reading({ flags: ['above-range'] }, at('09:20:00'))],
    ['03 06 C0 C1 96 32 59 02 01 00 00 00', { flags: ['above-range', 'control'] }],
    ['03 06 C0 C1 96 32 BB 00 02 00 00 00', refused('unknown')],
    ['03 06 C0 C1 96 32 BB 00 00 03 00 00', refused('unknown')],
    ['03 06 FF FF FF FF BB 00 00 00 00 00', refused('date')],
    ['03 09', refused('unknown')],
  ])('Verio IQ: %s', (hex, event) => {
    expect(said(verioIq, hex)).toMatchObject({ index: 3, event });
  });

  test.each(['05 06 14 04 04 6B 68 00 00', '03 06 14 04 04 6B 68 00 00 00', '05 0F 14 04 04 6B 68 00 00 00', ''])(
    '%s is no record',
    (hex) => {
      expect([said(ultraMini, hex), said(verioIq, hex)]).toEqual([undefined, undefined]);
    },
  );
});

describe('no answer says to which question it is one', () => {
  const two = {
    ...VERIO,
    [VERIO_COUNT]: '02 0A 00 03 06 02 00 03 9E DA',
    [framed(0, '03 21 01 00')]: '02 12 00 03 06 40 70 95 32 70 00 01 00 00 00 03 56 3A',
  };
  const both = [{ index: 1, event: { meterValue: 112, flags: ['control'] } }, held];
  let hearLate = (_: Uint8Array): void => {};

  test('one that comes again while the next is asked for is not taken for that', async () => {
    const { memory } = await readOutOf(onetouchUltramini, two, (answer, nth) =>
      nth === 4 ? [answer, bytesOf(), bytesOf(), answer] : [answer],
    );
    expect(memory).toMatchObject({ records: both });
  });

  test('one that comes late, behind a question that was repeated, neither', async () => {
    for (let late = 0; late < 8; late++) {
      const { memory } = await readOutOf(
        onetouchUltramini,
        two,
        (answer, nth) => {
          if (nth !== late) return [answer];
          hearLate(answer);
          return [];
        },
        ({ clock, hear }) => {
          hearLate = (answer) =>
            void [1001, 1003, 2500, 6000].map((ms) => clock.at(clock.now() + ms, () => hear(answer)));
        },
      );
      expect(memory).toMatchObject({ records: both });
    }
  });

  test('an UltraMini’s of an older link is none of the new one', async () => {
    const stale = frameOf(2, fromHex('05 06 14 04 04 6B 69 00 00 00'));
    const { memory } = await readOutOf(onetouchUltramini, MINI, (answer, _, question) =>
      question === hexOf(fromHex(DISCONNECT)) ? [concat(stale, answer)] : [answer],
    );
    expect(memory).toMatchObject({ records: [held] });
  });
});

test('a count beyond any memory is none', async () => {
  const { memory } = await readOutOf(onetouchUltramini, { ...MINI, [MINI_COUNT]: onLink('05 0F FF FF') });
  expect(memory).toBe('unavailable');
});

test('answers that are none that is known are refused, and nothing is read', async () => {
  const { memory, told } = await readOutOf(onetouchUltramini, { ...MINI, [MINI_COUNT]: onLink('05 06 01 00') });
  expect({ memory, told }).toEqual({ memory: 'unavailable', told: [refused('unsupported')] });
});

test('another meter than at the beginning belongs to neither', async () => {
  const other = fromHex(onLink(behind('05 06', 'YC9ABC124')));
  const { memory } = await readOutOf(onetouchUltramini, MINI, (answer, nth, question) =>
    question === hexOf(fromHex(MINI_SERIAL)) && nth > 5 ? [other] : [answer],
  );
  expect(memory).toBe('unplugged');
});

test('no records, no question for one', async () => {
  const { memory, sent } = await readOutOf(onetouchUltramini, { ...MINI, [MINI_COUNT]: onLink('05 0F 00 00') });
  expect(memory).toMatchObject({ records: [] });
  expect(sent).not.toContain(hexOf(fromHex(MINI_RECORD)));
});
