/**
 * A second decoder of the A02 sensors, written from the protocol's description alone. It shares no code with the driver and
 * thinks another way: a window laid at every place, whether another has begun there or not; then, of each five readings in a
 * row that can be chosen so, the one with two on either side.
 */

export const inWords = (millimetres: number): string => `${millimetres} mm`;

/** Every level of which five readings can be the middle. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const readings: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const [start = 0, high = 0, low = 0, sum = 0] = bytes.slice(at, at + 4);
    const distance = 256 * high + low;
    if (start === 255 && (255 + high + low - sum) % 256 === 0 && distance > 29 && distance < 4501)
      readings.push(distance);
  }
  const levels = readings.filter((middle, at) => {
    const near = readings.slice(Math.max(0, at - 8), at + 9);
    const lower = near.filter((reading) => reading <= middle).length - 1;
    const higher = near.filter((reading) => reading >= middle).length - 1;
    return near.length >= 5 && lower >= 2 && higher >= 2;
  });
  return new Set(levels.map(inWords));
}
