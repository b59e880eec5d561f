import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aFreePort } from '../free-port.ts';
import { aYike, type Process } from '../process.ts';
import { aResident, type Resident } from '../resident.ts';
import { aStationFile } from '../station-file.ts';
import { aSmallDisk, canMount, type SmallDisk } from './small-disk.ts';

const main = join(import.meta.dirname, '..', '..', 'kiosk', 'main.ts');
/** The meter says each result a second time. */
const SAID_AGAIN_AFTER_MS = 1500;
/** The station tries every five. */
const WELL_AGAIN_WITHIN_MS = 15_000;

describe.skipIf(!canMount())('on a disk of its own (needs root)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yike-full-disk-'));
  let disk: SmallDisk;
  let meter: Process;
  let station: Process;
  let stationFile: string;
  let url: string;
  let takenAt = Number.NEGATIVE_INFINITY;

  beforeAll(async () => {
    mkdirSync(join(folder, 'data'), { mode: 0o700 });
    disk = await aSmallDisk(join(folder, 'data'), 4);
    meter = aYike('simulate', 'creative-pc', '--pty');
    const path = await meter.says((line) => line.startsWith('/dev/'));
    const port = await aFreePort();
    url = `http://127.0.0.1:${port}/`;
    stationFile = aStationFile(folder, {
      port,
      brokerUrl: `mqtt://127.0.0.1:${await aFreePort()}`, // nobody listens: every event stays on the disk
      devices: [`{ id: glucose-1, driver: creative-pc, transport: { kind: serial, path: ${path} } }`],
    });
  });
  afterAll(async () => {
    await station?.kill('SIGKILL');
    await meter?.kill();
    await disk?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const start = (): Process => {
    station = disk.start([main, 'start', '--station', stationFile]);
    return station;
  };
  const health = async (): Promise<number> => (await fetch(`${url}healthz`)).status;

  /** A guest whose strip is asked for. */
  async function atStrip(): Promise<Resident> {
    const resident = await aResident(url);
    const { screen } = await resident.seesScreen('idle', 'home');
    if (screen.id === 'idle') await resident.act({ do: 'wake' });
    await resident.sees(({ screen }) => screen.id === 'home' && screen.tiles.every(({ working }) => working));
    await resident.act({ do: 'choose', service: 'glucose' });
    const next = await resident.seesScreen('guest.told', 'glu.context'); // a visit that goes on has been told
    if (next.screen.id === 'guest.told') await resident.act({ do: 'understood' });
    await resident.seesScreen('glu.context');
    await vi.waitFor(() => expect(performance.now() - takenAt).toBeGreaterThan(SAID_AGAIN_AFTER_MS), { timeout: 5000 });
    await resident.act({ do: 'ate', meal: 'random' });
    await resident.seesScreen('glu.wash');
    await resident.act({ do: 'next' });
    await resident.seesScreen('glu.strip');
    return resident;
  }

  /** Pricks a finger; what the screen says of the value. */
  async function takes(resident: Resident, mmolPerL: number): Promise<string> {
    takenAt = performance.now();
    meter.type(`take ${mmolPerL.toFixed(1)}`);
    const { screen } = await resident.sees(
      ({ screen }) => screen.id === 'glu.result' && screen.mmolPerL === mmolPerL && screen.saved !== undefined,
    );
    return screen.id === 'glu.result' ? String(screen.saved) : '';
  }

  test('full: the value is shown and called not saved, nobody else is measured, and it is well again by itself', async () => {
    await start().says((line) => line.includes('station ready'));
    const resident = await atStrip();
    disk.fill();
    expect(await takes(resident, 5.1)).toBe('not-saved');
    expect(await health()).toBe(503);
    await resident.act({ do: 'done' });
    await resident.seesScreen('out-of-order');
    disk.empty();
    await vi.waitFor(async () => expect(await health()).toBe(200), { timeout: WELL_AGAIN_WITHIN_MS, interval: 200 });
    await resident.seesScreen('idle', 'home');
    resident.leave();
    expect(await takes(await atStrip(), 5.2)).toBe('saved');
  });

  test('read-only: it starts, says that nothing can be saved, and measures nobody', async () => {
    await station.kill('SIGKILL');
    disk.remount('ro');
    await start().says((line) => line.includes('station ready'));
    await vi.waitFor(async () => expect(await health()).toBe(503), { timeout: WELL_AGAIN_WITHIN_MS, interval: 200 });
    const resident = await aResident(url);
    await resident.seesScreen('out-of-order');
    resident.leave();
    await station.kill('SIGKILL');
  });

  test('right again: it starts, and saves', async () => {
    disk.remount('rw');
    await start().says((line) => line.includes('station ready'));
    expect(await takes(await atStrip(), 5.3)).toBe('saved');
    expect(await health()).toBe(200);
  });
});
