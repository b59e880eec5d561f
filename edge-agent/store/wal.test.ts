import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Log, parseLog, writeLog } from './wal.ts';

const PAGE = 4096;
const FRAME = 24 + PAGE;
const COMMITS = 8;
let folder: string;
let database: Buffer;
/** Of one commit after the other, two pages each; behind them what is left of an earlier, longer generation. */
let log: Buffer;
let frames: number;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yike-wal-'));
  const file = join(folder, 'made.db');
  const db = new SqliteDatabase(file);
  db.pragma('journal_mode = WAL');
  db.exec(
    'CREATE TABLE row (n INTEGER PRIMARY KEY, text TEXT); CREATE TABLE mark (n INTEGER); INSERT INTO mark VALUES (0)',
  );
  const commit = db.transaction((n: number) => {
    db.prepare('INSERT INTO row VALUES (?, ?)').run(n, `row ${n}`);
    db.prepare('UPDATE mark SET n = ?').run(n);
  });
  for (let n = 101; n <= 120; n++) commit(n);
  db.exec('DELETE FROM row');
  db.pragma('wal_checkpoint(RESTART)');
  for (let n = 1; n <= COMMITS; n++) commit(n);
  database = readFileSync(file);
  log = readFileSync(`${file}-wal`);
  db.close();
  frames = 2 * COMMITS;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The rows that SQLite itself finds with this log beside the database. */
function rowsWith(bytes: Buffer): number[] {
  const file = join(folder, 'read.db');
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  writeFileSync(file, database);
  writeFileSync(`${file}-wal`, bytes);
  const db = new SqliteDatabase(file, { readonly: true });
  const rows = db.prepare<[], number>('SELECT n FROM row ORDER BY n').pluck().all();
  db.close();
  return rows;
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const spoilt = (at: number, bytes: Uint8Array = Buffer.of((log[at] ?? 0) ^ 0x10)): Buffer => {
  const copy = Buffer.from(log);
  copy.set(bytes, at);
  return copy;
};
const startOf = (frame: number): number => 32 + frame * FRAME;
const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => (index * 7919 + 13) >> 3));
const tally = ({ frames: found, taken }: Log) => ({ found: found.length, taken });

test('a whole log is taken to its end, and nothing of the generation before it', () => {
  expect(log.length).toBeGreaterThan(startOf(frames) + FRAME);
  const found = parseLog(log, PAGE);
  expect(tally(found)).toEqual({ found: frames, taken: frames });
  expect(found.frames.filter(({ commit }) => commit > 0)).toHaveLength(COMMITS);
  expect(rowsWith(log)).toEqual(upTo(COMMITS));
});

test('one that is written anew of its frames says the same to SQLite', () => {
  expect(rowsWith(writeLog(parseLog(log, PAGE).frames))).toEqual(upTo(COMMITS));
});

describe.each([
  ['its page number', 3],
  ['its commit mark', 7],
  ['its salts', 9],
  ['its checksum', 17],
  ['its page', 24 + 2000],
])('a flipped bit of %s', (_, at) => {
  test('ends the log for SQLite at the commit before, and costs that frame alone', () => {
    for (let frame = 0; frame < frames; frame++) {
      const bytes = spoilt(startOf(frame) + at);
      const found = parseLog(bytes, PAGE);
      expect(tally(found), `frame ${frame}`).toEqual({ found: frames - 1, taken: frame - (frame % 2) });
      expect(rowsWith(bytes)).toEqual(upTo(found.taken / 2));
    }
  });
});

test('a destroyed head ends it for SQLite before it begins, and costs no frame', () => {
  for (const bytes of [...upTo(31).map((at) => spoilt(at)), spoilt(0, noise(32))]) {
    const found = parseLog(bytes, PAGE);
    expect(found.taken).toBe(0);
    expect(rowsWith(bytes)).toEqual([]);
    expect(found.frames).toHaveLength(frames);
    expect(rowsWith(writeLog(found.frames))).toEqual(upTo(COMMITS));
  }
});

test('a destroyed head in front of a single frame does not take the generation before for the newest', () => {
  const single = spoilt(startOf(1), log.subarray(startOf(frames + 1), startOf(2 * frames)));
  noise(32).copy(single, 0);
  const { frames: found } = parseLog(single, PAGE);
  expect(found).toHaveLength(1);
  expect(found[0]?.content.equals(log.subarray(startOf(0) + 24, startOf(1)))).toBe(true);
});

test('noise over 4 kB costs the frames that it touches, wherever it lies', () => {
  for (let at = 32; at + PAGE < startOf(frames); at += 1000) {
    const found = parseLog(spoilt(at, noise(PAGE)), PAGE);
    expect(found.frames.length).toBeGreaterThanOrEqual(frames - 2);
    expect(found.taken).toBeLessThan(frames);
  }
});

test('cut anywhere, it is taken to the last commit before, as SQLite does', () => {
  for (let end = 0; end < startOf(frames); end += 512) {
    const whole = Math.max(0, Math.floor((end - 32) / FRAME));
    const bytes = log.subarray(0, end);
    expect(tally(parseLog(bytes, PAGE))).toEqual({ found: whole, taken: whole - (whole % 2) });
    expect(rowsWith(bytes)).toEqual(upTo(Math.floor(whole / 2)));
  }
});
