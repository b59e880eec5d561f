import { readFileSync } from 'node:fs';
import { aFreePort } from '../free-port.ts';
import { aMosquitto } from '../platform.ts';
import { aBacklog } from './backlog.ts';
import { aFolder, aPayload } from './event.ts';
import { atMost, median, ROUNDS, type Row } from './row.ts';
import { type StationProcess, startBare, startStation, writeStation } from './station.ts';
import { aTerminal } from './terminal.ts';

const SETTLES_MS = 5000;
const QUEUED = 1_000_000;
const IDLE_MB = 120;
const GROWTH_MB = 20;

/** Resident memory, MB of 2^20 bytes. */
export function residentMb({ process }: StationProcess): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${process.child.pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

/** Stations five seconds after they are ready: idle on their broker, and without one, nothing queued and a million. */
export async function memoryRows(): Promise<Row[]> {
  await using broker = await aMosquitto();
  const noBroker = `mqtt://127.0.0.1:${await aFreePort()}`;
  await using idle = await aPlace(broker.url);
  await using empty = await aPlace(noBroker);
  await using queued = await aPlace(noBroker, aBacklog(QUEUED, await aPayload()));
  const places = [idle, empty, queued];
  const measured = { idle: [] as number[], empty: [] as number[], queued: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= ROUNDS; round++) {
    await using stations = new AsyncDisposableStack();
    const running: StationProcess[] = [];
    for (const { file, port } of places) running.push(stations.use(await startStation(file, port)));
    running.push(stations.use(await startBare()));
    if (round === 0) continue; // makes databases and the compile cache
    await new Promise((resolve) => setTimeout(resolve, SETTLES_MS));
    const [ofIdle = 0, ofEmpty = 0, ofQueued = 0, ofBare = 0] = running.map(residentMb);
    measured.idle.push(ofIdle);
    measured.empty.push(ofEmpty);
    measured.queued.push(ofQueued);
    measured.bare.push(ofBare);
  }
  const ours = median(measured.idle);
  const growth = median(measured.queued) - median(measured.empty);
  return [
    {
      what: 'memory of the idle station, 5 s after it is ready, RSS',
      unit: 'MB',
      ours,
      rival: { name: 'a bare script with the same four packages', value: median(measured.bare) },
      wanted: atMost(IDLE_MB, 'MB', ours),
    },
    {
      what: `how much more it is with ${QUEUED.toLocaleString('en')} events queued`,
      unit: 'MB',
      ours: growth,
      wanted: atMost(GROWTH_MB, 'MB', growth),
    },
  ];
}

/** Where a station can be started again and again, with a terminal of its own. */
async function aPlace(brokerUrl: string, records?: string) {
  const folder = aFolder();
  const terminal = await aTerminal(folder.path);
  const port = await aFreePort();
  return {
    file: writeStation(folder.path, port, terminal.path, brokerUrl, records),
    port,
    async [Symbol.asyncDispose]() {
      await terminal[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
