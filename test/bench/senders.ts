/** Who brings a backlog to a broker from within this process: ours, the barest that could, and mqtt.js by itself. */
import { rmSync } from 'node:fs';
import net from 'node:net';
import { MqttClient } from 'mqtt';
import { CLOUD_EVENT_CONTENT_TYPE } from '../../edge-agent/wire/cloud-event.ts';
import { bareInsert, bareSeal, drainTo, fill, idOf, openStore, STATION_ID, TOPIC, WINDOW } from './event.ts';

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
  remove(file);
  return speed;
}

function remove(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '.floor', '.reached']) rmSync(`${file}${suffix}`, { force: true });
}

/** Nothing kept, nothing marked: the next one leaves with each acknowledgement. The same bytes on the wire, from memory unless `next` has them. */
export async function bareLoop(
  { url, events, bytes }: Backlog,
  { inFlight = WINDOW, next = () => bytes }: { readonly inFlight?: number; readonly next?: () => string } = {},
): Promise<number> {
  const done = Promise.withResolvers<number>();
  const started = performance.now();
  const client = new MqttClient(socketTo(url), { protocolVersion: 5, clientId: STATION_ID, reconnectPeriod: 0 });
  let sent = 0;
  let taken = 0;
  const publish = (): void => {
    sent++;
    client.publish(TOPIC, next(), { qos: 1, properties }, (error) => {
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

/** The same loop over rows of a database, each opened by Node's own AES-256-GCM: what a drain of sealed rows cannot do without. */
export async function bareSealedLoop(file: string, backlog: Backlog): Promise<number> {
  const { seal, open } = bareSeal();
  const { db, insert } = bareInsert(file, backlog.bytes, seal);
  db.transaction(() => {
    for (let i = 1; i <= backlog.events; i++) insert(idOf(i));
  })();
  const behind = db.prepare<[number], { sequence: number; sealed: Uint8Array }>(
    'SELECT sequence, sealed FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT 64',
  );
  let last = 0;
  let ahead: { sequence: number; sealed: Uint8Array }[] = [];
  const next = (): string => {
    if (ahead.length === 0) ahead = behind.all(last);
    const row = ahead.shift();
    if (!row) throw new Error('there are no more rows');
    last = row.sequence;
    return open(row.sealed);
  };
  const speed = await bareLoop(backlog, { next });
  db.close();
  remove(file);
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
