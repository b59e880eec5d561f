/** A second decoder of Lepu's boards, from the description of their frames alone: looks for results anywhere in the text. */
import { crcTurned, found, hexText, number, pressureWords } from './words.ts';

export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const words = new Set<string>();
  // No error of the first level: behind one there is no reading.
  for (const [whole = '', systolic = '', diastolic = '', mean = '', pulse = '', crc = ''] of found(
    hexText(bytes),
    /AA5514..F60404..00....(.{4})(.{4})(.{4})(.{4})(..)/,
  )) {
    if (crcTurned(whole.slice(0, -2)) === number(crc))
      words.add(pressureWords(number(systolic), number(diastolic), number(mean), number(pulse)));
  }
  return words;
}
