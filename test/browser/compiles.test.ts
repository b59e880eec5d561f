/** That a screen nobody drew, a screen that no audit sees and a word that a language lacks do not even compile: said by the compiler. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const copy = mkdtempSync(join(tmpdir(), 'yike-compiles-'));
const FOLDERS = ['kiosk/contract', 'fleet/contract', 'ui'];

beforeAll(() => {
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
beforeEach(() => {
  for (const folder of FOLDERS) {
    rmSync(join(copy, folder), { recursive: true, force: true });
    cpSync(join(root, folder), join(copy, folder), {
      recursive: true,
      filter: (path) => !path.endsWith('/dist') && !path.endsWith('.test.ts'),
    });
  }
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What the compiler says of the copy. */
function complaints(): string {
  const tsc = join(root, 'node_modules', '.bin', 'tsc');
  return spawnSync(tsc, ['-p', '.'], { cwd: copy, encoding: 'utf8' }).stdout;
}

function plant(file: string, fault: (text: string) => string): void {
  const path = join(copy, file);
  const before = readFileSync(path, 'utf8');
  const after = fault(before);
  if (after === before) throw new Error(`nothing was planted in ${file}`);
  writeFileSync(path, after);
}

test('without a fault it compiles', () => {
  expect(complaints()).toBe('');
});

test('a new screen must be drawn, and be seen by gallery and audits', () => {
  plant('kiosk/contract/screen.ts', (text) =>
    text.replace("screen('bye', {})", "screen('bye', {}), screen('new', {})"),
  );
  const said = complaints();
  expect(said).toContain('ui/touch/screens/previews.ts');
  expect(said).toContain('ui/touch/screens/VisitScreen.tsx');
});

test.each(['en', 'zh-CN'])('a word that is missing in %s is missed', (language) => {
  plant(`ui/touch/words/${language}.json`, (text) => text.replace(/^ {2}"stop":.*\n/m, ''));
  expect(complaints()).not.toBe('');
});
