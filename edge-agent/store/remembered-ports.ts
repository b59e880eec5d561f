/**
 * Which driver was found at which port last. A small file beside the database, not a row in it: it is a hint that saves
 * seconds, no fact. Lost, wrong or not to be written, it costs one longer search; so it never fails, and nothing of it is
 * salvaged. No serial number in it: a meter may be a person's own.
 */
import { readFileSync } from 'node:fs';
import { writeWhole } from './whole-file.ts';

export interface RememberedPorts {
  driverAt(port: string): string | undefined;
  /** What is remembered already costs no write. */
  remember(port: string, driverId: string): void;
}

/** More than any station has; of more the oldest go. */
const MOST = 100;

export function openRememberedPorts(file: string): RememberedPorts {
  const known = new Map(read(file));
  return {
    driverAt: (port) => known.get(port),
    remember(port, driverId) {
      if (known.get(port) === driverId) return;
      known.delete(port);
      known.set(port, driverId);
      for (const oldest of [...known.keys()].slice(0, -MOST)) known.delete(oldest);
      try {
        writeWhole(file, `${JSON.stringify(Object.fromEntries(known))}\n`);
      } catch {
        // Known until this process ends.
      }
    },
  };
}

function read(file: string): readonly (readonly [string, string])[] {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return [];
    return Object.entries(found).flatMap(([port, id]: [string, unknown]) =>
      typeof id === 'string' ? [[port, id]] : [],
    );
  } catch {
    return [];
  }
}
