import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '../../edge-agent/clock.ts';
import { openObservations, type Taken } from '../../edge-agent/observations.ts';
import { openDatabase } from '../../edge-agent/store/database.ts';
import { openKeyRing } from '../../edge-agent/store/key-ring.ts';
import { openOutbox } from '../../edge-agent/store/outbox.ts';
import { eventTopic } from '../../edge-agent/wire/topics.ts';

/** What every row of the bench saves and sends. */
export const taken: Taken = {
  reading: { event: 'reading', kind: 'blood-pressure', systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 },
  deviceId: 'bp-1',
  unit: { model: 'Maibobo RBP-9000' },
  subject: 'urn:uuid:5f2b7c1e-6c0f-4f7e-9d3c-0a4a6b1f2e11',
  guest: true,
  flags: [],
  takenAtMs: Date.UTC(2026, 10, 23),
  demo: false,
  clockTrusted: true,
};

export const STATION_ID = 'bench-hut';
export const TOPIC: string = eventTopic(STATION_ID, 'observation');
export const idOf = (i: number): string => `019abc00-0000-7000-8000-${String(i).padStart(12, '0')}`;

/** Gone with all that is in it when the scope ends. */
export function aFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'yike-bench-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** Database, outbox and what files a reading there, as the agent puts them together. */
export function openStore(file: string) {
  const ring = openKeyRing(`${file}.keys`, { atMs: systemClock.wall() });
  const db = openDatabase(file, ring);
  const outbox = openOutbox(db, ring, { keepDays: 7, receipts: false, clock: systemClock });
  const observations = openObservations({
    outbox,
    stationId: STATION_ID,
    timeZone: 'Asia/Shanghai',
    clock: systemClock,
    random: systemRandom,
  });
  return { db, outbox, observations };
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
