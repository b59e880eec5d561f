/** A bin at a real tty and in real time, the board a process of its own: every place it can be in, and its power failing in each. */
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
import { ms } from './rig.ts';

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
/**
 * What was said to a board that is just starting waits in its receiver, and StandardFirmata obeys it: a HIGH as well, until the
 * LOW that we say at its first word. That is no pulse: its length is judged in `bin-restarts.test.ts`, by the board's own cycles.
 */
const LEAST_PULSE_MS = 100;
/** How often the lock was let go: the board's own word. */
function lockPulses(): number {
  const changes = chip.out.map((line) => line.split(' ')).filter(([, pin]) => pin === String(PIN.lock));
  return changes.filter(([cycle, , level], index) => {
    const until = Number(changes[index + 1]?.[0] ?? Number.POSITIVE_INFINITY);
    return level === 'high' && ms(until - Number(cycle)) >= LEAST_PULSE_MS;
  }).length;
}
/** Where the machine is so slow that the board's time lags behind ours, a door that has not moved yet gets its second pulse. */
let uses = 0;
const authorisation = () => ({ id: 'a', use: () => void uses++, spent() {} });
const unlock = (): void => expect(bin.unlock(authorisation())).toBe('begun');
/** Since this was last asked; where the board's time lags behind ours, its door comes home too late, and is opened once more. */
function facts(): string[] {
  const words = told.filter((word) => !/^(board|prompt|pinched)/.test(word));
  told.length = 0;
  return words;
}
const press = (words: string): void => chip.type(`press ${words}`);

test('it is set up and judged, and closes on what was put in', async () => {
  await untilPlace('locked');
  unlock();
  await untilPlace('open');
  press('drop 1.2');
  bin.requestClose();
  await untilPlace('closing');
  await untilPlace('locked');
  expect(facts()).toEqual(['settled', 'opened unlocked', 'closed', 'settled']);
  expect(lockPulses()).toBe(uses);
});

test('a hand in the door that closes reopens it, and it closes once the hand has gone', async () => {
  unlock();
  await untilPlace('open');
  bin.requestClose();
  await untilPlace('closing');
  press('hand');
  await untilPlace('reopening');
  press('hand away');
  await untilPlace('closing');
  await untilPlace('locked');
  expect(told).toContain('pinched');
  expect(facts()).toEqual(['opened unlocked', 'closed', 'settled']);
});

test('smoke stops everything until staff clear it, and a full bin until it is emptied', async () => {
  press('smoke');
  await untilPlace('alarm');
  expect(bin.unlock(authorisation())).toBe('out-of-order');
  press('smoke gone');
  await expect.poll(() => bin.staff('clear') ?? bin.state().place).toBe('locked');
  press('full');
  await untilPlace('full');
  expect(bin.unlock(authorisation())).toBe('full');
  press('emptied');
  await untilPlace('locked');
  expect(facts()).toEqual(['alarm', 'alarm', 'settled', 'full', 'full']);
});

test.each([
  ['locked', ['locked']],
  ['unlocking', ['open', 'locked']], // its motor may have begun to open it
  ['open', ['open']],
  ['closing', ['open', 'locked']], // it may have come home
])('its board restarts while %s: the door is read anew, %j, and no pulse follows', async (place, after) => {
  await untilPlace('locked');
  if (place !== 'locked') unlock();
  if (place === 'closing') {
    await untilPlace('open');
    bin.requestClose();
  }
  await untilPlace(place);
  told.length = 0;
  chip.type('reset');
  const before = uses;
  await expect.poll(() => told).toContain('board ready');
  await expect.poll(() => after.includes(bin.state().place)).toBe(true);
  bin.requestClose();
  await untilPlace('locked');
  expect(uses).toBe(before);
  expect(lockPulses()).toBeLessThanOrEqual(uses); // one that was on its way may be lost with the board
  expect(facts()).not.toContain('opened unlocked');
});
