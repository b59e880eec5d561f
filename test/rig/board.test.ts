import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serialSocket } from '../../edge-agent/transports/serial.ts';
import { aProcess, type Process } from '../process.ts';
import { PIN, START } from './bin-board.ts';
import { HZ } from './chip.ts';
import { bytes, messages } from './messages.ts';

let folder: string;
let board: Process;
const link = (): string => join(folder, 'bin');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yike-board-'));
  board = aProcess(['test/rig/board.ts', 'own', link()]);
  await board.says((line) => line === 'ready');
});
afterEach(async () => {
  await board.kill();
  rmSync(folder, { recursive: true });
});

test('a board at the end of a tty: set up, read, driven, and safe when its host is gone', async () => {
  const said: number[] = [];
  let gone = '';
  const settings = { baudRate: 57_600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
  const wire = await serialSocket(link(), settings).open({
    chunk: (chunk) => void said.push(...chunk),
    gone: (why) => {
      gone = why;
    },
  });
  const hears = (message: string, asked?: Uint8Array) =>
    expect
      .poll(
        async () => {
          if (asked) await wire.write(asked);
          return messages(Uint8Array.from(said));
        },
        { interval: 200 },
      )
      .toContain(message);
  await hears('F9 02 05', bytes('F9'));
  await wire.write(START);
  await hears('90 7C 00');
  board.type(`close ${PIN.doorClosed}`);
  await hears('90 78 00');
  board.type('volts 0 2.5');
  await hears('E0 00 04');

  // Its mode again: on a busy machine we may have been silent for too long.
  await wire.write(bytes('F4 08 01 E9 5F 00 91 01 00'));
  await board.says((line) => line.endsWith(` ${PIN.motor} high`));
  await board.says((line) => / 9 pulse 15[12]\d$/.test(line));
  const cycleOf = (line: string): number => Number(line.split(' ')[0]);
  const [on] = board.out.filter((line) => line.endsWith(` ${PIN.motor} high`)).map(cycleOf);
  const off = cycleOf(await board.says((line) => line.endsWith(` ${PIN.motor} low`) && cycleOf(line) > (on ?? 0)));
  expect((off - (on ?? 0)) / HZ).toBeGreaterThan(1.4);
  expect((off - (on ?? 0)) / HZ).toBeLessThan(1.6);
  await board.says((line) => line.endsWith(`${PIN.servo} still`));

  board.type('shut 2');
  await board.says((line) => line === 'no such command: shut 2');
  board.type('unplug');
  await expect.poll(() => gone).not.toBe('');
  await wire.close();
});
