import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { aFreePort } from '../free-port.ts';
import { aMosquitto, aSubscriber, fold, type Mosquitto } from '../platform.ts';
import { aYike, type Process } from '../process.ts';
import { aResident, type Resident } from '../resident.ts';
import { aStationFile } from '../station-file.ts';
import type { SmallDisk } from './small-disk.ts';

const main = join(import.meta.dirname, '..', '..', 'kiosk', 'main.ts');
/** The meter says each result a second time. */
const SAID_AGAIN_AFTER_MS = 1500;

/** A whole station whose data lies on a disk of its own, with a real broker and one glucose meter. */
export interface StationOnDisk<Disk> extends AsyncDisposable {
  readonly disk: Disk;
  readonly broker: Mosquitto;
  /** The broker takes nothing and answers nothing, until it does. */
  hushBroker(hushed: boolean): void;
  /** mmol/L of each reading that has arrived, each once; throws when a sequence was passed over, or a repeat differs. */
  arrived(): number[];
  /** Resolves when it says that it is ready. */
  start(): Promise<void>;
  /** -9. */
  kill(): Promise<void>;
  /** Asked to end, as by its supervisor; with what it ended. */
  stop(): Promise<number | null>;
  /** It has not ended. */
  runs(): boolean;
  /** What it answers when asked for its health. */
  health(): Promise<number>;
  atHome(): Promise<Resident>;
  /** A guest whose strip is asked for. */
  atStrip(): Promise<Resident>;
  /** Pricks a finger; what the screen says of the value. */
  takes(resident: Resident, mmolPerL: number): Promise<string>;
}

export async function aStationOnDisk<Disk extends SmallDisk>(
  aDisk: (folder: string) => Promise<Disk>,
): Promise<StationOnDisk<Disk>> {
  const folder = mkdtempSync(join(tmpdir(), 'yike-on-disk-'));
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  const disk = await aDisk(join(folder, 'data'));
  const meter = aYike('simulate', 'creative-pc', '--pty');
  const path = await meter.says((line) => line.startsWith('/dev/'));
  const broker = await aMosquitto();
  const subscriber = await aSubscriber(broker.url, 'yike/v1/+/up/event/#');
  const port = await aFreePort();
  const url = `http://127.0.0.1:${port}/`;
  const stationFile = aStationFile(folder, {
    port,
    brokerUrl: broker.url,
    devices: [`{ id: glucose-1, driver: creative-pc, transport: { kind: serial, path: ${path} } }`],
  });
  let station: Process | undefined;
  let takenAt = Number.NEGATIVE_INFINITY;

  const atHome = (): Promise<Resident> => aResident(url);
  return {
    disk,
    broker,
    hushBroker: (hushed) => void process.kill(broker.pid(), hushed ? 'SIGSTOP' : 'SIGCONT'),
    arrived() {
      const events = fold(subscriber.log);
      expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, i) => i + 1));
      return events.flatMap(({ data }) => glucoseOf(data));
    },
    async start() {
      station = disk.start([main, 'start', '--station', stationFile]);
      await station.says((line) => line.includes('station ready'));
    },
    kill: async () => station?.kill('SIGKILL'),
    async stop() {
      await station?.kill('SIGTERM');
      return station?.child.exitCode ?? null;
    },
    runs: () => station?.child.exitCode === null && station.child.signalCode === null,
    health: async () => (await fetch(`${url}healthz`)).status,
    atHome,
    async atStrip() {
      const resident = await atHome();
      const { screen } = await resident.seesScreen('idle', 'home');
      if (screen.id === 'idle') await resident.act({ do: 'wake' });
      await resident.sees(({ screen }) => screen.id === 'home' && screen.tiles.every(({ working }) => working));
      await resident.act({ do: 'choose', service: 'glucose' });
      const next = await resident.seesScreen('guest.told', 'glu.context'); // a visit that goes on has been told
      if (next.screen.id === 'guest.told') await resident.act({ do: 'understood' });
      await resident.seesScreen('glu.context');
      await vi.waitFor(() => expect(performance.now() - takenAt).toBeGreaterThan(SAID_AGAIN_AFTER_MS), {
        timeout: 5000,
      });
      await resident.act({ do: 'ate', meal: 'random' });
      await resident.seesScreen('glu.wash');
      await resident.act({ do: 'next' });
      await resident.seesScreen('glu.strip');
      return resident;
    },
    async takes(resident, mmolPerL) {
      takenAt = performance.now();
      meter.type(`take ${mmolPerL.toFixed(1)}`);
      const { screen } = await resident.sees(
        ({ screen }) => screen.id === 'glu.result' && screen.mmolPerL === mmolPerL && screen.saved !== undefined,
      );
      return screen.id === 'glu.result' ? String(screen.saved) : '';
    },
    async [Symbol.asyncDispose]() {
      await station?.kill('SIGKILL');
      await meter.kill();
      await subscriber.stop();
      await broker[Symbol.asyncDispose]();
      await disk[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Of a FHIR observation; of anything else nothing. */
function glucoseOf(data: unknown): number[] {
  if (typeof data !== 'object' || data === null || !('valueQuantity' in data)) return [];
  const { valueQuantity } = data;
  if (typeof valueQuantity !== 'object' || valueQuantity === null || !('value' in valueQuantity)) return [];
  return typeof valueQuantity.value === 'number' ? [valueQuantity.value] : [];
}
