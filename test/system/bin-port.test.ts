/** Our port with johnny-five in this process, over a real pty, the simulated board in a process of its own. In real time. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { BinPort } from '../../edge-agent/bins/bin-port.ts';
import { openFirmataPort } from '../../edge-agent/bins/firmata-port.ts';
import { findFacts } from '../../edge-agent/catalogue.ts';
import { systemClock } from '../../edge-agent/clock.ts';
import { lineSettings } from '../../edge-agent/simulate.ts';
import { serialSocket } from '../../edge-agent/transports/serial.ts';
import { aYike, type Process } from '../process.ts';
import { theBoard } from '../the-board.ts';

const GOOD = { doorClosed: true, serviceClosed: true, beamFree: true, untampered: true, smokeFree: true };
const facts = findFacts('firmata-bin');
if (!facts) throw new Error('no firmata-bin');
const settings = lineSettings(facts);

let board: Process;
let port: BinPort;
let path = '';
const news: string[] = [];

/** A hand at the board; resolves when it has answered. */
async function press(words: string): Promise<void> {
  const before = board.out.length;
  board.type(words);
  await vi.waitFor(() => expect(board.out.length).toBeGreaterThan(before), { timeout: 20_000 });
  const said = board.out.at(-1) ?? '';
  expect(said).toMatch(/^(done|unplugged|plugged)/);
  path = /^plugged (\S+)/.exec(said)?.[1] ?? path;
}

const sensed = (wanted: object): Promise<unknown> =>
  vi.waitFor(() => expect(port.senses()).toMatchObject(wanted), { timeout: 20_000 });
const heard = (...wanted: readonly string[]): Promise<unknown> =>
  vi.waitFor(() => expect(news).toEqual(wanted), { timeout: 20_000 });

beforeAll(async () => {
  board = aYike('simulate', 'firmata-bin', '--pty');
  path = await board.says((line) => line.startsWith('/dev/'));
  port = openFirmataPort({
    deviceId: 'bin-paper',
    // The path changes with a replug, as no udev rule names a pty.
    socket: { name: 'bin', open: (listener) => serialSocket(path, settings).open(listener) },
    board: theBoard(),
    clock: systemClock,
    log: { info() {}, warn() {}, error() {} },
  });
  port.onBoard((word) => news.push(word));
});
afterAll(async () => {
  await port.close();
  await board.kill('SIGKILL');
});

test('a deposit at a real tty: lock, door, something falls in, the door shuts', async () => {
  await heard('ready');
  expect(port.senses()).toMatchObject({ ...GOOD, coarseGrams: 3175, celsius: 21 });
  await port.pulseLock();
  await expect(port.pulseLock()).rejects.toMatchObject({ code: 'unavailable' });
  await Promise.all([port.drive('open'), port.show({ red: false, green: true })]);
  await sensed({ doorClosed: false, motorAmps: 0.4 });
  await sensed({ doorClosed: false, motorAmps: 0 });
  await press('drop 1.2');
  await sensed({ coarseGrams: 4396 });
  await port.drive('closed');
  await sensed({ doorClosed: true, motorAmps: 0 });
  await port.drive('released');
  await port.show({ red: true, green: false });
  await port.buzz(true);
  await port.buzz(false);
});

test('a wire that breaks reads as the unsafe side', async () => {
  await press('wire door');
  await press('wire weight');
  await sensed({ ...GOOD, doorClosed: false, coarseGrams: 'broken' });
  await press('wires mended');
  await sensed({ ...GOOD, coarseGrams: 4396 });
});

test('what the board does not do, and what it is silent about, rejects; then it is found again', async () => {
  news.length = 0;
  await press('fault deaf');
  await expect(port.drive('open')).rejects.toMatchObject({ code: 'unavailable' });
  await heard('restarted', 'ready'); // set up again at once
  await press('fault silent');
  await expect(port.show({ red: true, green: true })).rejects.toMatchObject({ code: 'silent' });
  await heard('restarted', 'ready', 'lost');
  await expect(port.drive('open')).rejects.toMatchObject({ code: 'unavailable' });
  await press('fault none');
  await heard('restarted', 'ready', 'lost', 'ready');
});

test('its power fails: whatever was under way rejects, and it is set up anew', async () => {
  news.length = 0;
  await port.drive('open');
  await press('reset');
  await expect(port.drive('closed')).rejects.toMatchObject({ code: expect.stringMatching(/^(unplugged|silent)$/) });
  await vi.waitFor(() => expect(news.at(-1)).toBe('ready'), { timeout: 20_000 });
  expect(['restarted', 'lost']).toContain(news[0]); // by how long it takes to start: it may be given up before it says so
  expect(port.senses()).toMatchObject(GOOD);
});

test('the cable is pulled and put in again', async () => {
  news.length = 0;
  await press('unplug');
  await heard('lost');
  expect(port.senses()).toBeUndefined();
  await press('plug');
  await heard('lost', 'ready');
  await port.drive('released');
});
