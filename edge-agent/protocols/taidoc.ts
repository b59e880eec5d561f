/**
 * TaiDoc / FORA meters of glucose and blood pressure, 19200 8N1 over a serial cable or a CP2110 bridge. Read:
 * glucometers-tech/glucometer-protocols src/taidoc/td42xx.md and glucometerutils drivers/td42xx.py; tidepool-org/uploader
 * lib/drivers/glucorx/glucoRxDriver.js; advmeds-service/advmeds-bluetooth-lib measure/taidoc; markchuang56/iOS-Demo Fora.m,
 * ForaD40.m; YentingChia-Ultron/Ultron-esp32BLE foraBP.c, foraBPG.c.
 *
 * - [x] units: glucose always mg/dL inside, whatever the meter displays: both sources; pressures mmHg
 * - [x] LO/HI: by the number, below 20 and above 600 mg/dL; then there is no number
 * - [x] control solution: marked. Every analyte but glucose is refused
 * - [x] meals: before and after, nobody says how long after
 * - [x] flags: irregular beat. The class of it, and that a record is an average, have no word of ours
 * - [x] clock: each record's and that of now, to the minute. Never set
 * - [x] duplicates: record 0 is the newest, so one measured meanwhile moves all: the memory is then read anew
 * - [x] check value: a sum, which two bits can deceive, and no answer says to which record it belongs: so each record is
 *       read twice, and counts only when it comes the same again
 * - [x] abort: reading can be left at any byte; nothing in the meter has changed
 * - [ ] live results: none. The start (43) is understood differently by its two sources, has no abort, and is not sent
 *
 * Only questions are sent: 23, 24, 25, 26, 27, 28, 2B. 33 sets the clock, 50 switches off, 52 erases: never.
 */
import { DeviceError } from '../domain/device-error.ts';
import { type Memory, oldestFirst, type StoredRecord, type Unit } from '../domain/memory.ts';
import { concat, hexByte, sameBytes, u16le } from './bytes.ts';
import { ask, type Conversation, type Line, listen } from './conversation.ts';
import {
  AWAKE,
  CLOCK,
  COUNT,
  type Frame,
  MODEL,
  question,
  RECORD_TIME,
  RECORD_VALUE,
  SERIAL_HIGH,
  SERIAL_LOW,
} from './taidoc-frame.ts';
import { clockOf, LAYOUTS, type Layout, recordOf } from './taidoc-record.ts';

/** As the uploader: four times, two seconds each; what has answered once answers sooner. */
const FIRST = { withinMs: 2000, tries: 4 } as const;
const NEXT = { withinMs: 1000, tries: 4 } as const;
/** How often it may say that only now it listens. */
const WAKES = 3;
/** Two readings of a record in a row must be the same. */
const READINGS = 6;
/** A memory that moved while it was read is read again. */
const READ_OUTS = 3;
const LOOK_EVERY_MS = 5000;
/** Far more than any of them holds. */
const MOST_RECORDS = 4000;
/** The D40 keeps its records by user; the others know none. */
const USERS: Readonly<Record<Layout, readonly number[]>> = { glucose: [0], pressure: [0], both: [1, 2, 3, 4] };

/** Asks again at once when the meter says that it has just begun to listen. */
function* asked(
  line: Line,
  [command, ...data]: readonly [number, ...(readonly number[])],
  asking: { readonly withinMs: number; readonly tries: number } = NEXT,
): Conversation<Frame, Uint8Array | undefined> {
  const heard = (frame: Frame) =>
    frame.command === command ? frame.data : frame.command === AWAKE ? ('awake' as const) : undefined;
  for (let wakes = 0; wakes <= WAKES; wakes++) {
    const said = yield* ask(line, question(command, ...data), heard, asking);
    if (said !== 'awake') return said;
  }
  return undefined;
}

function* told(line: Line, ...words: readonly [number, ...(readonly number[])]): Conversation<Frame, Uint8Array> {
  const data = yield* asked(line, words);
  if (!data) throw new DeviceError('silent', `question ${hexByte(words[0])}`);
  return data;
}

const hexBackwards = (bytes: Uint8Array): string => Array.from(bytes.toReversed(), hexByte).join('');

interface Who {
  readonly unit: Memory['unit'];
  readonly layout: Layout;
}

/** Which meter. Of the monitors no source says that they know their serial number. */
function* who(line: Line): Conversation<Frame, Who> {
  const said = yield* asked(line, [MODEL], FIRST);
  if (!said) throw new DeviceError('silent', 'model');
  const number = hexBackwards(said.subarray(0, 2));
  const layout = LAYOUTS[number];
  if (!layout) {
    line.tell({ event: 'rejected', reason: 'unsupported' });
    throw new DeviceError('unavailable', `how a TD-${number} keeps its records is not documented`);
  }
  const model = `TD-${number}`;
  const high = yield* asked(line, [SERIAL_HIGH]);
  if (!high && layout === 'glucose') throw new DeviceError('silent', 'serial number');
  if (!high) return { unit: { model }, layout };
  return { unit: { model, serialNumber: hexBackwards(high) + hexBackwards(yield* told(line, SERIAL_LOW)) }, layout };
}

interface Look extends Who {
  readonly users: readonly { readonly user: number; readonly count: number }[];
  /** Another number of records, or another newest one, is another memory: a full one does not grow. */
  readonly mark: string;
}

function* look(line: Line): Conversation<Frame, Look> {
  const { unit, layout } = yield* who(line);
  const users: { user: number; count: number }[] = [];
  const marks: string[] = [];
  for (const user of USERS[layout]) {
    const count = u16le(yield* told(line, COUNT, user), 0);
    if (count > MOST_RECORDS) throw new DeviceError('unavailable', 'it counts more records than any of these meters');
    const newest = count > 0 ? hexBackwards(yield* once(line, user, 0)) : '';
    users.push({ user, count });
    marks.push(`${count} ${newest}`);
  }
  return { unit, layout, users, mark: [unit.model, unit.serialNumber, ...marks].join(' ') };
}

/** Its time, then its value: as answers carry no number, each kind is given time to fall behind before it is asked for again. */
function* once(line: Line, user: number, index: number): Conversation<Frame, Uint8Array> {
  const place = [index & 0xff, index >> 8, 0, user] as const;
  const time = yield* told(line, RECORD_TIME, ...place);
  return concat(time, yield* told(line, RECORD_VALUE, ...place));
}

function* twice(line: Line, user: number, index: number): Conversation<Frame, Uint8Array | undefined> {
  let before = yield* once(line, user, index);
  for (let reading = 2; reading <= READINGS; reading++) {
    const now = yield* once(line, user, index);
    if (sameBytes(now, before)) return now;
    line.tell({ event: 'rejected', reason: 'checksum' });
    before = now;
  }
  return undefined;
}

export function* greet(line: Line): Conversation<Frame, Unit> {
  return (yield* who(line)).unit;
}

/** Ends when the memory is another than that of the mark, or than it was at first. */
export function* idle(line: Line, mark?: string): Conversation<Frame> {
  const known = mark ?? (yield* look(line)).mark;
  while ((yield* look(line)).mark === known) yield* listen(line.now + LOOK_EVERY_MS);
}

/** All or nothing: of a meter that was swapped on the way, or goes on measuring, nothing is taken. */
export function* readOut(line: Line): Conversation<Frame, Memory> {
  let before = yield* look(line);
  for (let tries = READ_OUTS; tries > 0; tries--) {
    const said = yield* asked(line, [CLOCK]);
    const deviceClock = said && clockOf(said);
    const clock = deviceClock === undefined ? undefined : { deviceClock, heardAt: line.now };
    const records = yield* recordsOf(line, before);
    const after = yield* look(line);
    if (after.mark === before.mark)
      return { mark: after.mark, unit: after.unit, ...(clock && { clock }), records: oldestFirst(records) };
    if (after.unit.serialNumber !== before.unit.serialNumber || after.unit.model !== before.unit.model)
      throw new DeviceError('unplugged', 'another meter came while it was read');
    before = after;
  }
  throw new DeviceError('unavailable', 'its memory moves while it is read');
}

/** Numbered from the oldest, which the meter numbers last: they are kept to the minute, and what is equal stays in order. */
function* recordsOf(line: Line, { layout, users }: Look): Conversation<Frame, StoredRecord[]> {
  const records: StoredRecord[] = [];
  for (const { user, count } of users) {
    for (let index = 0; index < count; index++) {
      const bytes = yield* twice(line, user, index);
      records.push(
        bytes
          ? recordOf(layout, bytes.subarray(0, 4), bytes.subarray(4), count - 1 - index)
          : { index: count - 1 - index, event: { event: 'rejected', reason: 'checksum' } },
      );
    }
  }
  return records;
}
