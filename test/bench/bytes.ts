import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { aFreePort } from '../free-port.ts';
import { aBridge } from './bridge.ts';
import { aFolder, aPayload, openStore, taken } from './event.ts';
import { inTurn, type Row, timesAtMost } from './row.ts';

const READINGS = 2000;
/** Its cost grows with each. */
const READINGS_OF_BRIDGE = 1000;
const LIMIT = 3;

/** Bytes that the kernel has sent, or will send, to a disk for that process; tmpfs counts none. */
function writtenBytes(pid: number | 'self'): number {
  const bytes = /^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1];
  return Number(bytes);
}

/** What a saved reading costs a disk, checkpoints included. */
export async function bytesRows(): Promise<Row[]> {
  using folder = aFolder();
  const bytes = await aPayload();
  const nobody = await aFreePort();
  const files = (name: string) => ({
    file: join(folder.path, name),
    [Symbol.dispose]: () => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder.path, `${name}${suffix}`), { force: true });
    },
  });

  const ours = async (): Promise<number> => {
    using at = files('ours.db');
    const { db, observations } = openStore(at.file);
    const written = await writtenBy(db, (i) => observations.file({ ...taken, takenAtMs: taken.takenAtMs + i }));
    db.close();
    return written;
  };
  const least = async (): Promise<number> => {
    using at = files('least.db');
    const db = new SqliteDatabase(at.file);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec('CREATE TABLE reading (payload TEXT)');
    const insert = db.prepare('INSERT INTO reading VALUES (?)');
    const written = await writtenBy(db, () => insert.run(bytes));
    db.close();
    return written;
  };
  const bridge = async (): Promise<number> => {
    await using bridge = await aBridge(nobody, 'durable');
    const before = writtenBytes(bridge.pid());
    await bridge.fill(READINGS_OF_BRIDGE, bytes);
    return (writtenBytes(bridge.pid()) - before) / READINGS_OF_BRIDGE;
  };

  const written = await inTurn({ ours, least, bridge });
  const row = (name: string, value: number): Row => ({
    what: `bytes written to the disk for each of ${READINGS.toLocaleString('en')} readings of ${bytes.length.toLocaleString('en')} B, one commit each`,
    unit: 'B',
    ours: written.ours,
    rival: { name, value },
  });
  return [
    {
      ...row('the least: SQLite, FULL, one table without an index', written.least),
      wanted: timesAtMost(LIMIT, { ours: written.ours, rival: written.least }),
    },
    row(
      `a mosquitto bridge made durable, ${READINGS_OF_BRIDGE.toLocaleString('en')} messages: the more, the dearer`,
      written.bridge,
    ),
  ];
}

/** For each of so many, from an empty log to an empty log. */
async function writtenBy(db: Pick<SqliteDatabase.Database, 'pragma'>, save: (i: number) => unknown): Promise<number> {
  db.pragma('wal_checkpoint(TRUNCATE)');
  const before = writtenBytes('self');
  for (let i = 0; i < READINGS; i++) await save(i);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const written = writtenBytes('self') - before;
  if (written === 0) throw new Error('the folder is on no disk: set TMPDIR');
  return written / READINGS;
}
