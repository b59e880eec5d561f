import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aFakeClock, type FakeClock } from '../../test/fake-clock.ts';
import type { View } from '../contract/screen.ts';
import { panelsOf } from '../visits/panels.ts';
import { liveRoute } from './live.ts';

/** Only the stream is asked here what it does with a view; which view it is, the visits say. */
const aView = (turn: number): View => ({
  turn,
  screen: { id: 'idle' },
  language: 'zh-CN',
  languages: ['zh-CN'],
  textSize: 1,
  textSizes: [1],
  station: { name: { en: 'Hut' }, phone: '1' },
  clock: { time: '14:20', month: 11, day: 23, weekday: 1 },
  network: 'on',
  panel: { id: 'main', diagonalInch: 21.5, widthPx: 1080, heightPx: 1920 },
  demo: true,
});

let app: FastifyInstance;
let clock: FakeClock;
let url: string;
let turn: number;
let watching: number[];
let changed: () => void;
const leaving = new Set<AbortController>();

beforeEach(async () => {
  clock = aFakeClock();
  turn = 1;
  watching = [];
  const listeners = new Set<() => void>();
  changed = () => {
    for (const listener of listeners) listener();
  };
  app = Fastify({ forceCloseConnections: true });
  const panel = {
    panelId: 'main',
    view: () => aView(turn),
    act: () => 'taken' as const,
    onView: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watchedBy: (streams: number) => void watching.push(streams),
    close: async () => {},
  };
  liveRoute(app, panelsOf([panel]), clock);
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const leave of leaving) leave.abort();
  leaving.clear();
  await app.close();
});

/** A screen that follows the stream; `heard` grows as it does. */
async function aScreen() {
  const leave = new AbortController();
  leaving.add(leave);
  const answer = await fetch(`${url}/api/live`, { signal: leave.signal });
  const screen = { status: answer.status, heard: '', leave: () => leave.abort() };
  const follow = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) screen.heard += decoder.decode(part, { stream: true });
  };
  follow().catch(() => {}); // it left
  return screen;
}
const turnsOf = (heard: string): number[] =>
  [...heard.matchAll(/^data: (.*)$/gm)].map(([, view]) => (JSON.parse(view ?? '') as View).turn);

test('a screen is told the whole view at once, and again only when it has changed', async () => {
  const screen = await aScreen();
  await expect.poll(() => turnsOf(screen.heard)).toEqual([1]);
  changed();
  turn = 2;
  changed();
  await expect.poll(() => turnsOf(screen.heard)).toEqual([1, 2]);
});

test('a heartbeat every ten seconds carries what changed by itself', async () => {
  const screen = await aScreen();
  await expect.poll(() => screen.heard.match(/: still here/g)?.length).toBe(1);
  turn = 7;
  await clock.pass(10_000);
  await expect.poll(() => screen.heard.match(/: still here/g)?.length).toBe(2);
  expect(turnsOf(screen.heard)).toEqual([1, 7]);
});

test('the panel knows how many screens show it', async () => {
  const first = await aScreen();
  await aScreen();
  expect(watching).toEqual([1, 2]);
  first.leave();
  await expect.poll(() => watching).toEqual([1, 2, 1]);
});

test('the ninth screen is refused, until one of the eight has gone', async () => {
  const [first] = await Promise.all(Array.from({ length: 8 }, aScreen));
  expect((await aScreen()).status).toBe(503);
  first?.leave();
  await expect.poll(() => watching.at(-1)).toBe(7);
  expect((await aScreen()).status).toBe(200);
});

test('a panel that does not exist has no stream', async () => {
  const answer = await fetch(`${url}/api/live?panel=none`);
  expect([answer.status, await answer.json()]).toEqual([404, { code: 'panel', message: 'There is no such panel.' }]);
});
