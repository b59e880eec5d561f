import { createHash } from 'node:crypto';
import type { Fact, Happened } from './history.ts';

export interface Recorder {
  readonly history: readonly Happened[];
  note(fact: Fact): void;
  /** SHA-256 of everything noted, in its order. */
  hash(): string;
}

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
