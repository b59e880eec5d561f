/** The player itself, before anybody is judged by it: what it says is of the contract, and it behaves as a station does. */
import { expect, test } from 'vitest';
import { receiptTopic } from '../../../edge-agent/wire/topics.ts';
import { aMosquitto, aSubscriber, fold } from '../../platform.ts';
import { openContract, type Sent, theContract } from '../../wire-contract.ts';
import { digestOf } from './ledger.ts';
import { openLine } from './line.ts';
import { openPlayer } from './player.ts';

const ROOT = 'yike/v1/#';

test.each([
  ['a connection each', {}],
  ['two connections for all', { connections: 2 }],
])('%s: all that it says is exactly one message of the contract, each event once and in order', async (_, how) => {
  await using broker = await aMosquitto(['max_inflight_messages 64']);
  await using everything = await aSubscriber(broker.url, ROOT);
  const player = openPlayer({ url: broker.url, stations: 3, devices: 4, receipts: false, ...how });
  player.begin();
  await expect.poll(() => player.online()).toBe(3);
  for (const station of player.stations) {
    station.deviceChanges();
    for (let i = 0; i < 3; i++) station.alarmChanges();
  }
  player.outage(3_600_000, 0.1);
  await expect.poll(() => player.sums().acknowledged).toBe(360 + 3 * 5);
  await player.close();
  await expect
    .poll(() => everything.log.filter(({ payload }) => payload === '{"online":false}').length)
    .toBeGreaterThanOrEqual(3);

  const readAs = openContract(theContract());
  const messagesOf = (sent: Sent): string[] => readAs({ ...sent, qos: 1, retain: !sent.topic.includes('/event/') });
  expect(everything.log.filter((sent) => messagesOf(sent).length !== 1)).toEqual([]);
  const kinds = new Set(everything.log.flatMap((sent) => messagesOf(sent)));
  expect([...kinds].sort()).toEqual([
    'deviceState/binState',
    'deviceState/deviceState',
    'event/alarm',
    'event/deposit',
    'event/observation',
    'raisedAlarm/cleared',
    'raisedAlarm/raised',
    'stationState/offline',
    'stationState/online',
  ]);
  expect(fold(everything.log)).toHaveLength(375);
  for (const { id } of player.stations) {
    const its = new Map(
      everything.log
        .filter(({ topic }) => topic.startsWith(`yike/v1/${id}/up/event/`))
        .map(({ payload }) => [Number(JSON.parse(payload).sequence), digestOf(payload)]),
    );
    expect([...its.keys()]).toEqual(Array.from(its, (_, at) => at + 1));
    expect(player.tally.ledger.of(id).map((entry) => entry?.digest)).toEqual([...its.values()]);
  }
});

test('with receipts it keeps what has none, and says it again on each new line, byte for byte', async () => {
  await using broker = await aMosquitto();
  await using events = await aSubscriber(broker.url, 'yike/v1/+/up/event/#');
  const platform = await openLine({ url: broker.url, clientId: 'platform' });
  const player = openPlayer({ url: broker.url, stations: 1, devices: 2, name: 'lone' });
  const [station] = player.stations;
  if (!station) throw new Error('no station');
  player.begin();
  await expect.poll(() => player.online()).toBe(1);
  for (let i = 0; i < 10; i++) station.happens(Date.now());
  await expect.poll(() => station.acknowledged()).toBe(10);
  const receipt = (sequence: number): void => {
    const payload = JSON.stringify({ sequence: String(sequence).padStart(20, '0') });
    platform.publish(
      { topic: receiptTopic(station.id), payload, retain: false, contentType: 'application/json' },
      () => {},
    );
  };
  receipt(7);
  await expect.poll(() => station.receipted()).toBe(7);
  receipt(11); // of the future
  receipt(3); // falling
  await expect.poll(() => player.tally.counts.disbelieved).toBe(2);
  await broker.kill();
  await broker.start();
  await expect.poll(() => events.log.length).toBe(13);
  expect(events.log.slice(10).map(({ payload }) => payload)).toEqual(
    events.log.slice(7, 10).map(({ payload }) => payload),
  );
  expect(player.tally.ledger.repeats).toBe(3);
  await player.close();
  await platform.end().catch(() => {});
});
