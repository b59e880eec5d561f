/**
 * The bytes of the Beurer BM58 and its relatives. One letter asks, and what comes back says neither what it is nor whether it
 * came whole. Two cables, two dialects:
 *
 *            asked     HID: a report of 8 bytes, filled up with F4    serial: so many bytes
 *   ping     AA        55                                             55
 *   name     A4        8 letters, and with A5, A6, A7 the others      32 letters
 *   count    A2        count                                          count
 *   record   A3 n      8 bytes, or A9: there is none                  AC and 8 bytes, or A9
 */
import { bytesOf, concat, u8 } from './bytes.ts';
import type { Language } from './conversation.ts';

export const LETTERS = { ping: 0xaa, name: [0xa4, 0xa5, 0xa6, 0xa7], count: 0xa2, record: 0xa3 } as const;
export const ALIVE = 0x55;
export const NO_RECORD = 0xa9;
export const RECORD_FOLLOWS = 0xac;
export const FILLING = 0xf4;
export const REPORT_BYTES = 8;
export const NAME_BYTES = 32;
export const RECORD_BYTES = 8;

export interface Question {
  readonly bytes: Uint8Array;
  /** How many bytes its answer has, by the first. */
  readonly answerBytes: (first: number) => number;
}

export interface Dialect {
  readonly ping: Question;
  /** Their answers, one behind the other, are the name. */
  readonly name: readonly Question[];
  readonly count: Question;
  /** From 1. */
  readonly record: (n: number) => Question;
  /** What an answer holds as a record, or what says that there is none; undefined: neither. */
  readonly recordIn: (answer: Uint8Array) => Uint8Array | undefined;
  /** Whose a record is, and whether the pulse was irregular, stands in its upper bits. */
  readonly marked: boolean;
}

/** Bytes as one report. */
export const report = (bytes: Uint8Array): Uint8Array =>
  concat(bytes, new Uint8Array(REPORT_BYTES - bytes.length).fill(FILLING));

const inReport = (...bytes: readonly number[]): Question => ({
  bytes: report(bytesOf(...bytes)),
  answerBytes: () => REPORT_BYTES,
});

export const hid: Dialect = {
  ping: inReport(LETTERS.ping),
  name: LETTERS.name.map((letter) => inReport(letter)),
  count: inReport(LETTERS.count),
  record: (n) => inReport(LETTERS.record, n),
  recordIn: (answer) => answer,
  marked: true,
};

export const serial: Dialect = {
  ping: { bytes: bytesOf(LETTERS.ping), answerBytes: () => 1 },
  name: [{ bytes: bytesOf(LETTERS.name[0]), answerBytes: () => NAME_BYTES }],
  count: { bytes: bytesOf(LETTERS.count), answerBytes: () => 1 },
  record: (n) => ({
    bytes: bytesOf(LETTERS.record, n),
    answerBytes: (first) => (first === RECORD_FOLLOWS ? 1 + RECORD_BYTES : 1),
  }),
  recordIn(answer) {
    if (u8(answer, 0) === RECORD_FOLLOWS) return answer.subarray(1);
    return u8(answer, 0) === NO_RECORD ? answer : undefined;
  },
  marked: false,
};

/** A frame is one report, both ways; nothing shorter is one. */
export const reports: Language<Uint8Array> = {
  unwrap: (bytes) => (bytes.length === REPORT_BYTES ? bytes : undefined),
  cut: (bytes) => ({ frame: bytes.slice(0, REPORT_BYTES), used: REPORT_BYTES }),
};

/** A frame is whatever has come: who asked knows how much is to come. */
export const bytes: Language<Uint8Array> = { cut: (all) => ({ frame: all.slice(), used: all.length }) };

/** What the host says over a line: a letter, and for a record its number. */
export const questions: Language<Uint8Array> = {
  cut(all) {
    const used = u8(all, 0) === LETTERS.record ? 2 : 1;
    return all.length < used ? 'wait' : { frame: all.slice(0, used), used };
  },
};
