import { rmSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { MqttClient } from 'mqtt';
import { systemClock, systemRandom } from '../../edge-agent/clock.ts';
import { startUplink } from '../../edge-agent/uplink/uplink.ts';
import { CLOUD_EVENT_CONTENT_TYPE } from '../../edge-agent/wire/cloud-event.ts';
import { aMosquitto } from '../platform.ts';
import { aFolder, aPayload, idOf, openStore, STATION_ID, TOPIC } from './event.ts';
import { inTurn, type Row } from './row.ts';

const EVENTS = 20_000;
const WINDOW = 64;

const perSecond = (sinceMs: number): number => (EVENTS * 1000) / (performance.now() - sinceMs);

/** An outbox full of events, emptied by the uplink; events a second from before the connection to the last mark. */
async function ourDrain(file: string, url: string, bytes: string): Promise<number> {
  const { db, outbox } = openStore(file);
  outbox.transaction(() => {
    for (let i = 1; i <= EVENTS; i++) outbox.add(idOf(i), TOPIC, () => bytes);
  });
  const empty = Promise.withResolvers<number>();
  const windows: unknown[] = [];
  const started = performance.now();
  const uplink = startUplink({
    stationId: STATION_ID,
    platform: { url, protocol: 'auto' },
    outbox: {
      ...outbox,
      acknowledge(sequence) {
        outbox.acknowledge(sequence);
        if (outbox.acknowledged() === EVENTS) empty.resolve(perSecond(started));
      },
    },
    states: { all: () => [], onChange: () => () => {} },
    clock: systemClock,
    random: systemRandom,
    log: {
      info: (_what, facts) => windows.push(facts?.window),
      warn: (what, facts) => empty.reject(new Error(`${what}: ${facts?.why}`)),
      error: (what) => empty.reject(new Error(what)),
    },
  });
  const speed = await empty.promise;
  await uplink.close();
  db.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  if (windows.join() !== String(WINDOW)) throw new Error(`the windows were ${windows.join()}, not ${WINDOW}`);
  return speed;
}

/** From memory, nothing kept, nothing marked: the next one leaves with each acknowledgement. The same bytes on the wire. */
async function bareLoop(url: string, bytes: string): Promise<number> {
  const { hostname: host, port } = new URL(url);
  const done = Promise.withResolvers<number>();
  const started = performance.now();
  // `noDelay`, as the product has it, and quicker than mqtt.js's own socket without.
  const client = new MqttClient(() => net.connect({ host, port: Number(port), noDelay: true }), {
    protocolVersion: 5,
    clientId: STATION_ID,
    reconnectPeriod: 0,
  });
  const properties = { contentType: CLOUD_EVENT_CONTENT_TYPE };
  let sent = 0;
  let taken = 0;
  const publish = (): void => {
    sent++;
    client.publish(TOPIC, bytes, { qos: 1, properties }, (error) => {
      if (error) done.reject(error);
      else if (++taken === EVENTS) done.resolve(perSecond(started));
      else if (sent < EVENTS) publish();
    });
  };
  client.on('error', done.reject);
  client.on('connect', () => {
    for (let i = 0; i < WINDOW; i++) publish();
  });
  const speed = await done.promise;
  await client.endAsync();
  return speed;
}

export async function drainRows(): Promise<Row[]> {
  using folder = aFolder();
  await using broker = await aMosquitto([`max_inflight_messages ${WINDOW}`]);
  const bytes = await aPayload();
  const file = join(folder.path, 'drain.db');
  const { ours, rival } = await inTurn(
    () => ourDrain(file, broker.url, bytes),
    () => bareLoop(broker.url, bytes),
  );
  return [
    {
      what: `drain: ${EVENTS.toLocaleString('en')} events from the outbox to mosquitto, ${WINDOW} in flight, the connection included`,
      unit: '/s',
      ours,
      rival: { name: 'a bare mqtt.js loop from memory, same window', value: rival },
      wanted: { what: '≥ 0.8', met: ours >= 0.8 * rival },
    },
  ];
}
