import { PostgresDialect } from 'kysely';
import pg from 'pg';

/** Milliseconds and sequences are below 2^53: a number says them as they are. */
const INT8 = 20;
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format),
};

/** A role that may do what the console does, and has no right to what is a resident's (`migrate.ts` makes it). */
export const CONSOLE_ROLE = 'yike_console';

/**
 * One schema is the search path of all its connections, so that queries name tables alone. `role`: they have the console's
 * rights alone. `synchronous_commit` is said, whatever the server's file says: a receipt goes out behind a commit.
 */
export function openPostgres(url: string, schema: 'fleet' | 'resident', role?: 'console'): PostgresDialect {
  const set = {
    search_path: schema,
    synchronous_commit: 'on',
    timezone: 'UTC',
    // A member that is frozen or cut off in the midst of a commit holds a lock that all members wait for.
    idle_in_transaction_session_timeout: '15s',
    ...(role && { role: CONSOLE_ROLE }),
  };
  const pool = new pg.Pool({
    connectionString: url,
    max: role ? 4 : 3,
    types,
    options: Object.entries(set)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  pool.on('error', () => {}); // an idle connection that died: the next query opens another, and says what is wrong
  // One that dies while it is lent out tells itself alone, and a listener is all that keeps that from ending the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return new PostgresDialect({ pool });
}

/** One connection for itself, whose locks live as long as it does. */
export interface Session {
  /** What the first row has as `yes`. Rejects when no answer comes in time. */
  ask(question: string, values: readonly number[]): Promise<boolean>;
  end(): void;
}

/** `lost`: told once, when it ends without having been told to. */
export async function openSession(url: string, withinMs: number, lost: () => void): Promise<Session> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
    keepAlive: true,
  });
  let over = false;
  const ended = (): void => {
    if (!over) lost();
    over = true;
  };
  client.on('error', ended);
  client.on('end', ended);
  try {
    await client.connect();
  } catch (error) {
    over = true;
    throw error;
  }
  return {
    async ask(question, values) {
      const { rows } = await client.query<{ yes: boolean }>(question, [...values]);
      return rows[0]?.yes === true;
    },
    end() {
      over = true;
      void client.end().catch(() => {});
    },
  };
}
