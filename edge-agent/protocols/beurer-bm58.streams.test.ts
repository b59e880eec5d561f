/** The drivers against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/beurer-bm58.ts';
import type { Reading } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { beurerBm58, beurerBm58Serial } from '../drivers/beurer-bm58.ts';
import { report } from './beurer-dialect.ts';
import { asciiOf, bytesOf, concat, fromHex } from './bytes.ts';

const RECORDS = ['71 3B 48 0B 17 0A 1E 1A', '89 49 4E 0B 97 0A 1F 9A'].map(fromHex);
const asked = (...bytes: readonly number[]): string => hexOf(report(bytesOf(...bytes)));
const NUMBERS = Array.from({ length: 120 }, (_, i) => i);

const HID: Answers = {
  ...Object.fromEntries([0xa4, 0xa5, 0xa6, 0xa7].map((letter) => [asked(letter), hexOf(report(asciiOf('BM58')))])),
  [asked(0xa2)]: hexOf(report(bytesOf(RECORDS.length))),
  ...Object.fromEntries(NUMBERS.map((i) => [asked(0xa3, i + 1), hexOf(RECORDS[i] ?? report(bytesOf(0xa9)))])),
};
const SERIAL: Answers = {
  A4: hexOf(concat(asciiOf('BM58'), new Uint8Array(28))),
  A2: hexOf(bytesOf(RECORDS.length)),
  ...Object.fromEntries(
    NUMBERS.map((i) => {
      const record = RECORDS[i];
      return [hexOf(bytesOf(0xa3, i + 1)), record ? hexOf(concat(bytesOf(0xac), record)) : 'A9'];
    }),
  ),
};

const said = ({ user, deviceClock, event }: StoredRecord & { readonly event: Reading }): string => {
  if (event.kind !== 'blood-pressure') return 'no blood pressure';
  const { systolicMmHg, diastolicMmHg, pulsePerMin, flags } = event;
  const irregular = flags?.includes('irregular') === true;
  return inWords({
    user,
    time: deviceClock,
    systolic: systolicMmHg,
    diastolic: diastolicMmHg,
    pulse: pulsePerMin,
    irregular,
  });
};

onSpoiltDumps(beurerBm58, { hid: HID }, (exchanges) => confirmed(exchanges, 'hid'), said);
onSpoiltDumps(beurerBm58Serial, { serial: SERIAL }, (exchanges) => confirmed(exchanges, 'serial'), said);

test('the second decoder reads the worked records by itself, each when it came twice', () => {
  const exchange = (question: string, hex: string) => ({ question, answer: fromHex(hex) });
  const first = exchange('A301F4F4F4F4F4F4', '71 3B 48 0B 17 0A 1E 1A');
  const second = exchange('A302F4F4F4F4F4F4', '89 49 4E 0B 97 0A 1F 9A');
  expect([...confirmed([first, second, first, second], 'hid')]).toEqual([
    'user 1 at 2026-11-23T10:30:00: 138/84, 72',
    'user 2 at 2026-11-23T10:31:00: 162/98, 78 irregular',
  ]);
  expect(confirmed([first, second], 'hid').size).toBe(0);
  const overSerial = exchange('A301', 'AC 71 3B 48 0B 17 0A 1E 1A');
  expect([...confirmed([overSerial, overSerial], 'serial')]).toEqual([
    'user undefined at 2026-11-23T10:30:00: 138/84, 72',
  ]);
});
