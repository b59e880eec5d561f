/** What lies on a simulated scale: it comes to rest by itself, can be shaken, and can be too much. */
import type { Press } from './simulator.ts';

/** What is put down sways so long. */
const SETTLES_MS = 600;
/** How it sways, grams. */
const SWAYS = [20, -30, 50, -10, 0, 40];

export interface OnIt {
  readonly grams: number;
  readonly moving: boolean;
  readonly over: boolean;
}

export function platform() {
  let grams = 0;
  let restsAt = 0;
  let over = false;
  let looks = 0;
  return {
    pressed(press: Press, now: number): void {
      if (press.press === 'put') {
        grams = press.grams;
        restsAt = now + SETTLES_MS;
        over = false;
      } else if (press.press === 'move') restsAt = Number.POSITIVE_INFINITY;
      else if (press.press === 'overload') over = true;
    },
    /** What is on it now; each look while it moves sees something else. */
    seen(now: number): OnIt {
      const moving = now < restsAt;
      const sways = moving ? (SWAYS[looks++ % SWAYS.length] ?? 0) : 0;
      return { grams: grams + sways, moving, over };
    },
  };
}

/** Three decimals of a kilogram, without a sign. */
export function kilograms(grams: number): string {
  const digits = String(Math.abs(grams)).padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}
