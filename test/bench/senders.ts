/** Who brings a backlog to a broker from within this process: ours, the barest that could, and mqtt.js by itself. */
import { rmSync } from 'node:fs';
import net from 'node:net';
import { MqttClient } from 'mqtt';
import { CLOUD_EVENT_CONTENT_TYPE } from '../../edge-agent/wire/cloud-event.ts';
import { drainTo, fill, openStore, STATION_ID, TOPIC, WINDOW } from './event.ts';

export interface Backlog {
  readonly url: string;
  readonly events: number;
  readonly bytes: string;
}

const properties = { contentType: CLOUD_EVENT_CONTENT_TYPE };

const perSecond = (events: number, sinceMs: number): number => (events * 1000) / (performance.now() - sinceMs);

/** `noDelay`, as the product has it, and quicker than mqtt.js's own socket without. */
const socketTo = (url: string) => (): net.Socket =>
  net.connect({ host: new URL(url).hostname, port: Number(new URL(url).port), noDelay: true });

/** An outbox full of events, emptied by the uplink; events a second from before the connection to the last mark. */
export async function ourDrain(file: string, { url, events, bytes }: Backlog): Promise<number> {
  const store = openStore(file);
  fill(store, events, bytes);
  const started = performance.now();
  const uplink = drainTo(url, store.outbox, events);
  await uplink.drained;
  const speed = perSecond(events, started);
  await uplink.close();
  store.db.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  return speed;
}

/** From memory, nothing kept, nothing marked: the next one leaves with each acknowledgement. The same bytes on the wire. */
export async function bareLoop({ url, events, bytes }: Backlog, inFlight = WINDOW): Promise<number> {
  const done = Promise.withResolvers<number>();
  const started = performance.now();
  const client = new MqttClient(socketTo(url), { protocolVersion: 5, clientId: STATION_ID, reconnectPeriod: 0 });
  let sent = 0;
  let taken = 0;
  const publish = (): void => {
    sent++;
    client.publish(TOPIC, bytes, { qos: 1, properties }, (error) => {
      if (error) done.reject(error);
      else if (++taken === events) done.resolve(perSecond(events, started));
      else if (sent < events) publish();
    });
  };
  client.on('error', done.reject);
  client.on('connect', () => {
    for (let i = 0; i < Math.min(inFlight, events); i++) publish();
  });
  const speed = await done.promise;
  await client.endAsync();
  return speed;
}

/** mqtt.js's own store, filled while it is offline; connects at `begin`. */
export function offlineClient({ url, events, bytes }: Backlog) {
  const client = new MqttClient(socketTo(url), {
    protocolVersion: 5,
    clientId: STATION_ID,
    reconnectPeriod: 0,
    manualConnect: true,
  });
  for (let i = 0; i < events; i++) client.publish(TOPIC, bytes, { qos: 1, properties }, () => {});
  return { begin: () => void client.connect(), close: () => client.endAsync(true) };
}
