/**
 * Passes on to one target, in order, one batch at a time, at least once: the cursor moves only behind a yes. A batch that is
 * refused is halved down to the one that it is about; that one is set aside and holds up none behind it.
 */
import { codeOf } from '../error-code.ts';
import type { Cancel, Clock, Log, Random } from '../ports.ts';
import type { Raised } from '../store/alarm-store.ts';
import type { Answer } from './answer.ts';
import { waitMs } from './back-off.ts';
import type { Cursor } from './cursor.ts';

export interface Batch<T> {
  readonly items: readonly T[];
  /** Where the cursor stands once the items are taken. */
  readonly through: number;
  /** What would have been sent, and is no longer kept. */
  readonly pruned: number;
  /** There may be more behind it already. */
  readonly more: boolean;
}

/** What goes to one target, and how. */
export interface Way<T> {
  readonly id: string;
  /** Items of a batch. */
  readonly most: number;
  read(after: number, most: number): Promise<Batch<T>>;
  /** Rejects only by a bug. */
  send(items: readonly T[], signal: AbortSignal): Promise<Answer>;
  /** Where it came from, for the log and for staff; nothing of what it says. */
  whence(item: T): { readonly facts: Readonly<Record<string, string | number>>; readonly alarm?: Raised };
  close(): Promise<void>;
}

export interface Passed {
  readonly id: string;
  readonly sent: number;
  readonly setAside: number;
  readonly pruned: number;
  readonly failing: boolean;
}

export interface Pump {
  passed(): Passed;
  /** What is under way is broken off; it will be sent again. */
  close(): Promise<void>;
}

interface PumpParts {
  readonly openCursor: () => Promise<Cursor>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  readonly log: Log;
}

/** How soon what is new is looked for. */
const LOOK_EVERY_MS = 1000;

export function startPump<T>(way: Way<T>, { openCursor, clock, random, log }: PumpParts): Pump {
  const ending = new AbortController();
  const passed = { sent: 0, setAside: 0, pruned: 0 };
  let cursor: Cursor | undefined;
  let position: number | undefined;
  let size = way.most;
  let failures = 0;
  let failing: string | undefined;

  async function fail(why: string, askedMs?: number): Promise<number> {
    failures++;
    size = Math.ceil(size / 2); // a smaller one may get through in its time, and comes nearer to the one that it is about
    if (failing !== why) log.warn('passing on fails', { target: way.id, why });
    failing = why;
    await cursor?.failing(why);
    return waitMs(failures, random.fraction(), askedMs);
  }

  function well(): void {
    if (failing !== undefined) log.info('passing on goes on', { target: way.id });
    failing = undefined;
    failures = 0;
    size = Math.min(way.most, size * 2);
  }

  /** A refusal costs a wait too, like a failure, until something is taken: of a far side that refuses everything a few are set aside, not all. */
  async function setAside(at: Cursor, item: T, { through, pruned }: Batch<T>, why: string): Promise<number> {
    const { facts, alarm } = way.whence(item);
    await at.setAside(through, alarm);
    position = through;
    passed.setAside++;
    passed.pruned += pruned;
    log.warn('refused for good, set aside', { target: way.id, why, ...facts });
    failures++;
    return waitMs(failures, random.fraction());
  }

  /** One batch; how long to wait before the next. */
  async function turn(): Promise<number> {
    cursor ??= await openCursor();
    position ??= await cursor.read();
    const batch = await way.read(position, size);
    const [first] = batch.items;
    const answer: Answer = first === undefined ? { is: 'taken' } : await way.send(batch.items, ending.signal);
    if (ending.signal.aborted) return LOOK_EVERY_MS;
    if (answer.is === 'failed') return fail(answer.why, answer.askedMs);
    if (answer.is === 'refused' && batch.items.length > 1) {
      size = Math.ceil(batch.items.length / 2);
      return 0;
    }
    if (answer.is === 'refused' && first !== undefined) return setAside(cursor, first, batch, answer.why);
    if (batch.through !== position) await cursor.move(batch.through);
    position = batch.through;
    passed.pruned += batch.pruned;
    passed.sent += batch.items.length;
    if (first !== undefined) well();
    return batch.more ? 0 : LOOK_EVERY_MS;
  }

  /** A database that is away is waited for; its errors may hold what was asked of it, so that only their code is told. */
  async function safely(): Promise<number> {
    try {
      return await turn();
    } catch (error) {
      if (ending.signal.aborted) return LOOK_EVERY_MS;
      log.error('passing on stumbled', { target: way.id, code: codeOf(error) });
      position = undefined; // what the database holds is what counts
      failures++;
      return waitMs(failures, random.fraction());
    }
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) await pause(await safely());
  }
  async function pause(ms: number): Promise<void> {
    if (ms <= 0 || ending.signal.aborted) return;
    const over = Promise.withResolvers<void>();
    const wake = (): void => over.resolve();
    const cancel: Cancel = clock.at(clock.now() + ms, wake);
    ending.signal.addEventListener('abort', wake);
    await over.promise;
    ending.signal.removeEventListener('abort', wake);
    cancel();
  }

  const ended = run();
  return {
    passed: () => ({ id: way.id, ...passed, failing: failing !== undefined }),
    async close() {
      ending.abort();
      await ended;
      await way.close();
    },
  };
}
