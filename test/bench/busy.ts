import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { RetainedStates } from '../../edge-agent/uplink/uplink.ts';
import { alarmTopic } from '../../edge-agent/wire/topics.ts';
import { aMosquitto, aSubscriber } from '../platform.ts';
import { aFolder, aPayload, drainTo, fill, openStore, STATION_ID, taken, WINDOW } from './event.ts';
import { atMost, median, ROUNDS, type Row } from './row.ts';

/** Seven days of a busy station: one every six seconds. */
const BACKLOG = 100_800;
/** So often somebody calls and a reading is taken meanwhile. */
const EVERY_MS = 50;
const LOOK_EVERY_MS = 2;
const ALARM_TOPIC = alarmTopic(STATION_ID, 'bp-1', 'call');

interface Measured {
  readonly loopP99Ms: number;
  readonly worstStateMs: number;
  readonly worstCommitMs: number;
  readonly goneAfterS: number;
}

/** A station whose line comes back after a week: what it still does beside the drain. */
export async function busyRows(): Promise<Row[]> {
  const bytes = await aPayload();
  const rounds: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await aReturn(bytes));
  const of = (pick: (measured: Measured) => number): number => median(rounds.map(pick));
  const during = `while ${BACKLOG.toLocaleString('en')} events drain`;
  const row = (what: string, unit: string, limit: number, ours: number): Row => ({
    what: `${during}: ${what}`,
    unit,
    ours,
    wanted: atMost(limit, unit, ours),
  });
  return [
    row(
      'delay of the event loop, p99',
      'ms',
      50,
      of(({ loopP99Ms }) => loopP99Ms),
    ),
    row(
      'an alarm to its arrival through the broker, worst',
      'ms',
      2000,
      of(({ worstStateMs }) => worstStateMs),
    ),
    row(
      'a new reading to its commit, worst',
      'ms',
      100,
      of(({ worstCommitMs }) => worstCommitMs),
    ),
    row(
      'until all are gone',
      's',
      300,
      of(({ goneAfterS }) => goneAfterS),
    ),
  ];
}

async function aReturn(bytes: string): Promise<Measured> {
  using folder = aFolder();
  await using broker = await aMosquitto([`max_inflight_messages ${WINDOW}`]);
  await using subscriber = await aSubscriber(broker.url, ALARM_TOPIC);
  const store = openStore(join(folder.path, 'busy.db'));
  fill(store, BACKLOG, bytes);
  const calls = aCaller();
  const commits: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const uplink = drainTo(broker.url, store.outbox, BACKLOG, calls.states);
  const doing = setInterval(() => {
    calls.call();
    const before = performance.now();
    void store.observations
      .file({ ...taken, takenAtMs: taken.takenAtMs + commits.length })
      .then(() => commits.push(performance.now() - before));
  }, EVERY_MS);
  const looking = setInterval(() => calls.heard(subscriber.log.at(-1)?.payload), LOOK_EVERY_MS);
  await uplink.drained;
  const goneAfterS = (performance.now() - started) / 1000;
  delay.disable();
  clearInterval(doing);
  const worstStateMs = await calls.worstMs();
  clearInterval(looking);
  await uplink.close();
  store.db.close();
  if (commits.length === 0) throw new Error('the drain was over before anything else happened');
  return { loopP99Ms: delay.percentile(99) / 1e6, worstStateMs, worstCommitMs: Math.max(...commits), goneAfterS };
}

/** An alarm that is raised anew again and again, and how long each took to be heard of. */
function aCaller() {
  const calledAt: number[] = [];
  const tookMs: number[] = [];
  const allHeard = Promise.withResolvers<void>();
  let closing = false;
  let changed: (topic: string) => void = () => {};
  const states: RetainedStates = {
    topics: [ALARM_TOPIC],
    payloadOf: () => String(calledAt.length),
    onChange(listener) {
      changed = listener;
      return () => {};
    },
  };
  const settle = (): void => {
    if (closing && tookMs.length === calledAt.length) allHeard.resolve();
  };
  return {
    states,
    call() {
      calledAt.push(performance.now());
      changed(ALARM_TOPIC);
    },
    /** What was heard last; whatever was called before has been heard by then. */
    heard(payload: string | undefined) {
      for (let at = tookMs.length; at < Number(payload ?? 0); at++) {
        tookMs.push(performance.now() - (calledAt[at] ?? Number.NaN));
      }
      settle();
    },
    /** Once all are heard. */
    async worstMs() {
      closing = true;
      settle();
      await allHeard.promise;
      return Math.max(...tookMs);
    },
  };
}
