/**
 * LifeScan OneTouch Ultra 2, a glucose meter on a serial cable, 9600 8N1. It must be off when it is plugged in: then it shows
 * PC, and answers. Read: tidepool-org/uploader lib/drivers/onetouch/oneTouchUltra2.js; glucometers-tech/glucometerutils
 * glucometerutils/drivers/otultra2.py.
 *
 * - [x] units: always mg/dL inside, whatever the meter displays: glucometerutils, after LifeScan's document
 * - [x] LO/HI: numbers below 20 and above 600, or ` HIGH `; then there is no number. Other words are refused
 * - [x] control solution: `C` before the number
 * - [x] meals: before (`B`), after (`A`), nobody says how long after
 * - [x] clock: each record's, and that of now, to the second; the year has two digits. Never set
 * - [x] duplicates: a memory read twice adds nothing (`domain/memory.ts`)
 * - [x] abort: reading can be left at any byte; nothing in the meter has changed
 * - [x] check value: a sum of each line; a record whose own memory the meter doubts (`?`) is refused
 * - [ ] live results: a meter on its cable measures nothing
 *
 * Only `DM@`, `DMF` and `DMP` are ever said: `DMT` would set its clock, `DMZ` erase it.
 */
import { DeviceError } from '../domain/device-error.ts';
import { type Memory, oldestFirst, type StoredRecord } from '../domain/memory.ts';
import { ask, type Conversation, type Line, listen } from './conversation.ts';
import { type Answer, command } from './ultra2-line.ts';
import { clockOf, headerOf, isRecord, isUltra2, recordOf, serialNumberOf } from './ultra2-record.ts';

const SERIAL_NUMBER = command('DM@');
const CLOCK = command('DMF');
const RECORDS = command('DMP');

/** A line takes 70 ms. */
const ASKING = { withinMs: 2000, tries: 5 } as const;
/** As the uploader: no pause in 500 records is longer, however long they take as a whole. */
const PAUSE_MS = 18_000;
const TRIES = 3;
/** After a garbled line what may still come of the same answer is let pass. */
const QUIET_MS = 1000;
/** More than any meter says to one question, read wrongly or rightly. */
const MOST_LINES = 2500;
/** How often a meter is asked whether it is still there, and the same. */
const LOOK_EVERY_MS = 5000;
/** An answer that takes longer was asked for again: the meter may have been off its cable, and have measured. */
const LOOK_WITHIN_MS = 1500;

const textIn = <T>(of: (text: string) => T | undefined): ((answer: Answer) => T | undefined) => {
  return (answer) => (answer.is === 'answer' ? of(answer.text) : undefined);
};

function* question<T>(line: Line, bytes: Uint8Array, of: (text: string) => T | undefined): Conversation<Answer, T> {
  const other = ({ is }: Answer): void => {
    if (is === 'garbled') line.tell({ event: 'rejected', reason: 'checksum' });
  };
  const found = yield* ask(line, bytes, textIn(of), { ...ASKING, other });
  if (found === undefined) throw new DeviceError('silent', 'an answer');
  return found;
}

/** Its serial number, by which a cable tells one meter from the next. */
function* who(line: Line): Conversation<Answer, string> {
  const serialNumber = yield* question(line, SERIAL_NUMBER, serialNumberOf);
  if (isUltra2(serialNumber)) return serialNumber;
  line.tell({ event: 'rejected', reason: 'unsupported' });
  throw new DeviceError('unavailable', 'its serial number is of another model');
}

export function* greet(line: Line): Conversation<Answer> {
  yield* who(line);
}

/** Ends when the meter may have been off its cable, or is another: how much it holds it does not tell alone. */
export function* idle(line: Line, mark?: string): Conversation<Answer> {
  const known = mark ?? (yield* who(line));
  for (;;) {
    const asked = line.now;
    if ((yield* who(line)) !== known || line.now - asked > LOOK_WITHIN_MS) return;
    yield* listen(line.now + LOOK_EVERY_MS);
  }
}

/** All or nothing: records cannot be asked for one by one. */
export function* readOut(line: Line): Conversation<Answer, Memory> {
  const serialNumber = yield* who(line);
  const { deviceClock } = yield* question(line, CLOCK, clockOf);
  const heardAt = line.now;
  for (let tries = TRIES; tries > 0; tries--) {
    const dump = yield* records(line);
    if (!dump) continue;
    if (dump.serialNumber !== serialNumber) throw new DeviceError('unplugged', 'another meter came while it was read');
    return {
      mark: serialNumber,
      unit: { serialNumber },
      ...(deviceClock !== undefined && { clock: { deviceClock, heardAt } }),
      records: oldestFirst(dump.records),
    };
  }
  throw new DeviceError('silent', 'all records');
}

interface Dump {
  readonly serialNumber: string;
  readonly records: readonly StoredRecord[];
}

/** The whole of its memory once, the newest first; undefined when a line is missing or does not hold. */
function* records(line: Line): Conversation<Answer, Dump | undefined> {
  yield* listen(line.now); // what is already here answers nothing that we are about to ask
  line.send(RECORDS);
  let header: ReturnType<typeof headerOf>;
  let found: StoredRecord[] = [];
  for (let lines = 0; lines < MOST_LINES; lines++) {
    const answer = yield line.now + PAUSE_MS;
    if (!answer) return undefined;
    if (answer.is === 'garbled') {
      line.tell({ event: 'rejected', reason: 'checksum' });
      yield* settle(line);
      return undefined;
    }
    const begins = headerOf(answer.text);
    if (begins) {
      header = begins;
      found = [];
    } else if (header && isRecord(answer.text)) {
      found.push(recordOf(answer.text, header.count - found.length));
    }
    if (header && found.length === header.count) return { serialNumber: header.serialNumber, records: found };
  }
  return undefined;
}

function* settle(line: Line): Conversation<Answer> {
  for (let lines = 0; lines < MOST_LINES; lines++) if (!(yield line.now + QUIET_MS)) return;
}
