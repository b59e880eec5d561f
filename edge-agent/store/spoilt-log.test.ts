import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFakeClock } from '../../test/fake-clock.ts';
import { openStore, type Store } from './store.ts';
import { parseLog } from './wal.ts';

const SAVES = 12;
const ACKNOWLEDGED = 3;
const FRAME = 24 + 4096;
const clock = aFakeClock();
let place: string;
let folder: string;
const open = (): Store =>
  openStore({
    folder,
    keepDays: 7,
    receipts: false,
    clock,
    tombstone: (sequence) => ({ id: `stone-${sequence}`, topic: 'tombs', payload: `stone ${sequence}` }),
  });
const payload = (sequence: number): string => `event ${sequence} ${'x'.repeat(sequence % 7 === 0 ? 9000 : 700)}`;
const save = (store: Store, events = 1): void =>
  store.outbox.transaction(() => {
    for (let i = 0; i < events; i++) store.outbox.add('id', 't', payload);
    store.audit.append('station started', { version: 'test' });
  });

type Files = ReadonlyMap<string, Buffer>;
/** As a kill at this moment would leave them. */
const filesNow = (): Files =>
  new Map(
    readdirSync(folder)
      .filter((name) => !/ballast|-shm$/.test(name))
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
const logOf = (files: Files): Buffer => files.get('yike.db-wal') ?? Buffer.of();
const withLog = (files: Files, log: Buffer): Files => new Map([...files, ['yike.db-wal', log]]);

/** The same file in which these bytes stand in place of its own. */
function spoilt(log: Buffer, at: number, bytes: Uint8Array): Buffer {
  const copy = Buffer.from(log);
  copy.set(bytes.subarray(0, log.length - at), at);
  return copy;
}
const flipped = (log: Buffer, at: number): Buffer => spoilt(log, at, Uint8Array.of((log[at] ?? 0) ^ 0x10));
const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => (index * 7919 + 13) >> 3));
const startOf = (frame: number): number => 32 + frame * FRAME;

/** After each save and each mark how much of the log there was, and the files at the end. */
let killed: Files;
let ends: number[];
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'yike-spoilt-log-'));
  folder = join(place, 'recorded');
  mkdirSync(folder);
  const store = open();
  ends = [];
  for (let i = 1; i <= SAVES; i++) {
    save(store);
    if (i === SAVES - 3) store.outbox.acknowledge(ACKNOWLEDGED);
    ends.push(logOf(filesNow()).length);
  }
  // As if the numbers that were covered had all but run out: a thousand tombstones at each start would only take time.
  const floor = JSON.stringify({ last: SAVES + 2, acknowledged: 0, receipted: 0 });
  killed = new Map([...filesNow(), ['yike.floor', Buffer.from(floor)]]);
  store.close();
});
afterAll(() => rmSync(place, { recursive: true }));

/** What the start after that has: sequences that are whole, tombstones, and the number that the next event gets. */
function startWith(files: Files) {
  folder = mkdtempSync(join(place, 'start-'));
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, 'ballast'), ''); // there already: it need not be laid at every start
  const store = open();
  const rows = store.outbox.after(0, 1e5).flatMap((row) => ('damaged' in row ? [] : [row]));
  const whole = rows.filter((row) => row.payload === payload(row.sequence)).map(({ sequence }) => sequence);
  const stones = rows.filter((row) => row.payload === `stone ${row.sequence}`).map(({ sequence }) => sequence);
  expect(whole.length + stones.length, 'nothing else stands there').toBe(rows.length);
  const next = store.outbox.transaction(() => store.outbox.add('next', 't', payload));
  const { salvaged } = store;
  const audit = store.audit.verify();
  store.close();
  const left = readdirSync(folder).filter((name) => !/^yike\.(db|keys|floor|reached)$|^ballast$/.test(name));
  rmSync(folder, { recursive: true });
  return { whole, stones, next, salvaged, audit, left };
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Every event that was confirmed is there, or its tombstone is, and no number comes back. */
function nothingIsLost(found: ReturnType<typeof startWith>, confirmed: number): void {
  const there = new Set([...found.whole, ...found.stones]);
  const owed = upTo(found.next - 1).filter((sequence) => sequence > ACKNOWLEDGED);
  expect(owed.filter((sequence) => !there.has(sequence))).toEqual([]);
  expect(found.next).toBeGreaterThan(confirmed);
  expect(found.audit).toBeUndefined();
  const salvage = found.salvaged;
  if (salvage) expect(salvage).toEqual({ rows: found.whole.length, missing: found.stones.length });
}

test('a log that is whole is taken as it is', () => {
  const found = startWith(killed);
  expect(found).toMatchObject({ whole: upTo(SAVES), stones: [], next: SAVES + 1, salvaged: undefined, left: [] });
});

describe('a killed process', () => {
  test.each([
    ['its head flipped', (log: Buffer) => flipped(log, 9)],
    ['its head destroyed', (log: Buffer) => spoilt(log, 0, noise(32))],
    ['its salts and all before the first page', (log: Buffer) => spoilt(log, 8, noise(48))],
    ['zeros over its beginning', (log: Buffer) => spoilt(log, 0, Buffer.alloc(8192))],
  ])('%s: every event comes over', (_, spoil) => {
    const found = startWith(withLog(killed, spoil(logOf(killed))));
    expect(found.whole).toEqual(upTo(SAVES));
    nothingIsLost(found, SAVES);
    expect(found.salvaged).toBeDefined();
    expect(found.left.map((name) => name.replace(/\w+Z/, ''))).toEqual([
      'yike.db.damaged-',
      'yike.db.damaged--shm',
      'yike.db.damaged--wal',
    ]);
  });

  test('a flipped bit in the head of any frame, or in its page, costs no more than the events of one page', () => {
    const log = logOf(killed);
    for (let frame = 0; startOf(frame) < log.length; frame++) {
      const at = startOf(frame) + (frame % 2 === 0 ? 10 : 24 + 4000);
      const found = startWith(withLog(killed, flipped(log, at)));
      nothingIsLost(found, SAVES);
      expect(found.salvaged).toBeDefined();
      const lost = found.stones.filter((sequence) => sequence <= SAVES);
      expect(lost.length, `frame ${frame}`).toBeLessThanOrEqual(5);
    }
  });

  test('noise over 4 kB, anywhere', () => {
    const log = logOf(killed);
    for (let at = 0; at < log.length; at += 21_111)
      nothingIsLost(startWith(withLog(killed, spoilt(log, at, noise(4096)))), SAVES);
  });

  test('its log cut short, or gone', () => {
    const log = logOf(killed);
    for (const end of [0, 32, startOf(5), log.length - FRAME])
      nothingIsLost(startWith(withLog(killed, log.subarray(0, end))), SAVES);
  });
});

describe('a long log', () => {
  /** All of it has just been written into the database; and a few saves later, when it has begun anew over its old self. */
  let full: Files;
  let anew: Files;
  let events = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(place, 'long-'));
    const store = open();
    save(store); // the first of a process empties the log
    while (logOf(filesNow()).length < startOf(1000)) save(store, 300);
    full = filesNow();
    for (let i = 0; i < 3; i++) save(store);
    anew = filesNow();
    events = store.outbox.depth();
    store.close();
  });

  test('that is in the database already: a spoilt place in it takes nothing, though SQLite goes back to what it was before', () => {
    const log = logOf(full);
    const found = startWith(withLog(full, flipped(log, startOf(500) + 2000)));
    nothingIsLost(found, events - 3);
    expect(found.whole).toEqual(upTo(events - 3));
    expect(found.salvaged).toBeDefined();
    expect(startWith(withLog(full, flipped(log, 9)))).toMatchObject({ whole: upTo(events - 3), salvaged: undefined });
  });

  test('that is in the database already: noise near its end takes nothing either', () => {
    const found = startWith(withLog(full, spoilt(logOf(full), startOf(995), noise(4096))));
    expect(found.whole).toEqual(upTo(events - 3));
    nothingIsLost(found, events - 3);
  });

  test('that has begun anew: nothing of the old one is taken for it', () => {
    const log = logOf(anew);
    const count = parseLog(log, 4096).frames.length;
    expect(count).toBeLessThan(20);
    expect(log.length).toBeGreaterThan(startOf(1000));
    expect(startWith(anew)).toMatchObject({ whole: upTo(events), salvaged: undefined });
    for (const at of [9, startOf(0) + 10, startOf(0) + 2000, startOf(count - 2) + 10]) {
      const found = startWith(withLog(anew, flipped(log, at)));
      nothingIsLost(found, events);
      expect(found.whole.length).toBeGreaterThanOrEqual(events - 1);
    }
  });
});

describe('a power cut that took the note of how far it came', () => {
  test('a spoilt place with confirmed commits behind it is found in the log itself', () => {
    const files = new Map([...killed].filter(([name]) => name !== 'yike.reached'));
    const log = logOf(files);
    for (const end of ends.slice(1, -2).filter((_, index) => index % 3 === 0)) {
      const found = startWith(withLog(files, flipped(log, end - 100)));
      nothingIsLost(found, SAVES - 1);
      expect(found.salvaged).toBeDefined();
    }
  });
});

describe('the end that a power cut leaves says nothing', () => {
  /** Marks that are not synchronised, and a save of some pages under way, of which the disk may have some part or other. */
  let before: Files;
  let marked: Files;
  let after: Files;
  beforeAll(() => {
    folder = mkdtempSync(join(place, 'torn-'));
    const store = open();
    for (let i = 0; i < 10; i++) save(store);
    before = filesNow();
    for (let i = 1; i <= 2; i++) store.outbox.acknowledge(i);
    marked = filesNow();
    save(store, 2);
    after = filesNow();
    store.close();
  });
  const cutTo = (log: Buffer) => startWith(withLog(before, log));
  const quiet = { salvaged: undefined, left: [], audit: undefined, stones: [] };

  test('cut at each sector', () => {
    const log = logOf(after);
    for (let end = logOf(marked).length; end < log.length; end += 512)
      expect(cutTo(log.subarray(0, end))).toMatchObject({ ...quiet, whole: upTo(10), next: 11 });
  });

  test('with any one of its frames missing, or any one there alone', () => {
    const log = logOf(after);
    const first = logOf(before).length;
    expect((log.length - first) / FRAME).toBeGreaterThan(4);
    for (let at = first; at < log.length; at += FRAME) {
      const without = spoilt(log, at, Buffer.alloc(FRAME));
      const alone = spoilt(spoilt(log, first, Buffer.alloc(log.length)), at, log.subarray(at, at + FRAME));
      for (const torn of [without, alone])
        expect(cutTo(torn), `frame at ${at}`).toMatchObject({ ...quiet, whole: upTo(10), next: 11 });
    }
  });

  test('the control: so much of it is there, and would be taken for lost with one commit more behind it', () => {
    const torn = spoilt(logOf(after), logOf(before).length, Buffer.alloc(FRAME));
    const { frames, taken } = parseLog(torn, 4096);
    expect(frames.length).toBeGreaterThan(taken + 3);
  });
});
