/**
 * What Microlife's monitors say over their USB bridge: 06 | text, hexadecimal digits alone | the sum of its letters, two
 * digits. In reports of which the lower half of the first byte counts the bytes that follow.
 */
import { clockText } from '../domain/device-clock.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { bloodPressure } from '../domain/reading.ts';
import { asciiOf, bytesOf, concat, hexByte, sum8, textOf, u8 } from './bytes.ts';
import type { Language } from './conversation.ts';
import { countedIn } from './counted-report.ts';

export const COMMANDS = { memory: 0x22, id: 0x24 } as const;

/** 23 and 27 are never sent: they set the id and the clock. */
export const question = (command: number): Uint8Array => bytesOf(0x12, 0x16, 0x18, command);

const ACK = 0x06;
const CHECK_DIGITS = 2;
const AROUND_TEXT = 1 + CHECK_DIGITS;
const COUNT_DIGITS = 4;
const HEAD = 32;
const RECORD = 32;
/** None of these monitors holds as many: not a count. */
const MOST_RECORDS = 1000;

export const answerWith = (text: string): Uint8Array => {
  const letters = asciiOf(text);
  return concat(bytesOf(ACK), letters, asciiOf(hexByte(sum8(letters))));
};

/** The text of an answer that holds. */
export function textIn(answer: Uint8Array): string | undefined {
  if (answer.length <= AROUND_TEXT || u8(answer, 0) !== ACK) return undefined;
  const text = answer.subarray(1, -CHECK_DIGITS);
  const holds = hexByte(sum8(text)) === textOf(answer.subarray(-CHECK_DIGITS));
  return holds && /^[0-9A-F]+$/.test(textOf(text)) ? textOf(text) : undefined;
}

/** How long the answer to the memory's question will be, by its beginning; undefined: it is not known yet. */
export function memoryAnswerBytes(beginning: Uint8Array): number | undefined {
  if (beginning.length <= COUNT_DIGITS) return undefined;
  return AROUND_TEXT + HEAD + RECORD * countIn(textOf(beginning.subarray(1, 1 + COUNT_DIGITS)));
}

const countIn = (text: string): number => {
  const digits = text.slice(0, COUNT_DIGITS);
  const count = /^[0-9A-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : 0;
  return count <= MOST_RECORDS ? count : 0;
};

/** Undefined where the text is not as long as its count says. What its head says of a person is left where it is. */
export function recordsIn(text: string): StoredRecord[] | undefined {
  const count = countIn(text);
  if (text.length !== HEAD + RECORD * count || Number.parseInt(text.slice(0, COUNT_DIGITS), 16) !== count)
    return undefined;
  return Array.from({ length: count }, (_, index) =>
    recordOf(text.slice(HEAD + RECORD * index, HEAD + RECORD * (index + 1)), index),
  );
}

/**
 * 0 time, YYMMDDhhmm | 10 unknown, 6 | 16 a word of 32 bits: 0-9 systolic, 10-19 diastolic, 20-29 pulse | 24 unknown, 8.
 * Flags may hide in what is unknown: none is told.
 */
function recordOf(text: string, index: number): StoredRecord {
  const deviceClock = timeOf(text.slice(0, 10));
  if (deviceClock === undefined) return { index, event: { event: 'rejected', reason: 'date' } };
  const word = Number.parseInt(text.slice(16, 24), 16);
  const tenBits = (from: number): number => (word >>> from) & 0x3ff;
  const event = bloodPressure({
    systolicMmHg: tenBits(0),
    diastolicMmHg: tenBits(10),
    pulsePerMin: tenBits(20),
    deviceClock,
  });
  return { index, deviceClock, event };
}

function timeOf(digits: string): string | undefined {
  if (!/^\d{10}$/.test(digits)) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = (digits.match(/../g) ?? []).map(Number);
  return clockText([2000 + year, month, day, hour, minute, 0]);
}

/** A frame is what one report carries: an answer's end is told by nothing in it. */
const frames: Pick<Language<Uint8Array>, 'cut'> = {
  cut(bytes) {
    const used = 1 + u8(bytes, 0);
    return bytes.length < used ? 'wait' : { frame: bytes.slice(1, used), used };
  },
};

const counted = (part: Uint8Array | undefined): Uint8Array | undefined => part && concat(bytesOf(part.length), part);

export const fromMonitor: Language<Uint8Array> = {
  ...frames,
  unwrap: (report) => counted(countedIn(report, report[0] === undefined ? undefined : report[0] & 0x0f)),
};

export const toMonitor: Language<Uint8Array> = { ...frames, unwrap: (report) => counted(countedIn(report)) };
