import { expect, test } from 'vitest';
import { readsConsole } from './hardware/console.ts';

const BEGIN = '@begin a.hw.ts';

test.each([
  ['all well', [BEGIN, 'TAP version 13', 'ok 1 - a', 'ok 2 - b # SKIP', '1..2', '@end 0', '@off'], [1, 0, 1]],
  ['a failure makes its process end with 1', [BEGIN, 'not ok 1 - a', '1..1', '@end 1', '@off'], [0, 1, 0]],
  ['a process that died behind its tests', [BEGIN, 'ok 1 - a', '1..1', '@end 134', '@off'], [1, 1, 0]],
  ['a process that died among them', [BEGIN, 'ok 1 - a', '@end 0', '@off'], [1, 1, 0]],
  ['of fewer tests than planned', [BEGIN, 'ok 1 - a', '1..2', '@end 0', '@off'], [1, 1, 0]],
  [
    'a file that did not load, behind one that failed',
    [BEGIN, 'not ok 1 - a', '1..1', '@end 1', BEGIN, '@end 1', '@off'],
    [0, 2, 0],
  ],
  ['a machine that hung', [BEGIN, 'ok 1 - a'], [1, 1, 0]],
  ['a kernel that never came so far', ['Kernel panic'], [0, 1, 0]],
  ['no file at all', ['@off'], [0, 1, 0]],
])('%s', (_, lines, [passed, failed, skipped]) => {
  const read = readsConsole(() => {});
  for (const line of lines) read.line(`${line}\r`);
  expect(read.end()).toEqual({ passed, failed, skipped });
});
