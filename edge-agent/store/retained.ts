import type { Database } from './database.ts';
import type { Outbox } from './outbox.ts';

/** Retained topics, by their whole names, that may stand at the broker with something in them. */
export interface Retained {
  /** In the order in which they were remembered. Throws when they cannot be read. */
  topics(): readonly string[];
  /** On disk when it returns; what is there already costs no write. Throws when the disk refuses. */
  remember(topics: readonly string[]): void;
  /**
   * The broker holds nothing there any more. A kill within a fifth of a second may undo it: it will be emptied once more.
   * Throws when they cannot be read.
   */
  forget(topic: string): void;
}

/** Five times as many as the largest station has; of more the oldest go. */
const MOST = 1000;

/** Every write goes through the outbox: it alone knows when the log can no longer be trusted, and readings lie in the same. */
export function openRetained(db: Database, { transaction, later }: Pick<Outbox, 'transaction' | 'later'>): Retained {
  const all = db.prepare<[], string>('SELECT topic FROM retained ORDER BY n').pluck();
  const insert = db.prepare<[string]>('INSERT INTO retained (topic) VALUES (?) ON CONFLICT DO NOTHING');
  const trim = db.prepare<[number]>(
    'DELETE FROM retained WHERE n NOT IN (SELECT n FROM retained ORDER BY n DESC LIMIT ?)',
  );
  const drop = db.prepare<[string]>('DELETE FROM retained WHERE topic = ?');
  /** Read when first asked for: a table that cannot be read must not keep a station from starting. */
  let known: Set<string> | undefined;
  const read = (): Set<string> => {
    known ??= new Set(all.all());
    return known;
  };

  return {
    topics: () => [...read()],
    remember(topics) {
      const fresh = topics.filter((topic) => !read().has(topic));
      if (fresh.length === 0) return;
      transaction(() => {
        for (const topic of fresh) insert.run(topic);
        trim.run(MOST);
      });
      known = undefined;
    },
    forget(topic) {
      read().delete(topic);
      later(() => {
        try {
          if (!read().has(topic)) drop.run(topic);
        } catch {
          // It stays, and takes nothing down that is saved together with it.
        }
      });
    },
  };
}
