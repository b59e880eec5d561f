/** Brokers that refuse, lie, and fall silent: all of it costs time, and neither an event nor the order. */
import { describe, expect, test } from 'vitest';
import { anUplink, eventually, STATE_TOPIC } from '../an-uplink.ts';
import { fold } from '../platform.ts';
import { aScriptedBroker, puback, type Script, type ScriptedBroker } from '../scripted-broker.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const isEvent = ({ topic }: { readonly topic: string }): boolean => topic.includes('/up/event/');
const numberOf = ({ payload }: { readonly payload: string }): number => Number(JSON.parse(payload).sequence);
/** In the order of their first arrival; `fold` fails where a repeat is not byte-identical. */
const firsts = (broker: ScriptedBroker): number[] =>
  fold(broker.seen.map((seen) => ({ ...seen, qos: 1, contentType: '' }))).map(({ sequence }) => Number(sequence));
/** On one connection, as they came. */
const eventsOf = (broker: ScriptedBroker, connection: number): number[] =>
  broker.seen.filter((seen) => isEvent(seen) && seen.connection === connection).map(numberOf);

/** Acts on events alone; states are acknowledged rightly. */
const onEvents = (act: NonNullable<Script['puback']>): NonNullable<Script['puback']> => {
  let turn = 0;
  return (publish, wire) => {
    if (isEvent(publish)) act(publish, wire, ++turn);
    else wire.send(puback(publish));
  };
};

describe('CONNACK', () => {
  test.each([
    [0x87, 'credentials: reason 0x87'],
    [0x88, 'busy: reason 0x88'],
    [0x89, 'busy: reason 0x89'],
    [0x9f, 'busy: reason 0x9f'],
  ])('0x%s: the station comes again, by a new connection each time, until it is let in', async (reasonCode, why) => {
    await using broker = await aScriptedBroker({ connack: (turn) => (turn < 4 ? { reasonCode } : {}) });
    await using station = anUplink(broker.url, { backlog: 2 });
    for (let turn = 1; turn < 4; turn++) {
      await eventually(() => expect(broker.connects).toHaveLength(turn));
      await eventually(() => expect(station.logged).toEqual([`uplink lost {"why":"${why}"}`]));
      expect(broker.seen).toEqual([]);
      await eventually(async () => {
        await station.clock.pass(1000);
        expect(broker.connects).toHaveLength(turn + 1);
      });
    }
    await station.drained();
    expect(firsts(broker)).toEqual([1, 2]);
  });

  test('0x84: the same station comes at once with 3.1.1', async () => {
    await using broker = await aScriptedBroker({
      connack: (_, { protocolVersion }) => (protocolVersion === 5 ? { reasonCode: 0x84 } : {}),
    });
    await using station = anUplink(broker.url, { backlog: 2 });
    await station.drained();
    expect(broker.connects.map(({ protocolVersion }) => protocolVersion)).toEqual([5, 4]);
  });

  test('that refuses both versions is waited for, and MQTT 5 tried again', async () => {
    await using broker = await aScriptedBroker({
      connack: (turn) => ({ reasonCode: 0x84, returnCode: turn < 3 ? 1 : 0 }),
    });
    await using station = anUplink(broker.url);
    await eventually(() => expect(broker.connects).toHaveLength(2));
    await eventually(() => expect(station.logged).toHaveLength(2));
    await station.clock.pass(0);
    expect(broker.connects).toHaveLength(2);
    await station.clock.pass(1000);
    await eventually(() => expect(broker.connects.map(({ protocolVersion }) => protocolVersion)).toEqual([5, 4, 5, 4]));
    await station.online();
  });

  test('carries the station id as client id and user name, a clean start, and the will', async () => {
    await using broker = await aScriptedBroker();
    await using station = anUplink(broker.url);
    await station.online();
    const [connect] = broker.connects;
    expect(connect).toMatchObject({ clientId: 'park-hut-01', username: 'park-hut-01', clean: true, keepalive: 30 });
    expect(connect?.will).toMatchObject({ topic: STATE_TOPIC, qos: 1, retain: true });
    expect(String(connect?.will?.payload)).toBe('{"online":false}');
  });
});

describe('Receive Maximum', () => {
  test.each([1, 3])('of %i is never exceeded, states included', async (receiveMaximum) => {
    await using broker = await aScriptedBroker({
      connack: () => ({ properties: { receiveMaximum } }),
      puback: (publish, wire) => setImmediate(() => wire.send(puback(publish))),
    });
    await using station = anUplink(broker.url, { backlog: 50 });
    await eventually(() => expect(station.outbox.acknowledged()).toBeGreaterThan(10));
    for (let i = 0; i < 5; i++) station.deviceIs(`{"status":"ok","i":${i}}`);
    await station.drained();
    expect(Math.max(...broker.seen.map(({ open }) => open))).toBe(receiveMaximum);
    expect(firsts(broker)).toEqual(upTo(50));
  });

  test('not given, the window is 64', async () => {
    await using broker = await aScriptedBroker({ puback: () => {} });
    await using station = anUplink(broker.url, { backlog: 200 });
    await eventually(() => expect(broker.seen).toHaveLength(64));
    await station.clock.pass(0);
    expect(broker.seen).toHaveLength(64);
  });
});

test('a state that changes does not wait behind the backlog', async () => {
  const held: (() => void)[] = [];
  await using broker = await aScriptedBroker({
    connack: () => ({ properties: { receiveMaximum: 2 } }),
    puback: onEvents((publish, wire) => held.push(() => wire.send(puback(publish)))),
  });
  await using station = anUplink(broker.url, { backlog: 500 });
  await eventually(() => expect(held).toHaveLength(2));
  station.deviceIs('{"status":"down"}');
  held.shift()?.();
  await eventually(() => expect(broker.seen.map(({ payload }) => payload)).toContain('{"status":"down"}'));
  expect(eventsOf(broker, 1).length).toBeLessThanOrEqual(3);
});

describe('PUBACK', () => {
  test('that never comes: after half a minute a new connection sends the same again', async () => {
    await using broker = await aScriptedBroker({
      puback: onEvents((publish, wire, turn) => turn !== 3 && turn < 10 && wire.send(puback(publish))),
    });
    await using station = anUplink(broker.url, { backlog: 5 });
    await eventually(() => expect(eventsOf(broker, 1)).toEqual([1, 2, 3, 4, 5]));
    await station.clock.pass(0);
    await eventually(async () => {
      await station.clock.pass(1000);
      expect(station.logged).toContain('uplink lost {"why":"silent: no acknowledgement"}');
    });
    expect(station.outbox.acknowledged()).toBe(2);
    await station.clock.pass(2000);
    await station.drained();
    expect(eventsOf(broker, 2)).toEqual([3, 4, 5]);
    expect(firsts(broker)).toEqual(upTo(5));
  });

  test('that comes twice counts once', async () => {
    await using broker = await aScriptedBroker({
      puback: (publish, wire) => {
        wire.send(puback(publish));
        wire.send(puback(publish));
      },
    });
    await using station = anUplink(broker.url, { backlog: 200 });
    await station.drained();
    expect(eventsOf(broker, 1)).toEqual(upTo(200));
    expect(broker.connects).toHaveLength(1);
  });

  test('for a message that was never sent is nobody’s; the right one is still waited for', async () => {
    let good = false;
    await using broker = await aScriptedBroker({
      puback: onEvents((publish, wire) => wire.send(puback({ messageId: good ? publish.messageId : 60_000 }))),
    });
    await using station = anUplink(broker.url, { backlog: 3 });
    await eventually(() => expect(eventsOf(broker, 1)).toEqual([1, 2, 3]));
    await eventually(async () => {
      await station.clock.pass(1000);
      expect(station.logged).toContain('uplink lost {"why":"silent: no acknowledgement"}');
    });
    expect(station.outbox.acknowledged()).toBe(0);
    good = true;
    await station.clock.pass(2000);
    await station.drained();
    expect(firsts(broker)).toEqual([1, 2, 3]);
  });

  test('in the wrong order raises the mark over nothing that is still open', async () => {
    const held: (() => void)[] = [];
    await using broker = await aScriptedBroker({
      puback: onEvents((publish, wire) => held.push(() => wire.send(puback(publish)))),
    });
    await using station = anUplink(broker.url, { backlog: 4 });
    await eventually(() => expect(held).toHaveLength(4));
    for (const release of held.slice(1).reverse()) release();
    broker.cut();
    await station.offline();
    expect(station.outbox.acknowledged()).toBe(0);
    held.length = 0;
    await station.clock.pass(2000);
    await eventually(() => {
      for (const release of held.splice(0)) release(); // alone at first: the line died with it at the head
      expect(station.outbox.depth()).toBe(0);
    });
    expect(firsts(broker)).toEqual(upTo(4));
  });

  test.each([
    [0x80, 'not-taken', []],
    [0x87, 'credentials', ['not-authorised', 'no not-authorised']],
    [0x97, 'busy', []],
  ] as const)(
    '%i keeps the row: after a pause it goes again, alone, on the same line',
    async (reasonCode, what, alarms) => {
      await using broker = await aScriptedBroker({
        puback: onEvents((publish, wire, turn) => wire.send(puback(publish, turn >= 3 && turn < 7 ? reasonCode : 0))),
      });
      await using station = anUplink(broker.url, { backlog: 6 });
      const why = `${what}: reason 0x${reasonCode.toString(16)}`;
      await eventually(() => expect(station.logged).toContain(`uplink pauses {"why":"${why}"}`));
      await eventually(() => expect(eventsOf(broker, 1)).toEqual(upTo(6)));
      expect(station.outbox.acknowledged()).toBe(2);
      await station.clock.pass(30_000);
      await station.drained();
      expect(eventsOf(broker, 1)).toEqual([...upTo(6), 3, 4, 5, 6]);
      expect(broker.connects).toHaveLength(1);
      expect(station.logged.filter((line) => line.startsWith('uplink pauses'))).toHaveLength(1);
      expect(station.alarms).toEqual(alarms);
    },
  );

  test('of a refusal makes the next try go alone, so that nothing overtakes the row again', async () => {
    const held: (() => void)[] = [];
    await using broker = await aScriptedBroker({
      puback: onEvents((publish, wire, turn) => {
        if (turn === 1) wire.send(puback(publish, 0x97));
        if (turn > 4) held.push(() => wire.send(puback(publish)));
      }),
    });
    await using station = anUplink(broker.url, { backlog: 4 });
    await eventually(() => expect(station.logged.join()).toContain('uplink pauses'));
    await station.clock.pass(1000);
    await eventually(() => expect(held).toHaveLength(1));
    station.deviceIs('{"status":"down"}'); // arrives behind whatever was sent before it
    await eventually(() => expect(broker.seen.at(-1)?.payload).toBe('{"status":"down"}'));
    expect(eventsOf(broker, 1)).toEqual([1, 2, 3, 4, 1]);
    held[0]?.();
    await eventually(() => expect(eventsOf(broker, 1)).toEqual([1, 2, 3, 4, 1, 2, 3]));
  });

  test('0x10, nobody subscribed, is good', async () => {
    await using broker = await aScriptedBroker({
      puback: (publish, wire) => wire.send(puback(publish, 0x10)),
    });
    await using station = anUplink(broker.url, { backlog: 3 });
    await station.drained();
    expect(eventsOf(broker, 1)).toEqual(upTo(3));
  });
});

test('a line that drops in the middle of a batch, at every place of it, keeps order and loses nothing', async () => {
  const events = 12;
  await using broker = await aScriptedBroker({
    // Connection n is cut at its n-th event, of which every second is acknowledged first.
    puback: onEvents((publish, wire) => {
      const connection = broker.connects.length;
      const here = eventsOf(broker, connection).length;
      if (here < connection || connection % 2 === 0 || connection > events) wire.send(puback(publish));
      if (here >= connection && connection <= events) wire.cut();
    }),
  });
  await using station = anUplink(broker.url, { backlog: events });
  await eventually(async () => {
    await station.clock.pass(1000);
    expect(station.outbox.depth()).toBe(0);
  });
  expect(firsts(broker)).toEqual(upTo(events));
  for (let connection = 1; connection <= broker.connects.length; connection++) {
    const sent = eventsOf(broker, connection);
    expect(sent).toEqual(sent.map((_, i) => (sent[0] ?? 0) + i));
  }
  expect(broker.seen.every(({ dup }) => !dup)).toBe(true);
});

test('a broker that lets in and throws out at once is not stormed', async () => {
  await using broker = await aScriptedBroker({ puback: (_, wire) => wire.cut() });
  await using station = anUplink(broker.url, { fraction: () => 0.999 });
  const waits: number[] = [];
  for (let turn = 1; turn <= 6; turn++) {
    await eventually(() => expect(broker.connects).toHaveLength(turn));
    await station.offline();
    const since = station.clock.now();
    await eventually(async () => {
      await station.clock.pass(500);
      expect(broker.connects).toHaveLength(turn + 1);
    });
    waits.push(station.clock.now() - since);
  }
  expect(waits.slice(1).every((wait, i) => wait >= Math.min(waits[i] ?? 0, 29_000))).toBe(true);
  expect(waits.at(-1)).toBeGreaterThanOrEqual(29_000);
});

test('a station thrown out by its own name twice within a minute leaves the other alone for one, and calls', async () => {
  let throwsOut = true;
  await using broker = await aScriptedBroker({
    puback: (_, wire) => {
      if (!throwsOut) return;
      wire.send({ cmd: 'disconnect', reasonCode: 0x8e });
      wire.end();
    },
  });
  await using station = anUplink(broker.url);
  await eventually(() => expect(station.logged).toContain('uplink lost {"why":"taken-over: reason 0x8e"}'));
  expect(station.alarms).toEqual([]);
  await station.clock.pass(2000);
  await eventually(() => expect(broker.connects).toHaveLength(2));
  await eventually(() => expect(station.alarms).toEqual(['station-twice']));
  await station.clock.pass(60_000);
  expect(broker.connects).toHaveLength(2);
  throwsOut = false;
  await station.clock.pass(4000);
  await eventually(() => expect(broker.connects).toHaveLength(3));
  await station.online();
  await station.clock.pass(600_000);
  expect(station.alarms).toEqual(['station-twice', 'no station-twice']);
});

test('a planned stop says goodbye behind what is under way, then DISCONNECT, and what was acknowledged is not sent again', async () => {
  await using broker = await aScriptedBroker();
  await using station = anUplink(broker.url, { backlog: 20 });
  await station.online();
  await station.uplink.close();
  expect(broker.seen.at(-1)).toMatchObject({ topic: STATE_TOPIC, payload: '{"online":false}', retain: true });
  await eventually(() => expect(broker.others).toEqual(['disconnect']));
  expect(station.outbox.acknowledged()).toBe(eventsOf(broker, 1).length);
});

test('a refusal that comes during a planned stop starts nothing again', async () => {
  const open: { readonly messageId: number }[] = [];
  await using broker = await aScriptedBroker({
    puback: (publish, wire) => {
      if (isEvent(publish)) open.push(publish);
      else if (publish.payload.toString() !== '{"online":false}') wire.send(puback(publish));
      else for (const refused of [...open, publish]) wire.send(puback(refused, 0x97));
    },
  });
  await using station = anUplink(broker.url, { backlog: 2 });
  await eventually(() => expect(open).toHaveLength(2));
  await station.uplink.close();
  await station.clock.pass(60_000);
  expect(station.logged).toHaveLength(1);
  expect(station.outbox.acknowledged()).toBe(0);
});

test('a planned stop does not wait for a broker that has fallen silent', async () => {
  await using broker = await aScriptedBroker({ puback: () => {} });
  await using station = anUplink(broker.url, { backlog: 3 });
  await station.online();
  await station.clock.until(station.uplink.close(), 4000);
  expect(station.uplink.status()).toBe('offline');
});

test('nothing of an event stands in the log', async () => {
  await using broker = await aScriptedBroker({
    puback: onEvents((publish, wire, turn) => (turn < 4 ? wire.cut() : wire.send(puback(publish, 0x99)))),
  });
  await using station = anUplink(broker.url, { backlog: 3 });
  await eventually(async () => {
    await station.clock.pass(1000);
    expect(station.logged.join()).toContain('uplink pauses');
  });
  expect(station.logged.join('\n')).not.toMatch(/event|filler|yike\/|park-hut/);
});
