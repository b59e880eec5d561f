import { createHash } from 'node:crypto';
import type { Fact, Happened } from './history.ts';

export interface Recorder {
  readonly history: readonly Happened[];
  note(fact: Fact): void;
  /** SHA-256 of everything noted, in its order. */
  hash(): string;
}

/** As they stand in a payload within JSON: only a real file has a size, and an audit. */
const OF_THE_FILE = /\\"(disk|audit)\\":\{[^}]*\}|\\"entries\\":\d+,\\"head\\":\\"[0-9a-f]*\\"/g;

export function openRecorder(now: () => number): Recorder {
  const history: Happened[] = [];
  return {
    history,
    note: (fact) => void history.push({ at: now(), ...fact }),
    hash() {
      const sum = createHash('sha256');
      for (const happened of history) sum.update(JSON.stringify(happened));
      return sum.digest('hex');
    },
  };
}

/** Everything noted, but for what only a real file has; what happened at one moment in no order. */
export const linesOf = (history: readonly Happened[]): string[] =>
  history.map((happened) => `${happened.at} ${JSON.stringify(happened).replaceAll(OF_THE_FILE, '')}`).sort();
