/** What a device of IEEE 11073-20601 says it is: its configuration, its attributes, and the observations in its reports. */
import type { Memory } from '../domain/memory.ts';
import { bytesOf, concat, u16be } from './bytes.ts';
import { type Data, EVENTS, type Event, heard, MESSAGES } from './ieee11073-apdu.ts';
import {
  type Attribute,
  absoluteTime,
  attribute,
  attributesOf,
  cursor,
  number16,
  text,
  typeCode,
} from './ieee11073-values.ts';

export const CLASSES = { numeric: 0x0006, store: 0x003d } as const;

export interface DeviceObject {
  readonly class: number;
  readonly handle: number;
  /** What it measures, by its code of ISO/IEEE 11073-10101. */
  readonly type?: number;
  readonly unit?: number;
  /** Of a store. */
  readonly segments?: number;
}

export interface Configuration {
  readonly id: number;
  readonly objects: readonly DeviceObject[];
}

const ATTRIBUTES = {
  model: 0x0928,
  production: 0x092d,
  type: 0x092f,
  segments: 0x0951,
  clock: 0x0987,
  unit: 0x0996,
} as const;

/** Undefined: it is none, or does not add up. */
export function configurationOf({ type, info }: Event): Configuration | undefined {
  if (type !== EVENTS.configuration) return undefined;
  const report = cursor(info);
  const [id, count, list] = [report.u16(), report.u16(), cursor(report.block())];
  const objects: DeviceObject[] = [];
  while (list.left()) {
    const [itsClass, handle, attributes] = [list.u16(), list.u16(), attributesOf(list.u16(), list.block())];
    if (!attributes) return undefined;
    objects.push(objectOf(itsClass, handle, attributes));
  }
  return report.whole() && list.whole() && objects.length === count ? { id, objects } : undefined;
}

function objectOf(itsClass: number, handle: number, attributes: readonly Attribute[]): DeviceObject {
  const type = typeCode(attributes, ATTRIBUTES.type);
  const unit = number16(attributes, ATTRIBUTES.unit);
  const segments = number16(attributes, ATTRIBUTES.segments);
  return {
    class: itsClass,
    handle,
    ...(type !== undefined && { type }),
    ...(unit !== undefined && { unit }),
    ...(segments !== undefined && { segments }),
  };
}

/** Accepts a configuration that the device told. */
export const configurationAccepted = (data: Data, { handle, type }: Event, { id }: Configuration): Uint8Array =>
  heard(data, { handle, type }, bytesOf(id >> 8, id & 0xff, 0, 0));

export interface About {
  readonly unit: Memory['unit'];
  /** What its clock shows now. */
  readonly deviceClock?: string;
}

/** From the answer to `getAll`. Undefined: it is none, or does not add up. */
export function aboutOf({ message, body }: Data): About | undefined {
  if (message !== MESSAGES.got) return undefined;
  const answer = cursor(body);
  answer.u16(); // the device itself
  const attributes = attributesOf(answer.u16(), answer.block());
  if (!attributes || !answer.whole()) return undefined;
  const names = cursor(attribute(attributes, ATTRIBUTES.model) ?? new Uint8Array());
  const [maker, model] = [text(names.block()), text(names.block())];
  const serialNumber = serialNumberOf(attribute(attributes, ATTRIBUTES.production));
  const deviceClock = absoluteTime(attribute(attributes, ATTRIBUTES.clock) ?? new Uint8Array());
  return {
    unit: {
      ...(names.whole() && model !== undefined && { model: maker === undefined ? model : `${maker} ${model}` }),
      ...(serialNumber !== undefined && { serialNumber }),
    },
    ...(deviceClock !== undefined && { deviceClock }),
  };
}

const SERIAL_NUMBER = 1;

/** A list of what it was made of: what each is, of which part, and its text. */
function serialNumberOf(production: Uint8Array | undefined): string | undefined {
  if (!production) return undefined;
  const outer = cursor(production);
  const [count, list] = [outer.u16(), cursor(outer.block())];
  const found: { readonly kind: number; readonly text: string | undefined }[] = [];
  while (list.left()) {
    const kind = list.u16();
    list.u16();
    found.push({ kind, text: text(list.block()) });
  }
  const whole = outer.whole() && list.whole() && found.length === count;
  return whole ? found.find(({ kind }) => kind === SERIAL_NUMBER)?.text : undefined;
}

export interface Observation {
  readonly handle: number;
  readonly value: Uint8Array;
  /** Whose it is, by the device's own number, where it tells several persons apart. */
  readonly person?: number;
}

/** The observations of a report of fixed form. Undefined: it is none, or does not add up: then none of it is believed. */
export function observationsOf({ type, info }: Event): readonly Observation[] | undefined {
  if (type !== EVENTS.fixedReport && type !== EVENTS.personsReport) return undefined;
  const report = cursor(info);
  report.take(4); // whose request this answers, and its number
  const [count, list] = [report.u16(), report.block()];
  if (!report.whole()) return undefined;
  if (type === EVENTS.fixedReport) return listed(count, list);
  const persons = cursor(list);
  const found: Observation[] = [];
  let told = 0;
  for (; persons.left(); told++) {
    const person = persons.u16();
    const theirs = listed(persons.u16(), persons.block());
    if (!theirs) return undefined;
    found.push(...theirs.map((one) => ({ ...one, person })));
  }
  return persons.whole() && told === count ? found : undefined;
}

function listed(count: number, bytes: Uint8Array): readonly Observation[] | undefined {
  const list = cursor(bytes);
  const found: Observation[] = [];
  while (list.left()) found.push({ handle: list.u16(), value: list.block() });
  return list.whole() && found.length === count ? found : undefined;
}

/** One transfer out of a store. */
export interface Segment {
  readonly first: boolean;
  readonly last: boolean;
  /** Of its first entry, in the segment. */
  readonly index: number;
  readonly entries: readonly Uint8Array[];
}

const FLAGS = { first: 0x8000, last: 0x4000 } as const;

/** Undefined: it is none, or does not add up. `entryBytes`: how many one entry has. */
export function segmentOf({ type, info }: Event, entryBytes: number): Segment | undefined {
  if (type !== EVENTS.segment) return undefined;
  const event = cursor(info);
  event.u16(); // the segment's own number
  const [index, count, status, bytes] = [event.u32(), event.u32(), event.u16(), event.block()];
  if (!event.whole() || bytes.length !== count * entryBytes) return undefined;
  return {
    first: (status & FLAGS.first) !== 0,
    last: (status & FLAGS.last) !== 0,
    index,
    entries: Array.from({ length: count }, (_, i) => bytes.slice(i * entryBytes, (i + 1) * entryBytes)),
  };
}

/** Confirms one transfer: which, and that the manager is content. The store is not emptied by it. */
export const segmentHeard = (data: Data, { handle, type, time, info }: Event): Uint8Array =>
  heard(data, { handle, type }, concat(info.slice(0, 10), bytesOf(0x00, 0x80)), time);

export const TRANSFERS = { ok: 0, noSuchSegment: 1, later: 2, empty: 3, failed: 512 } as const;

/** What a wish for a segment was answered with. */
export const transferResult = (answer: Uint8Array): number | undefined =>
  answer.length === 4 ? u16be(answer, 2) : undefined;
