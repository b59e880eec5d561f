/**
 * SunTech OEM modules (Advantage and LX families), 9600 8N1. Read: ak-git/DesktopFX, appliance/suntech, with its tests;
 * 519984307/Appciton SuntechProvider (numbers only); hwy0606/STM32F103 usart2_protocol. Frames:
 *
 *   to the module: 0x3A | command and its data, of a length that the command knows | check
 *   to the host:   0x3E | length of all, itself and the check too | data | check
 *   check: the sum of the whole frame is 0, modulo 256
 *
 * - [x] units: mmHg and beats per minute; no other unit in the protocol
 * - [x] abort: 79 01, answered with A when heard and K when done; said until answered, then the module is reset
 * - [x] duplicates: a result is asked for, once it is over, and counts only after a pressure of it
 * - [x] errors: byte 20 of the result. Behind one the numbers may be those of before, and are not looked at
 * - [x] mean pressure: measured by the module
 * - [ ] irregular pulse, movement of a good measurement: not documented; status and test codes are not used
 * - [ ] clock: not in the protocol
 * - [ ] LO/HI, control solution: not in the protocol
 *
 * The host always speaks first: live pressures are asked for. Streaming (56) is only described, and not used.
 */
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceEvent, FailureKind } from '../domain/event.ts';
import { bloodPressure } from '../domain/reading.ts';
import { bytesOf, concat, hexByte, seek, sum8, u8, u16le } from './bytes.ts';
import { ask, type Conversation, type Framer, type Language, type Line } from './conversation.ts';
import { measureWith, watchCuff } from './cuff.ts';
import type { Cuff, CuffWord } from './cuff-language.ts';
import { emptyCuff, stopCuff } from './cuff-release.ts';

/** All between start and check, the length too. */
export type Frame = Uint8Array;

const TO_MODULE = 0x3a;
const TO_HOST = 0x3e;

const check = (bytes: Uint8Array): number => -sum8(bytes) & 0xff;
const says = (start: number, ...body: readonly number[]): Uint8Array => {
  const bytes = bytesOf(start, ...body);
  return concat(bytes, bytesOf(check(bytes)));
};
export const hostSays = (...body: readonly number[]): Uint8Array => says(TO_MODULE, ...body);
export const moduleSays = (...data: readonly number[]): Uint8Array => says(TO_HOST, data.length + 3, ...data);

/** To the module. Only these are understood by its twin; none moves anything but START. */
export const COMMANDS = {
  start: [0x20], // adult; those of children and neonates are never said
  abort: [0x79, 0x01, 0x00],
  result: [0x79, 0x03, 0x00],
  pressure: [0x79, 0x05, 0x00],
  statusA: [0x79, 0x11, 0x00], // Advantage A+
  statusLx: [0x79, 0x10, 0x03],
  reset: [0x8a],
} as const;
export type Command = keyof typeof COMMANDS;

/** Answers of one letter: started, done, abort heard, busy. */
export const LETTERS = { started: 0x4f, done: 0x4b, aborting: 0x41, busy: 0x42 } as const;

/** Lengths of the answers to what we ask: a letter, a pressure or status, a result. Of any other nobody here made a question. */
const LENGTHS = { letter: 4, word: 5, result: 24 } as const;
const KNOWN: readonly number[] = Object.values(LENGTHS);

const fromModuleCut: Framer<Frame> = (bytes) => {
  const noise = seek(bytes, TO_HOST);
  if (noise > 0) return { skip: noise, why: 'noise' };
  if (bytes.length < 2) return 'wait';
  const length = u8(bytes, 1);
  if (!KNOWN.includes(length)) return { skip: 1, why: 'length' };
  return whole(bytes, length);
};

const toModuleCut: Framer<Frame> = (bytes) => {
  const noise = seek(bytes, TO_MODULE);
  if (noise > 0) return { skip: noise, why: 'noise' };
  if (bytes.length < 2) return 'wait';
  const command = Object.values(COMMANDS).find(([first]) => first === u8(bytes, 1));
  return command ? whole(bytes, command.length + 2) : { skip: 1, why: 'unknown' };
};

function whole(bytes: Uint8Array, length: number): ReturnType<Framer<Frame>> {
  if (bytes.length < length) return 'wait';
  if (sum8(bytes.subarray(0, length)) !== 0) return { skip: 1, why: 'checksum' }; // one byte: a good frame may begin inside
  return { frame: bytes.slice(1, length - 1), used: length };
}

/** The longest answer takes 25 ms at this speed; the rest is for slow adapters. */
const GAP_MS = 250;
export const fromModule: Language<Frame> = { cut: fromModuleCut, gapMs: GAP_MS };
export const toModule: Language<Frame> = { cut: toModuleCut, gapMs: GAP_MS };

const isLetter = (frame: Frame, letter: number): boolean => u8(frame, 0) === LENGTHS.letter && u8(frame, 1) === letter;

const cuff: Cuff<Frame> = {
  start: hostSays(...COMMANDS.start),
  startWithinMs: 500,
  started: (frame) => isLetter(frame, LETTERS.started),
  busy: (frame) => isLetter(frame, LETTERS.busy),
  stop: hostSays(...COMMANDS.abort),
  // Done says that nothing is under way any more, whichever of the two was faster.
  stopped: (frame) => isLetter(frame, LETTERS.aborting) || isLetter(frame, LETTERS.done),
  reset: hostSays(...COMMANDS.reset),
  gauge: { question: hostSays(...COMMANDS.pressure), everyMs: 200 },
  outcome: hostSays(...COMMANDS.result),
  word,
};

function word(frame: Frame): CuffWord | undefined {
  if (isLetter(frame, LETTERS.done)) return { over: true };
  if (u8(frame, 0) === LENGTHS.result) return { outcome: result(frame) };
  return u8(frame, 0) === LENGTHS.word ? pressure(frame) : undefined;
}

/** What a gauge can show, in mmHg; a little below nothing is an empty cuff. The module says -1 where it has no value. */
const GAUGE = { least: -10, most: 400, none: -1 } as const;

function pressure(frame: Frame): CuffWord | undefined {
  const mmHg = (u16le(frame, 1) << 16) >> 16;
  if (mmHg === GAUGE.none || mmHg < GAUGE.least || mmHg > GAUGE.most) return undefined;
  return { mmHg: Math.max(0, mmHg) };
}

/** Offsets are those of the whole frame less one. */
function result(frame: Frame): DeviceEvent {
  const error = u8(frame, 19);
  if (error !== 0) return { event: 'failure', kind: FAILURES.get(error) ?? 'unknown', code: hexByte(error) };
  return bloodPressure({
    systolicMmHg: u16le(frame, 1),
    diastolicMmHg: u16le(frame, 3),
    meanMmHg: u16le(frame, 17),
    pulsePerMin: u8(frame, 15), // one byte: the next one is spare in one source, its high byte in another
  });
}

/** The list that the source uses when it runs; its other one holds the same numbers, decimal, behind a 0x. */
const FAILURES: ReadonlyMap<number, FailureKind> = new Map([
  [0x01, 'weak-signal'],
  [0x02, 'movement'],
  [0x03, 'range'],
  [0x04, 'timeout'],
  [0x55, 'blocked'],
  [0x56, 'aborted'],
  [0x57, 'cuff'], // inflation too slow: leak or loose cuff
  [0x58, 'timeout'],
  [0x59, 'over-pressure'],
  [0x5a, 'hardware'],
  [0x5b, 'hardware'], // safety override fitted, or zero out of range
  [0x61, 'hardware'], // transducer
  [0x63, 'calibration'],
]);

export function* greet(line: Line): Conversation<Frame> {
  if (!(yield* stopCuff(line, cuff))) throw new DeviceError('silent', 'stop');
  yield* checkItself(line);
  yield* emptyCuff(line, cuff);
}

/** Advantage A+ and LX modules have each a question of their own; the answer looks like a pressure. Others have none. */
function* checkItself(line: Line): Conversation<Frame> {
  const status = (frame: Frame) => (u8(frame, 0) === LENGTHS.word ? u8(frame, 1) : undefined);
  for (const question of [COMMANDS.statusA, COMMANDS.statusLx]) {
    const failed = yield* ask(line, hostSays(...question), status, { withinMs: 500, tries: 1 });
    if (failed === 0) return;
    if (failed !== undefined) throw new DeviceError('unavailable', 'its self-test failed');
  }
}

export const idle = (line: Line): Conversation<Frame> => watchCuff(line, cuff);

export const measure = (line: Line): Conversation<Frame> => measureWith(line, cuff);
