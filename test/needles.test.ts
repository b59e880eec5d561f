import { expect, test } from 'vitest';
import { needlesIn } from './needles.ts';

test.each([
  ['{"level":"warn","time":"2026-11-23T14:30:00Z","systolic":143}', 143],
  ['{"why":"refused 143/87/63"}', 87],
  ['{"facts":{"value":"7.3 mmol/L"}}', 7.3],
  ['yike/v1/hut/up/event/143', 143],
  ['Error: bad frame "..WARATAH.."', 'WARATAH'],
  ['frame 57 41 52 41 54 41 48 51', 'WARATAH'],
  ['<Buffer 00 57 41 52 41 54 41 48>', 'WARATAH'],
  ['{"frame":"AFdBUkFUQUg="}', 'WARATAH'],
  ['{"frame":{"type":"Buffer","data":[0,87,65,82,65,84,65,72]}}', 'WARATAH'],
] as const)('a planted needle is found: %s', (line, needle) => {
  expect(needlesIn(line, [needle, 999, 'TELOPEA'], ['time'])).toEqual([needle]);
});

test('a needle’s digits inside another number are none', () => {
  expect(
    needlesIn('{"time":"14:30:07.143","port":14387,"version":"0.7.3","window":871}', [143, 87, 7.3], ['time']),
  ).toEqual([]);
});
