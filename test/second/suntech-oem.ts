/** A second decoder of SunTech's modules, from the description of their packets alone: looks for results anywhere in the text. */
import { found, hexText, number, pressureWords } from './words.ts';

/** Two bytes, the lower first. */
const word = (hex: string): number => number(hex.slice(2) + hex.slice(0, 2));

export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const words = new Set<string>();
  // An error code of 00: behind any other the numbers may be those of before.
  for (const [whole = '', systolic = '', diastolic = '', pulse = '', mean = ''] of found(
    hexText(bytes),
    /3E18(.{4})(.{4}).{20}(..)..(.{4})00.{6}/,
  )) {
    const sum = (whole.match(/../g) ?? []).map(number).reduce((a, b) => a + b, 0);
    if (sum % 256 === 0) words.add(pressureWords(word(systolic), word(diastolic), word(mean), number(pulse)));
  }
  return words;
}
