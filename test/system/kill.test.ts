import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FAULT_POINTS, type FaultPoint } from '../../edge-agent/fault-point.ts';
import { aFreePort } from '../free-port.ts';
import { aMosquitto, aSubscriber, fold, type Mosquitto, type Subscriber } from '../platform.ts';
import { aProcess, aYike, type Process, YIKE } from '../process.ts';
import { aResident, type Resident } from '../resident.ts';

/** In its own process each: the station under test, its meter, the broker, and a subscriber whose log outlives them all. */
let broker: Mosquitto & AsyncDisposable;
let subscriber: Subscriber & AsyncDisposable;
let meter: Process;
let stationFile: string;
let url: string;
const folder = mkdtempSync(join(tmpdir(), 'yike-kill-'));
const station = 'kill-hut-01';

/** What the screen called saved: its value, and the span of time in which it was taken. */
const calledSaved: { readonly mmolPerL: number; readonly from: number; readonly to: number }[] = [];
let next = 40;
let takenAt = Number.NEGATIVE_INFINITY;
const SAID_AGAIN_AFTER_MS = 1_500;
let former: Process | undefined;

beforeAll(async () => {
  broker = await aMosquitto();
  subscriber = await aSubscriber(broker.url, `yike/v1/${station}/up/event/#`, { session: 'city' });
  meter = aYike('simulate', 'creative-pc', '--pty');
  const path = await meter.says((line) => line.startsWith('/dev/'));
  const port = await aFreePort();
  url = `http://127.0.0.1:${port}/`;
  stationFile = join(folder, 'station.yaml');
  writeFileSync(stationFile, stationYaml(path, port));
});
afterAll(async () => {
  await former?.kill('SIGKILL');
  await meter.kill();
  await subscriber[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const stationYaml = (path: string, port: number): string => `
version: 1
station:
  { id: ${station}, circle: c-1, community: park, name: { zh-CN: 小屋, en: Hut }, location: { latitude: 39, longitude: 106 },
    phone: "0473-1", timeZone: Asia/Shanghai, services: [self-test] }
panels: [{ id: main, diagonalInch: 21.5, widthPx: 1080, heightPx: 1920, languages: [zh-CN] }]
rules: { bloodPressure: cn-2024, glucose: cds-2024 }
platform: { url: "${broker.url}" }
data: { folder: ${join(folder, 'data')} }
http: { port: ${port} }
devices: [{ id: glucose-1, driver: creative-pc, transport: { kind: serial, path: ${path} } }]
`;

/** The station with a resident before it whose strip is asked for. */
async function aStation(
  killAt: FaultPoint | 'never',
): Promise<{ readonly process: Process; readonly resident: Resident }> {
  await former?.kill('SIGKILL'); // only one that should have died and has not: it holds the port
  const process = aProcess(['--import', './test/system/kill-at.ts', ...YIKE, 'start', '--station', stationFile], {
    KILL_AT: killAt,
  });
  former = process;
  await process.says((line) => line.includes('station ready'));
  const resident = await aResident(url);
  await resident.seesScreen('idle');
  await resident.act({ do: 'wake' });
  await resident.sees(({ screen }) => screen.id === 'home' && screen.tiles.every(({ working }) => working));
  await resident.act({ do: 'choose', service: 'glucose' });
  await resident.seesScreen('guest.told');
  await resident.act({ do: 'understood' });
  await resident.seesScreen('glu.context');
  // The meter says each result a second time: the one before must not come into this visit.
  await vi.waitFor(() => expect(performance.now() - takenAt).toBeGreaterThan(SAID_AGAIN_AFTER_MS), { timeout: 5000 });
  await resident.act({ do: 'ate', meal: 'random' });
  await resident.seesScreen('glu.wash');
  await resident.act({ do: 'next' });
  await resident.seesScreen('glu.strip');
  return { process, resident };
}

/** Pricks a finger; resolves once the screen calls the value saved, or the station is dead. */
async function takes(resident: Resident, process: Process): Promise<void> {
  const mmolPerL = next++ / 10;
  const from = Date.now();
  takenAt = performance.now();
  meter.type(`take ${mmolPerL.toFixed(1)}`);
  const shown = resident.sees(
    ({ screen }) => screen.id === 'glu.result' && screen.mmolPerL === mmolPerL && screen.saved === 'saved',
  );
  const saved = await Promise.race([
    shown.then(
      () => true,
      () => false,
    ),
    process.exited.then(() => false),
  ]);
  const late = resident.seen.some(
    ({ screen }) => screen.id === 'glu.result' && screen.mmolPerL === mmolPerL && screen.saved === 'saved',
  );
  if (saved || late) calledSaved.push({ mmolPerL, from, to: Date.now() });
}

/** From here on it dies at its fault point, and not before. */
const arm = async (process: Process): Promise<void> => {
  process.child.kill('SIGUSR2');
  await process.says((line) => line === 'armed');
};

const dead = async (process: Process): Promise<void> => {
  await process.exited;
  expect(process.child.signalCode).toBe('SIGKILL');
};

/** Where a reading is on its way to disk, and where it is on its way to the broker. */
const SENDING: readonly FaultPoint[] = FAULT_POINTS.slice(FAULT_POINTS.indexOf('before publish'));
const SAVING = FAULT_POINTS.filter((point) => !SENDING.includes(point));

test.each(FAULT_POINTS)('killed -9 at "%s" while the broker is there', async (point) => {
  const { process, resident } = await aStation(point);
  await arm(process);
  await takes(resident, process);
  await dead(process);
});

test.each(SAVING)('killed -9 at "%s" while the broker is away', async (point) => {
  await broker.stop();
  const { process, resident } = await aStation(point);
  await arm(process);
  await takes(resident, process);
  await dead(process);
  await broker.start();
});

test.each(SENDING)('killed -9 at "%s" when the broker comes back to a backlog', async (point) => {
  await broker.stop();
  const { process, resident } = await aStation(point);
  await takes(resident, process);
  await arm(process);
  await broker.start();
  await dead(process);
});

test('then every reading that a screen called saved is at the city, once, in order, at its own time', async () => {
  const { process, resident } = await aStation('never');
  await takes(resident, process);
  const { mmolPerL: last } = calledSaved.at(-1) ?? { mmolPerL: 0 };
  // One strict order: when the last has arrived, all before it have.
  await expect.poll(() => fold(subscriber.log).map(mmolOf), { timeout: 60_000 }).toContain(last);
  await process.kill();
  expect(await process.exited).toBe(0);

  const events = fold(subscriber.log); // throws when a repeat is not the same byte for byte
  expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, index) => index + 1));
  // Killed before the save, the screen has said nothing; killed behind it, it may have. Some of each, or this proves nothing.
  expect(calledSaved.length).toBeGreaterThan(SENDING.length);
  for (const { mmolPerL, from, to } of calledSaved) {
    const found = events.filter((event) => mmolOf(event) === mmolPerL);
    expect(found).toHaveLength(1);
    const time = Date.parse(found[0]?.time ?? '');
    expect(time >= from && time <= to, `${mmolPerL} keeps its own time`).toBe(true);
  }
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});

const mmolOf = ({ data }: { readonly data: unknown }): number | undefined =>
  (data as { readonly valueQuantity?: { readonly value?: number } }).valueQuantity?.value;
