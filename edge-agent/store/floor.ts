import { existsSync, readFileSync } from 'node:fs';
import { writeWhole } from './whole-file.ts';

/** How far the station had come, as known outside its database: what is left to go by when that is lost. */
export interface Known {
  /** No sequence above it was ever given. */
  readonly last: number;
  /** At that time: acknowledged by the broker, receipted by the platform. */
  readonly acknowledged: number;
  readonly receipted: number;
}

export interface Floor {
  readonly known: Known;
  /** On disk before the sequence is used; one synchronised write for each thousand. */
  cover(sequence: number, marks: Omit<Known, 'last'>): void;
}

/**
 * So many numbers are covered at once; a database that is lost costs at most so many tombstones of events that never were.
 * By this alone an older copy of the database passes for the true one while it is fewer numbers behind: within a step the
 * file cannot tell which were given, and a step of one would synchronise twice for each event. `reached.ts` can tell.
 */
export const FLOOR_STEP = 1024;
const NOTHING: Known = { last: 0, acknowledged: 0, receipted: 0 };

/** A small file beside the database. One that cannot be read counts as none: the database itself is asked first. */
export function openFloor(file: string): Floor {
  let known = existsSync(file) ? read(file) : NOTHING;
  return {
    get known() {
      return known;
    },
    cover(sequence, marks) {
      if (sequence <= known.last) return;
      const next = { last: sequence + FLOOR_STEP - 1, ...marks };
      writeWhole(file, `${JSON.stringify(next)}\n`);
      known = next;
    },
  };
}

function read(file: string): Known {
  try {
    const { last, acknowledged, receipted } = JSON.parse(readFileSync(file, 'utf8')) as Known;
    const all = [last, acknowledged, receipted];
    return all.every((mark) => Number.isSafeInteger(mark) && mark >= 0) ? { last, acknowledged, receipted } : NOTHING;
  } catch {
    return NOTHING;
  }
}
