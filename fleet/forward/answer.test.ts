import { expect, test } from 'vitest';
import { answerOf } from './answer.ts';
import { waitMs } from './back-off.ts';
import { leavesInTheClear } from './settings.ts';

test.each([
  [200, 'taken'],
  [204, 'taken'],
  [302, 'failed'],
  [400, 'refused'],
  [401, 'failed'],
  [403, 'failed'],
  [404, 'failed'],
  [408, 'failed'],
  [412, 'refused'],
  [413, 'refused'],
  [422, 'refused'],
  [429, 'failed'],
  [500, 'failed'],
  [503, 'failed'],
] as const)('HTTP %d: %s', (status, is) => {
  expect(answerOf({ status }).is).toBe(is);
});

test('waits grow from a second to five minutes, by chance within', () => {
  expect([1, 2, 3, 9, 10, 2000].map((failures) => waitMs(failures, 1))).toEqual([
    1000, 2000, 4000, 256_000, 300_000, 300_000,
  ]);
  expect(waitMs(5, 0.5)).toBe(8000);
  expect(waitMs(1, 0)).toBe(0);
});

test('a far side that asks to be left alone is, for five minutes at the most', () => {
  expect(waitMs(1, 0.5, 30_000)).toBe(30_000);
  expect(waitMs(1, 0.5, 86_400_000)).toBe(300_000);
});

test.each([
  ['https://fhir.example/r4', false],
  ['mqtts://things.example:8883', false],
  ['http://127.0.0.1:8080', false],
  ['http://[::1]:8080', false],
  ['mqtt://localhost:1883', false],
  ['http://fhir.example/r4', true],
  ['http://127.0.0.1.example/', true],
  ['mqtt://10.0.0.4:1883', true],
] as const)('%s goes over a wire in the clear: %s', (url, is) => {
  expect(leavesInTheClear(url)).toBe(is);
});

test.each(['', 'fhir.example', 'file:///etc/passwd', 'ftp://a'])('%j is no address', (url) => {
  expect(() => leavesInTheClear(url)).toThrow(RangeError);
});
