/**
 * The process under test: `child.ts FOLDER SEED SAVES [--normal | --hasty]` saves events as a station does, each in a commit of its
 * own, and gives its word for each in the file `confirmed` once its commit has returned: `saved SEQUENCE SHA-256`. What it is
 * about to acknowledge, to take as receipted or to purge stands there before it does: `acknowledge`, `receipt`, `purge SEQUENCE`.
 * Two controls: `--normal` sets `synchronous = NORMAL` behind the product's back, `--hasty` gives its word before the commit. Ends with 3 when the disk keeps refusing.
 */
import { hash } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../../edge-agent/store/database.ts';
import { type KeyRing, openKeyRing } from '../../../edge-agent/store/key-ring.ts';
import { type Outbox, openOutbox } from '../../../edge-agent/store/outbox.ts';
import { openReached } from '../../../edge-agent/store/reached.ts';
import { aFakeClock } from '../../fake-clock.ts';
import { aChance } from '../chance.ts';
import { WORD_FILE } from './word.ts';

const KEEP_DAYS = 7;
const DAY_MS = 86_400_000;
const MOST_REFUSALS = 8;

const [folder = '', seed = '0', saves = '0', mode] = process.argv.slice(2);
const chance = aChance(Number(seed));
const noise = Array.from({ length: 800 }, () => chance.below(36 ** 6).toString(36)).join('');
const word = openSync(join(folder, WORD_FILE), 'a');
const clock = aFakeClock();

let written: string[] = [];
let committed: string[] = [];
let refusals = 0;
let attempts = 0;

function open(): { readonly db: Database; readonly ring: KeyRing; readonly outbox: Outbox } {
  const ring = openKeyRing(join(folder, 'yike.keys'), { atMs: clock.wall() });
  const db = openDatabase(join(folder, 'yike.db'), ring);
  // A process that promises too much must be found out by its lost events, not by its own note of them.
  const reached = mode ? undefined : openReached(join(folder, 'yike.reached'));
  const outbox = openOutbox(db, ring, { keepDays: KEEP_DAYS, receipts: true, clock, ...(reached && { reached }) });
  outbox.onAdded(() => {
    committed.push(...written);
    written = [];
  });
  outbox.onTrouble(() => {
    written = [];
    process.stdout.write('trouble\n');
  });
  return { db, ring, outbox };
}

/** Does it as far as the disk allows; a disk that keeps refusing ends the process. */
function attempt(act: () => void): void {
  try {
    act();
    refusals = 0;
  } catch (error) {
    written = [];
    process.stdout.write(`refused: ${error instanceof Error ? error.message : String(error)}\n`);
    if (++refusals === MOST_REFUSALS) process.exit(3);
  }
}

const say = (line: string): void => void writeSync(word, `${line}\n`);

function add(outbox: Outbox): void {
  const from = chance.below(noise.length - 2700);
  const payload = `${++attempts} ${noise.slice(from, from + 100 + chance.below(2600))}`;
  const sequence = outbox.add(`id-${attempts}`, 'topic', () => payload);
  written.push(`saved ${sequence} ${hash('sha256', payload)}`);
}

let { db, ring, outbox } = open();
for (let save = 1; save <= Number(saves); save++) {
  if (chance.happens(0.05)) for (let more = 0; more < 3; more++) outbox.later(() => add(outbox));
  if (mode === '--normal') db.pragma('synchronous = NORMAL');
  attempt(() =>
    outbox.transaction(() => {
      add(outbox);
      if (mode === '--hasty') for (const line of written) say(line);
    }),
  );
  for (const line of committed) say(line);
  committed = [];
  if (chance.happens(0.2)) {
    const upTo = outbox.acknowledged() + 1 + chance.below(outbox.depth());
    if (outbox.depth() > 0) {
      say(`acknowledge ${upTo}`);
      outbox.acknowledge(upTo);
    }
    if (chance.happens(0.5) && outbox.acknowledged() > outbox.receipted()) {
      say(`receipt ${outbox.acknowledged()}`);
      attempt(() => outbox.receipt(outbox.acknowledged()));
    }
  }
  if (chance.happens(0.01)) {
    clock.jump((KEEP_DAYS + 1) * DAY_MS);
    say(`purge ${outbox.receipted()}`);
    attempt(() => outbox.purge());
  }
  if (chance.happens(0.005)) attempt(() => ring.renew(clock.wall()));
  if (chance.happens(0.003)) {
    attempt(() => {
      outbox.close();
      for (const line of committed) say(line);
      committed = [];
      db.close();
    });
    ({ db, ring, outbox } = open());
  }
}
process.exit(0); // as a kill would leave it: the database open, its log unemptied
