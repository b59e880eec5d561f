/** A second decoder of the Creative terminals, from the description of their frames alone: looks for results anywhere in the text. */
import { crcTurned, found, glucoseWords, hexText, number, pressureWords } from './words.ts';

const proved = (hex: string): boolean => crcTurned(hex.slice(0, -2)) === number(hex.slice(-2));
const bit = (hex: string, mask: number): boolean => Math.floor(number(hex) / mask) % 2 === 1;

/** A meter that counts in mg/dL: a table by hand of where each tenth of mmol/L begins. */
function inMgPerDl(mgPerDl: number): string {
  let tenths = 0;
  while ((tenths + 1) * 18 - 9 <= mgPerDl * 10) tenths++;
  return glucoseWords(mgPerDl, 'mg/dL', tenths / 10);
}

function strip(status: string, value: string): string | undefined {
  if (bit(status, 0x80)) return undefined; // nothing is stored
  const [beyond, below] = [bit(status, 0x20), bit(status, 0x10)];
  if (beyond && below) return undefined;
  if (beyond || below) return glucoseWords(beyond ? 'HI' : 'LO');
  if (bit(status, 0x01)) return inMgPerDl(number(value));
  return /^\d{4}$/.test(value) ? glucoseWords(Number(value) / 10, 'mmol/L', Number(value) / 10) : undefined;
}

function bioland(status: string, value: string): string {
  if (status.startsWith('5')) return glucoseWords('LO');
  return status.startsWith('6') ? glucoseWords('HI') : inMgPerDl(number(value));
}

export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const hex = hexText(bytes);
  const words = new Set<string>();
  for (const [whole = '', top = '', mean = '', diastolic = '', pulse = ''] of found(
    hex,
    /AA55430701(.{4})(..)(..)(..)../,
  )) {
    if (!proved(whole)) continue;
    const irregular = number(top) >= 0x8000;
    const numbers = pressureWords(number(top) % 0x8000, number(diastolic), number(mean), number(pulse));
    words.add(irregular ? `${numbers} irregular` : numbers);
  }
  for (const [whole = '', token = '', status = '', value = ''] of found(hex, /AA55(E[23])0501(..)(.{4})../)) {
    const said = proved(whole) && (token === 'E2' ? strip(status, value) : bioland(status, value));
    if (said) words.add(said);
  }
  return words;
}
