/**
 * Beurer BM58 and its relatives, over USB HID or, older ones, over a USB-serial cable at 4800 8N1. Read:
 * beep-projects/bmconnect beurerbm.py (HID, tried on a BM58); muling-tt/beurer_bm58 bm58.py; DaveDavenport/BPM source/bpm.cc
 * (serial). They are read out; the host starts nothing.
 *
 * - [x] units: mmHg and beats per minute; no other unit in the protocol
 * - [x] flags: irregular pulse, over HID; no source reads it over serial
 * - [x] users: two, told apart over HID; no source tells them apart over serial
 * - [x] clock: each record's, to the minute. That of now is not in the protocol
 * - [x] duplicates: a memory read twice adds nothing (`domain/memory.ts`)
 * - [x] abort: reading can be left at any byte; nothing in the monitor has changed
 * - [ ] check value: there is none. So all that is there is read, name and count too, until it comes twice in a row the same,
 *       every byte of it: then no byte came wrong by chance, and no reading came in between, which would shift the others
 * - [ ] LO/HI, control solution, movement, errors of a measurement: not in the protocol
 *
 * Only AA, A2, A3 and A4 to A7 are ever said; F7 and F6, which end the connection, are not.
 */
import { DeviceError } from '../domain/device-error.ts';
import { type Memory, oldestFirst } from '../domain/memory.ts';
import { ALIVE, type Dialect, FILLING, type Question } from './beurer-dialect.ts';
import { recordOf } from './beurer-record.ts';
import { concat, hexByte, sameBytes, textOf, u8 } from './bytes.ts';
import { type Conversation, type Line, listen, settle } from './conversation.ts';

/** Plugged in, it wants so long before it answers. */
const AWAKE_MS = 1000;
const ANSWER_MS = 500;
const TRIES = 3;
/** So many answers may be amiss in all that is asked for one reading of it: somebody waits, and each costs `LATE_MS`. */
const AMISS = 12;
/** What comes within so long behind an answer says that it was none. */
const QUIET_MS = 30;
/** No answer says to what it is one: after a silence it must not be taken for the next one's. */
const LATE_MS = 6000;
const PASSES = 4;
const LOOK_EVERY_MS = 30_000;
/** Two users, 60 each. */
const MOST_RECORDS = 120;

type Said = Conversation<Uint8Array, Uint8Array>;

function* exchange(
  line: Line,
  { bytes, answerBytes }: Question,
): Conversation<Uint8Array, Uint8Array | 'length' | 'silent'> {
  line.send(bytes);
  const by = line.now + ANSWER_MS;
  let heard: Uint8Array = new Uint8Array();
  let wanted = Number.POSITIVE_INFINITY;
  for (let part = yield by; part !== undefined; part = yield by) {
    heard = concat(heard, part);
    wanted = answerBytes(u8(heard, 0));
    if (heard.length >= wanted) break;
  }
  if (heard.length < wanted) return heard.length === 0 ? 'silent' : 'length';
  let more = heard.length - wanted;
  yield* listen(line.now + QUIET_MS, () => more++);
  return more > 0 ? 'length' : heard;
}

/** How many answers may still be amiss. */
interface Patience {
  left: number;
}

function* query(line: Line, question: Question, patience: Patience): Said {
  for (let tries = TRIES; tries > 0 && patience.left > 0; tries--) {
    const heard = yield* exchange(line, question);
    if (typeof heard !== 'string') return heard;
    patience.left--;
    if (heard === 'length') line.tell({ event: 'rejected', reason: 'length' });
    yield* listen(line.now + LATE_MS);
  }
  throw new DeviceError('silent', `${hexByte(u8(question.bytes, 0))}: unplug and plug the cable`);
}

interface Pass {
  readonly name: Uint8Array;
  /** Answers to the question for each record, from the first. */
  readonly records: readonly Uint8Array[];
}

function* pass(line: Line, dialect: Dialect, patience: Patience): Conversation<Uint8Array, Pass | undefined> {
  let name: Uint8Array = new Uint8Array();
  for (const question of dialect.name) name = concat(name, yield* query(line, question, patience));
  const count = u8(yield* query(line, dialect.count, patience), 0);
  if (count > MOST_RECORDS) return undefined;
  const records: Uint8Array[] = [];
  for (let n = 1; n <= count; n++) {
    const record = dialect.recordIn(yield* query(line, dialect.record(n), patience));
    if (!record) return undefined;
    records.push(record);
  }
  return { name, records };
}

const same = (a: Pass, b: Pass): boolean =>
  sameBytes(a.name, b.name) &&
  a.records.length === b.records.length &&
  a.records.every((record, at) => sameBytes(record, b.records[at] ?? new Uint8Array()));

/** All of it, as it came twice in a row. */
function* twice(line: Line, dialect: Dialect): Conversation<Uint8Array, Pass & Pick<Memory, 'mark'>> {
  yield* settle(line, QUIET_MS, LATE_MS); // what is under way belongs to another question
  const patience = { left: AMISS };
  let before: Pass | undefined;
  for (let passes = PASSES; passes > 0; passes--) {
    const now: Pass | undefined = yield* pass(line, dialect, patience);
    if (now && before && same(now, before)) return { ...now, mark: markOf(now) };
    if (before || !now) line.tell({ event: 'rejected', reason: 'checksum' });
    before = now;
  }
  throw new DeviceError('silent', 'it never says the same twice');
}

const markOf = ({ name, records }: Pass): string => Array.from(concat(name, ...records), hexByte).join('');

function unitOf(name: Uint8Array): Memory['unit'] {
  const model = textOf(name.filter((byte) => byte !== FILLING && byte !== 0)).trim();
  return /^[\w. /-]{1,32}$/.test(model) ? { model } : {};
}

/** The conversations of one dialect. */
export const beurer = (dialect: Dialect) => ({
  *greet(line: Line): Conversation<Uint8Array> {
    yield* listen(line.now + AWAKE_MS);
    const said = yield* query(line, dialect.ping, { left: TRIES });
    if (u8(said, 0) !== ALIVE) throw new DeviceError('silent', 'what answers is no such monitor');
  },

  /** Ends when anything is another than at first, or than when it was read. */
  *idle(line: Line, mark?: string): Conversation<Uint8Array> {
    const known = mark ?? (yield* twice(line, dialect)).mark;
    do yield* listen(line.now + LOOK_EVERY_MS);
    while ((yield* twice(line, dialect)).mark === known);
  },

  *readOut(line: Line): Conversation<Uint8Array, Memory> {
    const { name, records, mark } = yield* twice(line, dialect);
    const stored = records.map((record, at) => recordOf(record, at + 1, dialect.marked));
    return { mark, unit: unitOf(name), records: oldestFirst(stored, 'first') };
  },
});
