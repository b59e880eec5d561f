/**
 * PAR Medizintechnik NIBP2010 and NIBP2020 UP boards, 4800 8N1, without SpO2. Read: tincho77/NIBP-ABATON and
 * tincho77/Abaton_bloodPresureSerialInterface (real boards); PyMonkey81/hemodialisis_ciateq nibp_protocol.py, which
 * quotes the maker's technical description. All is text:
 *
 *   to the board: STX | two digits | ;; | check | ETX, and X alone, which stops it
 *   to the host:  STX | text | ETX | CR
 *   check: the sum of what stands between STX and it, modulo 256, as two hexadecimal digits
 *
 * - [x] units: mmHg and beats per minute; no other unit in the protocol
 * - [x] abort: X, answered with 999 when something moved; a status beside it tells of a board at rest. Said until either came
 * - [x] duplicates: a result is asked for, once it is over, and counts only after a pressure of it
 * - [x] errors: the message number of the status. Behind one the numbers may be those of before, and are not looked at
 * - [x] mean pressure: measured by the board
 * - [x] live pressures have no check value: shown, never kept; far from the one before, not even shown
 * - [ ] pressures after the stop: not documented; without one the cuff is not called loose
 * - [ ] irregular pulse, movement of a good measurement: not in the protocol
 * - [ ] clock: not in the protocol
 * - [ ] LO/HI, control solution: not in the protocol
 */
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceEvent, FailureKind } from '../domain/event.ts';
import { bloodPressure } from '../domain/reading.ts';
import { bytesOf, concat } from './bytes.ts';
import { ask, type Conversation, type Line } from './conversation.ts';
import { measureWith, watchCuff } from './cuff.ts';
import type { Cuff, CuffWord } from './cuff-language.ts';
import { stopCuff } from './cuff-release.ts';
import { ABORT, COMMANDS, type Frame, hostSays, type Status } from './par-frame.ts';

/** Neighbours further apart than this are no two pressures of one cuff. mmHg. */
const JUMP_MMHG = 60;
/** States in which nothing moves: standby, error. */
const AT_REST: readonly number[] = [1, 2];
const STANDBY = 1;

const atRest = (frame: Frame): Status | undefined =>
  frame.kind === 'status' && AT_REST.includes(frame.state) ? frame : undefined;

/** Knows the pressure before; one a conversation. */
function cuff(): Cuff<Frame> {
  let beforeMmHg: number | undefined;
  function live(mmHg: number): CuffWord | undefined {
    const jumps = beforeMmHg !== undefined && Math.abs(mmHg - beforeMmHg) > JUMP_MMHG;
    beforeMmHg = mmHg;
    return jumps ? undefined : { mmHg };
  }
  function read(frame: Frame): CuffWord | undefined {
    if (frame.kind === 'live') return live(frame.mmHg);
    if (frame.kind === 'over') return { over: true };
    const status = atRest(frame);
    return status && { outcome: result(status) };
  }
  let last: { readonly frame: Frame; readonly word: CuffWord | undefined } | undefined;
  return {
    start: hostSays(COMMANDS.start),
    startWithinMs: 3000,
    started: ({ kind }) => kind === 'live',
    // With its own cycles ended, and the question whether it rests: at rest it may leave the X without a word.
    stop: concat(bytesOf(ABORT), hostSays(COMMANDS.manual), hostSays(COMMANDS.status)),
    stopped: (frame) => frame.kind === 'over' || atRest(frame) !== undefined,
    outcome: hostSays(COMMANDS.status),
    word(frame) {
      if (last?.frame !== frame) last = { frame, word: read(frame) };
      return last.word;
    },
  };
}

/** Message numbers of a good measurement. */
const GOOD: readonly string[] = ['00', '03'];

function result({ state, neonate, message, pressures, pulsePerMin }: Status): DeviceEvent {
  if (!GOOD.includes(message) || state !== STANDBY || !pressures)
    return { event: 'failure', kind: FAILURES[message] ?? 'unknown', ...(/\d/.test(message) && { code: message }) };
  if (neonate) return { event: 'rejected', reason: 'unsupported' };
  return bloodPressure({ ...pressures, ...(pulsePerMin !== undefined && { pulsePerMin }) });
}

const FAILURES: Readonly<Record<string, FailureKind>> = {
  '02': 'hardware', // a command that it did not know; it resets
  '06': 'cuff',
  '07': 'leak',
  '08': 'hardware', // pneumatic
  '09': 'weak-signal', // too long, or too few oscillations
  '10': 'range',
  '11': 'movement',
  '12': 'over-pressure',
  '13': 'movement', // signal saturated
  '14': 'leak', // in the leak test
  '15': 'hardware',
};

/** Adult mode is not answered: the status tells. */
export function* greet(line: Line): Conversation<Frame> {
  if (!(yield* stopCuff(line, cuff()))) throw new DeviceError('silent', 'stop');
  const question = concat(hostSays(COMMANDS.adult), hostSays(COMMANDS.status));
  const status = yield* ask(line, question, atRest, { withinMs: 1000 });
  if (!status) throw new DeviceError('silent', 'status');
  if (status.neonate) throw new DeviceError('unavailable', 'it stays in its mode for neonates');
}

export const idle = (line: Line): Conversation<Frame> => watchCuff(line, cuff());

export const measure = (line: Line): Conversation<Frame> => measureWith(line, cuff());
