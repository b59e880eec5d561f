import { readFileSync } from 'node:fs';
import { aFreePort } from '../free-port.ts';
import { aMosquitto } from '../platform.ts';
import { aFolder } from './event.ts';
import { atMost, median, ROUNDS, type Row } from './row.ts';
import { type StationProcess, startBare, startStation, writeStation } from './station.ts';
import { aTerminal } from './terminal.ts';

const SETTLES_MS = 5000;
/** Of the 256 that the service manager grants before it slows a station down. */
const MOST_IDLE_MB = 120;

/** Resident memory, MB of 2^20 bytes. */
export function residentMb({ process }: StationProcess): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${process.child.pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

/** A station with its database, device and broker there, and the compile cache warm, as on every start but the first. */
export async function startRows(): Promise<Row[]> {
  using folder = aFolder();
  await using broker = await aMosquitto();
  await using terminal = await aTerminal(folder.path);
  const port = await aFreePort();
  const file = writeStation(folder.path, port, terminal.path, broker.url);
  const ready = { ours: [] as number[], bare: [] as number[] };
  const resident = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= ROUNDS; round++) {
    await using ours = await startStation(file, port);
    await using bare = await startBare();
    if (round === 0) continue; // makes database and cache
    await new Promise((resolve) => setTimeout(resolve, SETTLES_MS));
    ready.ours.push(ours.readyAfterMs);
    ready.bare.push(bare.readyAfterMs);
    resident.ours.push(residentMb(ours));
    resident.bare.push(residentMb(bare));
  }
  const rival = 'a bare script that imports the same four packages and answers the same route';
  return [
    {
      what: 'start: from the spawn to the first 200 of `/healthz`',
      unit: 'ms',
      ours: median(ready.ours),
      rival: { name: rival, value: median(ready.bare) },
    },
    {
      what: 'memory of that process, 5 s later, RSS',
      unit: 'MB',
      ours: median(resident.ours),
      rival: { name: 'that script', value: median(resident.bare) },
      wanted: atMost(MOST_IDLE_MB, 'MB', median(resident.ours)),
    },
  ];
}
