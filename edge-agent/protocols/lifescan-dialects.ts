/**
 * The two dialects of LifeScan's binary protocol that are spoken over a serial line: what is asked, what it means, and how
 * one question is put. Of OneTouch Verio 2015, Flex and Reflect, which speak it in sectors of a mass storage, nothing here.
 */
import { clockText } from '../domain/device-clock.ts';
import type { Glucose, Meal, ReadingFlag, Rejected, RejectReason } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { glucose, glucoseInMgPerDl } from '../domain/reading.ts';
import { bytesOf, textOf, u8, u16le } from './bytes.ts';
import { type Conversation, type Line, listen } from './conversation.ts';
import { type Frame, frameOf } from './lifescan-frame.ts';

export interface Dialect {
  readonly questions: {
    readonly serialNumber: Uint8Array;
    readonly count: Uint8Array;
    readonly clock: Uint8Array;
    /** From 0, the newest. */
    record(index: number): Uint8Array;
  };
  /** Asks once; what the answer says, or undefined when none came in time. */
  readonly put: (line: Line, question: Uint8Array) => Conversation<Frame, Uint8Array | undefined>;
  readonly serialNumberOf: (payload: Uint8Array) => string | undefined;
  readonly countOf: (payload: Uint8Array) => number | undefined;
  /** Without a time where its clock shows none. */
  readonly clockOf: (payload: Uint8Array) => { readonly deviceClock: string | undefined } | undefined;
  /** Undefined: no record at all. */
  readonly recordOf: (payload: Uint8Array, index: number) => StoredRecord | undefined;
}

/** Both sources wait half of it, or all. */
const ANSWER_MS = 1000;

const LINK = { expects: 0x02, acknowledge: 0x04, disconnect: 0x08, own: 0x01 } as const;
export const DISCONNECT = frameOf(LINK.disconnect);
export const DISCONNECTED = LINK.disconnect | LINK.acknowledge;
/** Our first frame was the one expected; the next one of ours will be number 1, as will the next one expected. */
export const ACKNOWLEDGED = frameOf(LINK.acknowledge | LINK.expects | LINK.own);
/** The meter's first frame, behind our first. */
export const FIRST_DATA = LINK.expects;

/** Both numbers begin anew at 0. What was said on the old link, however late, comes before the answer to this. */
export function* disconnect(line: Line): Conversation<Frame, boolean> {
  yield* listen(line.now);
  line.send(DISCONNECT);
  const by = line.now + ANSWER_MS;
  for (let frame = yield by; frame !== undefined; frame = yield by)
    if (frame.link === DISCONNECTED && frame.payload.length === 0) return true;
  return false;
}

function* onANewLink(line: Line, question: Uint8Array): Conversation<Frame, Uint8Array | undefined> {
  if (!(yield* disconnect(line))) return undefined;
  line.send(frameOf(0, question));
  const by = line.now + ANSWER_MS;
  for (let frame = yield by; frame !== undefined; frame = yield by) {
    if (frame.link !== FIRST_DATA) continue; // that it heard us; or the answer to an older wish to disconnect
    line.send(ACKNOWLEDGED);
    return frame.payload;
  }
  return undefined;
}

function* withoutALink(line: Line, question: Uint8Array): Conversation<Frame, Uint8Array | undefined> {
  yield* listen(line.now);
  line.send(frameOf(0, question));
  const by = line.now + ANSWER_MS;
  for (let frame = yield by; frame !== undefined; frame = yield by) if (frame.link === 0) return frame.payload;
  return undefined;
}

const OK = 0x06;
const le = (value: number): readonly [number, number] => [value & 0xff, value >> 8];
const u32le = (bytes: Uint8Array, at: number): number => u16le(bytes, at) + 65_536 * u16le(bytes, at + 2);
/** Does it begin so, and is it so long? What stands behind another status means nothing. */
const says = (payload: Uint8Array, length: number, ...head: readonly number[]): boolean =>
  payload.length === length && head.every((byte, at) => payload[at] === byte);

/** It has no such thing, or cannot read it. */
const hasFailed = (payload: Uint8Array, dialect: number): boolean => says(payload, 2, dialect) && payload[1] !== OK;

/** Behind the status; the text may end in zeros. */
function serialNumberBehind(payload: Uint8Array, ...head: readonly number[]): string | undefined {
  if (!head.every((byte, at) => payload[at] === byte)) return undefined;
  return /^([0-9A-Za-z-]{1,32})\0*$/.exec(textOf(payload.subarray(head.length)))?.[1];
}

/** An erased memory, and no moment. */
const NEVER_WRITTEN = 0xffff_ffff;
/** Seconds of the meter's own local time since the first day of that year. */
function timeOf(seconds: number, year: 1970 | 2000): string | undefined {
  if (seconds === NEVER_WRITTEN) return undefined;
  const at = new Date((seconds + (year === 2000 ? 946_684_800 : 0)) * 1000);
  const date = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()] as const;
  return clockText([...date, at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()]);
}

const refused = (reason: RejectReason): Rejected => ({ event: 'rejected', reason });

interface Said {
  readonly mgPerDl: number | 'LO' | 'HI';
  readonly control?: boolean;
  readonly meal?: Meal | undefined;
}

/** What either shows as a number, mg/dL. */
const SHOWN = { least: 20, most: 600 } as const;

function stored(index: number, deviceClock: string | undefined, said: Said | Rejected): StoredRecord {
  if (deviceClock === undefined) return { index, event: refused('date') };
  return { index, deviceClock, event: 'event' in said ? said : reading(said, deviceClock) };
}

function reading({ mgPerDl, control, meal }: Said, deviceClock: string): Glucose | Rejected {
  const beyond: ReadingFlag[] = mgPerDl === 'HI' ? ['above-range'] : mgPerDl === 'LO' ? ['below-range'] : [];
  const flags: ReadingFlag[] = [...beyond, ...(control ? (['control'] as const) : [])];
  const more = { ...(meal && { meal }), ...(flags.length > 0 && { flags }), deviceClock };
  if (mgPerDl === 'HI' || mgPerDl === 'LO') return glucose(more);
  return mgPerDl < SHOWN.least || mgPerDl > SHOWN.most ? refused('range') : glucoseInMgPerDl(mgPerDl, more);
}

const BEYOND: Readonly<Record<number, 'LO' | 'HI'>> = { 65534: 'LO', 65535: 'HI' };

/** UltraMini, UltraEasy. Both sources send those four bytes behind the question for the serial number. */
export const ultraMini: Dialect = {
  put: onANewLink,
  questions: {
    serialNumber: bytesOf(0x05, 0x0b, 0x02, 0, 0, 0, 0, 0x84, 0x6a, 0xe8, 0x73, 0),
    count: bytesOf(0x05, 0x1f, ...le(501)), // a record that no meter has
    clock: bytesOf(0x05, 0x20, 0x02, 0, 0, 0, 0),
    record: (index) => bytesOf(0x05, 0x1f, ...le(index)),
  },
  serialNumberOf: (payload) => serialNumberBehind(payload, 0x05, OK),
  countOf: (payload) => (says(payload, 4, 0x05, 0x0f) ? u16le(payload, 2) : undefined),
  clockOf: (payload) => (says(payload, 6, 0x05, OK) ? { deviceClock: timeOf(u32le(payload, 2), 1970) } : undefined),
  recordOf(payload, index) {
    if (hasFailed(payload, 0x05)) return { index, event: refused('unknown') };
    if (!says(payload, 10, 0x05, OK)) return undefined;
    const value = u32le(payload, 6);
    return stored(index, timeOf(u32le(payload, 2), 1970), { mgPerDl: BEYOND[value] ?? value });
  },
};

const VERIO_MEALS: Readonly<Record<number, Meal | 'none'>> = { 0: 'none', 1: 'before-meal', 2: 'after-meal' };

export const verioIq: Dialect = {
  put: withoutALink,
  questions: {
    serialNumber: bytesOf(0x03, 0x0b, 0x01, 0x02),
    count: bytesOf(0x03, 0x27, 0x00),
    clock: bytesOf(0x03, 0x20, 0x02),
    record: (index) => bytesOf(0x03, 0x21, ...le(index)),
  },
  serialNumberOf: (payload) => serialNumberBehind(payload, 0x03, OK),
  countOf: (payload) => (says(payload, 4, 0x03, OK) ? u16le(payload, 2) : undefined),
  clockOf: (payload) => (says(payload, 6, 0x03, OK) ? { deviceClock: timeOf(u32le(payload, 2), 2000) } : undefined),
  recordOf(payload, index) {
    if (hasFailed(payload, 0x03)) return { index, event: refused('unknown') };
    if (!says(payload, 12, 0x03, OK)) return undefined;
    const [value, control, meal] = [u16le(payload, 6), u8(payload, 8), VERIO_MEALS[u8(payload, 9)]];
    const mgPerDl = value < SHOWN.least ? 'LO' : value > SHOWN.most ? 'HI' : value;
    const said = { mgPerDl, control: control === 1, ...(meal !== 'none' && { meal }) } as const;
    const known = control <= 1 && meal !== undefined;
    return stored(index, timeOf(u32le(payload, 2), 2000), known ? said : refused('unknown'));
  },
};
