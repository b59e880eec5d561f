/** A whole agent with a bin that is not there and a simulated scale: what staff and the city hear of it, held against the contract. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BIN_LIMITS } from '../edge-agent/bins/bin-limits.ts';
import {
  type Agent,
  findDriver,
  findSimulator,
  knownDrivers,
  lineSettings,
  openAgent,
  openStore,
  type SimulatedDevice,
  simulate,
  systemRandom,
} from '../edge-agent/index.ts';
import { type BinHardware, openBinHardware } from '../edge-agent/simulators/bin-hardware.ts';
import { loadStation } from '../firmware-config/index.ts';
import { PRICES } from './a-deposit.ts';
import { aFakeClock, type FakeClock } from './fake-clock.ts';
import { aFreePort } from './free-port.ts';
import { anAedes } from './platform.ts';
import { openContract, theContract } from './wire-contract.ts';

const BIN = 'bin-paper';
const SILENT = { info() {}, warn() {}, error() {} };
const FILE = join(import.meta.dirname, '..', 'firmware-config', 'stations', 'demo-bins.yaml');

let clock: FakeClock;
let folder: string;
let agent: Agent;
let scale: SimulatedDevice;
let hardware: BinHardware;
let broker: Awaited<ReturnType<typeof anAedes>>;

beforeEach(async () => {
  clock = aFakeClock();
  folder = mkdtempSync(join(tmpdir(), 'yike-recycling-'));
  const brokerPort = await aFreePort();
  broker = await anAedes(brokerPort);
  const loaded = loadStation(FILE, { drivers: knownDrivers, allowSimulated: true });
  const driver = findDriver('yaohua-xk3190');
  const simulator = await findSimulator('yaohua-xk3190');
  if ('complaints' in loaded || !driver || !simulator) throw new Error('the demo station is wrong');
  const { station } = loaded;
  scale = await simulate(simulator, lineSettings(driver), { clock, tty: false });
  hardware = openBinHardware(clock);
  const limits = BIN_LIMITS;
  const ofBin = { material: 'paper', scaleId: 'scale-1', driver: { id: 'firmata-bin', models: ['a bin'] } } as const;
  agent = openAgent({
    station: {
      ...station,
      devices: station.devices.filter(({ id }) => id === 'scale-1'),
      platform: { ...station.platform, url: `mqtt://127.0.0.1:${brokerPort}` },
    },
    store: openStore({ folder, keepDays: 7, receipts: false, clock }),
    secrets: () => ({}),
    places: [{ deviceId: 'scale-1', driver, socket: scale.socket }],
    bins: [{ binId: BIN, port: hardware.port, limits, ...ofBin }],
    prices: PRICES,
    version: '0.0.0',
    demo: true,
    clock,
    random: systemRandom,
    log: SILENT,
  });
  await scale.press('put 4.2');
  while (agent.network() === 'off') await clock.pass(100);
  await becomes('ready');
});
afterEach(async () => {
  await clock.until(agent.close());
  await clock.until(scale.close());
  await broker[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const is = () => agent.recycling.offers()[0]?.is;
async function becomes(what: string): Promise<void> {
  for (const end = clock.now() + 60_000; is() !== what; await clock.pass(100))
    if (clock.now() >= end) throw new Error(`it is ${is()}, not ${what}`);
}
const said = (topic: string) => broker.log.filter((one) => one.topic.endsWith(topic)).map(({ payload }) => payload);
const state = () => JSON.parse(said(`device/${BIN}/state`).at(-1) ?? '{}');

/** The door is open; so much falls in. */
async function putIn(kilograms: string): Promise<void> {
  agent.recycling.begin(BIN);
  for (const end = clock.now() + 30_000; agent.recycling.view(BIN)?.phase.id !== 'open'; await clock.pass(100))
    if (clock.now() >= end) throw new Error('it does not open');
  await scale.press(`put ${kilograms}`);
  await clock.pass(2000);
  agent.recycling.finish(BIN);
  await becomes('ready');
}

test('a deposit is offered, weighed by the scale, credited, and told as the contract says', async () => {
  expect(agent.recycling.offers()).toEqual([
    { binId: BIN, material: 'paper', pointsPerKg: 60, mostGrams: 30_000, is: 'ready', status: 'ok' },
  ]);
  await putIn('5.5');
  expect(agent.recycling.view(BIN)).toMatchObject({ phase: { id: 'settled', outcome: { grams: 1300, points: 78 } } });
  await vi.waitFor(() => expect(said('up/event/points')).toHaveLength(1));
  expect(JSON.parse(said('up/event/deposit')[0] ?? '{}')).toMatchObject({
    source: `/stations/demo-hut-01/devices/${BIN}`,
    demo: true,
    data: { grams: 1300, points: 78, account: 'community' },
  });
  const messagesOf = openContract(theContract());
  expect(broker.log.filter((sent) => messagesOf(sent).length !== 1)).toEqual([]);
  expect(new Set(broker.log.flatMap((sent) => messagesOf(sent)))).toContain('event/deposit');
});

test('while somebody is at it, it is busy; with its scale away it is out of order', async () => {
  agent.recycling.begin(BIN);
  expect([is(), agent.recycling.begin(BIN)]).toEqual(['busy', 'busy']);
  await clock.pass(60_000);
  await becomes('ready');
  await scale.press('unplug');
  await becomes('out-of-order');
});

test('a full bin says so, and how full it is; emptied, it is ready again', async () => {
  hardware.inside({ levelMm: 210 });
  await becomes('full');
  await vi.waitFor(() =>
    expect(state()).toMatchObject({ place: 'full', full: ['level'], fillPercent: 99, demo: true }),
  );
  expect(said(`alarm/${BIN}.bin-full`).at(-1)).toContain('满');
  hardware.inside({ levelMm: 900 });
  await becomes('ready');
  await vi.waitFor(() => expect(said(`alarm/${BIN}.bin-full`).at(-1)).toBe(''));
});

test('smoke is staff’s at once, and stands until they have cleared it', async () => {
  hardware.inside({ smoke: true });
  await becomes('out-of-order');
  await vi.waitFor(() => expect(said(`alarm/${BIN}.fire`).at(-1)).toContain('critical'));
  expect(state()).toMatchObject({ status: 'warning', place: 'alarm', alarms: ['smoke'] });
  hardware.inside({ smoke: false });
  await clock.pass(10_000);
  expect(is()).toBe('out-of-order');
});
