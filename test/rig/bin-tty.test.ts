/** A whole opening at a real tty and in real time, the board a process of its own, and its power fails in the middle. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bin, openBin } from '../../edge-agent/bins/bin.ts';
import { openFirmataPort } from '../../edge-agent/bins/firmata-port.ts';
import { limitsOf } from '../../edge-agent/bins/limits-of-board.ts';
import { systemClock } from '../../edge-agent/clock.ts';
import { serialSocket } from '../../edge-agent/transports/serial.ts';
import { aProcess, type Process } from '../process.ts';
import { theBoard } from '../the-board.ts';
import { PIN } from './bin-board.ts';

const LINE = { baudRate: 57_600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const log = { info() {}, warn() {}, error() {} };

let folder: string;
let chip: Process;
let bin: Bin;
const told: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yike-bin-'));
  const link = join(folder, 'bin');
  chip = aProcess(['test/rig/board.ts', '2.5', link, 'bin']);
  await chip.says((line) => line === 'ready');
  const board = theBoard();
  const socket = serialSocket(link, LINE);
  const port = openFirmataPort({ deviceId: 'bin-1', socket, board, clock: systemClock, log });
  port.onBoard((news) => told.push(`board ${news}`));
  bin = openBin({ binId: 'bin-1', port, clock: systemClock, log, limits: { ...limitsOf(board), settleMs: 300 } });
  bin.onTold((fact) => told.push(fact.told === 'opened' ? `opened ${fact.how}` : fact.told));
});
afterAll(async () => {
  await bin?.close();
  await chip?.kill();
  rmSync(folder, { recursive: true });
});

const untilPlace = (place: string): Promise<unknown> =>
  expect.poll(() => bin.state().place, { interval: 50 }).toBe(place);

test('unlocked, open, closing; its board restarts: found open, closed when asked, and the lock was pulsed once', async () => {
  await untilPlace('locked');
  expect(bin.unlock({ id: 'a1', use() {}, spent() {} })).toBe('begun');
  await untilPlace('open');
  bin.requestClose();
  await untilPlace('closing');
  chip.type('reset');
  await expect.poll(() => told.filter((word) => word === 'board ready')).toHaveLength(2);
  await untilPlace('open');
  bin.requestClose();
  await untilPlace('locked');
  const facts = told.filter((word) => !/^(board|fault)/.test(word)); // it was in the midst of being told to close
  expect(facts).toEqual(['settled', 'opened unlocked', 'closed', 'settled']);
  expect(chip.out.filter((line) => line.endsWith(` ${PIN.lock} high`))).toHaveLength(1);
});
