/**
 * Creative / Carewell (科瑞康, Lepu) PC-600 and PC-700 health terminals, 460800 8N1. Read: zrenjun/pc700sdk, the maker's
 * document "PC600 与上位机通讯协议 v1.1" and its app (ParseData.kt, Verifier.kt, SerialPortHelper.kt).
 *
 * - [x] units: blood pressure in mmHg; each glucose result says itself whether it is mmol/L or mg/dL, each temperature
 *       whether it is Celsius or Fahrenheit; whether in tenths or hundredths, the version tells
 * - [x] LO/HI: in the status byte, of glucose and temperature, read before the number, which then is none
 * - [x] duplicates: a result comes more than once; the same one of a kind within 3 s is one (within one conversation)
 * - [x] abort: 40/02, echoed; said until it is. Unasked, it means that the terminal stopped by itself
 * - [x] errors: 43/02, a number of the maker's list
 * - [ ] clock: not in the protocol; readings come as they are taken
 * - [ ] control solution: not in the protocol
 *
 * Only the host can start a measurement. Oximeter and thermometer are told, and no visit asks for them; the oximeter's wave
 * and perfusion are not. Uric acid and cholesterol are refused; pages of an ID card are dropped unread.
 */
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceEvent, FailureKind } from '../domain/event.ts';
import { bloodPressure } from '../domain/reading.ts';
import { u8, u16be } from './bytes.ts';
import { ask, type Conversation, type Line, listen } from './conversation.ts';
import {
  BATTERY,
  ERROR,
  type Frame,
  HANDSHAKE,
  PRESSURE,
  RESULT,
  START,
  STOP,
  says,
  WAKE,
  WAKES_WITHIN_MS,
} from './creative-frame.ts';
import { results } from './creative-results.ts';
import { measureWith, watchCuff } from './cuff.ts';
import type { Cuff, CuffWord } from './cuff-language.ts';
import { stopCuff } from './cuff-release.ts';

/** The maker's app asks three times, half a second each. A start is asked once, for as long as that. */
const ANSWER_MS = 500;
const TRIES = 3;
/** How full the battery is; empty, it says so itself every second. */
const BATTERY_MS = 600_000;
/** The terminal shakes hands every second until answered; what follows sooner is its answer to ours. */
const HANDSHAKE_MS = 800;

const cuff: Cuff<Frame> = {
  start: says(START),
  startWithinMs: TRIES * ANSWER_MS,
  started: ({ kind }) => kind === START,
  stop: says(STOP),
  stopped: ({ kind }) => kind === STOP,
  word: ({ kind, content }) => WORDS[kind]?.(content),
};

const WORDS: Readonly<Record<number, (content: Uint8Array) => CuffWord>> = {
  [PRESSURE]: (content) => ({ mmHg: u16be(content, 0) & 0x0fff }),
  [RESULT]: (content) => ({ outcome: result(content) }),
  [ERROR]: (content) => ({ outcome: failure(u8(content, 0) & 0x0f) }),
  [STOP]: () => ({ outcome: { event: 'failure', kind: 'aborted' } }),
};

function result(content: Uint8Array): DeviceEvent {
  return bloodPressure({
    systolicMmHg: u16be(content, 0) & 0x7fff,
    diastolicMmHg: u8(content, 3),
    meanMmHg: u8(content, 2),
    pulsePerMin: u8(content, 4),
    ...(u8(content, 0) & 0x80 && { flags: ['irregular'] }),
  });
}

/** The maker's list; 4 is its "pressure error", which other modules of this make explain as a valve that does not open. 13 is not listed. */
const FAILURES: Readonly<Record<number, FailureKind>> = {
  1: 'hardware', // self-test
  2: 'cuff',
  3: 'leak',
  4: 'blocked',
  5: 'weak-signal',
  6: 'range',
  7: 'movement',
  8: 'over-pressure',
  9: 'movement', // signal saturated
  10: 'leak', // in the leak test
  11: 'hardware', // module
  12: 'timeout',
  14: 'battery',
  15: 'cuff', // of the wrong kind
};

const failure = (code: number): DeviceEvent => ({
  event: 'failure',
  kind: FAILURES[code] ?? 'unknown',
  code: String(code),
});

export function* greet(line: Line): Conversation<Frame> {
  const aside = results(line);
  if (yield* stopCuff(line, cuff, aside)) return yield* shakeHands(line, aside);
  line.send(WAKE); // asleep it answers nothing, not even a stop
  yield* listen(line.now + WAKES_WITHIN_MS, aside);
  yield* shakeHands(line, aside);
  if (!(yield* stopCuff(line, cuff, aside))) throw new DeviceError('silent', 'stop');
}

function* shakeHands(line: Line, aside: (frame: Frame) => void): Conversation<Frame> {
  const shaken = ({ kind }: Frame) => kind === HANDSHAKE || undefined;
  const asking = { withinMs: ANSWER_MS, tries: TRIES, other: aside };
  if (!(yield* ask(line, says(HANDSHAKE), shaken, asking))) throw new DeviceError('silent', 'handshake');
}

export function idle(line: Line): Conversation<Frame> {
  const hear = results(line);
  let shakenAt = Number.NEGATIVE_INFINITY;
  const aside = (frame: Frame) => {
    if (frame.kind === BATTERY) return power(line, frame.content);
    if (frame.kind !== HANDSHAKE) return hear(frame);
    if (line.now - shakenAt < HANDSHAKE_MS) return;
    shakenAt = line.now; // it has restarted, and asks until answered
    line.send(says(HANDSHAKE));
  };
  return watchCuff(line, cuff, aside, { bytes: says(BATTERY), everyMs: BATTERY_MS });
}

/** One byte: charging, mains, and the level in three bits. How much the highest is, is not written down. */
function power(line: Line, content: Uint8Array): void {
  if (content.length !== 1) return;
  const status = u8(content, 0);
  const mains = (status & 0x40) !== 0;
  const level = status & 0x07;
  line.note({ battery: { low: level === 0 && !mains, level, charging: (status & 0x80) !== 0, mains } });
}

export const measure = (line: Line): Conversation<Frame> => measureWith(line, cuff, results(line));
