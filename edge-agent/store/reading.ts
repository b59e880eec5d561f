import SqliteDatabase from 'better-sqlite3';
import type { Known } from './floor.ts';
import type { Posting } from './ledger.ts';
import type { RowFacts, Sealed } from './sealed-row.ts';

export type Stored = RowFacts & Sealed;

/** Kept for those who look into it. */
export type SetAside = Stored & { readonly why: string; readonly atMs: number };

interface Begun {
  readonly id: string;
  readonly beganAtMs: number;
  readonly facts: string;
  readonly settled: number;
  readonly disputed: number;
}

interface Stepped {
  readonly deposit: string;
  readonly step: string;
  readonly atMs: number;
  readonly facts: string;
}

export type Reading = ReturnType<typeof reading>;

const ROWS_AT_ONCE = 256;
const COLUMNS = 'sequence, id, topic, saved_at_ms AS savedAtMs, key_id AS keyId, sealed';

/** What can still be read of a database that is damaged; what cannot is passed over, one number after the other. */
export function reading(file: string) {
  const db = attempt(() => new SqliteDatabase(file, { readonly: true }));
  const all = <T>(sql: string, ...values: number[]): T[] | undefined =>
    attempt(() => db?.prepare<number[], T>(sql).all(...values));
  return {
    marks(): Known {
      const marks = all<{ name: string; sequence: number }>('SELECT name, sequence FROM mark') ?? [];
      const newest = all<{ sequence: number }>('SELECT max(sequence) AS sequence FROM outbox')?.[0]?.sequence ?? 0;
      const read: Partial<Known> = Object.fromEntries(marks.map(({ name, sequence }) => [name, sequence]));
      const { last = 0, acknowledged = 0, receipted = 0 } = read;
      return { last: Math.max(last, newest), acknowledged, receipted };
    },
    *rows(behind: number, last: number): Generator<Stored> {
      for (let from = behind; from < last; from += ROWS_AT_ONCE) {
        const some = all<Stored>(
          `SELECT ${COLUMNS} FROM outbox WHERE sequence > ? AND sequence <= ? ORDER BY sequence`,
          from,
          from + ROWS_AT_ONCE,
        );
        if (some) yield* some;
        else {
          for (let sequence = from + 1; sequence <= from + ROWS_AT_ONCE; sequence++)
            yield* all<Stored>(`SELECT ${COLUMNS} FROM outbox WHERE sequence = ?`, sequence) ?? [];
        }
      }
    },
    /** As far as they can be read: they are few. */
    *aside(): Generator<SetAside> {
      const sql = `SELECT ${COLUMNS}, why, at_ms AS atMs FROM aside ORDER BY sequence`;
      const rows = attempt(() => db?.prepare<[], SetAside>(sql).iterate());
      for (let row = attempt(() => rows?.next()); row && !row.done; row = attempt(() => rows?.next())) yield row.value;
    },
    /** From the first entry on, as far as it can be read. */
    *audit() {
      type Entry = { readonly n: number; readonly atMs: number; readonly text: string; readonly hash: Uint8Array };
      const sql = 'SELECT n, at_ms AS atMs, entry AS text, hash FROM audit WHERE n = ?';
      for (let n = 1; ; n++) {
        const entry = all<Entry>(sql, n)?.[0];
        if (!entry) return;
        yield entry;
      }
    },
    /** None where the table cannot be read, or is not there yet: what the station still has is remembered anew. */
    retained: (): string[] =>
      (all<{ topic: string }>('SELECT topic FROM retained ORDER BY n') ?? []).map(({ topic }) => topic),
    taken: (): Uint8Array[] =>
      (all<{ hash: Uint8Array }>('SELECT hash FROM taken ORDER BY n') ?? []).map(({ hash }) => hash),
    /** From the first on, as far as they can be read. */
    *postings() {
      const sql = 'SELECT n, event, giver, taker, points, prices, at_ms AS atMs FROM posting WHERE n = ?';
      for (let n = 1; ; n++) {
        const posting = all<Posting & { readonly n: number }>(sql, n)?.[0];
        if (!posting) return;
        yield posting;
      }
    },
    deposits: () =>
      all<Begun>(
        'SELECT id, began_at_ms AS beganAtMs, facts, settled, disputed FROM deposit ORDER BY began_at_ms, id',
      ) ?? [],
    depositSteps: () => all<Stepped>('SELECT deposit, step, at_ms AS atMs, facts FROM deposit_step ORDER BY n') ?? [],
    close: () => void attempt(() => db?.close()),
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
