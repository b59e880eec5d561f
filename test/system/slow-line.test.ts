/** 2 kB/s and 2 s each way: all time here is one clock's, the line's too; only the sockets are real. */
import { expect, test } from 'vitest';
import { anUplink } from '../an-uplink.ts';
import { aSteppedClock } from '../fake-clock.ts';
import { aScriptedBroker } from '../scripted-broker.ts';
import { aSlowLine } from '../slow-line.ts';

const EVENTS = 100;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const LINE = { delayMs: 2000, bytesPerSecond: 2000 };

test('a slow line is used to the full: one connection, nothing sent twice, and the backlog falls all the time', async () => {
  const clock = aSteppedClock();
  await using broker = await aScriptedBroker();
  await using line = await aSlowLine({ to: Number(new URL(broker.url).port), clock, ...LINE });
  await using station = anUplink(`mqtt://127.0.0.1:${line.port}`, { clock, backlog: EVENTS });
  const startedAt = clock.now();
  const depths = [station.outbox.depth()];
  while (station.outbox.depth() > 0) {
    await clock.pass(250);
    if ((clock.now() - startedAt) % 10_000 === 0) depths.push(station.outbox.depth());
    if (clock.now() - startedAt > 300_000) throw new Error(`${station.outbox.depth()} still wait`);
  }
  console.log(
    depths,
    clock.now() - startedAt,
    broker.seen.reduce((n, { payload, topic }) => n + payload.length + topic.length, 0),
  );
  expect(broker.connects).toHaveLength(1);
  expect(station.logged).toEqual(['uplink connected {"protocol":"5","window":64}']);
  const sent = broker.seen.filter(({ topic }) => topic.includes('/up/event/'));
  expect(sent.map(({ payload }) => Number(JSON.parse(payload).sequence))).toEqual(upTo(EVENTS));
});
