/**
 * The bytes of the OneTouch Ultra 2: commands of a few letters, answers in lines of printable ASCII.
 *
 *   command  DC1 CR | letters | CR
 *   answer   text | blank | sum, four digits 0-9 A-F | CR LF; the sum: all letters of the text, modulo 65536
 *
 * The sum is weak: two letters changed places, and it holds. So a line must also have its form, blank for blank.
 */
import { asciiOf, bytesOf, concat, seek, textOf } from './bytes.ts';
import type { Cut, Framer, Language } from './conversation.ts';

/** What the meter says. A line that does not hold is `garbled`: the whole must be asked for again, so it must be heard of. */
export type Answer = { readonly is: 'answer'; readonly text: string } | { readonly is: 'garbled' };

/** What the host says: its letters. */
export interface Command {
  readonly is: 'command';
  readonly letters: string;
}

const [LF, CR, DC1] = [0x0a, 0x0d, 0x11] as const;
const BLANK = 0x20;

export const command = (letters: string): Uint8Array => concat(bytesOf(DC1, CR), asciiOf(letters), bytesOf(CR));

const sumOf = (text: string): string =>
  (asciiOf(text).reduce((sum, letter) => sum + letter, 0) % 65_536).toString(16).toUpperCase().padStart(4, '0');

export const answer = (text: string): Uint8Array => asciiOf(`${text} ${sumOf(text)}\r\n`);

/** The answers that are asked for here begin with one of these and a blank; that stands nowhere within one. */
const FIRST: readonly number[] = Array.from(asciiOf('@FP'));
/** The longest that is known, a record's, has 62 letters. */
const LONGEST = 100;

/** Where an answer begins from there on, or may begin with the bytes still to come. */
function beginning(bytes: Uint8Array, from: number): number {
  const found = bytes.findIndex(
    (byte, at) => at >= from && FIRST.includes(byte) && (at + 1 === bytes.length || bytes[at + 1] === BLANK),
  );
  return found < 0 ? bytes.length : found;
}

const isText = (byte: number): boolean => byte >= BLANK && byte <= 0x7e;

const cut: Framer<Answer> = (bytes) => {
  const start = beginning(bytes, 0);
  if (start > 0) return { skip: start, why: 'noise' };
  const end = bytes.findIndex((byte) => !isText(byte));
  if (end < 0) return bytes.length > LONGEST ? garbled(bytes) : 'wait';
  const [cr, lf] = [bytes[end], bytes[end + 1]];
  if (cr === CR && lf === undefined) return 'wait';
  const [, text, sum] = /^(.+) ([0-9A-F]{4})$/.exec(textOf(bytes.subarray(0, end))) ?? [];
  if (cr !== CR || lf !== LF || text === undefined || sum !== sumOf(text)) return garbled(bytes);
  return { frame: { is: 'answer', text }, used: end + 2 };
};

/** All that is here of it goes, up to where another may begin. */
const garbled = (bytes: Uint8Array): Cut<Answer> => ({ frame: { is: 'garbled' }, used: beginning(bytes, 1) });

/** It may pause wherever it likes: tidepool-org/uploader, issue 593. */
export const fromMeter: Language<Answer> = { cut };

export const toMeter: Language<Command> = {
  gapMs: 1000,
  cut(bytes) {
    const start = seek(bytes, DC1, CR);
    if (start > 0) return { skip: start, why: 'noise' };
    const end = bytes.indexOf(CR, 2);
    if (end < 0) return bytes.length > LONGEST ? { skip: 1, why: 'length' } : 'wait';
    return { frame: { is: 'command', letters: textOf(bytes.subarray(2, end)) }, used: end + 1 };
  },
};
