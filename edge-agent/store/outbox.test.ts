import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aFakeClock, type FakeClock } from '../../test/fake-clock.ts';
import { armFaultPoints, type FaultPoint } from '../fault-point.ts';
import { type Database, openDatabase } from './database.ts';
import { type Outbox, openOutbox } from './outbox.ts';

const DAY_MS = 86_400_000;
let folder: string;
let clock: FakeClock;
let db: Database;
let outbox: Outbox;

const open = (): Outbox => {
  db = openDatabase(join(folder, 'station.db'));
  return openOutbox(db, { keepDays: 7, clock });
};
const restart = (): void => {
  db.close();
  outbox = open();
};
let made = 0;
const add = (): number =>
  outbox.transaction(() => outbox.add(`id-${++made}`, 'topic', (sequence) => `event ${sequence}`));
const sequences = (): number[] => outbox.after(0, 1e6).map((message) => message.sequence);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yike-outbox-'));
  clock = aFakeClock();
  outbox = open();
});
afterEach(() => {
  armFaultPoints();
  db.close();
  rmSync(folder, { recursive: true });
});

describe('the sequence', () => {
  test('begins at 1 and stands in the payload', () => {
    expect(add()).toBe(1);
    expect(outbox.after(0, 10)).toEqual([{ sequence: 1, topic: 'topic', payload: 'event 1' }]);
  });

  test('is not used up by a transaction that fails', () => {
    add();
    expect(() =>
      outbox.transaction(() => {
        outbox.add('lost', 'topic', String);
        throw new Error('the reading could not be saved');
      }),
    ).toThrow('could not be saved');
    expect(add()).toBe(2);
    expect(sequences()).toEqual([1, 2]);
  });

  test('has no gap and no repeat whatever is added, repeated, acknowledged, purged and restarted', () => {
    const act = fc.constantFrom('add', 'fail', 'repeat', 'acknowledge', 'purge', 'restart', 'days pass');
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const fresh = mkdtempSync(join(tmpdir(), 'yike-outbox-'));
        const fake = aFakeClock();
        const file = join(fresh, 'station.db');
        let base = openDatabase(file);
        let box = openOutbox(base, { keepDays: 7, clock: fake });
        const seen: string[] = [];
        const model = { last: 0, acknowledged: 0 };
        for (const now of acts) {
          if (now === 'add') {
            model.last++;
            box.transaction(() =>
              box.add(`id-${model.last}`, 't', (sequence) => {
                seen.push(`${sequence}`);
                return 'p';
              }),
            );
          } else if (now === 'fail' || (now === 'repeat' && sequencesOf(box).at(-1) !== undefined)) {
            const id = now === 'fail' ? 'failing' : `id-${model.last}`;
            const adding = () =>
              box.transaction(() => {
                box.add(id, 't', () => 'p');
                throw new Error('fails');
              });
            expect(adding).toThrow(now === 'fail' ? 'fails' : 'UNIQUE');
          } else if (now === 'acknowledge' && model.last > 0) {
            model.acknowledged = Math.ceil((model.acknowledged + model.last) / 2);
            box.acknowledge(model.acknowledged);
          } else if (now === 'purge') box.purge();
          else if (now === 'days pass') fake.jump(4 * DAY_MS);
          else if (now === 'restart') {
            base.close();
            base = openDatabase(file);
            box = openOutbox(base, { keepDays: 7, clock: fake });
          }
          expect([box.acknowledged(), box.depth()]).toEqual([model.acknowledged, model.last - model.acknowledged]);
          const waiting = box.after(model.acknowledged, 1e6).map((message) => message.sequence);
          expect(waiting).toEqual(Array.from({ length: box.depth() }, (_, i) => model.acknowledged + 1 + i));
        }
        expect(seen).toEqual(Array.from({ length: model.last }, (_, i) => `${i + 1}`));
        base.close();
        rmSync(fresh, { recursive: true });
      }),
      { numRuns: 40 },
    );
  });
});
const sequencesOf = (box: Outbox): number[] => box.after(0, 1e6).map((message) => message.sequence);

describe('adding', () => {
  test('the same id again is refused', () => {
    outbox.transaction(() => outbox.add('same', 'topic', String));
    expect(() => outbox.transaction(() => outbox.add('same', 'topic', String))).toThrow('UNIQUE');
    expect(sequences()).toEqual([1]);
  });

  test('outside a transaction is refused', () => {
    expect(() => outbox.add('id', 'topic', String)).toThrow('misuse');
    expect(sequences()).toEqual([]);
  });

  test('a transaction within a transaction is refused', () => {
    expect(() => outbox.transaction(() => outbox.transaction(() => 0))).toThrow('already open');
  });

  test('is told once per commit, afterwards, and not when it fails or adds nothing', () => {
    const depths: number[] = [];
    const cancel = outbox.onAdded(() => depths.push(outbox.depth()));
    outbox.transaction(() => {
      outbox.add('a', 'topic', String);
      outbox.add('b', 'topic', String);
      expect(depths).toEqual([]);
    });
    outbox.transaction(() => 'nothing added');
    expect(() => outbox.transaction(() => outbox.add('a', 'topic', String))).toThrow();
    expect(depths).toEqual([2]);
    cancel();
    add();
    expect(depths).toEqual([2]);
  });

  test('passes its labelled steps in order', () => {
    const passed: FaultPoint[] = [];
    armFaultPoints((point) => passed.push(point));
    add();
    expect(passed).toEqual(['before save', 'inside save', 'after save']);
  });
});

describe('acknowledging', () => {
  test('raises the mark and never lowers it', () => {
    for (let i = 0; i < 5; i++) add();
    outbox.acknowledge(3);
    outbox.acknowledge(2);
    expect(outbox.acknowledged()).toBe(3);
    restart();
    expect(outbox.acknowledged()).toBe(3);
    expect(outbox.depth()).toBe(2);
  });

  test('what was never saved is refused', () => {
    add();
    expect(() => outbox.acknowledge(2)).toThrow('beyond the last event');
    expect(outbox.acknowledged()).toBe(0);
  });

  test('leaves full synchronisation to the next event, also when it is refused', () => {
    const synchronous = () => db.pragma('synchronous', { simple: true });
    add();
    outbox.acknowledge(1);
    expect(synchronous()).toBe(2);
    expect(() => outbox.acknowledge(7)).toThrow();
    expect(synchronous()).toBe(2);
  });

  test('writes one row however many it covers', () => {
    for (let i = 0; i < 50; i++) add();
    outbox.acknowledge(50);
    expect(db.prepare('SELECT sequence, at_ms FROM acknowledgement').raw().all()).toEqual([[50, clock.wall()]]);
  });

  test('the age of the backlog is that of its oldest row', () => {
    expect(outbox.oldestSavedAt()).toBeUndefined();
    const first = clock.wall();
    add();
    clock.jump(1000);
    add();
    expect(outbox.oldestSavedAt()).toBe(first);
    outbox.acknowledge(1);
    expect(outbox.oldestSavedAt()).toBe(first + 1000);
    outbox.acknowledge(2);
    expect(outbox.oldestSavedAt()).toBeUndefined();
  });
});

describe('purging', () => {
  test('takes what was acknowledged keepDays ago, and nothing that still waits', () => {
    for (let i = 0; i < 4; i++) add();
    outbox.acknowledge(2);
    clock.jump(3 * DAY_MS);
    outbox.acknowledge(3);
    clock.jump(4 * DAY_MS - 1);
    expect(outbox.purge()).toBe(0);
    clock.jump(1);
    expect(outbox.purge()).toBe(2);
    expect(sequences()).toEqual([3, 4]);
    clock.jump(100 * DAY_MS);
    expect(outbox.purge()).toBe(1);
    expect(sequences()).toEqual([4]);
    expect(db.prepare('SELECT count(*) FROM acknowledgement').pluck().get()).toBe(0);
    restart();
    expect(add()).toBe(5);
  });

  test('goes in steps, so that a long backlog does not stop the station', () => {
    outbox.transaction(() => {
      for (let i = 0; i < 2500; i++) outbox.add(`many-${i}`, 'topic', String);
    });
    outbox.acknowledge(2500);
    clock.jump(8 * DAY_MS);
    expect([outbox.purge(), outbox.purge(), outbox.purge(), outbox.purge()]).toEqual([1000, 1000, 500, 0]);
  });

  test('leaves no text of the row in any file', () => {
    const needle = 'needle-7f3a';
    const files = (): Buffer => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
    outbox.transaction(() => outbox.add('id', 'topic', () => needle));
    expect(files().includes(needle)).toBe(true);
    outbox.acknowledge(1);
    clock.jump(8 * DAY_MS);
    outbox.purge();
    expect(files().includes(needle)).toBe(false);
  });
});

test('a full disk is an error to the one who saves, uses up no sequence, and ends with the fullness', () => {
  add();
  db.pragma('max_page_count = 1');
  const large = 'x'.repeat(100_000);
  expect(() => outbox.transaction(() => outbox.add('large', 'topic', () => large))).toThrow(/full/);
  db.pragma('max_page_count = 100000');
  expect(outbox.transaction(() => outbox.add('large', 'topic', () => large))).toBe(2);
});

test('without its marks the outbox gives no sequence', () => {
  db.exec('DELETE FROM mark');
  expect(add).toThrow('damaged: a mark is missing');
  expect(sequences()).toEqual([]);
});

test('a listener hears the event while its transaction is over', () => {
  const listener = vi.fn(() => expect(db.inTransaction).toBe(false));
  outbox.onAdded(listener);
  add();
  expect(listener).toHaveBeenCalledTimes(1);
});
