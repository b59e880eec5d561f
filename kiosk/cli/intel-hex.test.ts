import { expect, test } from 'vitest';
import { flashBytesOf } from './intel-hex.ts';

/** One record; its check value makes the sum of its bytes a multiple of 256. */
function record(address: number, kind: number, data: readonly number[] = []): string {
  const bytes = [data.length, address >> 8, address & 0xff, kind, ...data];
  const check = (256 - (bytes.reduce((sum, byte) => sum + byte, 0) % 256)) % 256;
  return `:${Buffer.from([...bytes, check])
    .toString('hex')
    .toUpperCase()}`;
}

const DATA = record(0, 0, [0x0c, 0x94, 0x5c, 0x00]);
const END = ':00000001FF';

test.each([
  ['a whole image', [DATA, record(4, 0, [1, 2]), END], 6],
  ['the lines of another system', [`${DATA}\r`, `${END}\r`], 4],
  ['other records between', [record(0, 3, [0, 0, 0, 0]), DATA, END], 4],
  ['an image cut short', [DATA], 'its end is missing'],
  ['a byte that changed', [DATA.replace('5C', '5D'), END], 'line 1 has a wrong check value'],
  ['a record cut short', [DATA.slice(0, -4), END], 'line 1 has another length than it says'],
  ['a program of another kind', ['\u007fELF'], 'line 1 is no record of an Intel HEX file'],
  ['more behind the end', [DATA, END, DATA], 'line 3 stands behind the end'],
  ['nothing', [END], 'nothing is in it'],
  ['an image over the bootloader', [record(32_256, 0, [1]), END], 'it is too large: 32257 bytes, and an Uno has 32256'],
])('%s', (_, lines, found) => {
  expect(flashBytesOf(lines.join('\n'))).toBe(found);
});
