/**
 * LifeScan OneTouch UltraMini (elsewhere UltraEasy), 9600 8N1 over its cable, and Verio IQ, 38400 8N1 over its own USB port:
 * one frame, two dialects, told apart by what the meter answers. Read: tidepool-org/uploader
 * lib/drivers/onetouch/oneTouchUltraMini.js and oneTouchVerioIQ.js; glucometers-tech/glucometerutils drivers/otultraeasy.py,
 * drivers/otverioiq.py; glucometers-tech/glucometer-protocols src/lifescan/shared-binary-protocol.md.
 *
 * - [x] units: always mg/dL inside, whatever the meter displays, as glucometerutils has it
 * - [x] LO/HI: UltraMini FFFE and FFFF, other numbers out of 20 to 600 refused; Verio IQ below 20 and above 600. No number then
 * - [x] control solution: UltraMini does not hand it out; Verio IQ marks it
 * - [x] meals: Verio IQ before, after, nobody says how long after; UltraMini has none
 * - [x] clock: each record's, and that of now, to the second. Never set
 * - [x] duplicates: a memory read twice adds nothing (`domain/memory.ts`)
 * - [x] abort: reading can be left at any byte; nothing in the meter has changed
 * - [x] check value: CRC-16 of each frame. No answer says which record it is: UltraMini is asked each question on a new link,
 *       and after any repeated question all is let pass that may still be under way
 * - [ ] live results: a meter on its cable measures nothing
 *
 * Only questions are sent: `05 20 01`, `03 20 01` would set its clock, `05 1A`, `03 1A` erase it.
 */
import { DeviceError } from '../domain/device-error.ts';
import { type Memory, oldestFirst, type StoredRecord } from '../domain/memory.ts';
import { sameBytes } from './bytes.ts';
import { type Conversation, type Line, listen } from './conversation.ts';
import { type Dialect, disconnect, ultraMini, verioIq } from './lifescan-dialects.ts';
import type { Frame } from './lifescan-frame.ts';

const TRIES = 5;
/** Nothing that was asked for comes later than this. */
const LATE_MS = 7000;
/** UltraMini holds 500, Verio IQ 750. */
const MOST_RECORDS = 2000;
/** How often a meter is asked whether it is still there, the same, and holds as many records. */
const LOOK_EVERY_MS = 5000;
/** Answers that take longer were asked for again: the meter may have been off its cable, and have measured. */
const LOOK_WITHIN_MS = 900;

/** Said first in every conversation: the meter at the end of the cable may be another by now. */
function* dialectOf(line: Line): Conversation<Frame, Dialect> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    // One that answers late answers an older wish: behind a silence it must answer twice in time.
    if ((yield* disconnect(line)) && (attempt === 1 || (yield* disconnect(line)))) return ultraMini;
    const answer = yield* verioIq.put(line, verioIq.questions.serialNumber);
    if (!answer || verioIq.serialNumberOf(answer) === undefined) continue;
    if (attempt > 1) yield* settle(line);
    return verioIq;
  }
  throw new DeviceError('silent', 'hello');
}

/** What is still under way to an earlier question, or to the same one asked twice, would answer the next one. */
function* settle(line: Line): Conversation<Frame> {
  for (let frames = 0; frames < MOST_RECORDS; frames++) if (!(yield line.now + LATE_MS)) return;
}

function* ask<T>(
  line: Line,
  { put }: Dialect,
  question: Uint8Array,
  of: (payload: Uint8Array) => T | undefined,
): Conversation<Frame, T> {
  let unknown = 0;
  for (let attempt = 1; attempt <= TRIES && unknown < 2; attempt++) {
    const payload = yield* put(line, question);
    if (!payload) continue;
    const found = of(payload);
    if (attempt > 1 || found === undefined) yield* settle(line);
    if (found !== undefined) return found;
    unknown++;
  }
  if (unknown === 0) throw new DeviceError('silent', 'an answer');
  line.tell({ event: 'rejected', reason: 'unsupported' });
  throw new DeviceError('unavailable', 'its answer is none that is known');
}

interface Known {
  readonly serialNumber: string;
  readonly count: number;
}

function* look(line: Line, dialect: Dialect): Conversation<Frame, Known> {
  const { questions, serialNumberOf, countOf } = dialect;
  const serialNumber: string = yield* ask(line, dialect, questions.serialNumber, serialNumberOf);
  const count: number = yield* ask(line, dialect, questions.count, countOf);
  return { serialNumber, count };
}

const markOf = ({ serialNumber, count }: Known): string => `${serialNumber} ${count}`;

export function* greet(line: Line): Conversation<Frame> {
  yield* look(line, yield* dialectOf(line));
}

/** Ends when the memory may be another than that of the mark, or than it was at first. */
export function* idle(line: Line, mark?: string): Conversation<Frame> {
  const dialect = yield* dialectOf(line);
  const known = mark ?? markOf(yield* look(line, dialect));
  for (;;) {
    const asked = line.now;
    if (markOf(yield* look(line, dialect)) !== known || line.now - asked > LOOK_WITHIN_MS) return;
    yield* listen(line.now + LOOK_EVERY_MS);
  }
}

/** All or nothing: a meter that was swapped or pulled on the way has told nothing. */
export function* readOut(line: Line): Conversation<Frame, Memory> {
  const dialect = yield* dialectOf(line);
  const known = yield* look(line, dialect);
  const { deviceClock } = yield* ask(line, dialect, dialect.questions.clock, dialect.clockOf);
  const heardAt = line.now;
  const records = yield* recordsOf(line, dialect, known.count);
  if (markOf(yield* look(line, dialect)) !== markOf(known))
    throw new DeviceError('unplugged', 'another meter came while it was read');
  return {
    mark: markOf(known),
    unit: { serialNumber: known.serialNumber },
    ...(deviceClock !== undefined && { clock: { deviceClock, heardAt } }),
    records: oldestFirst(records),
  };
}

function* recordsOf(line: Line, dialect: Dialect, count: number): Conversation<Frame, StoredRecord[]> {
  if (count > MOST_RECORDS) throw new DeviceError('unavailable', 'it counts more records than it can hold');
  const found: StoredRecord[] = [];
  let before: Uint8Array = new Uint8Array();
  for (let index = 0; index < count; index++) {
    const question = dialect.questions.record(index);
    const payload = yield* one(line, dialect, question, before);
    found.push(dialect.recordOf(payload, index) ?? { index, event: { event: 'rejected', reason: 'unknown' } });
    before = payload;
  }
  return found;
}

/** No answer says to which question it is one: a reading that is the same as the one before counts when it comes so again. */
function* one(line: Line, dialect: Dialect, question: Uint8Array, before: Uint8Array): Conversation<Frame, Uint8Array> {
  const whole = (payload: Uint8Array) => (dialect.recordOf(payload, 0) ? payload : undefined);
  const payload: Uint8Array = yield* ask(line, dialect, question, whole);
  if (!sameBytes(payload, before) || dialect.recordOf(payload, 0)?.event.event === 'rejected') return payload;
  yield* settle(line);
  return yield* ask(line, dialect, question, whole);
}
