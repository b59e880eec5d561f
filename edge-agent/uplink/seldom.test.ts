import { expect, test } from 'vitest';
import { aFakeClock } from '../../test/fake-clock.ts';
import type { LogFacts } from '../ports.ts';
import { warnSeldom } from './seldom.ts';

const aSeldom = () => {
  const clock = aFakeClock();
  const lines: unknown[] = [];
  const warn = (what: string, facts?: LogFacts): void => void lines.push([what, facts]);
  return { clock, lines, seldom: warnSeldom('refused', { clock, log: { info: warn, warn, error: warn } }) };
};

test('ten thousand in a minute are two lines, and silence is none', async () => {
  const { clock, lines, seldom } = aSeldom();
  for (let i = 1; i <= 10_000; i++) seldom.warn(i < 10_000 ? 'early' : 'late');
  expect(lines).toEqual([['refused', { why: 'early', count: 1 }]]);
  await clock.pass(59_999);
  expect(lines).toHaveLength(1);
  await clock.pass(1);
  expect(lines.slice(1)).toEqual([['refused', { why: 'late', count: 9_999 }]]);
  await clock.pass(3_600_000);
  expect(lines).toHaveLength(2);
  seldom.warn('again');
  expect(lines.slice(2)).toEqual([['refused', { why: 'again', count: 1 }]]);
});

test('a flood that goes on for an hour is a line a minute that leaves none uncounted', async () => {
  const { clock, lines, seldom } = aSeldom();
  for (let second = 0; second < 3600; second++) {
    for (let i = 0; i < 3; i++) seldom.warn('flood');
    await clock.pass(1000);
  }
  expect(lines).toHaveLength(61);
  expect(lines.reduce<number>((sum, line) => sum + countOf(line), 0)).toBe(3 * 3600);
});
const countOf = (line: unknown): number => Number(/"count":(\d+)/.exec(JSON.stringify(line))?.[1]);

test('once cancelled nothing more is said', async () => {
  const { clock, lines, seldom } = aSeldom();
  for (let i = 0; i < 2; i++) seldom.warn('flood');
  seldom.cancel();
  await clock.pass(3_600_000);
  expect(lines).toHaveLength(1);
});
