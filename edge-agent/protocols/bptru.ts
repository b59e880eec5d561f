/**
 * BpTRU BPM-200 (VSM MedTech), an automated-office monitor; HID reports of 8 bytes, each a message. Read:
 * obiba/onyx-instruments, interface-bloodpressure-vsm-bptru, the program of population studies. Every message:
 *
 *   0 STX | 1 kind | 2-5 data | 6 CRC-8 of 1-5 | 7 ETX
 *
 * - [x] units: mmHg and beats per minute; no other unit in the protocol
 * - [x] abort: command 01, acknowledged; said until it is, then the monitor is reset
 * - [x] duplicates: a reading ends its measurement, and counts only after a pressure of it; its memory is cleared before
 * - [x] errors: the reading's first byte; a number counts only where all of it is 0
 * - [x] its own button: a stop ends the measurement; one that nobody started here is stopped
 * - [ ] averages of its own series: not taken; each reading is asked for alone
 * - [ ] mean pressure, irregular pulse, movement of a good measurement: not in the protocol
 * - [ ] clock: not in the protocol
 * - [ ] LO/HI, control solution: not in the protocol; out of range is a failure
 */
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceEvent, FailureKind } from '../domain/event.ts';
import { bloodPressure } from '../domain/reading.ts';
import { bytesOf, concat, crc8, hexByte, seek, u8, u16le } from './bytes.ts';
import { ask, type Conversation, type Language, type Line } from './conversation.ts';
import { measureWith, watchCuff } from './cuff.ts';
import type { Cuff, CuffWord } from './cuff-language.ts';
import { stopCuff } from './cuff-release.ts';

export interface Frame {
  readonly kind: number;
  /** Four bytes. */
  readonly data: Uint8Array;
}

export const KINDS = {
  command: 0x11,
  reset: 0x10,
  acknowledged: 0x06,
  button: 0x55,
  notice: 0x21,
  inflating: 0x49,
  deflating: 0x44,
  reading: 0x42,
} as const;

/** Numbers of commands, of what acknowledges them, and of the monitor's own buttons. */
export const COMMANDS = { handshake: 0x00, stop: 0x01, cycle: 0x03, start: 0x04, clear: 0x05 } as const;
const WAS_RESET = 0x08;

const STX = 0x02;
const ETX = 0x03;
const FRAME_BYTES = 8;

/** Both ends speak it. The monitor's program took a CRC of 0 for none; here it is always proved. */
export const language: Language<Frame> = {
  gapMs: 250,
  cut(bytes) {
    const noise = seek(bytes, STX);
    if (noise > 0) return { skip: noise, why: 'noise' };
    if (bytes.length < FRAME_BYTES) return 'wait';
    if (u8(bytes, 7) !== ETX) return { skip: 1, why: 'length' };
    if (crc8(bytes.subarray(1, 6)) !== u8(bytes, 6)) return { skip: 1, why: 'checksum' };
    return { frame: { kind: u8(bytes, 1), data: bytes.slice(2, 6) }, used: FRAME_BYTES };
  },
};

export function says(kind: number, d0 = 0, d1 = 0, d2 = 0, d3 = 0): Uint8Array {
  const body = bytesOf(kind, d0, d1, d2, d3);
  return concat(bytesOf(STX), body, bytesOf(crc8(body), ETX));
}

const acknowledges = ({ kind, data }: Frame, command: number): boolean =>
  kind === KINDS.acknowledged && u8(data, 0) === command;
const isButton = ({ kind, data }: Frame, command: number): boolean => kind === KINDS.button && u8(data, 0) === command;

const ANSWER_MS = 2000;

const cuff: Cuff<Frame> = {
  prepare: (line) => command(line, COMMANDS.clear),
  start: says(KINDS.command, COMMANDS.start),
  startWithinMs: ANSWER_MS,
  started: (frame) => acknowledges(frame, COMMANDS.start),
  stop: says(KINDS.command, COMMANDS.stop),
  stopped: (frame) => acknowledges(frame, COMMANDS.stop),
  reset: says(KINDS.reset, 0xff),
  word,
};

/** More than any gauge shows, mmHg: no pressure, whatever it is. */
const GAUGE_MOST_MMHG = 400;

function word(frame: Frame): CuffWord | undefined {
  const { kind, data } = frame;
  if (kind === KINDS.reading) return { outcome: result(data) };
  if (isButton(frame, COMMANDS.stop)) return { outcome: { event: 'failure', kind: 'aborted' } };
  if (kind !== KINDS.inflating && kind !== KINDS.deflating) return undefined;
  const mmHg = u16le(data, 0);
  return mmHg <= GAUGE_MOST_MMHG ? { mmHg } : undefined;
}

function result(data: Uint8Array): DeviceEvent {
  const code = u8(data, 0);
  if (code !== 0) return failure(code, data);
  return bloodPressure({ systolicMmHg: u8(data, 1), diastolicMmHg: u8(data, 2), pulsePerMin: u8(data, 3) });
}

const SYSTEM_ERROR = 0x80;
/** A bit each of the code, and where the reason stands instead of the number: systolic, diastolic, pulse. */
const FIELDS = [
  { bit: 0x40, at: 1 },
  { bit: 0x20, at: 2 },
  { bit: 0x10, at: 3 },
] as const;
/** Reasons of a field: below and above what the monitor measures. Others say that it found none. */
const OUT_OF_RANGE: readonly number[] = [0x17, 0x18, 0x19, 0x20];

function failure(code: number, data: Uint8Array): DeviceEvent {
  if (code & SYSTEM_ERROR) {
    return { event: 'failure', kind: SYSTEM_ERRORS[code & 0x0f] ?? 'unknown', code: hexByte(code) };
  }
  const field = FIELDS.find(({ bit }) => code & bit);
  if (!field) return { event: 'failure', kind: 'unknown', code: hexByte(code) };
  const reason = u8(data, field.at);
  const kind = OUT_OF_RANGE.includes(reason) ? 'range' : 'unknown';
  return { event: 'failure', kind, code: hexByte(code) + hexByte(reason) };
}

const SYSTEM_ERRORS: readonly FailureKind[] = [
  'weak-signal', // 0: too few pulses
  'movement',
  'over-pressure',
  'cuff', // 3: inflation too slow
  'blocked', // inflation too fast
  'hardware', // deflation too slow
  'hardware', // deflation too fast
  'hardware', // software
  'weak-signal', // 8: pulses too small
  'hardware', // pressure below -10
  'over-pressure', // pressure too high for too long
  'blocked', // pressure not low enough for too long
  'hardware',
  'unknown', // D, E: it was reset
  'unknown',
  'battery',
];

/** Says a command once; throws `silent` when it is not acknowledged. Returns the data that came with it. */
function* command(line: Line, number: number, withinMs = ANSWER_MS): Conversation<Frame, Uint8Array> {
  const answer = (frame: Frame) => (acknowledges(frame, number) ? frame.data : undefined);
  const data = yield* ask(line, says(KINDS.command, number), answer, { withinMs, tries: 1 });
  if (!data) throw new DeviceError('silent', `command ${number}`);
  return data;
}

const HANDSHAKE_MS = 3000;
/** More intervals than the monitor has. */
const CYCLES = 20;

export function* greet(line: Line): Conversation<Frame> {
  if (!(yield* stopCuff(line, cuff))) throw new DeviceError('silent', 'stop');
  yield* command(line, COMMANDS.handshake, HANDSHAKE_MS);
  yield* command(line, COMMANDS.clear);
  yield* readSingly(line);
}

/** Its button goes round the intervals of its own series; 0 minutes is one reading for each start. */
function* readSingly(line: Line): Conversation<Frame> {
  for (let cycles = 0; cycles < CYCLES; cycles++) {
    const data = yield* command(line, COMMANDS.cycle);
    if (u8(data, 1) === 0) return;
  }
  throw new DeviceError('unavailable', 'it stays in a series of its own');
}

/** Begun anew it knows nothing of its settings. */
function noticed({ kind, data }: Frame): void {
  if (kind === KINDS.notice && u8(data, 0) === WAS_RESET) throw new DeviceError('unavailable', 'it was reset');
}

/** A stop that nobody waits for is not said more often. */
const STOP_EVERY_MS = 500;

export function idle(line: Line): Conversation<Frame> {
  let stoppedAt = Number.NEGATIVE_INFINITY;
  function refuse(frame: Frame): void {
    if (frame.kind !== KINDS.inflating && !isButton(frame, COMMANDS.start)) return;
    if (line.now - stoppedAt < STOP_EVERY_MS) return;
    stoppedAt = line.now;
    line.send(cuff.stop); // somebody pressed its button: no screen shows that
  }
  return watchCuff(
    line,
    {
      ...cuff,
      word(frame) {
        refuse(frame);
        return word(frame);
      },
    },
    noticed,
  );
}

export const measure = (line: Line): Conversation<Frame> => measureWith(line, cuff, noticed);
