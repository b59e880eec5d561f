/**
 * Abbott FreeStyle Precision Neo, Optium Neo and Libre over USB HID, in their text commands. Read: tidepool-org/uploader
 * lib/drivers/abbott/abbottFreeStyleNeo.js and freeStyleLibreProtocol.js; glucometers-tech/glucometerutils
 * glucometerutils/support/freestyle.py and drivers/fslibre.py; glucometers-tech/glucometer-protocols src/abbott.
 *
 * - [x] units: always mg/dL, whatever the meter displays. Ketone, insulin and a sensor's values are refused
 * - [x] LO/HI: in words (Neo); a Libre's LO is documented only as a doubt, and refused. A number outside 20 to 500 is refused
 * - [x] control solution: marked (Neo)
 * - [ ] control solution of a Libre: no source tells where it would be marked; its strips are taken as documented
 * - [x] meals: none
 * - [x] clock: each record's; that of now, to the minute. Never set. Records that the clock was set are left out, and change no
 *       other's time: else each setting would make a new memory of the old one
 * - [x] duplicates: a memory read twice adds nothing (`domain/memory.ts`)
 * - [x] abort: reading can be left at any report; nothing in the meter has changed
 * - [x] check value: a sum of each text, another of the records within it, and their count. Reports have none: a lost or
 *       repeated one shows in the sums (glucometerutils, issues 32 and 63)
 * - [ ] live results: a meter on its cable tells none by itself
 *
 * Only the four greetings and questions are sent: `$date,` and `$time,` would set its clock, `$resetpatient` erase it. A
 * Libre 2 enciphers what it says, and is refused.
 */
import { DeviceError } from '../domain/device-error.ts';
import { type Memory, oldestFirst, type StoredRecord } from '../domain/memory.ts';
import { asciiOf, textOf } from './bytes.ts';
import { ask, type Conversation, type Line, listen, NEVER } from './conversation.ts';
import { clockOf, libreRecord, neoRecord, numbersOf, type ReadRecord, serialNumberOf } from './freestyle-record.ts';
import { isWhole, messageOf, type Report, recordsOf, reportOf, TYPES } from './freestyle-report.ts';

/** As the uploader, for each report. */
const ANSWER_MS = 5000;
const TRIES = 3;
/** What may still come of a text that did not hold is let pass. */
const QUIET_MS = 500;
/** More than a full memory: what is longer never ends. */
const MOST_LETTERS = 1_000_000;
/** Reports that are no text, in a row. */
const MOST_OTHERS = 1000;

/** Said first, in this order, each with the type of its answer: then texts are heard. */
const KNOCKS = [
  { says: 0x04, hears: 0x34 },
  { says: 0x05, hears: 0x06 },
  { says: 0x15, hears: 0x35 },
  { says: 0x01, hears: 0x71 },
] as const;

export function* greet(line: Line): Conversation<Report> {
  yield* listen(line.now + QUIET_MS); // what was said to somebody before
  for (const { says, hears } of KNOCKS) {
    const answer = (report: Report): true | undefined => (report.type === hears ? true : undefined);
    if (!(yield* ask(line, reportOf(says), answer, { withinMs: ANSWER_MS, tries: TRIES })))
      throw new DeviceError('silent', 'an answer to a greeting');
  }
  yield* who(line);
}

/** What is new in it comes with the next connection. */
export function* idle(): Conversation<Report> {
  yield* listen(NEVER);
}

/** The text that comes to a question; undefined when its end does not come. */
function* textTo(line: Line, question: string): Conversation<Report, string | undefined> {
  yield* listen(line.now); // what is already here answers nothing that we are about to ask
  line.send(reportOf(TYPES.text, asciiOf(question)));
  let text = '';
  for (let others = 0; others < MOST_OTHERS && text.length < MOST_LETTERS; ) {
    const report = yield line.now + ANSWER_MS;
    if (!report) return undefined;
    if (report.type === TYPES.enciphered || report.type === TYPES.unknown) {
      line.tell({ event: 'rejected', reason: 'unsupported' });
      throw new DeviceError('unavailable', 'this meter does not hear texts');
    }
    if (report.type !== TYPES.text) others++;
    else {
      text += textOf(report.payload);
      if (isWhole(text)) return text;
    }
  }
  return undefined;
}

/** What the meter says to a question; false: it knows no such question. */
function* say<T>(
  line: Line,
  question: string,
  of: (message: string) => T | undefined,
): Conversation<Report, T | false> {
  let silent = false;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const text = yield* textTo(line, question);
    if (text === undefined) {
      silent = true;
      continue;
    }
    if (silent) yield* listen(line.now + ANSWER_MS); // the answer to an earlier try may still be under way
    const message = messageOf(text);
    if (message === false) return false;
    const found = message === undefined ? undefined : of(message);
    if (found !== undefined) return found;
    line.tell({ event: 'rejected', reason: 'checksum' });
    yield* listen(line.now + QUIET_MS);
  }
  throw new DeviceError('silent', 'a text');
}

function* must<T>(line: Line, question: string, of: (message: string) => T | undefined): Conversation<Report, T> {
  const found = yield* say(line, question, of);
  if (found !== false) return found;
  line.tell({ event: 'rejected', reason: 'unsupported' });
  throw new DeviceError('unavailable', 'this meter does not know what every one of its kind does');
}

interface Known {
  readonly serialNumber: string;
  readonly question: string;
  readonly read: ReadRecord;
}

/** A Libre has another question for its serial number, and fails at the Neo's. */
function* who(line: Line): Conversation<Report, Known> {
  const ofNeo = yield* say(line, '$serlnum?', serialNumberOf);
  if (ofNeo !== false) return { serialNumber: ofNeo, question: '$result?', read: neoRecord };
  const serialNumber = yield* must(line, '$sn?', serialNumberOf);
  return { serialNumber, question: '$arresult?', read: libreRecord };
}

function* clock(line: Line): Conversation<Report, Memory['clock']> {
  const date = (message: string) => numbersOf(message, 3);
  let day = yield* must(line, '$date?', date);
  for (;;) {
    const time = yield* must(line, '$time?', (message) => numbersOf(message, 2));
    const heardAt = line.now;
    const after: readonly number[] = yield* must(line, '$date?', date);
    const same = after.join() === day.join();
    day = after;
    if (!same) continue; // midnight passed between the two
    const deviceClock = clockOf(day, time);
    return deviceClock === undefined ? undefined : { deviceClock, heardAt };
  }
}

/** All or nothing. */
export function* readOut(line: Line): Conversation<Report, Memory> {
  const { serialNumber, question, read } = yield* who(line);
  const shown = yield* clock(line);
  const lines = yield* must(line, question, recordsOf);
  const records = lines.flatMap((text, at): StoredRecord[] => {
    const record = read(text, lines.length - at); // the newest comes first
    return record ? [record] : [];
  });
  return { mark: serialNumber, unit: { serialNumber }, ...(shown && { clock: shown }), records: oldestFirst(records) };
}
