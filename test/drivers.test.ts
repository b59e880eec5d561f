import { expect, test } from 'vitest';
import { driverFacts } from '../kiosk/cli/drivers.ts';
import { table } from './drivers/table.ts';
import { inReadme } from './readme.ts';

test('the README shows the catalogue as it is: else `npm run drivers -- --readme`', () => {
  expect(inReadme('drivers')).toBe(table(driverFacts()));
});

test('a word with a vertical line stays in its cell', () => {
  const [facts] = driverFacts();
  if (!facts) throw new Error('no driver');
  const [, , line = ''] = table([{ ...facts, check: 'sum-8 | none' }]).split('\n');
  expect(line.split(/(?<!\\)\|/)).toHaveLength(9);
});
