/**
 * The messages of the CONTEC08A, each in a HID report of its own, filled up with zeros. To the host, by the first byte:
 *
 *   41 it is here | 48 handshake | 4A, what was asked, 01 accepted | 46 head of a user's records | 80 and up: a record
 *
 * What a head and a record hold is packed: bit 7 of every byte is set, and the true bits 7 of the seven bytes that follow
 * stand in a key byte before them, lowest first. None of it has a check value.
 */
import { bytesOf, u8 } from './bytes.ts';
import type { Cut, Language } from './conversation.ts';

export const REPORT_BYTES = 64;
/** The longest of its messages. */
const MESSAGE = 14;
const ACCEPTED = 1;

export type Message =
  | { readonly is: 'here' | 'handshake' | 'other' }
  | { readonly is: 'reply'; readonly accepted: boolean }
  | { readonly is: 'head'; readonly user: number; readonly count: number }
  | { readonly is: 'record'; readonly bytes: Uint8Array };

/** What the host says. The third byte of a reading is 01; with 03 there it would erase. */
const request = (...bytes: readonly number[]): Uint8Array => {
  const report = new Uint8Array(REPORT_BYTES);
  report.set(bytes);
  return report;
};
export const PRESENCE = request(0x40, 0x8f, 0xff, 0xfe, 0xfd, 0xfc);
export const HANDSHAKE = request(0x42, 0x8f, 0xff, 0xfe, 0xfd, 0xfc);
export const readUser = (user: number): Uint8Array => request(0x43, 0x41, 0x01, 0x03 + user, 0x02);
export const USERS = [1, 2, 3] as const;

export const isPacked = (bytes: Uint8Array): boolean => bytes.every((byte) => byte >= 0x80);

/** The nth byte behind its key, from 1. */
export const unpacked = (bytes: Uint8Array, keyAt: number, nth: number): number =>
  (u8(bytes, keyAt + nth) & 0x7f) | (((u8(bytes, keyAt) >> (nth - 1)) & 1) << 7);

/** As many bytes as it takes, with their key before each seven. */
export function packed(...values: readonly number[]): Uint8Array {
  const groups = Array.from({ length: Math.ceil(values.length / 7) }, (_, i) => values.slice(i * 7, (i + 1) * 7));
  const keyOf = (group: readonly number[]): number =>
    group.reduce((key, value, at) => key | ((value >> 7) << at), 0x80);
  return bytesOf(...groups.flatMap((group) => [keyOf(group), ...group.map((value) => value | 0x80)]));
}

function messageOf(bytes: Uint8Array): Message {
  switch (u8(bytes, 0)) {
    case 0x41:
      return { is: 'here' };
    case 0x48:
      return { is: 'handshake' };
    case 0x4a:
      return u8(bytes, 1) === 0x43 ? { is: 'reply', accepted: u8(bytes, 2) === ACCEPTED } : { is: 'other' };
    case 0x46:
      if (!isPacked(bytes.subarray(2))) return { is: 'other' };
      return { is: 'head', user: u8(bytes, 13) & 0x7f, count: (unpacked(bytes, 2, 1) << 8) | unpacked(bytes, 2, 2) };
    default:
      return u8(bytes, 0) >= 0x80 ? { is: 'record', bytes: bytes.slice() } : { is: 'other' };
  }
}

/** A report is a message, however short: what it lacks is zero, which no packed byte is. */
function unwrap(report: Uint8Array): Uint8Array | undefined {
  if (report.length === 0) return undefined;
  const message = new Uint8Array(MESSAGE);
  message.set(report.subarray(0, MESSAGE));
  return message;
}

export const fromMonitor: Language<Message> = {
  unwrap,
  cut: (bytes): Cut<Message> => ({ frame: messageOf(bytes.subarray(0, MESSAGE)), used: MESSAGE }),
};

/** The monitor hears whole reports. */
export const toMonitor: Language<Uint8Array> = {
  unwrap: (report) => (report.length === REPORT_BYTES ? report : undefined),
  cut: (bytes) => ({ frame: bytes.slice(0, REPORT_BYTES), used: REPORT_BYTES }),
};
