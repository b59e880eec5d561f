/** Unified diffs, applied strictly: every hunk's old lines must stand in the file exactly once, wherever they have moved to. */
interface Hunk {
  readonly file: string;
  readonly old: string;
  readonly fresh: string;
}

/** The files as they are with the patch. Throws when it does not apply any more. */
export function patched(patch: string, read: (path: string) => string): Map<string, string> {
  const files = new Map<string, string>();
  for (const { file, old, fresh } of hunksOf(patch)) {
    const text = files.get(file) ?? read(file);
    const [before, after, ...more] = text.split(old);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`${file}: a hunk's old lines stand there ${text.split(old).length - 1} times:\n${old}`);
    files.set(file, before + fresh + after);
  }
  return files;
}

function hunksOf(patch: string): Hunk[] {
  const hunks: Hunk[] = [];
  for (const section of patch.split(/^--- .*\n/m).slice(1)) {
    const file = /^\+\+\+ b\/(.*)$/m.exec(section)?.[1];
    if (file === undefined) throw new Error('a section without its file');
    for (const hunk of section.split(/^@@ .*\n/m).slice(1)) {
      const lines = hunk.split('\n').filter((line) => line !== '');
      const side = (...signs: readonly string[]): string =>
        lines
          .filter((line) => signs.includes(line[0] ?? ''))
          .map((line) => `${line.slice(1)}\n`)
          .join('');
      hunks.push({ file, old: side(' ', '-'), fresh: side(' ', '+') });
    }
  }
  return hunks;
}
