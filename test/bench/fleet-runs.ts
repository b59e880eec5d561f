/** One run each of what `fleet.ts` compares: real stations' uplinks, a real mosquitto, a member of the service in its own process. */
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabases } from '../../fleet/store/open.ts';
import { aMember, type Member } from '../fleet/members.ts';
import { paceOf } from '../fleet/player/arguments.ts';
import { openPlayer, type Player, type PlayerParts } from '../fleet/player/player.ts';
import { aMosquitto } from '../platform.ts';
import { aProcess } from '../process.ts';
import { quantile, watchCommits } from './commits.ts';
import { cpuPercentSince, residentMbOf, waitPercentSince } from './usage.ts';

export const STATIONS = 10_000;
const CONNECTIONS = 200;
export const RATE = 1000;
export const SECONDS = 60;
const DEVICES = 2;
const SPREAD_MS = 20_000;
/** For the service: those of a member that has nothing in hand. */
const QUIET_MS = 1000;
const BROKER = ['max_inflight_messages 64'];

export const many = (url: string, more: Partial<PlayerParts> = {}): Player =>
  openPlayer({
    url,
    stations: STATIONS,
    devices: DEVICES,
    alarming: 0,
    connections: CONNECTIONS,
    spreadMs: SPREAD_MS,
    ...more,
  });

async function allOnline(player: Player): Promise<void> {
  player.begin();
  while (player.online() < player.stations.length) await pause(QUIET_MS);
}

/** Nothing waits in its memory, and nothing more comes. */
async function quiet(member: Member): Promise<void> {
  for (let before = -1; ; ) {
    await pause(2 * QUIET_MS);
    const { received, inbox } = member.figures() ?? { received: -2, inbox: { messages: 1 } };
    if (received === before && inbox.messages === 0) return;
    before = received;
  }
}

export interface Played {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly events: number;
  readonly servicePercent: number;
  /** Of the time, how much it could have run and had no core. */
  readonly waitedPercent: number;
  readonly serviceMb: number;
  readonly playerPercent: number;
  readonly brokerPercent: number;
}

/** Ten thousand stations at a thousand messages a second, half of what is no heartbeat events, for a minute. */
export async function played(database: string): Promise<Played> {
  await using broker = await aMosquitto(BROKER);
  const databases = await openDatabases(database, Date.now());
  const member = await aMember({ database, url: broker.url, number: 1, of: 1 });
  const player = many(broker.url);
  const commits = watchCommits(databases, player.tally.ledger);
  try {
    await allOnline(player);
    await quiet(member);
    commits.waits();
    const pids = [member.pid() ?? 0, process.pid, broker.pid()];
    const cpu = pids.map(cpuPercentSince);
    const waited = waitPercentSince(pids[0] ?? 0);
    player.play(paceOf({ rate: RATE, share: 0.5, stations: STATIONS }));
    await pause(SECONDS * 1000);
    const [servicePercent = 0, playerPercent = 0, brokerPercent = 0] = cpu.map((percent) => percent());
    const waitedPercent = waited();
    const serviceMb = residentMbOf(pids[0] ?? 0);
    player.rest();
    for (const { made } = player.sums(); commits.count() < made; ) await pause(QUIET_MS);
    const waits = commits.waits();
    return {
      p50Ms: quantile(waits, 0.5),
      p99Ms: quantile(waits, 0.99),
      events: waits.length,
      servicePercent,
      waitedPercent,
      serviceMb,
      playerPercent,
      brokerPercent,
    };
  } finally {
    await commits.stop();
    await player.close();
    await member.kill();
    await databases.close();
  }
}

/** The same traffic past a subscriber that only counts: per cent of a core. */
export async function countedOnly(): Promise<number> {
  await using broker = await aMosquitto(BROKER);
  const bare = aProcess(['test/bench/bare-subscriber.ts', broker.url]);
  await bare.says((line) => line === 'listening');
  const player = many(broker.url, { receipts: false });
  try {
    await allOnline(player);
    await pause(2 * QUIET_MS);
    const percent = cpuPercentSince(bare.child.pid ?? 0);
    player.play(paceOf({ rate: RATE, share: 0.5, stations: STATIONS }));
    await pause(SECONDS * 1000);
    return percent();
  } finally {
    await player.close();
    await bare.kill();
  }
}

/** A backlog of five hundred stations as fast as it goes: events a second, from the first in the database to the last. */
export async function drained(database: string, events: number): Promise<number> {
  await using broker = await aMosquitto(BROKER);
  const databases = await openDatabases(database, Date.now());
  const member = await aMember({ database, url: broker.url, number: 1, of: 1 });
  const player = many(broker.url, { stations: 500, connections: 50, spreadMs: 0, name: 'drain' });
  const commits = watchCommits(databases, player.tally.ledger);
  try {
    await allOnline(player);
    await quiet(member);
    player.outage(3_600_000, events / 3600);
    while (commits.count() < events) await pause(QUIET_MS);
    return commits.rate();
  } finally {
    await commits.stop();
    await player.close();
    await member.kill();
    await databases.close();
  }
}

export interface Idle {
  readonly brokerMb: number;
  readonly brokerPercent: number;
  readonly serviceMb: number;
  readonly servicePercent: number;
  readonly playerPercent: number;
}

/** So many stations with a connection of their own, of which nothing comes but the heartbeat. */
export async function idle(database: string, stations: number): Promise<Idle> {
  await using broker = await aMosquitto(BROKER);
  const member = await aMember({ database, url: broker.url, number: 1, of: 1 });
  const player = openPlayer({ url: broker.url, stations, devices: 0, spreadMs: SPREAD_MS });
  try {
    await allOnline(player);
    await quiet(member);
    const pids = [broker.pid(), member.pid() ?? 0, process.pid];
    const cpu = pids.map(cpuPercentSince);
    await pause(SECONDS * 1000);
    const [brokerPercent = 0, servicePercent = 0, playerPercent = 0] = cpu.map((percent) => percent());
    const [brokerMb = 0, serviceMb = 0] = pids.map(residentMbOf);
    return { brokerMb, brokerPercent, serviceMb, servicePercent, playerPercent };
  } finally {
    await player.close();
    await member.kill();
  }
}
