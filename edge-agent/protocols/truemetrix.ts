/**
 * Trividia TRUE METRIX meters in their USB cradle, which is a HID device. Read: tidepool-org/uploader
 * lib/drivers/trividia/trueMetrix.js (and lib/core/driverManifests.js for the ids). Text both ways:
 *
 *   report   to the meter A0 | n | n letters; from it n, below 64 | n letters
 *   message  ( body ) and the sum of its letters, brackets too, modulo 256, as two digits 0-9 A-F
 *   said     (^) wake, (_) power off, (I) identify, (Z1) serial number, (T) clock, (G) results; all questions
 *   answers  i, z1, t, g5 one result, x the sum of the digits of all results
 *
 * - [x] units: always mg/dL inside
 * - [x] LO/HI: a number below 20 or above 600, as the meters themselves show it; then there is no number here
 * - [x] control solution: the last digit of a result is not 0
 * - [ ] meals: not in the protocol
 * - [x] clock: each result's, to the minute; that of now. No way to set it is known
 * - [x] duplicates: a result that came twice is held to the sum of all; a memory read twice adds nothing (`domain/memory.ts`)
 * - [x] abort: reading can be left at any byte; nothing in the meter has changed
 * - [ ] live results: a meter in its cradle measures nothing. It is asked every few seconds whether it still lies there, and so
 *       kept awake
 */
import { clockText } from '../domain/device-clock.ts';
import { DeviceError } from '../domain/device-error.ts';
import { type Memory, oldestFirst, type StoredRecord } from '../domain/memory.ts';
import { asciiOf, bytesOf, concat, sum8, textOf } from './bytes.ts';
import { ask, type Conversation, type Cut, type Framer, type Language, type Line, listen } from './conversation.ts';
import { proved, resultOf } from './truemetrix-result.ts';

export interface Message {
  readonly body: string;
}

export const REPORT_BYTES = 64;
const TO_METER = 0xa0;

const [OPEN, CLOSE] = [0x28, 0x29] as const;
/** The longest body of all, a serial number's, has not been seen beyond twenty letters. */
const LONGEST_BODY = 40;
const isLetter = (byte: number): boolean => byte > 0x20 && byte < 0x7f && byte !== OPEN && byte !== CLOSE;

export function messageOf(body: string): Uint8Array {
  const text = asciiOf(`(${body})`);
  return concat(text, asciiOf(sum8(text).toString(16).toUpperCase().padStart(2, '0')));
}

const cut: Framer<Message> = (bytes) => {
  const start = bytes.indexOf(OPEN);
  if (start !== 0) return { skip: start < 0 ? bytes.length : start, why: 'noise' };
  const end = bytes.findIndex((byte, at) => at > 0 && !isLetter(byte));
  if (end < 0) return bytes.length > LONGEST_BODY ? { skip: 1, why: 'length' } : 'wait';
  return bytes[end] === CLOSE ? cutMessage(bytes, end) : { skip: 1, why: 'length' };
};

function cutMessage(bytes: Uint8Array, end: number): Cut<Message> {
  if (bytes.length < end + 3) return 'wait';
  const body = textOf(bytes.subarray(1, end));
  const right = messageOf(body).every((byte, at) => byte === bytes[at]);
  return right ? { frame: { body }, used: end + 3 } : { skip: 1, why: 'checksum' };
}

/** The reports of one message follow each other within milliseconds. */
const GAP_MS = 250;

export const fromMeter: Language<Message> = {
  cut,
  gapMs: GAP_MS,
  unwrap(report) {
    const length = report[0];
    return length !== undefined && length < REPORT_BYTES && length < report.length
      ? report.slice(1, 1 + length)
      : undefined;
  },
};

/** The host's side as the meter hears it. */
export const toMeter: Language<Message> = {
  cut,
  gapMs: GAP_MS,
  unwrap(report) {
    const length = report[1];
    return report[0] === TO_METER && length !== undefined && length + 2 <= report.length
      ? report.slice(2, 2 + length)
      : undefined;
  },
};

export const QUESTIONS = { wake: '^', off: '_', model: 'I', serialNumber: 'Z1', clock: 'T', results: 'G' } as const;
type Question = keyof typeof QUESTIONS;

export function reportTo(question: Question): Uint8Array {
  const message = messageOf(QUESTIONS[question]);
  return concat(bytesOf(TO_METER, message.length), message);
}

/** As the uploader: so long it hears reports before it says the next thing. */
const ANSWER_MS = 2000;
const TRIES = 3;
/** How often a meter is asked whether it still lies in its cradle: nobody measures in less. */
const LOOK_EVERY_MS = 5000;
/** An answer that takes longer was asked for again: it may have been lifted out. */
const LOOK_WITHIN_MS = 1500;
/** More than any of these meters can hold. */
const MOST_RECORDS = 2000;

const MODELS = new Map([
  ['MR2', 'TRUE METRIX'],
  ['RC2', 'TRUE METRIX GO'],
  ['BLU', 'TRUE METRIX AIR'],
]);

function* query(line: Line, question: Question, pattern: RegExp): Conversation<Message, string> {
  const said = yield* ask(line, reportTo(question), ({ body }) => pattern.exec(body)?.[1], {
    withinMs: ANSWER_MS,
    tries: TRIES,
  });
  if (said === undefined) throw new DeviceError('silent', question);
  return said;
}

const serialNumberOf = (line: Line): Conversation<Message, string> =>
  query(line, 'serialNumber', /^z1([0-9A-Za-z-]{1,32})$/);

/** Another model of the maker may store otherwise: the uploader refuses it too. */
function* unitOf(line: Line): Conversation<Message, Required<Memory['unit']>> {
  line.send(reportTo('wake'));
  const model = MODELS.get(yield* query(line, 'model', /^i(\w{1,8})$/));
  if (model === undefined) {
    line.tell({ event: 'rejected', reason: 'unsupported' });
    throw new DeviceError('unavailable', 'a model whose memory is not documented');
  }
  return { model, serialNumber: yield* serialNumberOf(line) };
}

/** Switched off and on first, as the uploader does: some let nobody in the first time. */
export function* greet(line: Line): Conversation<Message> {
  line.send(reportTo('off'));
  yield* listen(line.now + ANSWER_MS);
  yield* unitOf(line);
}

/** Ends when another meter lies there, or this one may have been away. One that is gone is silent. */
export function* idle(line: Line, mark?: string): Conversation<Message> {
  const known = mark ?? (yield* serialNumberOf(line));
  for (;;) {
    const asked = line.now;
    line.send(reportTo('wake'));
    if ((yield* serialNumberOf(line)) !== known || line.now - asked > LOOK_WITHIN_MS) return;
    yield* listen(line.now + LOOK_EVERY_MS);
  }
}

/** All or nothing: every result, proved by the sum of all, of one meter from beginning to end. */
export function* readOut(line: Line): Conversation<Message, Memory> {
  const unit = yield* unitOf(line);
  const digits = yield* query(line, 'clock', /^t(\d{12})$/);
  const deviceClock = clockOf(digits);
  const heardAt = line.now;
  const records = yield* readResults(line);
  if ((yield* serialNumberOf(line)) !== unit.serialNumber)
    throw new DeviceError('unplugged', 'another meter came while it was read');
  return {
    mark: unit.serialNumber,
    unit,
    ...(deviceClock !== undefined && { clock: { deviceClock, heardAt } }),
    records: oldestFirst(records),
  };
}

function* readResults(line: Line): Conversation<Message, StoredRecord[]> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const results = yield* transfer(line);
    if (results) return results.map((digits, at) => resultOf(digits, at + 1));
    yield* listen(line.now + ANSWER_MS); // what may still be under way belongs to no other question
  }
  throw new DeviceError('silent', 'results that agree with their sum');
}

/** The digits of each result; undefined when they do not all come. */
function* transfer(line: Line): Conversation<Message, readonly string[] | undefined> {
  yield* listen(line.now);
  line.send(reportTo('results'));
  const heard: string[] = [];
  for (let message = yield line.now + ANSWER_MS; message; message = yield line.now + ANSWER_MS) {
    const [, digits] = /^g5([0-9A-F]{12})$/.exec(message.body) ?? [];
    if (digits !== undefined) heard.push(digits);
    if (heard.length > MOST_RECORDS)
      throw new DeviceError('unavailable', 'it sends more results than any of these meters can hold');
    const [, sum] = /^x.([0-9A-F]{4})$/.exec(message.body) ?? [];
    if (sum === undefined) continue;
    const all = proved(heard, Number.parseInt(sum, 16));
    if (!all) line.tell({ event: 'rejected', reason: 'checksum' });
    return all;
  }
  return undefined;
}

/** `ssmmHHDDMMYY`. Undefined: no time. */
function clockOf(digits: string): string | undefined {
  const two = (at: number): number => Number(digits.slice(at, at + 2));
  return clockText([2000 + two(10), two(8), two(6), two(4), two(2), two(0)]);
}
