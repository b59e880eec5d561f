import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { aChance } from './chance.ts';
import { aFate, Disk, NOTHING } from './power-cut/disk.ts';
import { lay } from './power-cut/power-cuts.ts';
import { MEMORY, type Refusal, record } from './power-cut/recording.ts';
import { judge } from './power-cut/verdict.ts';
import { WORD_FILE, wordsOf } from './power-cut/word.ts';

export interface RefusalTallies {
  readonly runs: number;
  /** Runs in which neither happened, though it was not a folder: SQLite passes over a folder that cannot be synchronised. */
  readonly unnoticed: number;
  /** Runs in which it saved to the end, though something was refused. */
  readonly carriedOn: number;
  readonly confirmed: number;
  readonly lost: number;
  readonly corrupt: number;
  readonly reused: number;
  readonly damaged: number;
}

const SAVES = 150;
const CUTS_AFTER = 2;

/**
 * One process for each of these refusals: after its end its store is opened on a disk that works again, first as it left it,
 * then as power cuts at that moment could leave it. All that it confirmed must be there each time.
 */
export function ioErrors(seed: number, refusals: readonly Refusal[], fault?: 'hasty'): RefusalTallies {
  const chance = aChance(seed);
  const tallies = { runs: 0, unnoticed: 0, carriedOn: 0, confirmed: 0, lost: 0, corrupt: 0, reused: 0, damaged: 0 };
  const place = mkdtempSync(join(MEMORY, 'yike-io-errors-'));
  const folder = join(place, 'store');
  try {
    for (const refusal of refusals) {
      const { changes, files, status, said } = record({ seed, saves: SAVES, fault, refusal });
      const word = wordsOf(changes);
      const disk = new Disk(NOTHING);
      for (const change of changes) if (change.name !== WORD_FILE) disk.apply(change);
      const cuts = Array.from({ length: CUTS_AFTER }, () => disk.cut(aFate(chance)));
      for (const left of [files, ...cuts]) {
        lay(folder, left);
        const { lost, corrupt, reused, damaged } = judge(folder, word, word);
        tallies.lost += lost;
        tallies.corrupt += corrupt;
        tallies.reused += Number(reused);
        tallies.damaged += Number(damaged);
      }
      tallies.runs++;
      const passedOver = changes.some(({ kind, name }) => kind === 'refuse' && name === '');
      tallies.unnoticed += Number(status === 0 && said === '' && !passedOver);
      tallies.carriedOn += Number(status === 0);
      tallies.confirmed += word.saved.size;
    }
    return tallies;
  } finally {
    rmSync(place, { recursive: true });
  }
}
