/** The uplink against real brokers: mosquitto (MQTT 5), aedes (3.1.1). The back-off's clock is the test's, the sockets are real. */
import { afterEach, expect, test } from 'vitest';
import { armFaultPoints } from '../../edge-agent/fault-point.ts';
import { anUplink, DEVICE_TOPIC, eventually, STATE_TOPIC } from '../an-uplink.ts';
import { aFreePort } from '../free-port.ts';
import { aMosquitto, anAedes, aSubscriber, fold, type Subscriber } from '../platform.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const sequences = ({ log }: Pick<Subscriber, 'log'>): number[] => fold(log).map(({ sequence }) => Number(sequence));
const arrivals = (subscriber: Subscriber, events: number) =>
  eventually(() => expect(sequences(subscriber)).toHaveLength(events));
const back = (subscriber: Subscriber, times: number) =>
  eventually(() => expect(subscriber.subscriptions()).toBeGreaterThanOrEqual(times));
const BACK_OFF_MS = 30_000;

/** Strikes when so many more PUBACKs have been heard; resolves when the strike is done. */
function atPuback(count: number, strike: () => Promise<void>): Promise<void> {
  let heard = 0;
  return new Promise((resolve, reject) => {
    armFaultPoints((point) => {
      if (point === 'puback heard' && ++heard === count) strike().then(resolve, reject);
    });
  });
}
afterEach(() => armFaultPoints());

test('mosquitto gets a backlog in order by MQTT 5, each event with its content type, behind the retained states', async () => {
  await using broker = await aMosquitto();
  await using subscriber = await aSubscriber(broker.url, 'yike/#');
  await using station = anUplink(broker.url, { backlog: 300 });
  await arrivals(subscriber, 300);
  expect(sequences(subscriber)).toEqual(upTo(300));
  expect(subscriber.log.slice(0, 2).map(({ topic }) => topic)).toEqual([STATE_TOPIC, DEVICE_TOPIC]);
  expect(subscriber.log[0]).toMatchObject({ payload: '{"online":true}', contentType: 'application/json' });
  expect(new Set(subscriber.log.slice(2).map(({ contentType }) => contentType))).toEqual(
    new Set(['application/cloudevents+json']),
  );
  await station.drained();
  station.happens(1);
  await arrivals(subscriber, 301);
  expect(subscriber.log).toHaveLength(303);
  expect(station.logged).toEqual(['uplink connected {"protocol":"5","window":20}']);
});

test('aedes refuses MQTT 5 and gets the same by 3.1.1, at once', async () => {
  await using broker = await anAedes();
  await using subscriber = await aSubscriber(broker.url, 'yike/#', { protocol: '3.1.1' });
  await using station = anUplink(broker.url, { backlog: 300 });
  await arrivals(subscriber, 300);
  expect(sequences(subscriber)).toEqual(upTo(300));
  expect(subscriber.log.slice(0, 2).map(({ topic }) => topic)).toEqual([STATE_TOPIC, DEVICE_TOPIC]);
  expect(station.logged).toEqual([
    'uplink lost {"why":"version: reason 0x01"}',
    'uplink connected {"protocol":"3.1.1","window":64}',
  ]);
});

test('a station told to speak MQTT 5 alone does not fall back', async () => {
  await using broker = await anAedes();
  await using station = anUplink(broker.url, { protocol: '5', backlog: 1 });
  await eventually(() => expect(station.logged).toEqual(['uplink lost {"why":"version: reason 0x01"}']));
  expect(station.outbox.depth()).toBe(1);
});

test('an event filed before there is a broker leaves when there is one', async () => {
  await using broker = await aMosquitto();
  await broker.stop();
  await using station = anUplink(broker.url, { backlog: 3 });
  await eventually(() => expect(station.logged).toEqual(['uplink lost {"why":"unreachable: ECONNREFUSED"}']));
  expect(station.uplink.status()).toBe('offline');
  await broker.start();
  await using subscriber = await aSubscriber(broker.url, 'yike/#');
  await station.clock.pass(BACK_OFF_MS);
  await arrivals(subscriber, 3);
  expect(station.uplink.sinceMs()).toBeGreaterThan(0);
});

test('mosquitto killed in the middle of a drain, again and again, costs no event and no order', async () => {
  await using broker = await aMosquitto();
  await using subscriber = await aSubscriber(broker.url, 'yike/#');
  let struck = atPuback(300, broker.kill);
  await using station = anUplink(broker.url, { backlog: 1500 });
  for (let round = 1; round <= 3; round++) {
    await struck;
    await station.offline();
    expect(station.outbox.depth()).toBeGreaterThan(0);
    await broker.start();
    await back(subscriber, round + 1);
    if (round < 3) struck = atPuback(300, broker.kill);
    await station.clock.pass(BACK_OFF_MS);
  }
  await station.drained();
  await arrivals(subscriber, 1500);
  expect(sequences(subscriber)).toEqual(upTo(1500));
  const events = subscriber.log.filter(({ topic }) => topic.includes('/up/event/'));
  expect(events.length).toBeLessThanOrEqual(1500 + 3 * 64);
});

test('aedes gone in the middle of a drain, again and again, has taken every event in order in the end', async () => {
  await using broker = await anAedes();
  let struck = atPuback(300, broker.stop);
  await using station = anUplink(broker.url, { backlog: 1500 });
  for (let round = 1; round <= 3; round++) {
    await struck;
    await station.offline();
    expect(station.outbox.depth()).toBeGreaterThan(0);
    await broker.start();
    if (round < 3) struck = atPuback(300, broker.stop);
    await station.clock.pass(BACK_OFF_MS);
  }
  await station.drained();
  expect(sequences(broker)).toEqual(upTo(1500));
});

test('the will says offline when the line drops, the next connection says online, and a planned stop says goodbye', async () => {
  await using broker = await aMosquitto();
  await using subscriber = await aSubscriber(broker.url, STATE_TOPIC);
  const told = () => subscriber.log.map(({ payload }) => payload);
  const online = '{"online":true}';
  const offline = '{"online":false}';
  await using station = anUplink(broker.url);
  await eventually(() => expect(told()).toEqual([online]));
  // A second client of the same id: the broker drops the first without a word, and its will goes out.
  await using rival = anUplink(broker.url);
  await eventually(() => expect(told()).toEqual([online, offline, online]));
  await station.offline();
  await rival.uplink.close();
  await eventually(() => expect(told()).toEqual([online, offline, online, offline]));
  await using late = await aSubscriber(broker.url, STATE_TOPIC);
  await eventually(() => expect(late.log).toMatchObject([{ payload: offline, retain: true }]));
});

test('a state that changes is told at once, the heartbeat every minute, and both stay at the broker', async () => {
  await using broker = await aMosquitto();
  await using subscriber = await aSubscriber(broker.url, 'yike/#');
  await using station = anUplink(broker.url);
  await eventually(() => expect(subscriber.log).toHaveLength(2));
  station.deviceIs('{"status":"down"}');
  await eventually(() => expect(subscriber.log).toHaveLength(3));
  expect(subscriber.log[2]).toMatchObject({ topic: DEVICE_TOPIC, payload: '{"status":"down"}' });
  await station.clock.pass(59_000);
  station.deviceIs('{"status":"ok"}');
  await eventually(() => expect(subscriber.log).toHaveLength(4));
  await station.clock.pass(1000);
  await eventually(() => expect(subscriber.log).toHaveLength(5));
  expect(subscriber.log[4]).toMatchObject({ topic: STATE_TOPIC });
  await using late = await aSubscriber(broker.url, 'yike/#');
  await eventually(() => expect(late.log.filter(({ retain }) => retain)).toHaveLength(2));
});

test('status and its listeners follow the line', async () => {
  await using broker = await aMosquitto();
  await using station = anUplink(broker.url);
  const heard: string[] = [];
  station.uplink.onChange(() => heard.push(station.uplink.status()));
  await station.online();
  await broker.kill();
  await station.offline();
  await broker.start();
  await station.clock.pass(BACK_OFF_MS);
  await station.online();
  expect(heard).toEqual(['online', 'offline', 'online']);
});

test('a start-up spread keeps a whole district from connecting in the same second', async () => {
  await using broker = await aMosquitto();
  await using station = anUplink(broker.url, { startSpreadMs: 60_000, fraction: () => 0.5 });
  await station.clock.pass(29_999);
  expect(station.logged).toEqual([]);
  await station.clock.pass(1);
  await station.online();
});

test('closed while it connects, waits or was never answered, it is closed all the same', async () => {
  const port = await aFreePort();
  const nobody = anUplink(`mqtt://127.0.0.1:${port}`);
  await nobody[Symbol.asyncDispose]();
  const waiting = anUplink(`mqtt://127.0.0.1:${port}`);
  await eventually(() => expect(waiting.logged).toHaveLength(1));
  await waiting[Symbol.asyncDispose]();
  expect(waiting.uplink.status()).toBe('offline');
});

test('a secret in the url is never sent, logged or thrown: such a url is refused', () => {
  expect(() => anUplink('http://needle@127.0.0.1')).toThrow(/^the platform url is not mqtt/);
});
