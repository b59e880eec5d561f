/** The project's own sources, as the tests of its shape read them. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const FOLDERS = ['kiosk', 'edge-agent', 'fleet', 'firmware-config', 'ui', 'test'];

/** Path from the project's root → text, of every TypeScript file. */
export function sources(): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'dist' && entry.name !== 'node_modules') walk(path);
      else if (/\.(ts|tsx)$/.test(entry.name)) found.set(relative(root, path), readFileSync(path, 'utf8'));
    }
  };
  for (const folder of FOLDERS) walk(join(root, folder));
  return found;
}

export interface Import {
  readonly from: string;
  /** Path from the root for our own files; else the package's name, or `node:…`. */
  readonly to: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\s+from\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

export function importsOf(from: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, still, lazily]) => {
    const name = still ?? lazily ?? '';
    const own = name.startsWith('.');
    const to = own
      ? posix.normalize(posix.join(dirname(from), name))
      : (/^(@[^/]+\/[^/]+|[^/]+)/.exec(name)?.[0] ?? name);
    return { from, to, own, typeOnly: type !== undefined };
  });
}

export const allImports = (files: ReadonlyMap<string, string>): Import[] =>
  [...files].flatMap(([path, text]) => importsOf(path, text));
