import { expect, test } from 'vitest';
import { sayIn } from './say.ts';
import { ago, clockOf, dateOf, lasting, momentOf, soonOf } from './time.ts';

const zh = sayIn('zh-CN');
const en = sayIn('en');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** 2026-11-29 23:30:05 in Wuhai. */
const NOW = Date.parse('2026-11-29T15:30:05Z');

test.each([
  [0, '0 秒', '0 s'],
  [-5, '0 秒', '0 s'],
  [12_900, '12 秒', '12 s'],
  [59_999, '59 秒', '59 s'],
  [26 * MINUTE, '26 分', '26 min'],
  [HOUR, '1 小时', '1 h'],
  [72 * MINUTE, '1 小时 12 分', '1 h 12 min'],
  [DAY, '1 天', '1 d'],
  [DAY + 5 * HOUR, '1 天 5 小时', '1 d 5 h'],
  [6 * DAY + 5 * HOUR, '6 天', '6 d'],
])('%d ms last %s', (ms, chinese, english) => {
  expect([lasting(ms, zh), lasting(ms, en)]).toEqual([chinese, english]);
});

test('what lies a little ahead of us was just now', () => {
  expect([ago(NOW + 800, NOW, zh), ago(NOW, NOW, en), ago(NOW - 12_000, NOW, zh)]).toEqual([
    '刚刚',
    'just now',
    '12 秒前',
  ]);
});

test("the city's time, whatever this computer's is", () => {
  expect([dateOf(NOW), clockOf(NOW), clockOf(NOW, true)]).toEqual(['2026-11-29', '23:30', '23:30:05']);
  expect(momentOf(NOW - 23 * HOUR, NOW)).toBe('00:30');
  expect(momentOf(NOW - DAY, NOW)).toBe('2026-11-28 23:30');
  expect(dateOf(NOW + HOUR)).toBe('2026-11-30');
});

test.each([
  [-1, '现在'],
  [10 * MINUTE, '今天 23 点'],
  [10 * HOUR, '明天 9 点'],
  [3 * DAY, '12-02'],
])('what comes in %d ms comes %s', (inMs, words) => {
  expect(soonOf(NOW + inMs, NOW, zh)).toBe(words);
});
