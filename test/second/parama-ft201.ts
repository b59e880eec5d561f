/**
 * A second decoder of the Parama-Tech FT-201, written from the protocol's description alone. It shares no code with the
 * driver and thinks another way: from each end back, by the numbers of the bytes.
 */

/** Every reading that these bytes hold, in the words of `inWords`. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const found = new Set<string>();
  for (let end = bytes.indexOf(3); end >= 0; end = bytes.indexOf(3, end + 1)) {
    const start = end - 25;
    if (start < 0 || bytes[start] !== 2) continue;
    if ([1, 8, 13, 17, 21].some((blank) => bytes[start + blank] !== 32)) continue;
    const number = (first: number, letters: number): number =>
      bytes
        .subarray(start + first, start + first + letters)
        .reduce((sum, byte) => (byte >> 4 === 3 && (byte & 15) < 10 ? 10 * sum + (byte & 15) : Number.NaN), 0);
    const time = new Date(Date.UTC(2000 + number(2, 2), number(4, 2) - 1, number(6, 2), number(9, 2), number(11, 2)));
    const parts = [time.getUTCMonth() + 1, time.getUTCDate(), time.getUTCHours(), time.getUTCMinutes()];
    if ([4, 6, 9, 11].some((at, i) => number(at, 2) !== parts[i])) continue; // the calendar has moved it
    const [sys, dia, pulse] = [number(14, 3), number(18, 3), number(22, 3)];
    if (sys > dia) found.add(inWords({ time: time.toISOString().slice(0, 19), sys, dia, pulse }));
  }
  return found;
}

export interface Words {
  readonly time: string | undefined;
  readonly sys: number;
  readonly dia: number;
  readonly pulse: number | undefined;
}

export const inWords = ({ time, sys, dia, pulse }: Words): string => `${time} ${sys}/${dia} pulse ${pulse}`;
