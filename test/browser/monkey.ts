/** A hand without a head: twenty taps a second at most wherever chance leads it, the same ones again for the same seed. */
import type { Page } from 'playwright-core';
import { touchAt } from './page.ts';

export interface Monkey {
  /** Taps so often. */
  taps(times: number): Promise<void>;
}

const TAPS_A_SECOND = 20;
/** So many of a hundred taps go to some control, the others anywhere on the panel. */
const AIMED_PERCENT = 60;

export function aMonkey(page: Page, seed: number): Monkey {
  const random = chance(seed);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const anywhere = () => ({ x: random() * width, y: random() * height });
  async function somewhere() {
    const [aimed, which, across, down] = [random() * 100 < AIMED_PERCENT, random(), random(), random()];
    if (!aimed) return anywhere();
    // The page may be between two screens, or loading anew: then there is nothing to aim at.
    return page
      .evaluate(
        ({ which, across, down }) => {
          const controls = [...document.querySelectorAll('button:not(:disabled), main[data-hears-taps]')];
          const box = controls[Math.floor(which * controls.length)]?.getBoundingClientRect();
          return box && { x: box.left + box.width * across, y: box.top + box.height * down };
        },
        { which, across, down },
      )
      .then((place) => place ?? anywhere(), anywhere);
  }
  return {
    async taps(times) {
      for (let taps = 0; taps < times; taps++) {
        const next = performance.now() + 1000 / TAPS_A_SECOND;
        const { x, y } = await somewhere();
        await touchAt(page, x, y);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
      }
    },
  };
}

/** Numbers from 0 to 1: mulberry32, whose whole state is one integer. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
