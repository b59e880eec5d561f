/** The city's side: how long an event takes into the database, what that costs, and what ten thousand idle stations do. */
import { join } from 'node:path';
import { aPostgres } from '../fleet/postgres.ts';
import { barePostgres, bareSqlite } from './bare-inserts.ts';
import { aFolder } from './event.ts';
import { countedOnly, drained, idle, played, RATE, SECONDS, STATIONS } from './fleet-runs.ts';
import { atMost, type Row } from './row.ts';
import { mostFiles } from './usage.ts';

const WITHIN_MS = 2000;
const BACKLOG = 50_000;
/** Files that a process needs beside its connections. */
const BESIDES = 200;

export async function fleetRows(): Promise<Row[]> {
  using folder = aFolder();
  const postgres = await aPostgres();
  try {
    const counted = await countedOnly();
    const rows: Row[] = [];
    const databases = [
      { name: 'SQLite', at: (what: string) => join(folder.path, what), bare: async () => bareSqlite(folder.path) },
      { name: 'PostgreSQL', at: postgres.database, bare: () => barePostgres(postgres.database('bare')) },
    ];
    for (const { name, at, bare } of databases) {
      rows.push(...(await playedRows(name, at('played'), counted)));
      rows.push({
        what: `${name}: ${BACKLOG.toLocaleString('en')} events of 500 stations drain into it`,
        unit: '/s',
        ours: await drained(at('drained'), BACKLOG),
        rival: { name: 'a bare loop of multi-row inserts, without broker and stations', value: await bare() },
      });
    }
    return [...rows, ...(await idleRows(join(folder.path, 'idle')))];
  } finally {
    await postgres.close();
  }
}

async function playedRows(name: string, database: string, counted: number): Promise<Row[]> {
  const run = await played(database);
  const what = `${name}: ${STATIONS.toLocaleString('en')} stations over 200 connections, ${RATE.toLocaleString('en')} messages/s for ${SECONDS} s`;
  return [
    {
      what: `${what}: an event from its sending to its commit, p99 of ${run.events.toLocaleString('en')}`,
      unit: 'ms',
      ours: run.p99Ms,
      wanted: atMost(WITHIN_MS, 'ms', run.p99Ms),
    },
    { what: `${what}: the same, p50`, unit: 'ms', ours: run.p50Ms },
    {
      what: `${what}: CPU of the service, of a core`,
      unit: '%',
      ours: run.servicePercent,
      rival: { name: 'a bare mqtt.js subscriber that only counts', value: counted },
    },
    { what: `${what}: how long the service waited for a core, of the time`, unit: '%', ours: run.waitedPercent },
    {
      what: `${what}: CPU of the broker`,
      unit: '%',
      ours: run.brokerPercent,
      rival: { name: 'the stations themselves and who looks into the database', value: run.playerPercent },
    },
    { what: `${what}: memory of the service, RSS`, unit: 'MB', ours: run.serviceMb },
  ];
}

async function idleRows(database: string): Promise<Row[]> {
  if (mostFiles() < STATIONS + BESIDES) {
    const what = `${STATIONS.toLocaleString('en')} idle connections: this machine allows a process only so many files`;
    return [{ what, unit: '', ours: mostFiles() }];
  }
  const run = await idle(database, STATIONS);
  const what = `${STATIONS.toLocaleString('en')} stations, a connection and a heartbeat each`;
  return [
    {
      what: `${what}: memory of the service, RSS`,
      unit: 'MB',
      ours: run.serviceMb,
      rival: { name: 'mosquitto', value: run.brokerMb },
    },
    {
      what: `${what}: CPU of the service, of a core`,
      unit: '%',
      ours: run.servicePercent,
      rival: { name: 'mosquitto', value: run.brokerPercent },
    },
    { what: `${what}: CPU of the stations themselves`, unit: '%', ours: run.playerPercent },
  ];
}
