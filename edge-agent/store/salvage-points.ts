import type { Database } from './database.ts';
import type { Reading } from './reading.ts';

/** Statements that name every column of these tables: they fail where the schema is not what it was. */
export const POINTS_USED = [
  'UPDATE deposit SET (id, began_at_ms, facts, settled, disputed) = (SELECT id, began_at_ms, facts, settled, disputed FROM deposit)',
  'INSERT INTO deposit_step (n, deposit, step, at_ms, facts) SELECT n, deposit, step, at_ms, facts FROM deposit_step',
  'INSERT INTO posting (event, giver, taker, points, prices, at_ms) SELECT event, giver, taker, points, prices, at_ms FROM posting',
  'SELECT n, event, account, points, prices, at_ms FROM ledger',
];

/** What one view of a damaged database still tells of deposits and points. */
export const pointsIn = (source: Reading) => ({
  postings: [...source.postings()],
  deposits: source.deposits(),
  steps: source.depositSteps(),
});

/**
 * The ledger as far as it goes in any view, and every deposit with its steps. `taken`: writes, or says that the new table
 * refuses what the old one has become.
 */
export function carryPoints(
  fresh: Database,
  views: readonly ReturnType<typeof pointsIn>[],
  taken: (write: () => unknown) => boolean,
): void {
  const posting = fresh.prepare<[number, string, string, string, number, string, number]>(
    'INSERT INTO posting (n, event, giver, taker, points, prices, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const longest = views.map(({ postings }) => postings).sort((one, other) => other.length - one.length)[0] ?? [];
  for (const { n, event, giver, taker, points, prices, atMs } of longest)
    if (!taken(() => posting.run(n, event, giver, taker, points, prices, atMs))) break;
  const deposit = fresh.prepare<[string, number, string, number, number]>(
    'INSERT OR IGNORE INTO deposit VALUES (?, ?, ?, ?, ?)',
  );
  for (const { id, beganAtMs, facts, settled, disputed } of views.flatMap(({ deposits }) => deposits))
    taken(() => deposit.run(id, beganAtMs, facts, settled, disputed));
  const step = fresh.prepare<[string, string, number, string]>(
    'INSERT OR IGNORE INTO deposit_step (deposit, step, at_ms, facts) VALUES (?, ?, ?, ?)',
  );
  for (const { deposit: of, step: name, atMs, facts } of views.flatMap(({ steps }) => steps))
    taken(() => step.run(of, name, atMs, facts));
  // What a step or a posting says has come of it, has, whatever became of the row itself.
  fresh.exec(`UPDATE deposit SET settled = 1 WHERE id IN
    (SELECT deposit FROM deposit_step WHERE step = 'settled' UNION SELECT event FROM posting)`);
}
