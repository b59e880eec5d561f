import { aBacklog } from './backlog.ts';
import { aPayload, databaseIn, fill, openStore, type Store } from './event.ts';
import { inTurn, median, type Row, timesAtMost } from './row.ts';

const FEW = 10_000;
const MANY = 1_000_000;
/** Only with `--long`: a file of gigabytes. Its rows are short, since the number of rows is what counts. */
const VERY_MANY = 10_000_000;
const SHORT = 'x'.repeat(100);
const CLAIM = 64;
const CLAIMS = 120;
const INSERTS = 200;
const LIMIT = 1.5;

const inWords = (rows: number): string => rows.toLocaleString('en');

/** What claiming and saving cost with few rows queued and with many; and how SQLite means to find what is claimed. */
export async function claimRows(): Promise<Row[]> {
  const bytes = await aPayload();
  const rows = await costs(FEW, MANY, bytes);
  if (process.argv.includes('--long')) rows.push(...(await costs(FEW, VERY_MANY, SHORT)));
  const plans = planOfClaim(databaseIn(aBacklog(FEW, bytes)));
  const bad = plans.filter((step) => !/^SEARCH outbox USING (INTEGER PRIMARY KEY|(COVERING )?INDEX \w+) /.test(step));
  rows.push({
    what: `claim: steps of its query plan that scan or sort; the plan: ${plans.map((step) => `\`${step}\``).join(', ')}`,
    unit: '',
    ours: bad.length,
    wanted: { what: 'none', met: bad.length === 0 },
  });
  return rows;
}

async function costs(few: number, many: number, bytes: string): Promise<Row[]> {
  const small = openStore(databaseIn(aBacklog(few, bytes)));
  const large = openStore(databaseIn(aBacklog(many, bytes)));
  const claims = await inTurn({
    ours: async () => claimUs(large, many),
    rival: async () => claimUs(small, few),
  });
  const inserts = await inTurn({
    ours: async () => insertUs(large, bytes),
    rival: async () => insertUs(small, bytes),
  });
  small.db.close();
  large.db.close();
  const row = (what: string, { ours, rival }: { readonly ours: number; readonly rival: number }): Row => ({
    what: `${what} with ${inWords(many)} rows of ${inWords(bytes.length)} B queued`,
    unit: 'µs',
    ours,
    rival: { name: `with ${inWords(few)}`, value: rival },
    wanted: timesAtMost(LIMIT, { ours, rival }),
  });
  return [row(`claim: the next ${CLAIM}`, claims), row('save: one synchronised commit', inserts)];
}

/** One after the other from the middle on, as a drain does. */
function claimUs({ outbox }: Store, rows: number): number {
  const times: number[] = [];
  for (let i = 0; i < CLAIMS; i++) {
    const started = performance.now();
    const claimed = outbox.after(rows / 2 + ((i * CLAIM) % (rows / 2 - CLAIM)), CLAIM);
    times.push(performance.now() - started);
    if (claimed.length !== CLAIM) throw new Error(`${claimed.length} claimed`);
  }
  return median(times) * 1000;
}

function insertUs(store: Store, bytes: string): number {
  const times: number[] = [];
  for (let i = 0; i < INSERTS; i++) {
    const started = performance.now();
    fill(store, 1, bytes);
    times.push(performance.now() - started);
  }
  return median(times) * 1000;
}

/** Of the statement that the outbox itself has prepared for it. */
function planOfClaim(file: string): string[] {
  const { db, prepared } = openStore(file);
  const claims = prepared.filter((sql) => /^\s*SELECT\b[^()]* FROM outbox .*\bLIMIT \?/s.test(sql));
  if (claims.length !== 1) throw new Error(`${claims.length} statements look like the claim`);
  const steps = claims.flatMap((sql) =>
    db.prepare<[number, number], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(0, CLAIM),
  );
  db.close();
  return steps.map(({ detail }) => detail);
}
