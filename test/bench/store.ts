import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '../../edge-agent/clock.ts';
import { openObservations, type Taken } from '../../edge-agent/observations.ts';
import { openDatabase } from '../../edge-agent/store/database.ts';
import { openOutbox } from '../../edge-agent/store/outbox.ts';
import { inTurn, type Row } from './row.ts';

const READINGS = 1000;

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

async function inFolder<T>(work: (file: string) => T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'yike-bench-'));
  try {
    return work(join(folder, 'yike.db'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const perSecond = (work: () => void): number => {
  const started = performance.now();
  work();
  return (READINGS * 1000) / (performance.now() - started);
};

function openStore(file: string) {
  const db = openDatabase(file);
  const outbox = openOutbox(db, { keepDays: 7, clock: systemClock });
  const observations = openObservations({ outbox, stationId: 'bench-hut', timeZone: 'Asia/Shanghai', clock: systemClock, random: systemRandom });
  return { db, outbox, observations };
}

/** A payload as the product makes it. */
const payload = inFolder((file) => {
  const { db, outbox, observations } = openStore(file);
  observations.file(taken);
  const [message] = outbox.after(0, 1);
  db.close();
  return message?.payload ?? '';
});

const idOf = (i: number): string => `019abc00-0000-7000-8000-${String(i).padStart(12, '0')}`;
const TOPIC = 'yike/v1/bench-hut/up/event/observation';

/** The store alone: what it adds to SQLite. */
const outboxOnly = async (): Promise<number> => {
  const bytes = await payload;
  return inFolder((file) => {
    const { db, outbox } = openStore(file);
    const speed = perSecond(() => {
      for (let i = 0; i < READINGS; i++) outbox.transaction(() => outbox.add(idOf(i), TOPIC, () => bytes));
    });
    db.close();
    return speed;
  });
};

/** A reading all the way: FHIR, CloudEvent, store. */
const wholeReading = () =>
  inFolder((file) => {
    const { db, observations } = openStore(file);
    const speed = perSecond(() => {
      for (let i = 0; i < READINGS; i++) observations.file({ ...taken, takenAtMs: taken.takenAtMs + i });
    });
    db.close();
    return speed;
  });

/** The same database file, tables, pragmas and bytes; one transaction a reading; nothing else. */
async function bare(): Promise<number> {
  const bytes = await payload;
  return inFolder((file) => {
    const db = openDatabase(file);
    const count = db.prepare("UPDATE mark SET sequence = sequence + 1 WHERE name = 'last' RETURNING sequence").pluck();
    const insert = db.prepare('INSERT INTO outbox (sequence, id, topic, payload, saved_at_ms) VALUES (?, ?, ?, ?, ?)');
    const save = db.transaction((id: string) => insert.run(count.get(), id, TOPIC, bytes, taken.takenAtMs));
    const speed = perSecond(() => {
      for (let i = 0; i < READINGS; i++) save.immediate(idOf(i));
    });
    db.close();
    return speed;
  });
}

const rival = 'bare better-sqlite3, same schema, FULL, same bytes';

export async function storeRows(): Promise<Row[]> {
  const store = await inTurn(outboxOnly, bare);
  const whole = await inTurn(wholeReading, bare);
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
