/** The database goes away under the service: nothing that was acknowledged is lost while it lives, no receipt is ahead of its commit. */
import { expect, test } from 'vitest';
import { anUplink } from '../an-uplink.ts';
import { aMosquitto } from '../platform.ts';
import { aReceiver } from './a-receiver.ts';
import { aPostgres } from './postgres.ts';

test('a database that is killed is waited for; the memory is bounded, the line held back; then all is there, once', async () => {
  const postgres = await aPostgres();
  try {
    await using broker = await aMosquitto();
    const limits = { messages: 40, bytes: 1e8, share: 1, topics: 100 };
    await using fleet = await aReceiver(broker.url, { database: postgres.database('outage'), limits });
    const { receiver, databases } = fleet;
    await using station = anUplink(broker.url, { receipts: true });
    await expect.poll(() => receiver.figures().online).toBe(true);
    station.happens(10);
    await expect.poll(() => station.outbox.receipted()).toBe(10);
    await postgres.kill();
    station.happens(200);
    await expect.poll(() => receiver.figures().failing).toBe(true);
    await station.drained(); // the broker has taken them all; they wait in its queue and in ours
    await expect.poll(() => receiver.figures().inbox.messages).toBe(40);
    expect([station.outbox.receipted(), receiver.figures().inbox.messages]).toEqual([10, 40]);
    await postgres.start();
    await expect.poll(() => station.outbox.receipted()).toBe(210);
    const events = await databases.fleet.selectFrom('event').select('sequence').orderBy('position').execute();
    expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 210 }, (_, at) => at + 1));
    expect(receiver.figures()).toMatchObject({ failing: false, committed: 210 });
  } finally {
    await postgres.close();
  }
});
