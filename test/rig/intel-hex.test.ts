import { expect, test } from 'vitest';
import { parseHex } from './intel-hex.ts';

const GOOD = ':0400000001020304F2';
const END = ':00000001FF';

test('records are laid down where they say, and the rest of the flash is erased', () => {
  const { flash, used } = parseHex(`${GOOD}\r\n:020010000506E3\n${END}`);
  expect([...flash.subarray(0, 6)]).toEqual([1, 2, 3, 4, 0xff, 0xff]);
  expect([...flash.subarray(0x10, 0x13)]).toEqual([5, 6, 0xff]);
  expect(used).toBe(6);
});

test.each([
  ['a wrong sum', `:0400000001020304F3\n${END}`],
  ['a record cut short', `:04000000010203F2\n${END}`],
  ['no colon', `0400000001020304F2\n${END}`],
  ['an address outside the flash', `:02FFFF00000000\n${END}`],
  ['no end', GOOD],
])('refused: %s', (_, text) => {
  expect(() => parseHex(text)).toThrow();
});
