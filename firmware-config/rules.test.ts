import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadRules } from './load.ts';
import { unsigned } from './rules.ts';

const names = { bloodPressure: 'cn-2024', glucose: 'cds-2024' };
const folder = mkdtempSync(join(tmpdir(), 'yike-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('rules that no clinician has signed are named', () => {
  const rules = loadRules(names);
  expect(unsigned(rules)).toEqual([
    expect.stringContaining('rules cn-2024'),
    expect.stringContaining('rules cds-2024'),
  ]);
  expect(unsigned(loadRules({ ...names, bloodPressure: 'esc-2024' }))[0]).toMatch(
    /esc-2024 .*Cardiology.*signedBy is empty/,
  );
  expect(unsigned({ ...rules, glucose: { ...rules.glucose, signedBy: 'Dr. Bai' } })).toHaveLength(1);
});

test.each([
  ['an unknown key', 'cn-2024', 'scale:', 'skale:', /cn-2024\.yaml:22 skale: found a key that is not known/],
  ['an unknown level', 'cds-2024', 'doctor-soon', 'doctor-one-day', /cds-2024\.yaml:\d+ levels\[4\]\.level/],
  ['a file of another name', 'cn-2024', 'id: cn-2024', 'id: cn-2018', /expected the name of the file/],
  [
    'classes that do not rise',
    'cn-2024',
    'systolicFrom: 160',
    'systolicFrom: 185',
    /classes: found 50, 90, .* that rise/,
  ],
  [
    'more readings than are ever taken',
    'cn-2024',
    'irregularReadings: 3',
    'irregularReadings: 4',
    /protocol\.irregularReadings: found 4, expected no more than most: 3/,
  ],
  ['classes above the scale', 'cds-2024', 'scaleEnd: 33.3', 'scaleEnd: 16.7', /classes\.fasting: .* that rise/],
  [
    'a gap above low',
    'cn-2024',
    'diastolicBelow: 60',
    'diastolicBelow: 55',
    /low\.diastolicBelow: found 55, expected 60/,
  ],
])('%s in a rules file stops the start', (_, name, replace, by, message) => {
  cpSync(join(import.meta.dirname, 'rules'), folder, { recursive: true });
  const file = join(folder, `${name}.yaml`);
  const good = readFileSync(file, 'utf8');
  expect(() => loadRules(names, folder)).not.toThrow();
  expect(good).toContain(replace);
  writeFileSync(file, good.replace(replace, by));
  expect(() => loadRules(names, folder)).toThrow(message);
});
