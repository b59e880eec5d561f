import { expect, test } from 'vitest';
import { check, type Seen } from './memory-checker.ts';
import { interleave, interleaveAll } from './memory-run.ts';

/** A share of what `npm run ordeal -- memories` does. */
const SEEDS = 500;

test(`in ${SEEDS} interleavings of two people, one meter and its memory nobody gets another person's reading`, async () => {
  const { broken, times } = await interleaveAll(1, SEEDS);
  expect(broken).toEqual([]);
  for (const [what, least] of [
    ['measured', 5000],
    ['asked', 1000],
    ['filed', 500],
    ['clock set', 50],
  ] as const)
    expect(times[what], what).toBeGreaterThan(least);
});

test('the same seed does the same', async () => {
  for (const seed of [1, 2, 3]) expect((await interleave(seed)).history).toEqual((await interleave(seed)).history);
});

const begins: Seen = { what: 'begins', at: 100_000, visit: 'v', person: 'one' };
const measured = (at: number, more: { person?: string; mmolPerL?: number; control?: boolean } = {}): Seen => ({
  what: 'measured',
  at,
  person: 'one',
  mmolPerL: 5.6,
  control: false,
  ...more,
});
const dumped: Seen = { what: 'dumped', at: 300_000, holds: 12 };
const asked: Seen = { what: 'asked', at: 300_100, visit: 'v', mmolPerL: 5.6 };
const mine: Seen = { what: 'mine', at: 301_000, visit: 'v', careless: false };
const filed: Seen = { what: 'filed', at: 301_020, visit: 'v', mmolPerL: 5.6 };
const good = [begins, measured(200_000), dumped, asked, mine, filed];

test.each<readonly [string, readonly Seen[], readonly string[]]>([
  ['as it should be', good, []],
  [
    'before the visit',
    [measured(99_000), begins, dumped, asked],
    ['asked about what was not measured during the visit'],
  ],
  [
    'a control',
    [begins, measured(200_000, { control: true }), dumped, asked],
    ['asked about a control solution', 'asked about what was not measured during the visit'],
  ],
  [
    'two',
    [begins, measured(200_000), measured(210_000, { mmolPerL: 7 }), dumped, asked],
    ['asked about one of several'],
  ],
  ['unasked', [begins, measured(200_000), dumped, asked, filed], ['filed without a yes']],
  [
    'another’s',
    [begins, measured(200_000, { person: 'other' }), dumped, asked, mine, filed],
    ['filed for another person'],
  ],
  ['twice', [...good, mine, filed], ['filed twice']],
  [
    'unwished',
    [...good, { what: 'told', at: 110_000, visit: 'v', files: false }],
    ['filed for who wanted nothing filed'],
  ],
  ['logged', [...good, { what: 'logged', at: 1, text: 'reading 5.6' }], ['logged']],
])('the checker sees: %s', (_, history, broken) => {
  expect(check(history)).toEqual(broken);
});
