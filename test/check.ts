/** `npm run check`: types, lint, format; a warning fails. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');

export const CHECKS = {
  types: [join(bin, 'tsc'), '-p', '.'],
  'lint and format': [join(bin, 'biome'), 'check', '--error-on-warnings', '.'],
} as const;

export function check(name: keyof typeof CHECKS): { readonly ok: boolean; readonly says: string } {
  const [program, ...args] = CHECKS[name];
  const { status, stdout, stderr } = spawnSync(program ?? '', args, { cwd: root, encoding: 'utf8' });
  return { ok: status === 0, says: `${stdout}${stderr}` };
}

if (import.meta.main) {
  for (const name of Object.keys(CHECKS) as (keyof typeof CHECKS)[]) {
    const { ok, says } = check(name);
    process.stdout.write(`${name}: ${ok ? 'ok' : `failed\n${says}`}\n`);
    if (!ok) process.exitCode = 1;
  }
}
