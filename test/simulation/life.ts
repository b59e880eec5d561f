import type { Cancel, Clock, Random } from '../../edge-agent/ports.ts';
import type { Dice } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** One process of the station, from its start to its death. What it had put in line dies with it. */
export interface Life {
  readonly alive: boolean;
  readonly clock: Clock;
  readonly random: Random;
  end(): void;
}

/** What the machine's own calendar says; it may be wrong and may jump. Milliseconds since 1970. */
export interface Wall {
  now(): number;
}

/** Each process counts its own milliseconds from its start. */
const FIRST_MS = 1000;

export function beginLife(scheduler: Scheduler, wall: Wall, dice: Dice): Life {
  const startedAt = scheduler.now();
  let alive = true;
  const at = (moment: number, action: () => void): Cancel =>
    alive ? scheduler.at(moment, () => alive && action()) : () => {};
  return {
    get alive() {
      return alive;
    },
    clock: {
      wall() {
        scheduler.stir();
        return Math.floor(wall.now());
      },
      now() {
        scheduler.stir();
        return scheduler.now() - startedAt + FIRST_MS;
      },
      at: (moment, action) => at(moment - FIRST_MS + startedAt, action),
      soon: (action) => void at(scheduler.now(), action),
    },
    random: { bytes: dice.bytes, fraction: dice.fraction },
    end() {
      alive = false;
    },
  };
}
