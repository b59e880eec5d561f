import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openReached } from './reached.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yike-reached-'));
  file = join(folder, 'yike.reached');
});
afterEach(() => rmSync(folder, { recursive: true }));

function noted(...sequences: readonly number[]): void {
  const reached = openReached(file);
  for (const sequence of sequences) reached.note(sequence);
  reached.close();
}
function known(): number {
  const reached = openReached(file);
  reached.close();
  return reached.known;
}

test('the last note is known to the next process; at first nothing is', () => {
  expect(known()).toBe(0);
  noted(1, 99, 100);
  expect(known()).toBe(100);
});

test('whichever byte is another, or is not there, it says nothing: a number that is too high would raise an alarm', () => {
  noted(123_456);
  const line = readFileSync(file);
  for (let at = 0; at < line.length - 1; at++) {
    const changed = Buffer.from(line);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(file, changed);
    expect(known(), `byte ${at} changed`).toBe(0);
    writeFileSync(file, line.subarray(0, at));
    expect(known(), `cut at ${at}`).toBe(0);
  }
});

test('where it cannot be kept nothing is known, and nothing else is the matter', () => {
  mkdirSync(file);
  noted(7);
  expect(known()).toBe(0);
});
