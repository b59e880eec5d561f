/** 2 kB/s and 2 s each way: all time here is one clock's, the line's too; only the sockets are real. */
import { expect, test } from 'vitest';
import { anUplink } from '../an-uplink.ts';
import { aSteppedClock } from '../fake-clock.ts';
import { aScriptedBroker } from '../scripted-broker.ts';
import { aSlowLine } from '../slow-line.ts';

const isEvent = ({ topic }: { readonly topic: string }): boolean => topic.includes('/up/event/');
const EVENTS = 100;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const LINE = { delayMs: 2000, bytesPerSecond: 2000 };

test('a slow line is used to the full: one connection, nothing sent twice, and the backlog falls all the time', async () => {
  const clock = aSteppedClock();
  await using broker = await aScriptedBroker();
  await using line = await aSlowLine({ to: Number(new URL(broker.url).port), clock, ...LINE });
  await using station = anUplink(`mqtt://127.0.0.1:${line.port}`, { clock, backlog: EVENTS });
  const sent = () => broker.seen.filter(isEvent).map(({ payload }) => Number(JSON.parse(payload).sequence));
  const startedAt = clock.now();
  const counts: number[] = [];
  while (station.outbox.depth() > 0) {
    await clock.pass(250);
    if ((clock.now() - startedAt) % 10_000 === 0) counts.push(sent().length);
    expect(clock.now() - startedAt).toBeLessThan(200_000);
  }
  expect(broker.connects).toHaveLength(1);
  expect(station.logged).toEqual(['uplink connected {"protocol":"5","window":64}']);
  expect(sent()).toEqual(upTo(EVENTS));
  const each = counts.slice(1).map((count, i) => count - (counts[i] ?? 0));
  expect(Math.min(...each), 'of the fifteen that the line carries in ten seconds').toBeGreaterThanOrEqual(10);
});
