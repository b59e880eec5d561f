import { expect, test } from 'vitest';
import { sayIn } from '../say.ts';
import { agoOf } from './dates.ts';

test.each([
  [0, '今天'],
  [1, '昨天'],
  [3, '3 天前'],
  [13, '13 天前'],
  [14, '2 周前'],
  [59, '8 周前'],
  [60, '2 个月前'],
])('%d days ago', (days, words) => {
  expect(agoOf(days, sayIn('zh-CN'))).toBe(words);
});
