import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aChance } from '../chance.ts';
import { aFate, Disk } from './disk.ts';
import { MEMORY, type Recording, record } from './recording.ts';
import { judge } from './verdict.ts';
import { Listener, WORD_FILE, wordsOf } from './word.ts';

export interface PowerCuts {
  readonly seed: number;
  /** So many moments of one recording at which the power goes. */
  readonly states: number;
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Events saved while it is recorded; 1500 if not said. */
  readonly saves?: number;
}

/** Events lost and corrupt over all states; states in which a number came back, or the store was not whole. */
export interface CutTallies {
  readonly states: number;
  readonly lost: number;
  readonly corrupt: number;
  readonly reused: number;
  readonly damaged: number;
}

/** Records a process that saves events, and pulls its plug again and again: what a disk may then hold must hold all it confirmed. */
export function powerCuts({ seed, states, synchronous, saves = 1500 }: PowerCuts): CutTallies {
  return pullPlugs(record({ seed, saves, fault: synchronous === 'NORMAL' ? 'normal' : undefined }), seed, states);
}

/** The moments are drawn evenly over the recording, its first and its last included. */
export function pullPlugs({ changes }: Pick<Recording, 'changes'>, seed: number, states: number): CutTallies {
  const later = wordsOf(changes);
  const chance = aChance(seed);
  const cuts = Array.from({ length: states }, () => chance.below(changes.length + 1)).sort((a, b) => a - b);
  const disk = new Disk();
  const word = new Listener();
  const place = mkdtempSync(join(MEMORY, 'yike-power-cut-'));
  const folder = join(place, 'store');
  const tallies = { states: 0, lost: 0, corrupt: 0, reused: 0, damaged: 0 };
  try {
    let at = 0;
    for (const cut of cuts) {
      for (const change of changes.slice(at, cut)) {
        if (change.name !== WORD_FILE) disk.apply(change);
        else if (change.kind === 'write') word.hear(Buffer.from(change.bytes).toString());
      }
      at = cut;
      lay(folder, disk.cut(aFate(chance)));
      const { lost, corrupt, reused, damaged } = judge(folder, word, later);
      tallies.states++;
      tallies.lost += lost;
      tallies.corrupt += corrupt;
      tallies.reused += Number(reused);
      tallies.damaged += Number(damaged);
    }
    return tallies;
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** It is there before and after every cut: the first start lays it, and to lay it anew costs more than the cut. */
const BALLAST = 'ballast';

/** Makes the folder anew, with these files and nothing else. */
export function lay(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name !== BALLAST) rmSync(join(folder, name), { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes, { mode: 0o600 });
}
