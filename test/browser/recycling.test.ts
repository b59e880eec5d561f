/** A deposit by touch alone, through `npm start -- --bins`: at the pace of its door and its scale, nothing leapt over. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fold } from '../platform.ts';
import { aDemo, type Demo } from './demo.ts';
import type { Hand } from './hand.ts';

const AT_MOST_TAPS = 5;

let demo: Demo;
let hand: Hand;
beforeAll(async () => {
  demo = await aDemo({ bins: true });
  hand = demo.hand;
});
afterAll(() => demo?.[Symbol.asyncDispose]());

const press = (line: string): void => demo.process.type(line);
const reads = (words: string | RegExp) => expect.poll(() => hand.reads()).toMatch(words);
/** What the city has heard of that kind, by its data. */
const told = (kind: string) =>
  fold(demo.city.log).flatMap(({ type, data }) =>
    type === `city.yike.${kind}.v1` ? [data as Record<string, unknown>] : [],
  );

test('paper, from home to done in five taps: its weight is seen, its points are saved', async () => {
  await hand.tap(/点一下屏幕开始/, 'home');
  const before = hand.taps();
  await hand.tap(/回收/, 'rec.material');
  await reads(/每公斤 60 分.*每公斤 90 分/s); // boards and scales have come up
  await hand.tap(/纸/, 'rec.prepare');
  await hand.tap(/开门/, 'rec.open');
  await hand.sees('rec.deposit');
  press('bin-paper drop 1.2');
  await reads('1.20');
  await hand.tapTo(/放好了/, ['rec.closing', 'rec.weigh', 'rec.points']);
  await hand.sees('rec.points');
  expect(await hand.reads()).toMatch(/72.*已保存/s);
  await hand.tap(/完成/, 'home');
  expect(hand.taps() - before).toBeLessThanOrEqual(AT_MOST_TAPS);
  await expect.poll(() => told('deposit')).toMatchObject([{ material: 'paper', grams: 1200, points: 72, flags: [] }]);
  await expect.poll(() => told('points')).toMatchObject([{ account: 'community', points: 72 }]);
});

test('a full bin says so on its tile, and is not opened', async () => {
  press('bin-bottles full');
  await hand.tap(/回收/, 'rec.material');
  await reads('满了');
  await hand.tap(/塑料瓶/, 'rec.problem');
  expect(await hand.reads()).toContain('REC-FULL');
  await hand.tap(/看哪个能用/, 'rec.material');
  await hand.tap(/返回/, 'home');
  expect(told('deposit')).toHaveLength(1);
});

test('the page made no error, and asked nobody else', () => {
  expect(demo.wrong).toEqual([]);
});
