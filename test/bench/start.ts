import { aFreePort } from '../free-port.ts';
import { aMosquitto } from '../platform.ts';
import { aBacklog } from './backlog.ts';
import { aFolder, aPayload } from './event.ts';
import { atMost, inTurn, type Row } from './row.ts';
import { type StationProcess, startBare, startStation, writeStation } from './station.ts';
import { aTerminal } from './terminal.ts';

const QUEUED = 100_000;
const LIMITS_MS = { empty: 2000, queued: 5000 } as const;

/** A station with its database, device and broker there, and the compile cache warm, as on every start but the first. */
export async function startRows(): Promise<Row[]> {
  using empty = aFolder();
  using queued = aFolder();
  await using broker = await aMosquitto();
  await using terminal = await aTerminal(empty.path);
  const port = await aFreePort();
  const noBroker = `mqtt://127.0.0.1:${await aFreePort()}`; // what is queued must stay so for the next round
  const files = {
    empty: writeStation(empty.path, port, terminal.path, broker.url),
    queued: writeStation(queued.path, port, terminal.path, noBroker, aBacklog(QUEUED, await aPayload())),
  };
  const readyAfter = async (starting: Promise<StationProcess>): Promise<number> => {
    await using started = await starting;
    return started.readyAfterMs;
  };
  await readyAfter(startStation(files.empty, port)); // makes database and cache
  await readyAfter(startBare());
  const ready = await inTurn({
    empty: () => readyAfter(startStation(files.empty, port)),
    queued: () => readyAfter(startStation(files.queued, port)),
    bare: () => readyAfter(startBare()),
  });
  const rival = {
    name: 'a bare script that imports the same four packages and answers the same route',
    value: ready.bare,
  };
  return [
    {
      what: 'start: from the spawn to the first 200 of `/healthz`',
      unit: 'ms',
      ours: ready.empty,
      rival,
      wanted: atMost(LIMITS_MS.empty, 'ms', ready.empty),
    },
    {
      what: `the same with ${QUEUED.toLocaleString('en')} events queued`,
      unit: 'ms',
      ours: ready.queued,
      rival,
      wanted: atMost(LIMITS_MS.queued, 'ms', ready.queued),
    },
  ];
}
