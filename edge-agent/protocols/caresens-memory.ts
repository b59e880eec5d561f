/**
 * The older meters of the CareSens N family: their memory is read byte by byte, and nothing checks it but the high nibbles.
 * So everything is read twice, and counts only when it comes the same again.
 */
import { DeviceError } from '../domain/device-error.ts';
import type { Memory, StoredRecord } from '../domain/memory.ts';
import { sameBytes, u8, u16le } from './bytes.ts';
import { type Frame, memoryRead } from './caresens-frame.ts';
import { clockOf, recordOfMemory } from './caresens-record.ts';
import { type Conversation, type Line, listen } from './conversation.ts';

/** Thirty bytes take 31 ms. What comes after that belongs to no question. */
const ANSWER_MS = 1000;
/** Two of these in a row must be the same. */
const TRIES = 6;

const SERIAL_BLOCK = { address: 0x1034, length: 10 } as const;
const COUNT = { address: 0x1086, length: 2 } as const;
const RECORD = 8;
/** The count of the one source that reads it is of meters that hold so many. */
const MOST_COUNTED = 250;

/**
 * Where a model keeps its records, one after the other, and how many: the uploader's table, by model code. Another app
 * (CareSensN.m) finds gaps behind the first 128 of some: the log ends where no record stands, and is said to be short.
 */
const MODELS: readonly (readonly [name: string, start: number, records: number])[] = [
  ['CSP', 0xc200, 250],
  ['ISP', 0xc200, 250],
  ['GSP', 0xd200, 250],
  ['CNP', 0xe200, 250],
  ['NCP', 0xe200, 250],
  ['HDP', 0xe200, 250],
  ['ACP', 0xe200, 250],
  ['NTP', 0xe200, 250],
  ['ECP', 0xe200, 250],
  ['AQP', 0xe200, 250],
  ['ITP', 0xe200, 250],
  ['CNM', 0xe200, 250],
  ['APP', 0xd200, 500],
  ['CLP', 0xd200, 500],
  ['DAP', 0xe200, 250],
  ['MDP', 0xe200, 250],
  ['CMP', 0xe200, 500],
  ['CVP', 0xe200, 500],
];

/** So many bytes; fewer when it fell silent or said something else in between. */
function* read(line: Line, address: number, length: number): Conversation<Frame, Uint8Array> {
  yield* listen(line.now); // what is already here answers nothing that we are about to ask
  line.send(memoryRead(address, length));
  const by = line.now + ANSWER_MS;
  const bytes: number[] = [];
  for (let frame = yield by; frame !== undefined && frame.is === 'memory'; frame = yield by) {
    bytes.push(frame.byte);
    if (bytes.length === length) break;
  }
  if (bytes.length < length) yield* listen(line.now + ANSWER_MS); // the rest may still be under way
  return Uint8Array.from(bytes);
}

/** The same twice in a row; undefined when it never was. */
function* readTwice(line: Line, address: number, length: number): Conversation<Frame, Uint8Array | undefined> {
  let before: Uint8Array = new Uint8Array();
  let silent = true;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const bytes = yield* read(line, address, length);
    if (bytes.length > 0) silent = false;
    if (bytes.length === length && sameBytes(bytes, before)) return bytes;
    if (bytes.length < length) line.tell({ event: 'rejected', reason: 'length' });
    else if (before.length === length) line.tell({ event: 'rejected', reason: 'checksum' });
    before = bytes;
  }
  if (silent) throw new DeviceError('silent', 'memory');
  return undefined;
}

export interface Found {
  readonly unit: Memory['unit'];
  /** Where its records are; absent: the model is none that we know. */
  readonly log?: { readonly start: number; readonly most: number };
}

/** Product number, batch, model, version, each little-endian, and a byte of flags. */
export function* find(line: Line): Conversation<Frame, Found> {
  const block = yield* readTwice(line, SERIAL_BLOCK.address, SERIAL_BLOCK.length);
  if (!block) throw new DeviceError('silent', 'serial number');
  const model = MODELS[u16le(block, 4)];
  if (!model) return { unit: {} };
  const [name, start, most] = model;
  const batch = u16le(block, 2)
    .toString(name === 'CVP' ? 16 : 10)
    .toUpperCase()
    .padStart(2, '0');
  const version = String.fromCharCode(0x41 + u16le(block, 6));
  const serialNumber = `${name}${batch}${version}${String(u16le(block, 0)).padStart(5, '0')}`;
  return { unit: { model: name, ...(/^\w{1,32}$/.test(serialNumber) && { serialNumber }) }, log: { start, most } };
}

export function* unit(line: Line): Conversation<Frame, Memory['unit']> {
  return (yield* find(line)).unit;
}

/** Undefined where the meter has none that can be believed. */
export function* count(line: Line): Conversation<Frame, number | undefined> {
  const bytes = yield* readTwice(line, COUNT.address, COUNT.length);
  const number = bytes && u8(bytes, 0);
  return number === undefined || number > MOST_COUNTED ? undefined : number;
}

/** Its records are numbered from 0. */
export function* records(line: Line, { log }: Found, counted = 0): Conversation<Frame, StoredRecord[]> {
  if (!log) {
    line.tell({ event: 'rejected', reason: 'unsupported' });
    return [];
  }
  const found: StoredRecord[] = [];
  for (let index = 0; index < log.most; index++) {
    const bytes = yield* readTwice(line, log.start + index * RECORD, RECORD);
    if (!bytes) {
      found.push({ index, event: { event: 'rejected', reason: 'checksum' } });
      continue;
    }
    const ends = u8(bytes, 0) === 0xff && u8(bytes, 1) === 0xff;
    if (!ends) found.push(recordOfMemory(bytes, index));
    else if (index < counted) found.push({ index, event: { event: 'rejected', reason: 'length' } });
    if (ends || clockOf(bytes) === undefined) break;
  }
  return found;
}
