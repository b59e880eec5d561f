import { expect, test } from 'vitest';
import type { HeardEvent, Said } from '../store/heard.ts';
import { openInbox } from './inbox.ts';

const event = (stationId: string, sequence: number): HeardEvent => ({
  stationId,
  sequence,
  id: 'a',
  kind: 'alarm',
  timeMs: 0,
  receivedMs: 0,
  demo: false,
  payload: 'x'.repeat(50),
});
const away = (stationId: string, receivedMs: number): Said => ({ about: 'away', stationId, receivedMs });
const limits = { messages: 10, bytes: 1e9, share: 0.5, topics: 3 };

test('a station fills its share and no more; of what waits each station gets the same, in its own order', () => {
  const inbox = openInbox(limits);
  const loud = [1, 2, 3, 4, 5, 6, 7].map((sequence) => inbox.event(event('loud', sequence)));
  expect(loud).toEqual([true, true, true, true, true, false, false]);
  for (const id of ['a', 'b']) for (const sequence of [1, 2]) expect(inbox.event(event(id, sequence))).toBe(true);
  const first = inbox.take(4).events.map(({ stationId, sequence }) => `${stationId}${sequence}`);
  expect(first.toSorted()).toEqual(['a1', 'b1', 'loud1', first[3]]);
  const rest = inbox.take(100).events.map(({ stationId, sequence }) => `${stationId}${sequence}`);
  expect([...first, ...rest].toSorted()).toEqual(['a1', 'a2', 'b1', 'b2', 'loud1', 'loud2', 'loud3', 'loud4', 'loud5']);
  const ofLoud = [...first, ...rest].filter((name) => name.startsWith('loud'));
  expect(ofLoud).toEqual(ofLoud.toSorted());
});

test.each([
  ['messages', { ...limits, share: 1 }],
  ['bytes', { ...limits, share: 1, messages: 1e9, bytes: 5000 }],
])('full of %s: whoever comes waits until a batch is done, not only taken', async (_, bounds) => {
  const inbox = openInbox(bounds);
  for (let sequence = 1; inbox.room() === undefined; sequence++) inbox.event(event('hut', sequence));
  const filled = inbox.messages();
  expect(filled).toBe(10);
  let in_ = false;
  const waiting = inbox.room()?.then(() => {
    in_ = true;
  });
  const batch = inbox.take(3);
  await null;
  expect([in_, inbox.room() === undefined]).toEqual([false, false]);
  inbox.done(batch);
  await waiting;
  expect([in_, inbox.messages(), inbox.room()]).toEqual([true, 7, undefined]);
  inbox.done(inbox.take(100));
  expect([inbox.messages(), inbox.bytes(), inbox.isEmpty()]).toEqual([0, 0, true]);
});

test('of a topic the latest stands, in the place where the first stood; a station has so many topics', () => {
  const inbox = openInbox(limits);
  expect(['t1', 't2', 't1', 't3', 't4', 't1'].map((topic, at) => inbox.state(topic, 'hut', away('hut', at)))).toEqual([
    true,
    true,
    true,
    true,
    false,
    true,
  ]);
  expect(inbox.state('u1', 'other', away('other', 9))).toBe(true);
  const batch = inbox.take(2);
  expect([...batch.said]).toEqual([
    ['t1', away('hut', 5)],
    ['t2', away('hut', 1)],
  ]);
  expect(inbox.state('t1', 'hut', away('hut', 10))).toBe(true); // said again while it is being written
  inbox.done(batch);
  expect(inbox.state('t4', 'hut', away('hut', 11))).toBe(true);
  expect([...inbox.take(9).said.keys()]).toEqual(['t3', 'u1', 't1', 't4']);
  inbox.forgetStates();
  expect(inbox.isEmpty()).toBe(true);
});
