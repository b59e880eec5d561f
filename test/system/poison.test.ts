/** Rows that can never be sent: set aside, a tombstone in their place, and nobody behind them waits. */
import { describe, expect, test } from 'vitest';
import { anUplink, eventually, STATION } from '../an-uplink.ts';
import { aScriptedBroker, puback, type ScriptedBroker } from '../scripted-broker.ts';

interface Event {
  readonly sequence: string;
  readonly type: string;
  readonly source: string;
  readonly data: {
    readonly replaces?: { readonly id: string; readonly kind: string };
    readonly [key: string]: unknown;
  };
}
const eventOf = (payload: string): Event => JSON.parse(payload) as Event;
const isEvent = ({ topic }: { readonly topic: string }): boolean => topic.includes('/up/event/');
const isTombstone = (event: Event): boolean => event.type === 'city.yike.tombstone.v1';
/** Every event that came, in order. */
const came = (broker: ScriptedBroker): Event[] => broker.seen.filter(isEvent).map(({ payload }) => eventOf(payload));
/** Of those that count: the last of each sequence. */
const settled = (broker: ScriptedBroker): string[] =>
  [...new Map(came(broker).map((event) => [Number(event.sequence), event]))]
    .sort(([one], [other]) => one - other)
    .map(([sequence, event]) => (isTombstone(event) ? `${sequence} tombstone` : `${sequence}`));

describe('a message that the broker will never take', () => {
  test.each([0x90, 0x99])('%i: the rest goes on at once', async (code) => {
    await using broker = await aScriptedBroker({
      puback: (publish, wire) => {
        const event = isEvent(publish) ? eventOf(publish.payload.toString()) : undefined;
        const poison = event !== undefined && Number(event.sequence) === 3 && !isTombstone(event);
        wire.send(puback(publish, poison ? code : 0));
      },
    });
    await using station = anUplink(broker.url, { backlog: 6 });
    await station.drained();
    expect(settled(broker)).toEqual(['1', '2', '3 tombstone', '4', '5', '6']);
    const tombstone = came(broker).find(isTombstone);
    expect(tombstone).toMatchObject({
      source: `/stations/${STATION}`,
      data: { replaces: { id: 'event-3', kind: 'observation' }, reason: 'refused', code },
    });
    expect(station.alarms).toEqual(['row-set-aside']);
    expect(broker.connects).toHaveLength(1);
  });

  test('too large for the broker: it is not even sent', async () => {
    await using broker = await aScriptedBroker({ connack: () => ({ properties: { maximumPacketSize: 1200 } }) });
    await using station = anUplink(broker.url, { backlog: 2 });
    await station.drained();
    expect(settled(broker)).toEqual(['1 tombstone', '2 tombstone']);
  });

  test('a tombstone that is refused too is not buried again: it stays, without a storm', async () => {
    await using broker = await aScriptedBroker({
      puback: (publish, wire) => wire.send(puback(publish, isEvent(publish) ? 0x99 : 0)),
    });
    await using station = anUplink(broker.url, { backlog: 1 });
    await eventually(() => expect(station.logged.join()).toContain('cannot be set aside'));
    expect(came(broker)).toHaveLength(2);
    await station.clock.pass(30_000);
    await eventually(() => expect(came(broker).length).toBeGreaterThan(2));
    expect(came(broker).length).toBeLessThan(20);
    expect(station.outbox.depth()).toBe(1);
  });
});

test('a row whose bytes have changed on the disk: its tombstone says so', async () => {
  await using broker = await aScriptedBroker();
  await using station = anUplink(broker.url, { backlog: 4, spoilt: 2 });
  await station.drained();
  expect(settled(broker)).toEqual(['1', '2 tombstone', '3', '4']);
  expect(came(broker).find(isTombstone)?.data).toMatchObject({ reason: 'damaged' });
});

describe('a line that dies at one row without a word', () => {
  test('the row is set aside after five deaths, and two more right behind the next one', async () => {
    await using broker = await aScriptedBroker({
      connack: (_, { protocolVersion }) => (protocolVersion === 5 ? { reasonCode: 0x84 } : {}),
      puback: (publish, wire) => {
        const event = isEvent(publish) ? eventOf(publish.payload.toString()) : undefined;
        if (event && Number(event.sequence) === 3 && !isTombstone(event)) wire.cut();
        else wire.send(puback(publish));
      },
    });
    await using station = anUplink(broker.url, { backlog: 6, protocol: '3.1.1' });
    await eventually(async () => {
      await station.clock.pass(500); // slowly enough for a real broker to answer within the uplink's patience
      expect(station.outbox.depth()).toBe(0);
    });
    expect(broker.connects).toHaveLength(8);
    expect(settled(broker)).toEqual(['1', '2', '3 tombstone', '4', '5', '6']);
    expect(came(broker).filter(isTombstone)).toHaveLength(1);
    expect(station.alarms).toEqual(['row-set-aside']);
  });

  test('while it takes the acknowledgements of repeats with it, it is found all the same', async () => {
    let died = false;
    await using broker = await aScriptedBroker({
      puback: (publish, wire) => {
        const event = isEvent(publish) ? eventOf(publish.payload.toString()) : undefined;
        if (event && Number(event.sequence) === 3 && !isTombstone(event)) {
          died = true;
          wire.cut();
        } else if (!(died && event && Number(event.sequence) < 3)) wire.send(puback(publish)); // it dies before it says so
      },
    });
    await using station = anUplink(broker.url, { receipts: true, backlog: 2 });
    await station.drained();
    station.happens(4);
    await eventually(async () => {
      await station.clock.pass(500);
      expect(station.alarms).toEqual(['row-set-aside']);
    });
    expect(
      came(broker)
        .filter(isTombstone)
        .every(({ sequence }) => Number(sequence) === 3),
    ).toBe(true);
  });

  test('a broker that dies of everything for a while convicts nobody', async () => {
    await using broker = await aScriptedBroker({
      puback: (publish, wire) => {
        if (broker.connects.length <= 5) wire.cut();
        else wire.send(puback(publish));
      },
    });
    await using station = anUplink(broker.url, { backlog: 6, protocol: '3.1.1' });
    await eventually(async () => {
      await station.clock.pass(500);
      expect(station.outbox.depth()).toBe(0);
    });
    expect(broker.connects.length).toBeGreaterThan(5);
    expect(station.alarms).toEqual([]);
    expect(settled(broker)).toEqual(['1', '2', '3', '4', '5', '6']);
  });
});
