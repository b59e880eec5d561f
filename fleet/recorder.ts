/** From the inbox into the database, one commit at a time; the next batch gathers meanwhile. */
import { codeOf } from './error-code.ts';
import type { Clock, Log, Random } from './ports.ts';
import type { openReceipts } from './receipts.ts';
import type { Ear } from './receive/ear.ts';
import type { Batch, Inbox } from './receive/inbox.ts';
import { raise } from './store/alarm-store.ts';
import { commitEvents } from './store/commit.ts';
import type { Databases } from './store/open.ts';
import { type Flood, sweep } from './store/said-alarms.ts';
import { writeRefusals, writeSaid } from './store/states.ts';

export interface RecorderParts {
  readonly databases: Databases;
  readonly inbox: Inbox;
  readonly ear: Ear;
  readonly receipts: ReturnType<typeof openReceipts>;
  readonly leads: () => boolean;
  readonly committed: () => void;
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  readonly log: Log;
}

const COMMIT_EVERY_MS = 200;
/** SQLite works in our own thread: so many are some 40 ms, and the broker is heard between them. */
const MOST_AT_ONCE = { postgres: 1000, sqlite: 400 } as const;
const LONGEST_RETRY_MS = 3000;

export function openRecorder(parts: RecorderParts) {
  const { databases, inbox, ear, receipts, leads, committed, clock, random, log } = parts;
  const { dialect, fleet } = databases;
  const most = MOST_AT_ONCE[dialect];
  const count = { committed: 0, written: 0, repeats: 0, disputed: 0 };
  let commitMs = 0;
  let failures = 0;
  let closing = false;
  let wake = (): void => {};
  /** What was being said when all that the broker keeps had come, and how many entries stand before the end of that. */
  let behind: { readonly flood: Flood; ahead: number } | undefined;
  let inHand = 0;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.at(clock.now() + ms, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });

  async function record(batch: Batch, unwritten: { events: boolean }): Promise<void> {
    if (unwritten.events) {
      const began = clock.now();
      const stations = await commitEvents(databases, batch.events, clock.wall());
      unwritten.events = false;
      if (stations.size > 0) commitMs = clock.now() - began;
      let fresh = 0;
      for (const each of stations.values()) {
        fresh += each.fresh;
        count.repeats += each.repeats;
        count.disputed += each.disputed;
      }
      count.committed += fresh;
      receipts.owe(stations.keys());
      if (fresh > 0) committed();
    }
    await pause(0); // a promise of SQLite's is kept without a turn of the loop
    if (leads()) await recordStates(batch);
  }

  async function recordStates({ said }: Batch): Promise<void> {
    const now = clock.wall();
    for (const { stationId, why } of await writeSaid(fleet, dialect, [...said.values()], now))
      ear.refuse(stationId, why, now);
    count.written += said.size;
    if (!behind) return;
    behind.ahead -= said.size;
    if (behind.ahead > 0) return;
    await sweep(fleet, dialect, behind.flood, now);
    behind = undefined;
  }

  async function recordTroubles(): Promise<void> {
    const refusals = ear.takeRefusals();
    const cloned = ear.takeCloned();
    try {
      if (refusals.size > 0) await writeRefusals(fleet, dialect, refusals, clock.wall());
      if (cloned.length > 0) await raise(fleet, cloned, clock.wall());
    } catch (error) {
      ear.putBack(refusals, cloned);
      throw error;
    }
  }

  /** Until it is written, however often the database refuses: it has been acknowledged, and is nowhere else. */
  async function untilRecorded(batch: Batch): Promise<void> {
    const unwritten = { events: true };
    for (;;) {
      try {
        await record(batch, unwritten);
        await recordTroubles();
        await receipts.tell();
        if (failures > 0) log.info('the database takes what comes again');
        failures = 0;
        return;
      } catch (error) {
        if (failures === 0) log.error('the database refuses what comes', { why: codeOf(error) });
        const longest = Math.min(LONGEST_RETRY_MS, COMMIT_EVERY_MS * 2 ** ++failures);
        await pause(COMMIT_EVERY_MS + random.fraction() * (longest - COMMIT_EVERY_MS));
        if (given.up) return;
      }
    }
  }
  const given = { up: false };

  const run = async (): Promise<void> => {
    while (!closing || !inbox.isEmpty()) {
      await pause(closing || inbox.messages() >= most ? 0 : COMMIT_EVERY_MS);
      const batch = inbox.take(most);
      inHand = batch.said.size;
      await untilRecorded(batch);
      inHand = 0;
      if (given.up) return;
      inbox.done(batch);
    }
  };
  const running = run();

  return {
    /** A message has come: with a full batch of them no more is waited for. */
    heard(): void {
      if (failures === 0 && inbox.messages() >= most) wake();
    },
    /** Once all that waits now is written. */
    sweepBehind(flood: Flood): void {
      behind = { flood, ahead: inbox.states() + inHand };
    },
    figures: () => ({ ...count, commitMs, failing: failures > 0 }),
    /** Commits what is here; gives up after so long where the database is away. */
    async close(withinMs: number): Promise<void> {
      const cancel = clock.at(clock.now() + withinMs, () => {
        given.up = true;
        wake();
      });
      closing = true;
      wake();
      await running;
      cancel();
      await receipts.last().catch(() => {});
    },
  };
}
