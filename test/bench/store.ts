import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '../../edge-agent/clock.ts';
import { openObservations, type Taken } from '../../edge-agent/observations.ts';
import { openDatabase } from '../../edge-agent/store/database.ts';
import { openOutbox } from '../../edge-agent/store/outbox.ts';
import { median, type Row } from './row.ts';

const taken: Taken = {
  reading: { event: 'reading', kind: 'blood-pressure', systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 },
  deviceId: 'bp-1',
  unit: { model: 'Maibobo RBP-9000' },
  subject: 'urn:uuid:5f2b7c1e-6c0f-4f7e-9d3c-0a4a6b1f2e11',
  guest: true,
  flags: [],
  takenAtMs: Date.UTC(2026, 10, 23),
  demo: false,
};

const folder = mkdtempSync(join(tmpdir(), 'yike-bench-'));

/** A fresh database of ours, and what saves the i-th event in it. */
type Saver = (file: string) => { readonly save: (i: number) => void; close(): void };

const BLOCK = 50;
const BLOCKS = 60;

/**
 * Both in turn, in blocks of fifty: a disk that others use too is slow for both. Events a second, medians of sixty blocks.
 */
function blockByBlock(ours: Saver, rival: Saver): { readonly ours: number; readonly rival: number } {
  const both = { ours: ours(join(folder, 'ours.db')), rival: rival(join(folder, 'rival.db')) };
  const speeds = { ours: [] as number[], rival: [] as number[] };
  for (let block = 0; block < BLOCKS; block++) {
    for (const who of ['ours', 'rival'] as const) {
      const started = performance.now();
      for (let i = 0; i < BLOCK; i++) both[who].save(block * BLOCK + i);
      speeds[who].push((BLOCK * 1000) / (performance.now() - started));
    }
  }
  both.ours.close();
  both.rival.close();
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  return { ours: median(speeds.ours), rival: median(speeds.rival) };
}

function openStore(file: string) {
  const db = openDatabase(file);
  const outbox = openOutbox(db, { keepDays: 7, clock: systemClock });
  const observations = openObservations({
    outbox,
    stationId: 'bench-hut',
    timeZone: 'Asia/Shanghai',
    clock: systemClock,
    random: systemRandom,
  });
  return { db, outbox, observations };
}

/** A payload as the product makes it. */
function aPayload(): string {
  const { db, outbox, observations } = openStore(join(folder, 'payload.db'));
  observations.file(taken);
  const [message] = outbox.after(0, 1);
  db.close();
  return message?.payload ?? '';
}

const idOf = (i: number): string => `019abc00-0000-7000-8000-${String(i).padStart(12, '0')}`;
const TOPIC = 'yike/v1/bench-hut/up/event/observation';

/** The store alone: what it adds to SQLite. */
const outboxOnly =
  (bytes: string): Saver =>
  (file) => {
    const { db, outbox } = openStore(file);
    return {
      save: (i) => void outbox.transaction(() => outbox.add(idOf(i), TOPIC, () => bytes)),
      close: () => db.close(),
    };
  };

/** A reading all the way: FHIR, CloudEvent, store. */
const wholeReading: Saver = (file) => {
  const { db, observations } = openStore(file);
  return { save: (i) => void observations.file({ ...taken, takenAtMs: taken.takenAtMs + i }), close: () => db.close() };
};

/** The same database file, tables, pragmas and bytes; one transaction a reading; nothing else. */
const bare =
  (bytes: string): Saver =>
  (file) => {
    const db = openDatabase(file);
    const count = db.prepare("UPDATE mark SET sequence = sequence + 1 WHERE name = 'last' RETURNING sequence").pluck();
    const insert = db.prepare('INSERT INTO outbox (sequence, id, topic, payload, saved_at_ms) VALUES (?, ?, ?, ?, ?)');
    const save = db.transaction((id: string) => insert.run(count.get(), id, TOPIC, bytes, taken.takenAtMs));
    return { save: (i) => void save.immediate(idOf(i)), close: () => db.close() };
  };

const rival = 'bare better-sqlite3, same schema, FULL, same bytes';

export function storeRows(): Row[] {
  const bytes = aPayload();
  const store = blockByBlock(outboxOnly(bytes), bare(bytes));
  const whole = blockByBlock(wholeReading, bare(bytes));
  rmSync(folder, { recursive: true });
  return [
    {
      what: 'store: events saved, one synchronised commit each',
      unit: '/s',
      ours: store.ours,
      rival: { name: rival, value: store.rival },
      wanted: '≥ 0.8',
      met: store.ours >= 0.8 * store.rival,
    },
    {
      what: 'the same with the FHIR Observation and its CloudEvent made for each',
      unit: '/s',
      ours: whole.ours,
      rival: { name: `${rival}, ready-made`, value: whole.rival },
      wanted: 'shown',
      met: true,
    },
  ];
}
