import { expect, test } from 'vitest';
import { sources } from './sources.ts';

const files = sources();
const lines = [...files].map(([path, text]) => ({ path, count: text.split('\n').length }));

test('the median file has at most 120 lines, the largest at most 400', () => {
  const counts = lines.map(({ count }) => count).sort((a, b) => a - b);
  expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(120);
  expect(lines.filter(({ count }) => count > 400)).toEqual([]);
});

test('nothing is forced past the compiler outside the transports', () => {
  const forced = new RegExp(
    [': any\\b', '\\bas any\\b', '<any>', '@ts-' + '(ignore|expect-error|nocheck)', 'as unknown ' + 'as'].join('|'),
  );
  const found = [...files].filter(([path, text]) => !path.startsWith('edge-agent/transports/') && forced.test(text));
  expect(found.map(([path]) => path).filter((path) => path !== 'test/shape.test.ts')).toEqual([]);
});

test('no name says nothing', () => {
  const empty =
    /(^|[-/.])(manager|helper|utils?|service|base|data)s?\.tsx?$|(Manager|Helper|Utils?|Service|Base|Data)\.tsx?$/;
  expect([...files.keys()].filter((path) => empty.test(path))).toEqual([]);
});
