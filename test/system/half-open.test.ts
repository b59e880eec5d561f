/** A line that carries nothing any more and says nothing of it: noticed, left, and nothing is lost by it. */
import { expect, test } from 'vitest';
import { anUplink, eventually } from '../an-uplink.ts';
import { aBrokenLine } from '../broken-line.ts';
import { fold } from '../platform.ts';
import { aScriptedBroker, puback, type ScriptedBroker } from '../scripted-broker.ts';

/** One and a half keep-alives are 45 s; an acknowledgement that stays away is looked for every 30 s, and believed after one look. */
const NOTICED_WITHIN_MS = 60_000;

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const events = (broker: ScriptedBroker) => broker.seen.filter(({ topic }) => topic.includes('/up/event/'));
const firsts = (broker: ScriptedBroker): number[] =>
  fold(broker.seen.map((seen) => ({ ...seen, qos: 1, contentType: '' }))).map(({ sequence }) => Number(sequence));

test('the ping that stays without answer tells, however much is said meanwhile, and no other clock', async () => {
  // The shortest keep-alive that a broker can ask for, of the first connection alone.
  await using broker = await aScriptedBroker({
    connack: (turn) => (turn === 1 ? { properties: { serverKeepAlive: 1 } } : {}),
  });
  await using line = await aBrokenLine(Number(new URL(broker.url).port));
  await using station = anUplink(`mqtt://127.0.0.1:${line.port}`, { backlog: 5 });
  await station.drained();
  await eventually(() => expect(broker.others).toEqual(['pingreq'])); // answered, so it stays
  expect(station.uplink.status()).toBe('online');
  line.mute();
  station.happens(1);
  let said = 0;
  await eventually(() => {
    station.deviceIs(`{"status":"ok","i":${++said}}`);
    expect(station.uplink.status()).toBe('offline');
  });
  expect(broker.others).toEqual(['pingreq']);
  expect(station.logged.at(-1)).toBe('uplink lost {"why":"lost: protocol or timeout"}');
  station.happens(2);
  await station.passesUntil(() => station.outbox.depth() === 0);
  expect(firsts(broker)).toEqual(upTo(8));
  expect(events(broker)).toHaveLength(8);
  expect(line.connections()).toBe(2);
});

test('in the middle of a drain the acknowledgement that stays away tells, and what was under way goes again', async () => {
  await using broker = await aScriptedBroker();
  await using line = await aBrokenLine(Number(new URL(broker.url).port));
  await using station = anUplink(`mqtt://127.0.0.1:${line.port}`, { backlog: 5 });
  await station.drained();
  line.mute();
  const mutedAt = station.clock.now();
  station.happens(200);
  await eventually(async () => {
    await station.clock.pass(1000);
    expect(station.lostAt).toHaveLength(1);
  });
  expect((station.lostAt[0] ?? 0) - mutedAt).toBeLessThanOrEqual(NOTICED_WITHIN_MS);
  expect(station.logged).toContain('uplink lost {"why":"silent: no acknowledgement"}');
  await station.passesUntil(() => station.outbox.depth() === 0);
  expect(firsts(broker)).toEqual(upTo(205));
  expect(events(broker)).toHaveLength(205);
  expect(line.connections()).toBe(2);
});

test('a slow line on which the answer to a ping stays behind, and acknowledgements come, is none of those', async () => {
  const answerAfterMs = 400; // real ones, as the keep-alive's are: ten make more than one and a half keep-alives, each less
  await using broker = await aScriptedBroker({
    connack: () => ({ properties: { serverKeepAlive: 1 } }),
    noPingresp: true,
    puback: (publish, wire) => void setTimeout(() => wire.send(puback(publish)), answerAfterMs),
  });
  await using station = anUplink(broker.url);
  await station.online();
  for (let i = 0; i < 10; i++) {
    station.happens(1);
    await station.drained();
    await station.clock.pass(1000);
  }
  expect(events(broker)).toHaveLength(10);
  expect(broker.connects).toHaveLength(1);
  expect(station.logged.filter((line) => line.includes('lost'))).toEqual([]);
});
