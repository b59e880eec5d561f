/**
 * Microlife BP3GX1-5X over its USB bridge, a HID device. Read: joergmlpts/blood-pressure-monitor bpm_usb.py. It is read out;
 * the host starts nothing.
 *
 * - [x] units: mmHg and beats per minute; no other unit in the protocol
 * - [x] clock: each record's, to the minute. How it says that of now was read nowhere where it was tried; never set
 * - [x] duplicates: the whole memory is one answer; a memory read twice adds nothing (`domain/memory.ts`)
 * - [x] whose: the id that somebody gave it stands in its answers; it is told to nobody
 * - [x] abort: reading can be left at any byte; nothing in the monitor has changed
 * - [ ] flags: not documented; none is told
 * - [ ] which record is the newest: not documented; they are told by their time
 * - [ ] LO/HI, control solution, errors of a measurement: not in the protocol; only finished readings are stored
 *
 * Only 22 and 24 are ever said. The bridge's USB ids are those of other things too: one is told by a good answer to 24.
 */
import { DeviceError } from '../domain/device-error.ts';
import { type Memory, oldestFirst } from '../domain/memory.ts';
import { concat } from './bytes.ts';
import { type Conversation, type Line, listen, settle } from './conversation.ts';
import { countedReports } from './counted-report.ts';
import { COMMANDS, memoryAnswerBytes, question, recordsIn, textIn } from './microlife-text.ts';

const ANSWER_MS = 1000;
const TRIES = 5;
/** An answer whose length nobody knows is over then; its source waits a tenth of a second. */
const SILENCE_MS = 300;
/** A full memory takes ten seconds: it is not asked for more often than needed. */
const LOOK_EVERY_MS = 30_000;
/** Ten bytes in a report each hundredth of a second, for as many records as can be. */
const LONGEST_MS = 60_000;
/** So much of the id the source reads. */
const LEAST_ID_DIGITS = 22;

type Length = (beginning: Uint8Array) => number | undefined;

function* exchange(line: Line, command: number, lengthOf: Length): Conversation<Uint8Array, Uint8Array> {
  yield* settle(line, SILENCE_MS, LONGEST_MS); // what is under way belongs to another question
  for (const report of countedReports(question(command))) line.send(report);
  const by = line.now + LONGEST_MS;
  let heard: Uint8Array = new Uint8Array();
  for (let part = yield line.now + ANSWER_MS; part !== undefined; part = yield line.now + SILENCE_MS) {
    heard = concat(heard, part);
    if (heard.length >= (lengthOf(heard) ?? Number.POSITIVE_INFINITY) || line.now > by) break;
  }
  return heard;
}

/** What was understood of the answer. */
function* query<T>(
  line: Line,
  command: number,
  lengthOf: Length,
  understood: (text: string) => T | undefined,
): Conversation<Uint8Array, T> {
  for (let tries = TRIES; tries > 0; tries--) {
    const heard = yield* exchange(line, command, lengthOf);
    if (heard.length === 0) continue;
    const text = textIn(heard);
    const found = text === undefined ? undefined : understood(text);
    if (found !== undefined) return found;
    line.tell({ event: 'rejected', reason: text === undefined ? 'checksum' : 'length' });
  }
  throw new DeviceError('silent', 'it does not answer: plug it in again');
}

const all = (line: Line) =>
  query(line, COMMANDS.memory, memoryAnswerBytes, (text) => {
    const records = recordsIn(text);
    return records && { mark: text, records };
  });

export function* greet(line: Line): Conversation<Uint8Array> {
  yield* query(
    line,
    COMMANDS.id,
    () => undefined,
    (text) => text.length >= LEAST_ID_DIGITS || undefined,
  );
}

/** Ends when it says anything else than at first, or than when it was read. */
export function* idle(line: Line, mark?: string): Conversation<Uint8Array> {
  const known = mark ?? (yield* all(line)).mark;
  do yield* listen(line.now + LOOK_EVERY_MS);
  while ((yield* all(line)).mark === known);
}

export function* readOut(line: Line): Conversation<Uint8Array, Memory> {
  const { mark, records } = yield* all(line);
  return { mark, unit: {}, records: oldestFirst(records) };
}
