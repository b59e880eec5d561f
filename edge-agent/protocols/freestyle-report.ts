/**
 * The bytes of the Abbott FreeStyle meters over USB: HID reports, and the text that is cut into them.
 *
 *   report   type | n, at most 62 | n bytes | filling up to 64, left over from earlier reports
 *   text     message "CKSM:" sum CR LF "CMD OK" CR LF, or without a message "CKSM:00000000" CR LF "CMD Fail!" CR LF
 *   message  lines, each with CR LF; of many records: these, then their count "," their own sum CR LF; of none: "Log Empty"
 *            a sum: of all letters, 32 bits, eight digits 0-9 A-F
 */
import { asciiOf, bytesOf, concat, u8 } from './bytes.ts';
import type { Language } from './conversation.ts';

export interface Report {
  readonly is: 'report';
  readonly type: number;
  readonly payload: Uint8Array;
}

export const REPORT_BYTES = 64;
const HEAD_BYTES = 2;
export const MOST_IN_REPORT = REPORT_BYTES - HEAD_BYTES;

export const TYPES = {
  text: 0x60,
  /** It may stand between any two reports, and says nothing. */
  alive: 0x22,
  /** What it says to a text it will not hear: a Libre 2, which enciphers all. */
  enciphered: 0x33,
  unknown: 0x30,
} as const;

export function reportOf(type: number, payload: Uint8Array = new Uint8Array()): Uint8Array {
  const report = new Uint8Array(REPORT_BYTES);
  report.set(concat(bytesOf(type, payload.length), payload));
  return report;
}

/** Both ways: only what counts of each report. */
export const freestyle: Language<Report> = {
  unwrap(report) {
    const [type, length = REPORT_BYTES] = report;
    const end = HEAD_BYTES + length;
    return type === TYPES.alive || length > MOST_IN_REPORT || end > report.length ? undefined : report.slice(0, end);
  },
  cut(bytes) {
    const used = HEAD_BYTES + u8(bytes, 1);
    return { frame: { is: 'report', type: u8(bytes, 0), payload: bytes.slice(HEAD_BYTES, used) }, used };
  },
};

export function sumOf(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at);
  return sum.toString(16).toUpperCase().padStart(8, '0');
}

const END = 'CMD OK\r\n';
const FAILED = 'CKSM:00000000\r\nCMD Fail!\r\n';
const CHECK = /CKSM:([0-9A-F]{8})\r\n$/;

/** Has the whole of a text come? Its end can stand nowhere within it. */
export const isWhole = (text: string): boolean => text.endsWith(END) || text.endsWith('CMD Fail!\r\n');

/** What a whole text says; false: the meter does not know the command; undefined: its sum does not hold. */
export function messageOf(text: string): string | false | undefined {
  if (text === FAILED) return false;
  const checked = text.slice(0, -END.length);
  const [check = '', sum] = CHECK.exec(checked) ?? [];
  const message = checked.slice(0, checked.length - check.length);
  return text.endsWith(END) && sum === sumOf(message) ? message : undefined;
}

/** Its records; undefined: their own sum does not hold, or some are missing. */
export function recordsOf(message: string): readonly string[] | undefined {
  if (message === 'Log Empty\r\n') return [];
  const [last = '', count, sum] = /(\d{1,6}),([0-9A-F]{8})\r\n$/.exec(message) ?? [];
  const lines = message.slice(0, message.length - last.length);
  if (sum === undefined || sum !== sumOf(lines) || !lines.endsWith('\r\n')) return undefined;
  const records = lines.split('\r\n').slice(0, -1);
  return records.length === Number(count) ? records : undefined;
}

/** A text as its reports. */
export function textReports(message: string): Uint8Array[] {
  const text = asciiOf(`${message}CKSM:${sumOf(message)}\r\n${END}`);
  return Array.from({ length: Math.ceil(text.length / MOST_IN_REPORT) }, (_, i) =>
    reportOf(TYPES.text, text.slice(i * MOST_IN_REPORT, (i + 1) * MOST_IN_REPORT)),
  );
}

export const failed = (): Uint8Array => reportOf(TYPES.text, asciiOf(FAILED));
