/**
 * IEEE 11073-20601, the talk of personal health devices, as the manager says and hears it. Read: tidepool-org/uploader
 * lib/drivers/roche/accuChekUSB.js; emogenet/accuchek main.cpp; signove/antidote src/. The codec alone: on a cable these devices
 * are USB class 0F, which neither a serial port nor HID reaches; whoever has such bytes gives them to `language`.
 *
 *   0 choice | 2 length of what follows | 4.. body
 *   data, E700: 4 length | 6 invoke id | 8 message | 10 length | 12.. body
 *
 * No check value: what can be held against each other are the lengths, four deep, and the counts. All must agree.
 */
import { bytesOf, concat, u8, u16be } from './bytes.ts';
import type { Framer, Language } from './conversation.ts';
import { cursor } from './ieee11073-values.ts';

export interface Apdu {
  readonly choice: number;
  readonly body: Uint8Array;
}

export const CHOICES = {
  associate: 0xe200,
  associated: 0xe300,
  release: 0xe400,
  released: 0xe500,
  abort: 0xe600,
  data: 0xe700,
} as const;
const ALL: readonly number[] = Object.values(CHOICES);

export const MESSAGES = {
  event: 0x0101,
  eventHeard: 0x0201,
  get: 0x0103,
  got: 0x0203,
  action: 0x0107,
  acted: 0x0207,
} as const;
export const EVENTS = { configuration: 0x0d1c, fixedReport: 0x0d1d, personsReport: 0x0d1f, segment: 0x0d21 } as const;
export const ACTIONS = { segmentInfo: 0x0c0d, sendSegment: 0x0c1c } as const;

const cut: Framer<Apdu> = (bytes) => {
  if (bytes.length < 2) return ALL.some((choice) => choice >> 8 === u8(bytes, 0)) ? 'wait' : { skip: 1, why: 'noise' };
  if (!ALL.includes(u16be(bytes, 0))) return { skip: 1, why: 'noise' };
  if (bytes.length < 4) return 'wait';
  const used = 4 + u16be(bytes, 2);
  return bytes.length < used ? 'wait' : { frame: { choice: u16be(bytes, 0), body: bytes.slice(4, used) }, used };
};

/** One bulk transfer is one APDU; a whole one is never further apart. */
export const language: Language<Apdu> = { cut, gapMs: 250 };

const two = (value: number): Uint8Array => bytesOf((value >> 8) & 0xff, value & 0xff);
const block = (bytes: Uint8Array): Uint8Array => concat(two(bytes.length), bytes);

export const apdu = (choice: number, body: Uint8Array): Uint8Array => concat(two(choice), block(body));

/** Release, its answer, abort: with their reason. */
export const ending = (choice: number, reason = 0): Uint8Array => apdu(choice, two(reason));

/** These three all mean that the session is over; to a release an answer is owed. */
export const isOver = ({ choice }: Apdu): boolean =>
  choice === CHOICES.release || choice === CHOICES.released || choice === CHOICES.abort;

/** What a device says of itself when it comes. */
export interface Association {
  readonly systemId: Uint8Array;
  /** A standard configuration, 02BC a blood-pressure monitor, 06A4 a glucose meter; 4000 to 7FFF one of its own, told next. */
  readonly configuration: number;
}

const PROTOCOL = 0x5079;
const SYSTEM_ID_BYTES = 8;

/** Undefined: it is none, or one that speaks nothing we do. Devices that offer several protocols offer ours first. */
export function associationOf({ choice, body }: Apdu): Association | undefined {
  if (choice !== CHOICES.associate) return undefined;
  const request = cursor(body);
  request.take(4); // version of the association
  const [protocols] = [request.u16(), request.u16()];
  const ours = request.u16() === PROTOCOL;
  const info = cursor(request.block());
  info.take(4 + 2 + 4 + 4); // protocol, encoding, nomenclature, functions
  const isAgent = u8(info.take(4), 1) === 0x80;
  const systemId = info.block();
  const configuration = info.u16();
  info.take(2 + 2); // how it wants to be asked
  info.u16(); // how many options
  info.block();
  const fits = ours && isAgent && systemId.length === SYSTEM_ID_BYTES && info.whole();
  return fits && (protocols > 1 || request.whole()) ? { systemId, configuration } : undefined;
}

export const RESULTS = { accepted: 0, rejected: 1, unknownConfiguration: 3 } as const;

/** The manager's answer. `systemId`: eight bytes that name this manager. */
export function associated(result: number, systemId: Uint8Array): Uint8Array {
  const info = concat(
    bytesOf(0x80, 0, 0, 2, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, 0), // version, encoding, nomenclature, functions
    bytesOf(0x80, 0, 0, 0), // a manager
    block(systemId),
    new Uint8Array(10),
  );
  return apdu(CHOICES.associated, concat(two(result), two(PROTOCOL), block(info)));
}

export interface Data {
  readonly invokeId: number;
  readonly message: number;
  readonly body: Uint8Array;
}

/** Undefined: it is none, or its lengths do not agree. */
export function dataOf({ choice, body }: Apdu): Data | undefined {
  if (choice !== CHOICES.data) return undefined;
  const outer = cursor(body);
  const inner = cursor(outer.block());
  const data = { invokeId: inner.u16(), message: inner.u16(), body: inner.block() };
  return outer.whole() && inner.whole() ? data : undefined;
}

export const data = ({ invokeId, message, body }: Data): Uint8Array =>
  apdu(CHOICES.data, block(concat(two(invokeId), two(message), block(body))));

/** An event that the device wants confirmed. */
export interface Event {
  readonly handle: number;
  readonly time: Uint8Array;
  readonly type: number;
  readonly info: Uint8Array;
}

export function eventOf({ message, body }: Data): Event | undefined {
  if (message !== MESSAGES.event) return undefined;
  const event = cursor(body);
  const found = { handle: event.u16(), time: event.take(4), type: event.u16(), info: event.block() };
  return event.whole() ? found : undefined;
}

/** With this the device may forget what it told: not before it is on disk. */
export const heard = (
  { invokeId }: Data,
  { handle, type }: Pick<Event, 'handle' | 'type'>,
  info: Uint8Array = new Uint8Array(),
  time: Uint8Array = new Uint8Array(4),
): Uint8Array =>
  data({ invokeId, message: MESSAGES.eventHeard, body: concat(two(handle), time, two(type), block(info)) });

/** Asks for all attributes of the device itself. */
export const getAll = (invokeId: number): Uint8Array =>
  data({ invokeId, message: MESSAGES.get, body: new Uint8Array(6) });

export const action = (invokeId: number, handle: number, type: number, argument: Uint8Array): Uint8Array =>
  data({ invokeId, message: MESSAGES.action, body: concat(two(handle), two(type), block(argument)) });

/** What an action of this type on this object was answered with. */
export function acted({ message, body }: Data, handle: number, type: number): Uint8Array | undefined {
  if (message !== MESSAGES.acted) return undefined;
  const answer = cursor(body);
  const [itsHandle, itsType, result] = [answer.u16(), answer.u16(), answer.block()];
  return itsHandle === handle && itsType === type && answer.whole() ? result : undefined;
}
