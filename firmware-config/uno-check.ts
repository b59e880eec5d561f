/** What no schema can say of any wiring of an Arduino Uno (ATmega328P) that speaks Firmata. */
import { foundText, type Path } from './complaint.ts';
import type { Problem } from './validate.ts';

export const UNO = {
  digital: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  pwm: [3, 5, 6, 9, 10, 11],
  /** The servo library takes timer 1, on whichever pin the servo is. */
  ofServoTimer: [9, 10],
  analog: ['A0', 'A1', 'A2', 'A3', 'A4', 'A5'],
} as const;

/** A pin, and where in the file it stands. */
export interface Place<P> {
  readonly path: Path;
  readonly pin: P;
}

/** Of each part of that group. */
export const placesOf = (group: string, parts: Readonly<Record<string, { readonly pin: number }>>): Place<number>[] =>
  Object.entries(parts).map(([name, { pin }]) => ({ path: [group, name, 'pin'], pin }));

export function unfitPin({ path, pin }: Place<number>): Problem[] {
  const whyNot = {
    0: 'another pin: 0 and 1 are the serial line',
    1: 'another pin: 0 and 1 are the serial line',
    13: 'another pin: 13 blinks a dozen times while the board starts',
  }[pin];
  if (whyNot !== undefined) return [{ path, found: foundText(pin), expected: whyNot }];
  return UNO.digital.some((one) => one === pin)
    ? []
    : [{ path, found: foundText(pin), expected: 'a digital pin that the Uno has: 2 to 12' }];
}

/** What a starting board would switch on. */
export function wrongLevels(
  path: Path,
  { active, safe }: { readonly active: string; readonly safe: string },
): Problem[] {
  const starts = 'a starting board drives every pin LOW';
  return [
    ...(active === 'low' ? [{ path: [...path, 'active'], found: '"low"', expected: `high: ${starts}` }] : []),
    ...(safe === 'high' ? [{ path: [...path, 'safe'], found: '"high"', expected: `low: ${starts}` }] : []),
  ];
}

export const twice = (places: readonly Place<number | string>[]): Problem[] =>
  places.flatMap(({ path, pin }, at) => {
    const first = places.findIndex((one) => one.pin === pin);
    const owner = places[first]?.path.slice(0, -1).join('.');
    return first < at ? [{ path, found: `${foundText(pin)}, the pin of ${owner}`, expected: 'a pin of its own' }] : [];
  });
