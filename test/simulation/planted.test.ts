import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { patched } from './patch.ts';
import { FALLS_ELSEWHERE, firstFall, PLANTED, patchOf } from './planted.ts';

const SEEDS = 500;
const root = join(import.meta.dirname, '..', '..');

test.each(readdirSync(join(import.meta.dirname, 'planted')))('%s still applies', (file) => {
  const files = patched(patchOf(file.replace(/\.patch$/, '')), (path) => readFileSync(join(root, path), 'utf8'));
  expect(files.size).toBeGreaterThan(0);
});

test('each patch is a bug that falls somewhere', () => {
  const names = readdirSync(join(import.meta.dirname, 'planted')).map((file) => file.replace(/\.patch$/, ''));
  expect([...PLANTED.map(({ name }) => name), ...FALLS_ELSEWHERE].sort()).toEqual(names.sort());
});

test('a patch whose lines are no longer there is refused', () => {
  const patch = '--- a/x.ts\n+++ b/x.ts\n@@ -1,2 +1,2 @@\n const a = 1;\n-const b = 2;\n+const b = 3;\n';
  expect(patched(patch, () => 'const a = 1;\nconst b = 2;\n').get('x.ts')).toBe('const a = 1;\nconst b = 3;\n');
  expect(() => patched(patch, () => 'const a = 1;\nconst b = 4;\n')).toThrow('0 times');
});

test.each(PLANTED.map((planted) => [planted.what, planted] as const))(
  `falls within ${SEEDS} seeds: %s`,
  async (_, planted) => {
    const fell = await firstFall(planted, planted.from ?? 1, SEEDS);
    process.stdout.write(`planted ${planted.name}: seed ${fell?.seed}, ${fell?.invariant}\n`);
    expect(fell).toBeDefined();
  },
);
