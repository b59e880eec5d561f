/** A whole agent with a simulated board around its panel: what staff and the city hear of a call, held against the contract. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type Agent,
  findSimulator,
  knownDrivers,
  openAgent,
  openStore,
  type SimulatedDevice,
  simulate,
  systemRandom,
} from '../edge-agent/index.ts';
import { openFirmataSignals } from '../edge-agent/signals/firmata-signals.ts';
import { loadStation } from '../firmware-config/index.ts';
import { aFakeClock, type FakeClock } from './fake-clock.ts';
import { aFreePort } from './free-port.ts';
import { anAedes } from './platform.ts';
import { theSignalsBoard } from './the-board.ts';
import { openContract, theContract } from './wire-contract.ts';

const ID = 'signals-1';
/** In such steps a cable can follow the clock. */
const STEP_MS = 50;
const SILENT = { info() {}, warn() {}, error() {} };
const FILE = join(import.meta.dirname, '..', 'firmware-config', 'stations', 'demo.yaml');

let clock: FakeClock;
let folder: string;
let agent: Agent;
let device: SimulatedDevice;
let broker: Awaited<ReturnType<typeof anAedes>>;

beforeEach(async () => {
  clock = aFakeClock();
  await Promise.all([import('johnny-five'), import('firmata-io')]); // in real time, which no fake clock waits for
  folder = mkdtempSync(join(tmpdir(), 'yike-signals-'));
  const brokerPort = await aFreePort();
  broker = await anAedes(brokerPort);
  const loaded = loadStation(FILE, { drivers: knownDrivers, allowSimulated: true });
  const simulator = await findSimulator('firmata-signals');
  if ('complaints' in loaded || !simulator) throw new Error('the demo station is wrong');
  device = await simulate(simulator, undefined, { clock, tty: false });
  const { socket } = device;
  const port = openFirmataSignals({ deviceId: ID, socket, board: theSignalsBoard(), clock, log: SILENT });
  agent = openAgent({
    station: {
      ...loaded.station,
      devices: [],
      platform: { ...loaded.station.platform, url: `mqtt://127.0.0.1:${brokerPort}` },
    },
    store: openStore({ folder, keepDays: 7, receipts: false, clock }),
    secrets: () => ({}),
    places: [],
    signals: [{ deviceId: ID, port, driver: { id: 'firmata-signals', models: ['an Uno'] } }],
    version: '0.0.0',
    demo: true,
    clock,
    random: systemRandom,
    log: SILENT,
  });
  while (agent.network() === 'off') await clock.pass(100);
  await becomes({ status: 'ok', button: 'released', presence: 'nobody' });
});
afterEach(async () => {
  await clock.until(agent.close());
  await clock.until(device.close());
  await broker[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const said = (topic: string) => broker.log.filter((one) => one.topic.endsWith(topic)).map(({ payload }) => payload);
const alarm = (code: string) => said(`alarm/${ID}.${code}`).at(-1) ?? '';
const becomes = (wanted: object): Promise<unknown> =>
  vi.waitFor(
    async () => {
      await pass(0.2);
      expect(JSON.parse(said(`device/${ID}/state`).at(-1) ?? '{}')).toMatchObject(wanted);
    },
    { interval: 2, timeout: 10_000 },
  );

async function pass(seconds: number): Promise<void> {
  for (let passed = 0; passed < 1000 * seconds; passed += STEP_MS) await clock.pass(STEP_MS);
}

async function press(words: string, seconds: number): Promise<void> {
  expect(await device.press(words)).toMatchObject({ ok: true });
  await pass(seconds);
}

test('who presses the button calls staff, once, and staff clear it on the spot', async () => {
  await press('call', 1);
  await becomes({ call: true, lamp: true, button: 'released' });
  expect(JSON.parse(alarm('call'))).toMatchObject({ severity: 'critical', demo: true });
  await press('call', 31);
  await press('hold', 7);
  await press('release', 1);
  await becomes({ call: false, lamp: false });
  await vi.waitFor(() => expect(alarm('call')).toBe(''));
  expect(said('up/event/alarm').map((event) => JSON.parse(event).data.state)).toEqual(['raised', 'cleared']);
  const messagesOf = openContract(theContract());
  expect(broker.log.filter((sent) => messagesOf(sent).length !== 1)).toEqual([]);
});

test('a call outlives the board: it is lit again behind a power cut', async () => {
  await press('call', 1);
  await press('reset', 0);
  await becomes({ status: 'down', call: true, lamp: false });
  await becomes({ status: 'ok', call: true, lamp: true });
  expect(alarm('call')).not.toBe('');
});

test('a wire that is cut is a call for a minute, and from then on a thing to mend', async () => {
  await press('wire button', 1);
  await becomes({ status: 'ok', call: true, button: 'pressed' });
  await pass(60);
  await becomes({ status: 'warning', call: false, lamp: false, button: 'stuck' });
  expect(agent.signals.statuses()).toEqual([{ deviceId: ID, status: 'warning' }]);
  await vi.waitFor(() => expect([alarm('call'), alarm('button-stuck')]).toEqual(['', expect.stringContaining('断线')]));
  await press('wires mended', 1);
  await becomes({ status: 'ok', call: false, button: 'released' });
  await vi.waitFor(() => expect(alarm('button-stuck')).toBe(''));
});
