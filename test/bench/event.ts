/** All that the bench calls of the product's store and uplink, in one place. */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock, systemRandom } from '../../edge-agent/clock.ts';
import { openObservations, type Taken } from '../../edge-agent/observations.ts';
import { type Database, openDatabase } from '../../edge-agent/store/database.ts';
import { openFloor } from '../../edge-agent/store/floor.ts';
import { openKeyRing } from '../../edge-agent/store/key-ring.ts';
import { type Outbox, openOutbox } from '../../edge-agent/store/outbox.ts';
import { openReached } from '../../edge-agent/store/reached.ts';
import type { Retained } from '../../edge-agent/store/retained.ts';
import { openTombstones } from '../../edge-agent/tombstones.ts';
import { type RetainedStates, startUplink } from '../../edge-agent/uplink/uplink.ts';
import { eventTopic } from '../../edge-agent/wire/topics.ts';

/** What every row of the bench saves and sends. */
export const taken: Taken = {
  reading: { event: 'reading', kind: 'blood-pressure', systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 },
  deviceId: 'bp-1',
  unit: { model: 'Maibobo RBP-9000' },
  subject: 'urn:uuid:5f2b7c1e-6c0f-4f7e-9d3c-0a4a6b1f2e11',
  guest: true,
  flags: [],
  clockTrusted: true,
  takenAtMs: Date.UTC(2026, 10, 23),
  demo: false,
};

export const STATION_ID = 'bench-hut';
export const TOPIC: string = eventTopic(STATION_ID, 'observation');
/** In flight, if the broker allows as many. */
export const WINDOW = 64;
export const idOf = (i: number): string => `019abc00-0000-7000-8000-${String(i).padStart(12, '0')}`;

/** Gone with all that is in it when the scope ends. */
export function aFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'yike-bench-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** Where a station whose records are in that folder has its database. */
export const databaseIn = (folder: string): string => join(folder, 'yike.db');

/** Database, outbox and what files a reading there, as the agent puts them together; `prepared`: the outbox's SQL. */
export function openStore(file: string) {
  const ring = openKeyRing(join(dirname(file), 'yike.keys'), { atMs: systemClock.wall() });
  const db = openDatabase(file, ring);
  const prepared = sqlPrepared(db);
  const floor = openFloor(`${file}.floor`);
  const reached = openReached(`${file}.reached`);
  const outbox = openOutbox(db, ring, { keepDays: 7, receipts: false, clock: systemClock, floor, reached });
  const observations = openObservations({
    outbox,
    stationId: STATION_ID,
    timeZone: 'Asia/Shanghai',
    clock: systemClock,
    random: systemRandom,
  });
  return { db, outbox, observations, prepared };
}

export type Store = ReturnType<typeof openStore>;

function sqlPrepared(db: Database): readonly string[] {
  const all: string[] = [];
  const prepare = db.prepare.bind(db);
  Object.assign(db, {
    prepare(sql: string) {
      all.push(sql);
      return prepare(sql);
    },
  });
  return all;
}

/** In the same file and schema, on the same pragmas, by SQLite alone, nothing sealed: one row. */
export function bareInsert(file: string, bytes: string, seal = (text: string): Uint8Array => Buffer.from(text)) {
  const { db } = openStore(file);
  const row = db.prepare(
    'INSERT INTO outbox (sequence, id, topic, saved_at_ms, key_id, sealed) VALUES (?, ?, ?, ?, 1, ?)',
  );
  let last = 0;
  return { db, insert: (id: string) => void row.run(++last, id, TOPIC, taken.takenAtMs, seal(bytes)) };
}

/** AES-256-GCM by Node alone, bound to nothing, with an IV that costs nothing: what no sealing can be quicker than. */
export function bareSeal() {
  const key = createSecretKey(randomBytes(32));
  const iv = Buffer.alloc(12);
  let used = 0;
  return {
    seal(text: string): Uint8Array {
      iv.writeUInt32LE(++used);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const sealed = cipher.update(text, 'utf8');
      cipher.final();
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
    },
    open(sealed: Uint8Array): string {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(12, 28));
      const text = decipher.update(sealed.subarray(28));
      decipher.final();
      return text.toString();
    },
  };
}

const FILL_IN_ONE_COMMIT = 10_000;

/** So many events of these bytes more. */
export function fill({ outbox }: Pick<Store, 'outbox'>, events: number, bytes: string): void {
  const before = outbox.acknowledged() + outbox.depth();
  for (let done = 0; done < events; done += FILL_IN_ONE_COMMIT) {
    outbox.transaction(() => {
      const end = Math.min(events, done + FILL_IN_ONE_COMMIT);
      for (let i = done; i < end; i++) outbox.add(idOf(before + i + 1), TOPIC, () => bytes);
    });
  }
}

const NO_STATES: RetainedStates = { topics: [], payloadOf: () => '', onChange: () => () => {} };
/** As in a station that has run before: each topic is on disk already. */
const KNOWN: Retained = { topics: () => [], remember: () => {}, forget: () => {} };

export interface Drained {
  /** Resolves once everything up to `last` is marked; rejects with the first warning, and where the window is not 64. */
  readonly drained: Promise<void>;
  close(): Promise<void>;
}

/** The uplink as the agent starts it, over this outbox. */
export function drainTo(url: string, outbox: Outbox, last: number, states = NO_STATES): Drained {
  const { promise: drained, resolve, reject } = Promise.withResolvers<void>();
  const uplink = startUplink({
    stationId: STATION_ID,
    platform: { url, protocol: 'auto' },
    outbox: {
      ...outbox,
      acknowledge(sequence) {
        outbox.acknowledge(sequence);
        if (outbox.acknowledged() >= last) resolve();
      },
    },
    states,
    retained: KNOWN,
    onBuried: (sequence) => reject(new Error(`row ${sequence} was set aside`)),
    tombstone: openTombstones({
      stationId: STATION_ID,
      timeZone: 'Asia/Shanghai',
      demo: false,
      clock: systemClock,
      random: systemRandom,
    }),
    clock: systemClock,
    random: systemRandom,
    log: {
      info: (_what, facts) => {
        if (facts?.window !== WINDOW) reject(new Error(`the window was ${facts?.window}, not ${WINDOW}`));
      },
      warn: (what, facts) => reject(new Error(`${what}: ${facts?.why}`)),
      error: (what) => reject(new Error(what)),
    },
  });
  return { drained, close: () => uplink.close() };
}

/** A payload as the product makes it. */
export async function aPayload(): Promise<string> {
  using folder = aFolder();
  const { db, outbox, observations } = openStore(join(folder.path, 'payload.db'));
  await observations.file(taken);
  const [message] = outbox.after(0, 1);
  db.close();
  if (!message || 'damaged' in message) throw new Error('nothing was saved');
  return message.payload;
}
