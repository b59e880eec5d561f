/** A second decoder of PAR's boards, from the description of their status alone: by its columns, anywhere in the text. */
import { pressureWords } from './words.ts';

const STATUS_LETTERS = 42;

export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const text = Buffer.from(bytes).toString('latin1');
  const words = new Set<string>();
  for (let at = text.indexOf('\x02'); at >= 0; at = text.indexOf('\x02', at + 1)) {
    const status = text.slice(at, at + STATUS_LETTERS);
    const column = (from: number, letters: number): string => status.slice(from, from + letters);
    const sum = [...column(1, 37)].reduce((all, letter) => all + letter.charCodeAt(0), 0) % 256;
    const [systolic, diastolic, mean] = [16, 19, 22].map((from) => column(from, 3));
    const pulse = column(27, 3);
    const holds =
      column(40, 2) === '\x03\r' &&
      column(38, 2) === sum.toString(16).toUpperCase().padStart(2, '0') &&
      column(1, 6) === 'S1;A0;' &&
      ['M00;', 'M03;'].includes(column(11, 4)) &&
      column(15, 1) === 'P' &&
      [systolic, diastolic, mean].every((digits) => /^\d{3}$/.test(digits ?? '')) &&
      column(26, 1) === 'R';
    if (holds)
      words.add(
        pressureWords(Number(systolic), Number(diastolic), Number(mean), /^\d{3}$/.test(pulse) ? Number(pulse) : ''),
      );
  }
  return words;
}
