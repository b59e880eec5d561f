import { describe, expect, test } from 'vitest';
import { aTalk, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import type { Glucose } from '../domain/event.ts';
import { sinocareSn } from '../drivers/sinocare-sn.ts';
import { bytesOf, fromHex } from './bytes.ts';
import { COMMANDS, frameOf } from './sinocare.ts';

const RESULT_5_8 = '53 4E 10 00 04 04 1A 0B 17 09 0F 1E 00 3A 00 00 00 00 C4';
const START = '53 4E 04 00 04 03 0B';

const deviceClock = '2026-11-23T09:15:30';
const reading = (facts: Partial<Glucose>): Glucose => ({ event: 'reading', kind: 'glucose', deviceClock, ...facts });
const ofTenths = (tenths: number) => reading({ mmolPerL: tenths / 10, meterValue: tenths / 10, meterUnit: 'mmol/L' });
const result = (tenths: number, second = 30, rest: readonly number[] = [0, 0, 0, 0]): Uint8Array =>
  frameOf(COMMANDS.result, bytesOf(26, 11, 23, 9, 15, second, tenths >> 8, tenths & 0xff, ...rest));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const told = (...chunks: readonly (string | Uint8Array)[]) => toldOf(sinocareSn, {}, 'idle', chunks);
const rejected = (reason: string) => ({ event: 'rejected', reason });

describe('the worked frames', () => {
  onABadWire(sinocareSn, {
    answers: {},
    firstByte: 0x53,
    next: { hex: hexOf(result(77, 31)), tells: { ...ofTenths(77), deviceClock: '2026-11-23T09:15:31' } },
    frames: [
      { what: '5.8 mmol/L', hex: RESULT_5_8, tells: [ofTenths(58)] },
      { what: 'a test begins', hex: START, tells: [] },
      { what: 'LO', hex: hexOf(result(11)), tells: [reading({ flags: ['below-range'] })] },
      { what: 'HI', hex: hexOf(result(333)), tells: [reading({ flags: ['above-range'] })] },
      { what: 'a word of the host, as on an echoing line', hex: '53 4E 09 00 04 06 1A 0B 17 09 14 6C', tells: [] },
    ],
  });

  test('a wrong sum is refused', async () => {
    expect(await told('53 4E 10 00 04 04 1A 0B 17 09 0F 1E 00 3A 00 00 00 00 C5')).toEqual([rejected('checksum')]);
  });

  test.each([
    [COMMANDS.result, '1A 0B 17 09 0F 1E 00 3A 00 00 00 00', RESULT_5_8],
    [COMMANDS.start, '', START],
    [COMMANDS.clock, '1A 0B 17 09 14', '53 4E 09 00 04 06 1A 0B 17 09 14 6C'],
    [COMMANDS.stored, 'FF FF 00', '53 4E 07 00 04 0E FF FF 00 17'],
  ])('command %d is as on the wire', (command, data, hex) => {
    expect(frameOf(command, fromHex(data))).toEqual(fromHex(hex));
  });
});

test('nothing is ever said to it, whatever it tells', async () => {
  const talk = aTalk(sinocareSn);
  await talk.clock.until(talk.greet());
  const idling = talk.idle().catch(() => {});
  for (const chunk of [
    START,
    RESULT_5_8,
    hexOf(frameOf(COMMANDS.stored, bytesOf(0, 1, 26, 11, 23, 9, 15, 30, 0, 58))),
  ]) {
    talk.hear(chunk);
    await talk.clock.pass(60_000);
  }
  talk.gone();
  await talk.clock.until(idling);
  expect(talk.sent).toEqual([]);
  expect(talk.told).toEqual([ofTenths(58), rejected('unsupported')]);
});

test('a result that comes again is told once; the next one is, though its value be the same', async () => {
  expect(await told(RESULT_5_8, RESULT_5_8, START, RESULT_5_8)).toEqual([ofTenths(58)]);
  expect(await told(RESULT_5_8, result(58, 31))).toHaveLength(2);
});

test.each([
  [12, ofTenths(12)],
  [332, ofTenths(332)],
  [0, reading({ flags: ['below-range'] })],
  [0xffff, reading({ flags: ['above-range'] })],
])('%d tenths', async (tenths, event) => {
  expect(await told(result(tenths))).toEqual([event]);
});

test.each([
  ['month 0', [26, 0, 23, 9, 15, 30]],
  ['the 31st of November', [26, 11, 31, 9, 15, 30]],
  ['second 60', [26, 11, 23, 9, 15, 60]],
])('a result of %s is refused', async (_, time) => {
  const frame = frameOf(COMMANDS.result, bytesOf(...time, 0, 58, 0, 0, 0, 0));
  expect(await told(frame)).toEqual([rejected('date')]);
});

test('a stored result is told to nobody: whose it is, is not known', async () => {
  const frame = frameOf(COMMANDS.stored, bytesOf(0, 1, 26, 11, 23, 9, 15, 30, 0, 58, 0, 0, 0, 0));
  expect(await told(frame)).toEqual([rejected('unsupported')]);
});
