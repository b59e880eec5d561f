import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { loadStation } from './load.ts';

const good = readFileSync(join(import.meta.dirname, 'stations', 'health-hut.yaml'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'yike-anything-'));
const file = join(folder, 'station.yaml');
const drivers = ['maibobo-rbp', 'creative-pc'].map(
  (id) => ({ id, wire: { kind: 'serial' }, experimental: false }) as const,
);
afterAll(() => rmSync(folder, { recursive: true }));

/** A slip of the hand: so many characters at that place give way to others. */
const slip = fc.record({
  at: fc.nat(good.length),
  gone: fc.nat(12),
  typed: fc.oneof(
    fc.constantFrom(
      '',
      '\t',
      '\n',
      ': ',
      '- ',
      '{',
      ']',
      '"',
      '*a',
      '&a ',
      '!x ',
      '#',
      '0x',
      '~',
      '---\n',
      '\0',
      '\uFEFF',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  ),
});

test('whatever is typed into a station file, it is right or complained about at one of its lines', () => {
  const outcomes = { right: 0, wrong: 0 };
  fc.assert(
    fc.property(fc.array(slip, { minLength: 1, maxLength: 3 }), (slips) => {
      let text = good;
      for (const { at, gone, typed } of slips) text = text.slice(0, at) + typed + text.slice(at + gone);
      writeFileSync(file, text);
      const loaded = loadStation(file, { drivers, allowSimulated: false });
      if ('station' in loaded) {
        outcomes.right += 1;
        return;
      }
      outcomes.wrong += 1;
      expect(loaded.complaints.length).toBeGreaterThan(0);
      const last = text.split('\n').length;
      for (const { line, found, expected } of loaded.complaints) {
        expect(line >= 1 && line <= last, `line ${line} of ${last}`).toBe(true);
        expect(found !== '' && expected !== '').toBe(true);
      }
    }),
    { numRuns: 400 },
  );
  expect(outcomes.right > 0 && outcomes.wrong > 0).toBe(true);
});
