import type { Cancel, Clock, Log } from '../ports.ts';
import { LOCKS } from './migrate.ts';
import { openSession, type Session } from './postgres.ts';

/** One member leads: it alone writes states and alarms, judges, sends notices, passes on, prunes. */
export interface Leadership {
  leads(): boolean;
  /** Told at each change. */
  onChange(listener: (leads: boolean) => void): Cancel;
  close(): Promise<void>;
}

/** Who leads asks so often whether its connection still stands; who does not, whether the lock is free. */
const LOOK_EVERY_MS = 2000;
const ANSWER_WITHIN_MS = 4000;

/**
 * PostgreSQL: an advisory lock of a session of its own; it is lost with its connection, and another member has it within
 * seconds. SQLite has one member, which leads. Never rejects: a database that is away means not to lead.
 */
export function openLeadership(
  database: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Leadership {
  if (!/^postgres(ql)?:\/\//.test(database))
    return { leads: () => true, onChange: () => () => {}, close: async () => {} };
  const listeners = new Set<(leads: boolean) => void>();
  let leads = false;
  let closing = false;
  let session: Session | undefined;
  let wake = (): void => {};

  const become = (now: boolean): void => {
    if (now === leads) return;
    leads = now;
    log.info(now ? 'this member leads' : 'this member leads no more');
    for (const listener of listeners) listener(now);
  };
  const lost = (): void => {
    session = undefined;
    become(false);
    wake();
  };
  const look = async (): Promise<void> => {
    session ??= await openSession(database, ANSWER_WITHIN_MS, lost);
    if (leads) await session.ask('select true as yes', []);
    else if (await session.ask('select pg_try_advisory_lock($1) as yes', [LOCKS.lead])) become(!closing);
  };
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.at(clock.now() + LOOK_EVERY_MS, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!closing) {
      await look().catch(() => {
        const broken = session;
        lost();
        broken?.end();
      });
      if (!closing) await pause();
    }
  };
  const running = run();
  return {
    leads: () => leads,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closing = true;
      become(false);
      wake();
      await running;
      session?.end();
    },
  };
}
