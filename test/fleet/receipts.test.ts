/**
 * The receipt from end to end: a real station's outbox and uplink, a real broker and a real member, the latter two killed
 * together at random. And the controls: who acknowledges from memory alone is seen to lose, and a receipt said too early is seen.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import { anUplink, STATION, type TestUplink } from '../an-uplink.ts';
import { aChance } from '../ordeal/chance.ts';
import { aMosquitto } from '../platform.ts';
import { audit, receiptChecker } from './checker.ts';
import { aMember } from './members.ts';
import { aHastyFleet } from './planted-fleet.ts';
import { openLedger } from './player/ledger.ts';
import { openPlayer } from './player/player.ts';

const ROUNDS = process.env.YIKE_FLEET === 'all' ? 30 : 3;
const SILENCE_MS = 600_000;
const LIMIT_MS = ROUNDS * 60_000;

const folders: string[] = [];
const opened: Databases[] = [];
async function aDatabase(): Promise<{ readonly database: string; readonly databases: Databases }> {
  const database = mkdtempSync(join(tmpdir(), 'yike-receipts-'));
  folders.push(database);
  const databases = await openDatabases(database, Date.now());
  opened.push(databases);
  return { database, databases };
}
afterAll(async () => {
  for (const databases of opened) await databases.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

test.each([true, false])(
  'broker and fleet killed -9 together at random moments, receipts %s',
  async (receipts) => {
    const chance = aChance(11);
    const { database, databases } = await aDatabase();
    await using broker = await aMosquitto(['max_inflight_messages 64', 'autosave_interval 1800']);
    const member = await aMember({ database, url: broker.url, number: 1, of: 1 });
    await using station = anUplink(broker.url, { receipts, fillerBytes: 300 });
    let made = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const count = 100 + chance.below(400);
      const moment = station.outbox.acknowledged() + chance.below(count);
      station.happens(count);
      made += count;
      await reached(station, moment);
      await Promise.all([broker.kill(), member.kill()]);
      await station.offline();
      await broker.start();
      await member.start();
      await station.passesUntil(() => station.uplink.status() === 'online');
    }
    await station.drained();
    if (receipts) await allReceipted(station, made);
    const ledger = openLedger();
    for (const row of station.outbox.after(0, made + 1))
      if (!('damaged' in row)) ledger.sent(STATION, row.sequence, row);
    expect(ledger.events).toBe(made);
    if (!receipts) await arrived(databases, made);
    const { lost, wrong } = await audit(databases, ledger, [STATION]);
    expect(wrong).toEqual([]);
    if (receipts) expect(lost).toEqual([]);
    else expect(lost.length, 'what was acknowledged from memory is gone, and the audit sees it').toBeGreaterThan(0);
    await member.kill();
  },
  LIMIT_MS,
);

test('receipts that run ahead of their commit are caught', async () => {
  const { databases } = await aDatabase();
  await using broker = await aMosquitto(['max_inflight_messages 64']);
  await using _hasty = await aHastyFleet(broker.url, databases);
  const player = openPlayer({ url: broker.url, stations: 5, devices: 2, alarming: 0 });
  const checker = receiptChecker(databases);
  player.tally.onReceipt(checker.heard);
  player.begin();
  player.outage(60_000, 5);
  await expect.poll(() => player.sums()).toMatchObject({ made: 300, receipted: 300 });
  const { checked, ahead } = await checker.settled();
  expect(checked).toBeGreaterThan(0);
  expect(ahead.length).toBeGreaterThan(0);
  await player.close();
});

/** Looks at each turn: the moment is the broker's acknowledgement, not a while after it. */
async function reached(station: TestUplink, acknowledged: number): Promise<void> {
  while (station.outbox.acknowledged() < acknowledged) await new Promise((resolve) => setImmediate(resolve));
}

/** What the broker dropped while nobody listened is said again after ten silent minutes. */
async function allReceipted(station: TestUplink, made: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const before = station.outbox.receipted();
        if (before < made) await station.clock.pass(SILENCE_MS);
        return station.outbox.receipted();
      },
      { timeout: 40_000, interval: 1000 },
    )
    .toBe(made);
}

/** The last event of the station is in the database: what has not come by now does not come. */
const arrived = (databases: Databases, sequence: number): Promise<void> =>
  expect
    .poll(
      () => databases.fleet.selectFrom('seen').select('sequence').where('sequence', '=', sequence).executeTakeFirst(),
      {
        timeout: 20_000,
      },
    )
    .toBeDefined();
