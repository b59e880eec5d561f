import { describe, expect, test } from 'vitest';
import { aChance } from './chance.ts';
import { aFate, Disk, EVERYTHING, type Fate, NOTHING } from './power-cut/disk.ts';
import { powerCuts, pullPlugs } from './power-cut/power-cuts.ts';
import { type Recording, record } from './power-cut/recording.ts';

const GOOD = { lost: 0, corrupt: 0, reused: 0, damaged: 0 };

/** The same disk with a cache that takes a synchronising of these files for done. */
const lying = ({ changes }: Recording, about: RegExp) => ({
  changes: changes.filter(({ kind, name }) => kind !== 'synchronise' || !about.test(name)),
});

test('400 power cuts take nothing that was confirmed, and no number comes back', () => {
  expect(powerCuts({ seed: 1, states: 400, synchronous: 'FULL' })).toEqual({ states: 400, ...GOOD });
});

test('the control: with synchronous = NORMAL the same cuts lose events and give their numbers again', () => {
  const { lost, reused, corrupt, damaged } = powerCuts({ seed: 1, states: 100, synchronous: 'NORMAL' });
  expect(lost).toBeGreaterThan(0);
  expect(reused).toBeGreaterThan(0);
  expect(corrupt).toBe(0);
  expect(damaged, 'some of it is found in the log itself').toBeLessThan(50);
});

test('the control: of a process that gives its word before the commit, events are lost', () => {
  expect(pullPlugs(record({ seed: 1, saves: 200, fault: 'hasty' }), 1, 200).lost).toBeGreaterThan(0);
});

describe('a recording', () => {
  const recording = record({ seed: 2, saves: 600 });

  test('holds everything: replayed to its end it gives the files of the process, byte for byte', () => {
    const disk = new Disk();
    for (const change of recording.changes) disk.apply(change);
    const files = disk.cut(EVERYTHING);
    expect([...files.keys()].sort()).toEqual([...recording.files.keys()].sort());
    for (const [name, bytes] of files) expect(Buffer.compare(bytes, recording.files.get(name) ?? Buffer.of())).toBe(0);
  });

  test('has all that can happen to a file', () => {
    expect(new Set(recording.changes.map(({ kind }) => kind))).toEqual(
      new Set(['create', 'write', 'truncate', 'synchronise', 'rename', 'unlink']),
    );
  });

  test('the control: on a disk that lies about the log, events are lost', () => {
    expect(pullPlugs(lying(recording, /-wal$/), 2, 100).lost).toBeGreaterThan(0);
  });

  test('the control: on a disk that lies about the database, it is not whole', () => {
    expect(pullPlugs(lying(recording, /\.db$/), 2, 100).damaged).toBeGreaterThan(0);
  });

  test('the control: on a disk that lies about the keys and their folder, rows are not to be read', () => {
    const { damaged, lost, corrupt } = pullPlugs(lying(recording, /^$|\.keys/), 2, 200);
    expect(damaged + lost + corrupt).toBeGreaterThan(0);
  });
});

describe('the disk', () => {
  const name = 'file';
  const write = (text: string, at = 0) => ({ kind: 'write', name, at, bytes: Buffer.from(text) }) as const;
  const held = (disk: Disk, fate: Fate) =>
    Object.fromEntries([...disk.cut(fate)].map(([file, bytes]) => [file, Buffer.from(bytes).toString()]));

  test('keeps what was synchronised, and of the rest what fate lets through', () => {
    const disk = new Disk();
    disk.apply({ kind: 'create', name });
    expect(held(disk, NOTHING)).toEqual({});
    expect(held(disk, EVERYTHING)).toEqual({ file: '' });
    disk.apply(write('one'));
    disk.apply({ kind: 'synchronise', name });
    disk.apply(write('two'));
    disk.apply({ kind: 'truncate', name, to: 2 });
    expect(held(disk, NOTHING)).toEqual({ file: 'one' });
    expect(held(disk, EVERYTHING)).toEqual({ file: 'tw' });
    expect(held(disk, { ...EVERYTHING, cut: () => false })).toEqual({ file: 'two' });
  });

  test('a new name is certain once the folder is synchronised, and so is an old one’s end', () => {
    const disk = new Disk();
    disk.apply({ kind: 'create', name });
    disk.apply({ kind: 'rename', name, to: 'other' });
    expect(held(disk, NOTHING)).toEqual({});
    disk.apply({ kind: 'synchronise', name: '' });
    expect(held(disk, NOTHING)).toEqual({ other: '' });
    disk.apply({ kind: 'unlink', name: 'other' });
    expect(held(disk, NOTHING)).toEqual({ other: '' });
    expect(held(disk, EVERYTHING)).toEqual({});
  });

  test('a file made anew and synchronised is not undone by the end of the one before it', () => {
    const disk = new Disk();
    disk.apply({ kind: 'create', name });
    disk.apply({ kind: 'synchronise', name: '' });
    disk.apply({ kind: 'unlink', name });
    disk.apply({ kind: 'create', name });
    disk.apply(write('new'));
    disk.apply({ kind: 'synchronise', name });
    expect(held(disk, NOTHING)).toEqual({ file: 'new' });
    expect(held(disk, EVERYTHING)).toEqual({ file: 'new' });
  });

  test('what was pending when a synchronising was refused is not brought back by the next', () => {
    const disk = new Disk(NOTHING);
    disk.apply({ kind: 'create', name });
    disk.apply(write('one'));
    disk.apply({ kind: 'refuse', name });
    disk.apply(write('two', 3));
    disk.apply({ kind: 'synchronise', name });
    expect(held(disk, EVERYTHING)).toEqual({ file: '\0\0\0two' });
  });

  test('tears a write at the sectors of the disk, wherever in one it begins', () => {
    const disk = new Disk();
    disk.apply({ kind: 'create', name });
    disk.apply(write('a'.repeat(2000)));
    disk.apply({ kind: 'synchronise', name });
    disk.apply(write('b'.repeat(1000), 500));
    const second = held(disk, { ...EVERYTHING, sectors: () => (sector) => sector === 1 });
    expect(second.file).toBe(`${'a'.repeat(512)}${'b'.repeat(512)}${'a'.repeat(976)}`);
  });

  test('the same seed tears the same', () => {
    const disk = new Disk();
    disk.apply({ kind: 'create', name });
    for (let at = 0; at < 1e5; at += 1000) disk.apply(write('c'.repeat(5000), at));
    const [one, again, other] = [1, 1, 2].map((seed) => held(disk, aFate(aChance(seed))));
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });
});
