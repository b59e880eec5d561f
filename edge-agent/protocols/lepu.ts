/**
 * Lepu (乐普) multi-parameter boards with a blood-pressure module, 460800 8N1. Read: kimlinzd/VX_DATA, package
 * com.lepu.serial, a maker's library that quotes the module's protocol of 2021-11-09. Not seen on a real unit, and one of
 * the library's decoders is broken: partly documented. Every frame:
 *
 *   0 AA | 1 55 | 2 length of all | 3 number | 4 class | 5 part of the board | 6 type | 7.. data | last: CRC-8/MAXIM
 *
 * - [x] units: mmHg and beats per minute, u16 big-endian; no other unit in the protocol
 * - [x] abort: type 03, answered with A; said until it is. The bytes of the module's reset are not shown: not said
 * - [x] duplicates: a result comes up to three times until answered, and unasked at power-up: only one behind a pressure counts
 * - [x] errors: two bytes of the result, read before the numbers
 * - [x] mean pressure: measured by the module
 * - [ ] the result's first byte, its figure of reliability: not understood, not looked at
 * - [ ] irregular pulse, movement of a good measurement: not in the protocol
 * - [ ] clock: not in the protocol
 * - [ ] LO/HI, control solution: not in the protocol
 */
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceEvent, FailureKind } from '../domain/event.ts';
import { bloodPressure } from '../domain/reading.ts';
import { bytesOf, concat, crc8Maxim, seek, u8, u16be } from './bytes.ts';
import { ask, type Conversation, type Framer, type Language, type Line } from './conversation.ts';
import { measureWith, watchCuff } from './cuff.ts';
import type { Cuff, CuffWord } from './cuff-language.ts';
import { stopCuff } from './cuff-release.ts';

export interface Frame {
  readonly kind: number;
  readonly part: number;
  readonly type: number;
  readonly data: Uint8Array;
}

/** Classes: a command of the host; what the board passes up from one of its modules. */
export const CLASSES = { command: 0xf0, passedUp: 0xf6 } as const;
export const PARTS = { board: 0x00, pressure: 0x04 } as const;
/** Of the pressure module; the first is the board's own. Adult patients; pressures at 5 Hz. */
export const COMMANDS = {
  dataStart: [PARTS.board, 0x04],
  start: [PARTS.pressure, 0x01],
  cancel: [PARTS.pressure, 0x03],
  adult: [PARTS.pressure, 0x04, 0x00],
  wave: [PARTS.pressure, 0x06, 0x02],
  state: [PARTS.pressure, 0x08],
  taken: [PARTS.pressure, 0x20, 0x00, 0x00],
} as const;
/** What the module says. */
export const TYPES = { answer: 0x01, live: 0x02, result: 0x04, state: 0x05 } as const;
/** Answers of one letter, behind the type of the command. */
export const LETTERS = { accepted: 0x4f, done: 0x4b, busy: 0x42, cancelling: 0x41 } as const;

const SYNC = [0xaa, 0x55] as const;
const LENGTHS = { least: 8, most: 64 } as const;
/** Bytes of data of what is understood. Another length is not what it seems, CRC or not. */
const DATA_LENGTHS: Readonly<Record<number, number>> = {
  [TYPES.answer]: 2,
  [TYPES.live]: 3,
  [TYPES.result]: 12,
  [TYPES.state]: 4,
};

const cut: Framer<Frame> = (bytes) => {
  const noise = seek(bytes, ...SYNC);
  if (noise > 0) return { skip: noise, why: 'noise' };
  if (bytes.length < 3) return 'wait';
  const length = u8(bytes, 2);
  if (length < LENGTHS.least || length > LENGTHS.most) return { skip: 1, why: 'length' };
  if (bytes.length < length) return 'wait';
  if (crc8Maxim(bytes.subarray(0, length - 1)) !== u8(bytes, length - 1)) return { skip: 1, why: 'checksum' };
  const frame = { kind: u8(bytes, 4), part: u8(bytes, 5), type: u8(bytes, 6), data: bytes.slice(7, length - 1) };
  return isWhole(frame) ? { frame, used: length } : { skip: 1, why: 'length' };
};

const fromModule = ({ kind, part }: Frame): boolean => kind === CLASSES.passedUp && part === PARTS.pressure;
const isWhole = (frame: Frame): boolean =>
  !fromModule(frame) || frame.data.length === (DATA_LENGTHS[frame.type] ?? frame.data.length);

/** The longest frame takes 2 ms at this speed; the rest is for slow adapters. */
export const language: Language<Frame> = { cut, gapMs: 250 };

/** Its number is always 0, as the library's. */
function says(kind: number, body: readonly number[]): Uint8Array {
  const bytes = bytesOf(...SYNC, body.length + 6, 0, kind, ...body);
  return concat(bytes, bytesOf(crc8Maxim(bytes)));
}
export const hostSays = (body: readonly number[]): Uint8Array => says(CLASSES.command, body);
export const moduleSays = (type: number, ...data: readonly number[]): Uint8Array =>
  says(CLASSES.passedUp, [PARTS.pressure, type, ...data]);

const answers = (frame: Frame, [, command]: readonly number[], letter: number): boolean =>
  fromModule(frame) && frame.type === TYPES.answer && u8(frame.data, 0) === command && u8(frame.data, 1) === letter;

const ANSWER_MS = 1000;

const cuff: Cuff<Frame> = {
  start: hostSays(COMMANDS.start),
  startWithinMs: ANSWER_MS,
  started: (frame) => answers(frame, COMMANDS.start, LETTERS.accepted),
  busy: (frame) => answers(frame, COMMANDS.start, LETTERS.busy),
  // With the stream: without it the board may not pass the module's answer up.
  stop: concat(hostSays(COMMANDS.cancel), hostSays(COMMANDS.dataStart)),
  stopped: (frame) => answers(frame, COMMANDS.cancel, LETTERS.cancelling),
  word,
};

/** More than any gauge shows, mmHg: no pressure, whatever it is. */
const GAUGE_MOST_MMHG = 400;

function word(frame: Frame): CuffWord | undefined {
  if (!fromModule(frame)) return undefined;
  if (frame.type === TYPES.result) return { outcome: result(frame.data) };
  if (frame.type !== TYPES.live) return undefined;
  const mmHg = u16be(frame.data, 0);
  return mmHg <= GAUGE_MOST_MMHG ? { mmHg } : undefined;
}

function result(data: Uint8Array): DeviceEvent {
  const [error, detail] = [u8(data, 1), u8(data, 2)];
  if (error !== 0) return { event: 'failure', kind: kindOf(error, detail), code: `${error}/${detail}` };
  return bloodPressure({
    systolicMmHg: u16be(data, 4),
    diastolicMmHg: u16be(data, 6),
    meanMmHg: u16be(data, 8),
    pulsePerMin: u16be(data, 10),
  });
}

const MODULE_FAULT = 1;
const NOT_CALIBRATED = 3;
const FAILURES: Readonly<Record<number, FailureKind>> = {
  [MODULE_FAULT]: 'hardware',
  2: 'cuff',
  3: 'leak',
  4: 'blocked',
  5: 'weak-signal',
  6: 'range',
  7: 'movement',
  8: 'over-pressure',
  9: 'timeout',
  10: 'cuff', // not of this patient's kind
};

const kindOf = (error: number, detail: number): FailureKind =>
  error === MODULE_FAULT && detail === NOT_CALIBRATED ? 'calibration' : (FAILURES[error] ?? 'unknown');

export function* greet(line: Line): Conversation<Frame> {
  if (!(yield* stopCuff(line, cuff))) throw new DeviceError('silent', 'stop');
  const adult = (frame: Frame) => answers(frame, COMMANDS.adult, LETTERS.accepted) || undefined;
  if (!(yield* ask(line, hostSays(COMMANDS.adult), adult, { withinMs: ANSWER_MS })))
    throw new DeviceError('silent', 'adult');
  line.send(hostSays(COMMANDS.wave)); // no answer to it is known
  const state = yield* ask(line, hostSays(COMMANDS.state), stateOf, { withinMs: ANSWER_MS });
  if (!state) throw new DeviceError('silent', 'state');
  if (state.patient !== ADULT || state.doing !== RESTING)
    throw new DeviceError('unavailable', 'not at rest for adults');
}

const ADULT = 0;
const RESTING = 0;

/** Two bytes: the kind of patient in the upper three bits, what it does in the lower four. */
const stateOf = (frame: Frame): { readonly patient: number; readonly doing: number } | undefined =>
  fromModule(frame) && frame.type === TYPES.state
    ? { patient: u8(frame.data, 0) >> 5, doing: u8(frame.data, 1) & 0x0f }
    : undefined;

/** A result here is a copy, or one of before the power came on: answered, so that it comes no more, and not told. */
export const idle = (line: Line): Conversation<Frame> =>
  watchCuff(
    line,
    {
      ...cuff,
      word(frame) {
        const said = word(frame);
        return said && 'outcome' in said ? undefined : said;
      },
    },
    (frame) => {
      if (fromModule(frame) && frame.type === TYPES.result) line.send(hostSays(COMMANDS.taken));
    },
  );

export function* measure(line: Line): Conversation<Frame> {
  yield* measureWith(line, cuff);
  line.send(hostSays(COMMANDS.taken));
}
