/**
 * An hour's outage drains into members that are killed and begun again at random, and so is the broker: each event comes into
 * the database once and as it was, no receipt is said before its events are there, and the last states are right.
 * A share of it here; `npm run fleet:ordeal` plays 500 stations with 10,000 devices.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabases } from '../../fleet/store/open.ts';
import { aChance, type Chance } from '../ordeal/chance.ts';
import { aMosquitto, type Mosquitto } from '../platform.ts';
import { audit, receiptChecker } from './checker.ts';
import { statesOf, statesSaid } from './last-states.ts';
import { aMember, type Member } from './members.ts';
import { hurriedClock } from './player/clock.ts';
import { openPlayer, type Player } from './player/player.ts';
import { aPostgres, type Postgres } from './postgres.ts';

const ALL = process.env.YIKE_FLEET === 'all';
const SIZE = ALL
  ? { stations: 500, devices: 20, alarming: 20, eventsPerStation: 360, kills: 12, spreadMs: 10_000 }
  : { stations: 40, devices: 20, alarming: 4, eventsPerStation: 60, kills: 4, spreadMs: 500 };
const WITHIN_MS = ALL ? 900_000 : 240_000;
const HOUR_MS = 3_600_000;
/** What a station waits for ten minutes for passes in three seconds. */
const HURRY = 200;
const SEED = 7;
const SHOWN = 10;

let postgres: Postgres;
const folder = mkdtempSync(join(tmpdir(), 'yike-drain-'));
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

test.each([
  ['two members on PostgreSQL', 2],
  ['one member on SQLite', 1],
])(
  '%s',
  async (_, count) => {
    const chance = aChance(SEED + count);
    const database = count > 1 ? postgres.database('drain') : folder;
    const databases = await openDatabases(database, Date.now());
    await using broker = await aMosquitto(['max_inflight_messages 64']);
    const members = await Promise.all(
      Array.from({ length: count }, (_, at) => aMember({ database, url: broker.url, number: at + 1, of: count })),
    );
    const player = openPlayer({ url: broker.url, ...SIZE, clock: hurriedClock(HURRY) });
    const checker = receiptChecker(databases);
    player.tally.onReceipt(checker.heard);
    const began = performance.now();
    try {
      player.begin();
      await expect.poll(() => player.online(), { timeout: WITHIN_MS }).toBe(SIZE.stations);
      player.outage(HOUR_MS, (SIZE.stations * SIZE.eventsPerStation) / (HOUR_MS / 1000));
      player.play({ events: SIZE.stations / 100, deviceStates: SIZE.stations / 10, alarms: SIZE.stations / 100 });
      await killed(player, members, broker, chance);
      player.rest();
      for (const [at, station] of player.stations.entries()) if (at % 4 === 0) station.happens(Date.now());
      await expect
        .poll(() => player.sums(), { timeout: WITHIN_MS, interval: 100 })
        .toSatisfy(({ made, receipted }) => made === receipted);
      const tookS = (performance.now() - began) / 1000;
      await expect
        .poll(() => statesOf(databases), { timeout: WITHIN_MS, interval: 500 })
        .toEqual(statesSaid(player.stations));
      const { events, lost, wrong } = await audit(
        databases,
        player.tally.ledger,
        player.stations.map(({ id }) => id),
      );
      expect([...lost, ...wrong].slice(0, SHOWN)).toEqual([]);
      expect(events).toBe(player.sums().made);
      const { checked, ahead } = await checker.settled();
      expect(ahead).toEqual([]);
      expect(checked).toBeGreaterThan(SIZE.stations);
      if (ALL) process.stderr.write(report(count, player, tookS, checked));
    } catch (error) {
      for (const member of members) process.stderr.write(`${member.lines().slice(-20).join('\n')}\n`);
      throw error;
    } finally {
      await player.close();
      await Promise.all(members.map((member) => member.kill()));
      await databases.close();
    }
  },
  2 * WITHIN_MS,
);

/** Whenever by chance so much more has its receipt, one of them is killed; now and then all members at once. */
async function killed(player: Player, members: readonly Member[], broker: Mosquitto, chance: Chance): Promise<void> {
  const goal = SIZE.stations * SIZE.eventsPerStation;
  const moments = Array.from({ length: SIZE.kills }, () => chance.below(0.9 * goal)).sort((a, b) => a - b);
  for (const [at, moment] of moments.entries()) {
    await expect
      .poll(() => player.sums().receipted, { timeout: WITHIN_MS, interval: 5 })
      .toBeGreaterThanOrEqual(moment);
    if (at % SIZE.kills === 2) {
      await broker.kill();
      await broker.start();
      continue;
    }
    const victims = chance.happens(0.3) ? members : [members[chance.below(members.length)]];
    await Promise.all(victims.map((member) => member?.kill()));
    await Promise.all(victims.map((member) => member?.start()));
  }
}

const report = (members: number, { tally, stations }: Player, tookS: number, checked: number): string =>
  `${members} members: ${tally.ledger.events} events of ${stations.length} stations, ${tally.ledger.repeats} repeats, ` +
  `${tally.counts.states} states, ${checked} receipts looked at, ${SIZE.kills} kills, ${tookS.toFixed(0)} s\n`;
