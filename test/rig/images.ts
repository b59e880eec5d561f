/**
 * StandardFirmata as npm `avrgirl-arduino` 5.0.1 ships it, ready for an ATmega328P at 16 MHz. Firmata is LGPL-2.1: a test
 * may run the images, the product holds none.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Image, parseHex } from './intel-hex.ts';
import { ownFirmware } from './own-firmware.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'node_modules', 'avrgirl-arduino', 'junk', 'hex');

export const STANDARD_FIRMATA = {
  '2.4': { board: 'uno', sha256: '6d57ea7cf30e26c9c2f3a01ee37907d2c951f8bc9c27f84dddad12fa9c8b8f36' },
  '2.5': { board: 'duemilanove328', sha256: 'e1e8a7e4a4384ad9f95b5ce7e638a13e43ec8eccdea766b6a3b8d7d6892d14d2' },
} as const;
export type Protocol = keyof typeof STANDARD_FIRMATA;

/** Throws when it is another image than the tests were written for. */
export function standardFirmata(protocol: Protocol): Image {
  const { board, sha256 } = STANDARD_FIRMATA[protocol];
  const file = readFileSync(join(FOLDER, board, 'StandardFirmata.cpp.hex'));
  const found = createHash('sha256').update(file).digest('hex');
  if (found !== sha256) throw new Error(`StandardFirmata ${protocol} for ${board}: sha256 ${found}, not ${sha256}`);
  return parseHex(file.toString('ascii'));
}

/**
 * Whatever a bin's board may run. `staleMs`: so long at most a HIGH stands that waited in its receiver while it started; 2.4
 * hears of no single pin, ours obeys no such HIGH.
 */
export const FIRMWARES: readonly { readonly name: string; readonly staleMs: number; image(): Image }[] = [
  { name: 'StandardFirmata 2.5', staleMs: 15, image: () => standardFirmata('2.5') },
  { name: 'StandardFirmata 2.4', staleMs: 100, image: () => standardFirmata('2.4') },
  { name: 'YikeBin', staleMs: 0, image: () => ownFirmware().image },
];
