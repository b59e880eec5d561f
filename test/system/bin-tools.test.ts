/** `yike calibrate` at a simulated board over a real pty, and `yike flash` with an avrdude that only says what it was told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { aProcess, aYike, type Process } from '../process.ts';

const folder = mkdtempSync(join(tmpdir(), 'yike-bin-tools-'));
const started: Process[] = [];
const yike = (...args: readonly string[]): Process => {
  const process = aYike(...args);
  started.push(process);
  return process;
};
afterAll(async () => {
  await Promise.all(started.map((process) => process.kill('SIGKILL')));
  rmSync(folder, { recursive: true });
});

test('calibrate: two points that make a line, and none that do not', async () => {
  const board = yike('simulate', 'firmata-bin', '--pty');
  const path = await board.says((line) => line.startsWith('/dev/'));
  board.type('emptied');
  const bench = yike('calibrate', 'recycling-bin', '--serial', path);
  await bench.says((line) => line.startsWith('Empty the bin'));
  board.type('wire weight');
  await board.says((line) => line === 'done');
  bench.type('');
  await bench.says((line) => line === 'the wire of the load cell is broken, or it is not plugged in');
  board.type('wires mended');
  bench.type('');
  await bench.says((line) => line === 'empty: 51 counts');
  bench.type('20'); // and forgot to put it in
  await bench.says((line) => line.startsWith('found 51, and 51 empty, expected 100 counts'));
  board.type('load 20');
  bench.type('much');
  await bench.says((line) => line === "found 'much', expected kilograms from 1 to 200, such as 20 or 12.5");
  bench.type('20');
  await bench.says((line) => line === 'with 20 kg: 379 counts');
  bench.type('Li: the "second"');
  expect(await bench.exited).toBe(0);
  const date = new Date().toISOString().slice(0, 10);
  expect(bench.out.at(-1)).toBe(
    `cell: { zeroAdc: 51, spanAdc: 379, spanKg: 20, date: ${date}, who: "Li: the \\"second\\"" }`,
  );
});

test.concurrent.each([
  [['calibrate', 'no-such-board', '--serial', '/dev/null'], 1, 'no-such-board.yaml:1 the file: found no readable file'],
  [['calibrate', 'recycling-bin', '--serial', join(folder, 'none')], 2, 'is not there: plug the device in'],
  [['flash', '--serial', '/dev/null'], 1, 'name the image and the port'],
  [['flash', '--image', join(folder, 'none.hex'), '--serial', '/dev/null'], 1, 'no such file'],
])('yike %j', async (args, code, words) => {
  const process = yike(...args);
  expect(await process.exited).toBe(code);
  expect(process.lines.join('\n')).toContain(words);
});

const image = join(folder, 'firmware.hex');
const flash = (path: string): Process => {
  const words = ['kiosk/yike.mjs', 'flash', '--image', image, '--serial', '/dev/yike/bin-paper'];
  const process = aProcess(words, { PATH: path });
  started.push(process);
  return process;
};

test('flash: an Uno through its bootloader, no erase of its own, written and verified', async () => {
  writeFileSync(image, ':040000000C945C0000\n:00000001FF\n');
  writeFileSync(join(folder, 'avrdude'), '#!/bin/sh\nprintf "avrdude %s\\n" "$*"\n', { mode: 0o755 });
  const process = flash(`${folder}:/usr/bin:/bin`);
  expect(await process.exited).toBe(0);
  expect(process.out).toEqual([
    'writing 4 bytes to the board on /dev/yike/bin-paper',
    `avrdude -p atmega328p -c arduino -P /dev/yike/bin-paper -b 115200 -D -U flash:w:${image}:i`,
    'written and verified',
  ]);
  writeFileSync(join(folder, 'avrdude'), '#!/bin/sh\nexit 3\n', { mode: 0o755 });
  const failed = flash(`${folder}:/usr/bin:/bin`);
  expect(await failed.exited).toBe(2);
  expect(failed.lines.at(-1)).toContain('avrdude has given up (3)');
  const without = flash(join(folder, 'nothing-here'));
  expect(await without.exited).toBe(2);
  expect(without.lines.at(-1)).toBe('yike: avrdude is missing: apt-get install avrdude');
});
