/** What the second decoders share: words for a reading, and the remainder of a polynomial division. Nothing of the product. */
import type { BloodPressure, Glucose, Reading } from '../../edge-agent/domain/event.ts';

/** `mean`, `pulse`: absent where the device gives none. */
export const pressureWords = (systolic: number, diastolic: number, mean: number | '', pulse: number | ''): string =>
  ['bp', systolic, diastolic, mean, pulse].join(' ');
export const glucoseWords = (shown: number | 'HI' | 'LO', unit = '', mmolPerL: number | '' = ''): string =>
  ['glucose', shown, unit, mmolPerL].join(' ');

const ofPressure = ({ systolicMmHg, diastolicMmHg, meanMmHg, pulsePerMin, flags }: BloodPressure): string =>
  [pressureWords(systolicMmHg, diastolicMmHg, meanMmHg ?? '', pulsePerMin ?? ''), ...(flags ?? [])].join(' ');

function ofGlucose({ mmolPerL, meterValue, meterUnit, flags }: Glucose): string {
  if (meterValue !== undefined) return glucoseWords(meterValue, meterUnit, mmolPerL ?? '');
  return glucoseWords(flags?.includes('above-range') ? 'HI' : 'LO');
}

/** A reading of the driver, in the words of the second decoders. */
export const inWords = (reading: Reading): string =>
  reading.kind === 'glucose' ? ofGlucose(reading) : ofPressure(reading);

/**
 * Bits of a message, the first to be divided in front, by a polynomial of eight bits and one more; the rest as eight bits.
 * Long division on paper, as text.
 */
export function restOf(bits: string, polynomial: string): string {
  const row = [...`${bits}00000000`];
  for (let at = 0; at < bits.length; at++) {
    if (row[at] === '0') continue;
    for (const [i, bit] of [...polynomial].entries()) row[at + i] = row[at + i] === bit ? '0' : '1';
  }
  return row.slice(-8).join('');
}

const bitsOf = (hex: string): string[] =>
  (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16).toString(2).padStart(8, '0'));
const turned = (bits: string): string => [...bits].reverse().join('');

/** x^8+x^2+x+1, the first bit in front; of bytes in hexadecimal. */
export const crcForward = (hex: string): number => Number.parseInt(restOf(bitsOf(hex).join(''), '100000111'), 2);
/** x^8+x^5+x^4+1, the last bit of each byte in front, as Dallas's and Maxim's chips send them. */
export const crcTurned = (hex: string): number =>
  Number.parseInt(turned(restOf(bitsOf(hex).map(turned).join(''), '100110001')), 2);

export const hexText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
export const number = (hex: string): number => Number.parseInt(hex, 16);

/** Every place, at a whole byte, where such a text begins. */
export function* found(hex: string, pattern: RegExp): Generator<readonly string[]> {
  for (const match of hex.matchAll(new RegExp(`(?=(${pattern.source}))`, 'g'))) {
    if (match.index % 2 === 0) yield match.slice(1);
  }
}
