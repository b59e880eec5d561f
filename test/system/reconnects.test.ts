/**
 * A thousand connections, each with a configuration pushed at the station: a gateway is known that rebuilds its storage at
 * each of them (thingsboard/thingsboard-gateway, issue 2124). Ours has no way from the broker to its storage.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anUplink, eventually, STATION } from '../an-uplink.ts';
import { fold } from '../platform.ts';
import { aScriptedBroker, puback } from '../scripted-broker.ts';

const CONNECTIONS = 1000;
const WINDOW = 4;
const CONFIG = `yike/v1/${STATION}/down/config`;
const PUSHED = JSON.stringify({ storage: { type: 'sqlite', recreate: true }, clear: true });

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** Every file but the index of the log, which belongs to those who have it open. */
function bytesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => !name.endsWith('-shm'));
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

test('a thousand connections with a configuration pushed at each leave storage, ids and memory as they were', async () => {
  let takes = true;
  await using broker = await aScriptedBroker({
    connack: () => ({ properties: { receiveMaximum: WINDOW } }),
    puback(publish, wire) {
      const isEvent = publish.topic.includes('/up/event/');
      if (takes || !isEvent) wire.send(puback(publish));
      if (takes || !isEvent) return;
      wire.send({ cmd: 'publish', topic: CONFIG, payload: PUSHED, qos: 1, messageId: 7, retain: true, dup: false });
      wire.end();
    },
  });
  await using station = anUplink(broker.url, { backlog: 40 });
  await station.drained();
  takes = false;
  station.happens(10);
  await eventually(() => expect(station.lostAt).toHaveLength(1));
  const files = bytesOf(station.folder);
  const rows = station.outbox.after(0, 100);
  const standing = () => station.listeners() + station.clock.waiting() + process.getActiveResourcesInfo().length;
  const before = standing();

  await station.passesUntil(() => station.lostAt.length === CONNECTIONS);
  expect(bytesOf(station.folder)).toEqual(files);
  expect(station.outbox.after(0, 100)).toEqual(rows);
  expect(station.outbox.acknowledged()).toBe(40);
  await eventually(() => expect(standing() - before, 'whatever stays behind').toBeLessThan(10));
  const sent = new Map<number, number>();
  for (const { connection, topic } of broker.seen)
    if (topic.includes('/up/event/')) sent.set(connection, (sent.get(connection) ?? 0) + 1);
  sent.delete(1); // the one that took forty
  expect(Math.max(...sent.values())).toBeLessThanOrEqual(WINDOW);
  expect(broker.others.length, 'the station has heard what was pushed').toBeGreaterThan(CONNECTIONS / 2);

  takes = true;
  station.happens(1);
  await station.passesUntil(() => station.outbox.depth() === 0);
  const arrived = fold(broker.seen.map((seen) => ({ ...seen, qos: 1, contentType: '' })));
  expect(arrived.map(({ sequence }) => Number(sequence))).toEqual(upTo(51));
  expect(arrived.map(({ id }) => id)).toEqual(upTo(51).map((n) => `event-${n}`));
  expect(station.alarms).toEqual([]);
  expect(station.logged.join()).not.toContain('recreate');
});
