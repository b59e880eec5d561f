/**
 * Omron HEM-790IT, HEM-7080IT and their relatives over USB HID. Read: openyou/libomron doc/omron_protocol_notes.asciidoc,
 * src/omron.c, and its issue 25, which has what the maker's own program reads; the rounds of the wake-up from
 * 0x2b3bfa0/python-omron-mit-elite-plus. They are read out; the host starts nothing.
 *
 * - [x] units: mmHg and beats per minute; no other unit in the protocol
 * - [x] flags: irregular heartbeat, movement; those of a HEM-637IT are not in its record
 * - [x] clock: each record's, to the second. That of now is not in these commands. Never set
 * - [x] duplicates: a record like the one before is an echo of it; a memory read twice adds nothing (`domain/memory.ts`);
 *       a reading that comes while it is read would shift all others, so then it is read anew
 * - [x] users: two banks, told apart; nobody says what the third is, so it is not read
 * - [x] abort: reading can be left at any byte; nothing in the monitor has changed
 * - [x] models: pedometers and monitors of another protocol have the same USB ids; whose version is not one that the
 *       maker's program knows is refused
 * - [ ] LO/HI, control solution, errors of a measurement: not in the protocol; only finished readings are stored
 * - [ ] live results: a monitor on its cable measures nothing that it tells
 *
 * Only VER, SRL, GDC and GME are ever said, the two modes, and the zeros that they want. END, which switches it off, is not.
 */
import { DeviceError } from '../domain/device-error.ts';
import { type Memory, oldestFirst, type StoredRecord } from '../domain/memory.ts';
import { concat, hexByte, textOf, u8 } from './bytes.ts';
import { type Conversation, type Line, listen } from './conversation.ts';
import { countedReports } from './counted-report.ts';
import {
  CLEARING,
  countIn,
  dataOf,
  isNo,
  isOk,
  MODES,
  type Question,
  readingAt,
  SERIAL_NUMBER,
  VERSION,
} from './omron-frame.ts';
import { RECORD, recordOf } from './omron-record.ts';

const ANSWER_MS = 1000;
const TRIES = 3;
const NOES = { most: 5, everyMs: 200 } as const;
const WAKE = { rounds: 10, withinMs: 500 } as const;
/** What was said to somebody before, and the rest of a spoilt answer, is let pass. */
const QUIET_MS = 300;
/** No record says which it is: after a silence its answer must not be taken for the next one's. */
const LATE_MS = 6000;
/** How often it is asked whether it holds something new. */
const LOOK_EVERY_MS = 5000;

const BANKS = [0, 1] as const;
const userOf = (bank: number): number => bank + 1;

/** By the first word of the version: those of which the maker's program reads these records. */
const DATA_BYTES: ReadonlyMap<string, number> = new Map([
  ...['M7080IT', 'M7080', 'M7222IT', 'M7300IT', 'M6040IT', 'M1040'].map((model) => [model, RECORD.whole] as const),
  ['M637IT', RECORD.withoutFlags],
]);
/** "OK", 00 and the check value. */
const AROUND_DATA = 4;

/** Every conversation begins with it: the mode, then zeros until it says OK. */
function* wake(line: Line, modes: readonly Uint8Array[]): Conversation<Uint8Array> {
  const roundsEach = WAKE.rounds / modes.length;
  for (let round = 0; round < WAKE.rounds; round++) {
    const mode = modes[round / roundsEach]; // each is set once, before the first of its rounds
    if (mode) line.send(mode);
    for (const report of countedReports(CLEARING)) line.send(report);
    const by = line.now + WAKE.withinMs;
    let heard: Uint8Array = new Uint8Array();
    for (let part = yield by; part !== undefined; part = yield by) {
      heard = concat(heard, part);
      if (!isOk(heard.subarray(heard.findIndex((byte) => byte !== 0)))) continue; // zeros may come first
      yield* listen(line.now + QUIET_MS); // those to the zeros of earlier rounds
      return;
    }
  }
  throw new DeviceError('silent', 'it does not wake up: press its memory key');
}

type Missed = 'no' | 'checksum' | 'length' | 'silent';

function* exchange(line: Line, { bytes, answerBytes }: Question): Conversation<Uint8Array, Uint8Array | Missed> {
  yield* listen(line.now); // what is already here answers nothing that we are about to ask
  for (const report of countedReports(bytes)) line.send(report);
  const by = line.now + ANSWER_MS;
  let heard: Uint8Array = new Uint8Array();
  for (let part = yield by; part !== undefined; part = yield by) {
    heard = concat(heard, part);
    if (isNo(heard)) return 'no';
    if (heard.length >= answerBytes) return dataOf(heard, answerBytes) ?? 'checksum';
  }
  return heard.length === 0 ? 'silent' : 'length';
}

/** The answer's data; `no` where it says so each time, `spoilt` where none held. */
function* query(line: Line, question: Question): Conversation<Uint8Array, Uint8Array | 'no' | 'spoilt'> {
  let [noes, tries] = [0, 0];
  let everHeard = false;
  while (noes < NOES.most && tries < TRIES) {
    const heard = yield* exchange(line, question);
    if (typeof heard !== 'string') return heard;
    if (heard === 'no') noes++;
    else tries++;
    if (heard === 'checksum' || heard === 'length') line.tell({ event: 'rejected', reason: heard });
    if (heard !== 'silent') everHeard = true;
    yield* listen(line.now + PAUSES_MS[heard]);
  }
  if (!everHeard) throw new DeviceError('silent', textOf(question.bytes.subarray(0, 3)));
  return noes < NOES.most ? 'spoilt' : 'no';
}

const PAUSES_MS = { no: NOES.everyMs, checksum: QUIET_MS, length: LATE_MS, silent: LATE_MS } as const;

function* must(line: Line, question: Question): Conversation<Uint8Array, Uint8Array> {
  const data = yield* query(line, question);
  if (typeof data === 'string') throw new DeviceError('silent', textOf(question.bytes.subarray(0, 3)));
  return data;
}

interface Found {
  readonly unit: Memory['unit'];
  /** Data bytes of its records. */
  readonly data: number;
}

function* find(line: Line): Conversation<Uint8Array, Found> {
  yield* listen(line.now + QUIET_MS);
  yield* wake(line, MODES.device);
  const [model = ''] = textOf(yield* must(line, VERSION)).split(' ');
  const data = DATA_BYTES.get(model);
  if (data === undefined) {
    line.tell({ event: 'rejected', reason: 'unsupported' });
    throw new DeviceError('unavailable', 'its version is none of the monitors that are known to speak so');
  }
  const serialNumber = Array.from(yield* must(line, SERIAL_NUMBER), hexByte).join('');
  return { unit: { model, serialNumber }, data };
}

export function* greet(line: Line): Conversation<Uint8Array> {
  yield* find(line);
}

/** Whoever has none says NO. */
function* count(line: Line, bank: number): Conversation<Uint8Array, number> {
  const data = yield* query(line, countIn(bank));
  if (data === 'spoilt') throw new DeviceError('silent', 'a count');
  return data === 'no' ? 0 : u8(data, COUNT_AT);
}
const COUNT_AT = 3;

function* record(line: Line, bank: number, index: number, data: number): Conversation<Uint8Array, StoredRecord> {
  const found = yield* query(line, readingAt(bank, index, data + AROUND_DATA));
  if (typeof found !== 'string') return recordOf(found, index, userOf(bank));
  const reason = found === 'no' ? 'unknown' : 'checksum';
  return { index, user: userOf(bank), event: { event: 'rejected', reason } };
}

/** A count and the newest record's time for each bank: a full memory counts no further. */
const markOf = (banks: readonly { readonly count: number; readonly newest: string | undefined }[]): string =>
  banks.map(({ count, newest }) => `${count} ${newest}`).join(', ');

function* look(line: Line, data: number): Conversation<Uint8Array, string> {
  const banks = [];
  for (const bank of BANKS) {
    const held = yield* count(line, bank);
    const newest = held > 0 ? (yield* record(line, bank, 0, data)).deviceClock : undefined;
    banks.push({ count: held, newest });
  }
  return markOf(banks);
}

/** Ends when it holds another newest record than at first, or than that of the mark. */
export function* idle(line: Line, mark?: string): Conversation<Uint8Array> {
  const { data } = yield* find(line);
  yield* wake(line, MODES.readings);
  const known = mark ?? (yield* look(line, data));
  do yield* listen(line.now + LOOK_EVERY_MS);
  while ((yield* look(line, data)) === known);
}

/** All or nothing. */
export function* readOut(line: Line): Conversation<Uint8Array, Memory> {
  const { unit, data } = yield* find(line);
  yield* wake(line, MODES.readings);
  for (let tries = TRIES; tries > 0; tries--) {
    const { mark, records } = yield* all(line, data);
    if ((yield* look(line, data)) === mark) return { mark, unit, records: oldestFirst(records, 'first') };
  }
  throw new DeviceError('unavailable', 'it goes on changing while it is read');
}

function* all(line: Line, data: number): Conversation<Uint8Array, Pick<Memory, 'mark' | 'records'>> {
  const banks = [];
  const records: StoredRecord[] = [];
  for (const bank of BANKS) {
    const held = yield* count(line, bank);
    const found = yield* bankOf(line, bank, held, data);
    banks.push({ count: held, newest: found[0]?.deviceClock });
    records.push(...found);
  }
  return { mark: markOf(banks), records };
}

/** No two measurements end in the same second: a record like the one before is that one's echo. */
function* bankOf(line: Line, bank: number, held: number, data: number): Conversation<Uint8Array, StoredRecord[]> {
  const found: StoredRecord[] = [];
  for (let index = 0, tries = 1; index < held; ) {
    const next = yield* record(line, bank, index, data);
    const isEcho = next.deviceClock !== undefined && next.deviceClock === found.at(-1)?.deviceClock;
    if (isEcho && tries < TRIES) {
      tries++;
      line.tell({ event: 'rejected', reason: 'order' });
      yield* listen(line.now + QUIET_MS);
      continue;
    }
    found.push(isEcho ? { index, user: userOf(bank), event: { event: 'rejected', reason: 'order' } } : next);
    index++;
    tries = 1;
  }
  return found;
}
