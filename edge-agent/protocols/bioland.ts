/**
 * Bioland (爱奥乐) G-500 glucose meters and their relatives, protocols 2.0 to 3.2, 8N1. Read: sivulich/AppiaGlucometers,
 * app/src/main/java/com/appia/bioland/protocols/ (written from the maker's documents). There the bytes go over a Bluetooth
 * UART; that they are the same on a cable is likely, its speed is not known: 9600 until one has been seen.
 *
 * - [x] units: always mg/dL inside
 * - [ ] LO/HI: not in the protocol; a number outside 20 to 600 is refused
 * - [ ] control solution, meals: not in the protocol
 * - [x] clock: each record's, to the minute; that of now cannot be asked. Every request carries the host's time, as the source
 *       has it: whether the meter sets its own by it no source says, so it is this machine's local time and never another
 * - [x] duplicates: a memory read twice adds nothing (`domain/memory.ts`); protocols before 3.2 name no serial number
 * - [x] abort: reading can be left at any byte
 * - [ ] check value: three are about (`bioland-frame.ts`); one read-out must keep to one
 *
 * A request brings the next result, and one that was lost would be passed over: nothing is asked twice in a read-out.
 */
import { clockText, localClock } from '../domain/device-clock.ts';
import { DeviceError } from '../domain/device-error.ts';
import type { Glucose, Rejected } from '../domain/event.ts';
import { type Memory, oldestFirst, type StoredRecord } from '../domain/memory.ts';
import { glucoseInMgPerDl } from '../domain/reading.ts';
import { CATEGORIES, type Frame, INFO, request } from './bioland-frame.ts';
import { hexByte, textOf, u8, u16le } from './bytes.ts';
import { ask, type Conversation, type Line, listen } from './conversation.ts';

/** As the source: asked again after a second, five times in all; and a pause behind everything heard. */
const GREETING = { withinMs: 1000, tries: 5 } as const;
const ONCE = { withinMs: 5000, tries: 1 } as const;
const PAUSE_MS = 100;
const LOOK_EVERY_MS = 5000;
/** An answer that takes longer was asked for again: the meter may have been off its cable, and have measured. */
const LOOK_WITHIN_MS = 900;
/** A test takes seconds. */
const COUNTDOWN_MS = 60_000;
/** More than any of these meters can hold. */
const MOST_RECORDS = 2000;

interface Unit {
  /** Another one, another meter. */
  readonly mark: string;
  readonly unit: Memory['unit'];
}

/** Longer: version, client, battery, model, type, 9 letters. Shorter: version, client, model, type, retain, battery, 5 rolling. */
function unitOf({ category, data }: Frame): Unit | undefined {
  if (category !== CATEGORIES.info) return undefined;
  if (data.length !== INFO.longer) return { mark: [0, 1, 2, 3].map((at) => hexByte(u8(data, at))).join(''), unit: {} };
  const serialNumber = textOf(data.subarray(5)).trim();
  return /^[\w-]{1,9}$/.test(serialNumber) ? { mark: serialNumber, unit: { serialNumber } } : { mark: '', unit: {} };
}

/** It answers a request for its name with a countdown or a result when a test is under way: by category, then, never by what was asked. */
const isCountdown = ({ category }: Frame): boolean => category === CATEGORIES.countdown;
const isOver = (frame: Frame): boolean => isCountdown(frame) && u8(frame.data, 1) === 0;

const askInfo = (line: Line, { withinMs, tries }: { readonly withinMs: number; readonly tries: number }) =>
  ask(line, request(CATEGORIES.info, localClock(line.wallMs)), (frame: Frame) => frame, { withinMs, tries });

/** Whoever answers is there. */
export function* greet(line: Line): Conversation<Frame> {
  if (!(yield* askInfo(line, GREETING))) throw new DeviceError('silent', 'an information');
  yield* listen(line.now + PAUSE_MS);
}

/** Ends when a test is over, when another meter is there, or when this one may have been away. */
export function* idle(line: Line, mark?: string): Conversation<Frame> {
  for (let known = mark; ; ) {
    const asked = line.now;
    const frame = yield* askInfo(line, GREETING);
    if (!frame) throw new DeviceError('silent', 'an information');
    if (isOver(frame) || frame.category === CATEGORIES.result) return;
    const found = unitOf(frame)?.mark;
    known ??= found;
    if ((found !== undefined && found !== known) || line.now - asked > LOOK_WITHIN_MS) return;
    const until = line.now + LOOK_EVERY_MS;
    for (let heard = yield until; heard; heard = yield until) if (isOver(heard)) return;
  }
}

/** All or nothing: from its name to its end, with one kind of check value throughout. */
export function* readOut(line: Line): Conversation<Frame, Memory> {
  yield* countedDown(line);
  const time = localClock(line.wallMs); // it may have taken a minute
  const records: StoredRecord[] = [];
  let named: (Unit & Pick<Frame, 'surplus'>) | undefined;
  for (;;) {
    const question = named ? CATEGORIES.result : CATEGORIES.info;
    const frame = yield* ask(
      line,
      request(question, time),
      (heard: Frame) => (isCountdown(heard) ? undefined : heard),
      ONCE,
    );
    if (!frame) throw new DeviceError('silent', named ? 'a result' : 'an information');
    const unit = unitOf(frame);
    if (!named) {
      // An answer to something else: what it belongs to is not known.
      if (!unit) throw new DeviceError('silent', 'an information');
      named = { ...unit, surplus: frame.surplus };
    } else {
      if (frame.surplus !== named.surplus) {
        line.tell({ event: 'rejected', reason: 'checksum' });
        throw new DeviceError('silent', 'the same kind of check value');
      }
      if (frame.category === CATEGORIES.end) break;
      if (unit) throw new DeviceError('silent', 'a result');
      records.push(recordOf(frame.data, records.length + 1));
    }
    if (records.length > MOST_RECORDS)
      throw new DeviceError('unavailable', 'it sends more records than any of these meters can hold');
    yield* listen(line.now + PAUSE_MS);
  }
  return { mark: named.mark, unit: named.unit, records: oldestFirst(records) };
}

/** A test under way is waited for: seconds are told until it is over. */
function* countedDown(line: Line): Conversation<Frame> {
  const end = line.now + COUNTDOWN_MS;
  for (let quiet = line.now + PAUSE_MS; quiet < end; ) {
    const heard = yield quiet;
    if (!heard || isOver(heard)) return;
    if (isCountdown(heard)) quiet = line.now + LOOK_EVERY_MS;
  }
}

const refused = (reason: Rejected['reason']): Rejected => ({ event: 'rejected', reason });

/** What a meter of this kind can mean as a number. mg/dL. */
const RANGE_MG_PER_DL = { least: 20, most: 600 } as const;

/** Year - 2000, month, day, hour, minute | a byte that is kept for later | value little-endian. */
export function recordOf(data: Uint8Array, index: number): StoredRecord {
  const deviceClock = clockText([2000 + u8(data, 0), u8(data, 1), u8(data, 2), u8(data, 3), u8(data, 4), 0]);
  if (deviceClock === undefined) return { index, event: refused('date') };
  return { index, deviceClock, event: reading(u16le(data, 6), deviceClock) };
}

const reading = (mgPerDl: number, deviceClock: string): Glucose | Rejected =>
  mgPerDl < RANGE_MG_PER_DL.least || mgPerDl > RANGE_MG_PER_DL.most
    ? refused('range')
    : glucoseInMgPerDl(mgPerDl, { deviceClock });
