import { getEventListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { vi } from 'vitest';
import { systemRandom } from '../edge-agent/clock.ts';
import type { Cancel, LogFacts } from '../edge-agent/ports.ts';
import type { Outbox } from '../edge-agent/store/outbox.ts';
import type { Retained } from '../edge-agent/store/retained.ts';
import { openStore } from '../edge-agent/store/store.ts';
import { openTombstones } from '../edge-agent/tombstones.ts';
import { openConnection } from '../edge-agent/uplink/connection.ts';
import {
  type RetainedStates,
  startUplink,
  type Uplink,
  type UplinkParts,
  type UplinkSecrets,
} from '../edge-agent/uplink/uplink.ts';
import { cloudEvent } from '../edge-agent/wire/cloud-event.ts';
import { deviceStateTopic, eventTopic, stationStateTopic } from '../edge-agent/wire/topics.ts';
import { aFakeClock, type FakeClock } from './fake-clock.ts';

export const STATION = 'park-hut-01';
export const STATE_TOPIC = stationStateTopic(STATION);
export const DEVICE_TOPIC = deviceStateTopic(STATION, 'bp-1');

/** A station that keeps its own name to itself waits no longer between two connections. */
const LONGEST_BACK_OFF_MS = 30_000;
/** Turns of the event loop that an exchange over loopback can take on the slowest machine. */
const MOST_TURNS = 100_000;

/** Real waiting for real sockets: what the fake clock cannot hurry. */
export const eventually = <T>(act: () => T): Promise<T> => vi.waitFor(act, { timeout: 20_000, interval: 5 });

export interface TestUplink extends AsyncDisposable {
  readonly uplink: Uplink;
  readonly outbox: Outbox;
  readonly retained: Retained;
  /** Passes only when a test says so: back-off, heartbeat and patience wait for it. */
  readonly clock: FakeClock;
  /** Where its files are. */
  readonly folder: string;
  /** When it tried to connect, and when that had failed or was over, on the clock, in milliseconds. */
  readonly triedAt: readonly number[];
  readonly lostAt: readonly number[];
  /** Whoever listens to the outbox, to the states and for the end: one that stays behind makes it grow. */
  listeners(): number;
  /** Everything logged, as text. */
  readonly logged: string[];
  /** Every alarm raised, and `no …` for each cleared, in order. */
  readonly alarms: readonly string[];
  /** Files so many events, in one transaction. */
  happens(events: number): void;
  /** A device's state changes to this. */
  deviceIs(payload: string): void;
  /** Everything filed is acknowledged. */
  drained(): Promise<void>;
  /** Lets the clock pass between two connections alone: the sockets are real, and no acknowledgement may look late. */
  passesUntil(done: () => boolean): Promise<void>;
  online(): Promise<void>;
  offline(): Promise<void>;
}

type Choice = Partial<Pick<UplinkParts, 'startSpreadMs' | 'verify' | 'receiptRefused'>> & {
  /** A fake one of its own where none is given. */
  readonly clock?: FakeClock;
  /** Of each event, beside what every event has; a thousand make a message of real size. */
  readonly fillerBytes?: number;
  /** A function is asked at each connection. */
  readonly secrets?: UplinkSecrets | (() => UplinkSecrets);
  readonly protocol?: UplinkParts['platform']['protocol'];
  /** Does the platform send receipts? */
  readonly receipts?: boolean;
  /** Filed before the uplink starts. */
  readonly backlog?: number;
  /** Topics that an earlier start has filled. */
  readonly remembered?: readonly string[];
  /** This row of the backlog is no longer what was saved. */
  readonly spoilt?: number;
  /** 0 ≤ x < 1; 0 makes every back-off a second. */
  readonly fraction?: () => number;
};

/** An uplink over a real outbox in a temporary file, whose time is a fake clock's and whose sockets are real. */
export function anUplink(
  url: string,
  {
    protocol = 'auto',
    secrets = {},
    clock = aFakeClock(),
    backlog = 0,
    fillerBytes = 1000,
    fraction = () => 0,
    receipts = false,
    remembered = [],
    spoilt,
    ...more
  }: Choice = {},
): TestUplink {
  const folder = mkdtempSync(join(tmpdir(), 'yike-uplink-'));
  const store = openStore({ folder, keepDays: 7, receipts, clock });
  const { outbox, retained } = store;
  retained.remember(remembered);
  const logged: string[] = [];
  const note = (what: string, facts?: LogFacts): void => {
    logged.push(facts ? `${what} ${JSON.stringify(facts)}` : what);
  };
  let device = '{"status":"ok"}';
  const changed = new Set<(topic: string) => void>();
  const states: RetainedStates = {
    topics: [STATE_TOPIC, DEVICE_TOPIC],
    payloadOf: (topic) => (topic === STATE_TOPIC ? '{"online":true}' : device),
    onChange: (listener) => listens(changed, listener),
  };
  const added = new Set<() => void>();
  outbox.onAdded(() => {
    for (const listener of added) listener();
  });
  const signals = new Set<AbortSignal>();
  const triedAt: number[] = [];
  const lostAt: number[] = [];
  const standing = new Set<string>();
  const alarms: string[] = [];
  let made = 0;
  const happen = (): void => {
    const id = `event-${++made}`;
    const event = {
      id,
      kind: 'observation',
      stationId: STATION,
      deviceId: 'bp-1',
      time: '2026-11-23T14:20:00.000+08:00',
      demo: true,
      dataContentType: 'application/fhir+json',
      data: { filler: 'x'.repeat(fillerBytes) },
    } as const;
    outbox.add(id, eventTopic(STATION, 'observation'), (sequence) => cloudEvent(event, sequence));
  };
  const happens = (events: number): void =>
    outbox.transaction(() => {
      for (let i = 0; i < events; i++) happen();
    });
  happens(backlog);
  if (spoilt !== undefined) spoil(join(folder, 'yike.db'), spoilt);
  const uplink = startUplink({
    stationId: STATION,
    platform: { url, protocol, secrets: typeof secrets === 'function' ? secrets : () => secrets },
    outbox: { ...outbox, onAdded: (listener) => listens(added, listener) },
    connect(connection, signal) {
      triedAt.push(clock.now());
      signals.add(signal);
      return openConnection(connection, signal);
    },
    lost: () => void lostAt.push(clock.now()),
    states,
    retained,
    clock,
    random: { fraction, bytes: (count) => new Uint8Array(count) },
    log: { info: note, warn: note, error: note },
    receipts,
    tombstone: openTombstones({
      stationId: STATION,
      timeZone: 'Asia/Shanghai',
      demo: true,
      clock,
      random: systemRandom,
    }),
    onBuried: () => void alarms.push('row-set-aside'),
    alarm(code, raised) {
      if (raised === standing.has(code)) return;
      if (raised) standing.add(code);
      else standing.delete(code);
      alarms.push(raised ? code : `no ${code}`);
    },
    ...more,
  });
  const becomes = (status: 'online' | 'offline') =>
    eventually(() => {
      if (uplink.status() !== status) throw new Error(`still ${uplink.status()}`);
    });
  return {
    uplink,
    outbox,
    retained,
    clock,
    folder,
    triedAt,
    lostAt,
    listeners: () =>
      added.size +
      changed.size +
      [...signals].reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0),
    logged,
    alarms,
    happens,
    deviceIs(payload) {
      device = payload;
      for (const listener of changed) listener(DEVICE_TOPIC);
    },
    drained: () =>
      eventually(() => {
        if (outbox.depth() > 0) throw new Error(`${outbox.depth()} still wait`);
      }),
    async passesUntil(done) {
      for (let turn = 0; !done(); turn++) {
        if (turn > MOST_TURNS) throw new Error(`it does not come to that: ${logged.slice(-3).join()}`);
        await clock.pass(lostAt.length === triedAt.length ? LONGEST_BACK_OFF_MS : 0);
      }
    },
    online: () => becomes('online'),
    offline: () => becomes('offline'),
    async [Symbol.asyncDispose]() {
      await clock.until(uplink.close());
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function listens<T>(listeners: Set<T>, listener: T): Cancel {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function spoil(file: string, sequence: number): void {
  const db = new SqliteDatabase(file);
  db.prepare('UPDATE outbox SET saved_at_ms = saved_at_ms + 1 WHERE sequence = ?').run(sequence);
  db.close();
}
