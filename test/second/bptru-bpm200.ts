/** A second decoder of the BpTRU BPM-200, from the description of its messages alone: it looks for readings at any place in the text. */
import { crcForward, found, hexText, number, pressureWords } from './words.ts';

export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const words = new Set<string>();
  // A code of 00; with another the numbers are none.
  for (const [whole = '', systolic = '', diastolic = '', pulse = '', crc = ''] of found(
    hexText(bytes),
    /024200(..)(..)(..)(..)03/,
  )) {
    if (crcForward(whole.slice(2, 12)) === number(crc))
      words.add(pressureWords(number(systolic), number(diastolic), '', number(pulse)));
  }
  return words;
}
