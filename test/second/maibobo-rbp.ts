/** A second decoder of the Maibobo RBP, from the description of its frames alone: looks for results anywhere in the text. */
import { found, hexText, number, pressureWords } from './words.ts';

/** The exclusive or is right where each of the eight columns has an even number of ones. */
const even = (hex: string): boolean =>
  Array.from({ length: 8 }, (_, bit) => bit).every(
    (bit) => (hex.match(/../g) ?? []).filter((byte) => (number(byte) >> bit) % 2 === 1).length % 2 === 0,
  );

export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [whole = '', systolic = '', diastolic = '', pulse = ''] of found(
    hexText(bytes),
    /AA80030F0106.{14}(.{4})(.{4})(.{4})../,
  )) {
    if (even(whole.slice(4))) words.add(`${pressureWords(number(systolic), number(diastolic), '', number(pulse))}`);
  }
  return words;
}
