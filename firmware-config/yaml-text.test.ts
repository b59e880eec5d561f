import { expect, test } from 'vitest';
import { readYaml } from './yaml-text.ts';

const complaints = (text: string): string[] =>
  readYaml(text).complaints.map(({ line, key, found, expected }) => `${line} ${key}: ${found} → ${expected}`);

test('each key has its line, and what is not there the line of what is around it', () => {
  const { lineOf, read } = readYaml('a: 1\nb:\n  - c: 2\n  # and\n  - { d: 3,\n      e: 4 }\n');
  expect(read).toEqual({ value: { a: 1, b: [{ c: 2 }, { d: 3, e: 4 }] } });
  expect([['a'], ['b'], ['b', 0, 'c'], ['b', 1, 'e'], ['b', 1, 'f', 'g'], ['x']].map(lineOf)).toEqual([
    1, 2, 3, 6, 5, 1,
  ]);
});

test('a key that looks like a number is a key', () => {
  const { lineOf, read } = readYaml('a:\n  b: 1\n  5: 2\n');
  expect(read).toEqual({ value: { a: { b: 1, 5: 2 } } });
  expect(lineOf(['a', '5'])).toBe(3);
});

test('each repeated key is named, and the rest is read all the same', () => {
  const text = 'a: 1\nb:\n  - c: 2\n    c: 3\na: 4\n';
  expect(complaints(text).toSorted()).toEqual([
    '4 b[0].c: this key a second time → each key once',
    '5 a: this key a second time → each key once',
  ]);
  expect(readYaml(text).read).toBeDefined();
});

test.each([
  ['a tab, not what looks broken because of it', 'a:\n  b: 1\n\tc: 2\n  d: 3\n', ['3 : a tab → spaces']],
  [
    'the first break, not what follows from it',
    'a: [1\nb: 2\nc: ]]\n',
    [expect.stringMatching(/^2 : text that is no YAML/)],
  ],
  ['a second document', 'a: 1\n---\nb: 2\n', [expect.stringMatching(/^2 : text that is no YAML/)]],
  ['a tag that nobody knows', 'a: !secret b\n', [expect.stringMatching(/^1 : text that is no YAML/)]],
  ['an alias', 'a: &it [1]\nb:\n  c: *it\n', ['3 b.c: an alias → the value itself']],
  ['an alias of nothing', 'a: *it\n', ['1 a: an alias → the value itself']],
])('%s is complained about', (_, text, expected) => {
  expect(complaints(text)).toEqual(expected);
  expect(readYaml(text).read).toBeUndefined();
});

test('aliases that would fill the memory are never followed', () => {
  const levels = Array.from({ length: 20 }, (_, i) => `k${i + 1}: &k${i + 1} [${`*k${i}, `.repeat(9)}]`);
  expect(readYaml(['k0: &k0 [1]', ...levels].join('\n')).read).toBeUndefined();
});
