/** What a command writes into the README stands between two marks, `<!-- NAME -->` and `<!-- /NAME -->`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const README = join(import.meta.dirname, '..', 'README.md');

const place = (name: string): RegExp => new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*)(<!-- /${name} -->)`);

/** What stands there now. */
export function inReadme(name: string): string {
  const [, , written] = place(name).exec(readFileSync(README, 'utf8')) ?? [];
  if (written === undefined) throw new Error(`README.md has no place for the ${name}`);
  return written;
}

export function writeReadme(name: string, report: string): void {
  inReadme(name);
  const put = (_all: string, begin: string, _old: string, end: string): string => `${begin}${report}${end}`;
  writeFileSync(README, readFileSync(README, 'utf8').replace(place(name), put));
}
