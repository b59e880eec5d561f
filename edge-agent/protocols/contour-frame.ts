/**
 * The bytes of the Ascensia Contour meters over USB: ASTM E1381 frames cut into HID reports, the same both ways.
 *
 *   report   "ABC" | n, at most 60 | n bytes | filling up to 64. To the meter, three zeros do for "ABC"
 *   frame    STX | number, one digit 0-7 | text | CR | ETB, or ETX behind the last | sum, two digits 0-9 A-F | CR LF
 *            the sum: all bytes from the number up to ETB or ETX, modulo 256
 *   besides  ENQ, ACK, NAK, EOT, one byte each
 */
import { asciiOf, bytesOf, concat, textOf, u8 } from './bytes.ts';
import type { Cut, Framer, Language } from './conversation.ts';

/** What either side may say. A frame that does not hold is `garbled`: it must be asked for again, so it must be heard of. */
export type Item =
  | { readonly is: 'frame'; readonly number: number; readonly text: string }
  | { readonly is: 'garbled' }
  | { readonly is: Control };

export const REPORT_BYTES = 64;
const HEAD = asciiOf('ABC');
const LENGTH_AT = 3;
const MOST_IN_REPORT = REPORT_BYTES - LENGTH_AT - 1;

const [STX, ETX, ETB, CR, LF] = [0x02, 0x03, 0x17, 0x0d, 0x0a] as const;
const CONTROLS = { EOT: 0x04, ENQ: 0x05, ACK: 0x06, NAK: 0x15 } as const;
export type Control = keyof typeof CONTROLS;
const CONTROL_NAMES = ['EOT', 'ENQ', 'ACK', 'NAK'] as const satisfies readonly Control[];
const controlOf = (byte: number): Control | undefined => CONTROL_NAMES.find((name) => CONTROLS[name] === byte);

/** The longest text seen, the header's, has 165 letters. */
const LONGEST_TEXT = 1000;
export const NUMBERS = 8;

/** Bytes in as many reports as they take. */
export function reportsOf(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / MOST_IN_REPORT);
  return Array.from({ length: count }, (_, i) => {
    const part = bytes.subarray(i * MOST_IN_REPORT, (i + 1) * MOST_IN_REPORT);
    const report = new Uint8Array(REPORT_BYTES);
    report.set(concat(HEAD, bytesOf(part.length), part));
    return report;
  });
}

const unwrapWith =
  (isHead: (head: Uint8Array) => boolean) =>
  (report: Uint8Array): Uint8Array | undefined => {
    const length = report[LENGTH_AT];
    if (length === undefined || length > MOST_IN_REPORT || !isHead(report.subarray(0, LENGTH_AT))) return undefined;
    const end = LENGTH_AT + 1 + length;
    return end <= report.length ? report.slice(LENGTH_AT + 1, end) : undefined;
  };

const isHead = (head: Uint8Array): boolean => textOf(head) === 'ABC';

const sumOf = (bytes: Uint8Array): string =>
  (bytes.reduce((sum, byte) => sum + byte, 0) % 256).toString(16).toUpperCase().padStart(2, '0');

export function frameOf(number: number, text: string, last = false): Uint8Array {
  const body = concat(asciiOf(`${number}${text}`), bytesOf(CR, last ? ETX : ETB));
  return concat(bytesOf(STX), body, asciiOf(sumOf(body)), bytesOf(CR, LF));
}

export const controlByte = (control: Control): Uint8Array => bytesOf(CONTROLS[control]);

const begins = (byte: number): boolean => byte === STX || controlOf(byte) !== undefined;

const cut: Framer<Item> = (bytes) => {
  const first = u8(bytes, 0);
  if (first === STX) return cutFrame(bytes);
  const control = controlOf(first);
  if (control) return { frame: { is: control }, used: 1 };
  const next = bytes.findIndex(begins);
  return { skip: next < 0 ? bytes.length : next, why: 'noise' };
};

const isText = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e;
const isSumDigit = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46);

/** What must stand behind the text, byte for byte. Nothing unprintable is text: a flipped byte may not make two of one. */
const ENDING: readonly ((byte: number) => boolean)[] = [
  (byte) => byte === CR,
  (byte) => byte === ETB || byte === ETX,
  isSumDigit,
  isSumDigit,
  (byte) => byte === CR,
  (byte) => byte === LF,
];

function cutFrame(bytes: Uint8Array): Cut<Item> {
  const number = bytes[1];
  if (number !== undefined && (number < 0x30 || number >= 0x30 + NUMBERS)) return garbled(bytes);
  const textEnd = bytes.findIndex((byte, at) => at > 1 && !isText(byte));
  if (textEnd < 0) return bytes.length > LONGEST_TEXT ? garbled(bytes) : 'wait';
  const ending = bytes.subarray(textEnd, textEnd + ENDING.length);
  if (!ending.every((byte, at) => ENDING[at]?.(byte))) return garbled(bytes);
  if (number === undefined || ending.length < ENDING.length) return 'wait';
  const used = textEnd + ENDING.length;
  if (sumOf(bytes.subarray(1, textEnd + 2)) !== textOf(ending.subarray(2, 4)))
    return { frame: { is: 'garbled' }, used };
  return { frame: { is: 'frame', number: number - 0x30, text: textOf(bytes.subarray(2, textEnd)) }, used };
}

/** All that is here of it goes, up to where another may begin: a control byte inside it would be a flipped letter. */
function garbled(bytes: Uint8Array): Cut<Item> {
  const next = bytes.indexOf(STX, 1);
  return { frame: { is: 'garbled' }, used: next < 0 ? bytes.length : next };
}

/** The reports of one frame follow each other within milliseconds. */
const GAP_MS = 250;

export const fromMeter: Language<Item> = { cut, gapMs: GAP_MS, unwrap: unwrapWith(isHead) };

export const toMeter: Language<Item> = {
  cut,
  gapMs: GAP_MS,
  unwrap: unwrapWith((head) => isHead(head) || head.every((byte) => byte === 0)),
};
