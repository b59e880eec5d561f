/** One thing wrong in a file, so that a person can go there and mend it. */
export interface Complaint {
  /** `devices[0].transport.path` */
  readonly key: string;
  /** Counted from 1. */
  readonly line: number;
  readonly found: string;
  readonly expected: string;
}

export const complaintText = (file: string, { key, line, found, expected }: Complaint): string =>
  `${file}:${line} ${key === '' ? 'the file' : key}: found ${found}, expected ${expected}`;

export type Path = readonly (string | number)[];

export const keyOf = (path: Path): string =>
  path.map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${step}`)).join('');

/** What stands there, short enough for one line; a secret that somebody put there stays unsaid. */
export function foundText(value: unknown): string {
  if (value === undefined) return 'nothing';
  const shown = JSON.stringify(value) ?? String(value);
  if (shown.includes('-----BEGIN')) return 'a key or certificate itself';
  if (/:.*@/.test(shown)) return 'an address with a user name or password in it';
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
}

/** The one of `names` that `name` is a slip of: one letter in three wrong, two at most; undefined unless just one is near. */
export function meant(name: string, names: readonly string[]): string | undefined {
  const slips = Math.min(2, Math.ceil(name.length / 3));
  const near = names.filter((candidate) => distance(name, candidate) <= slips);
  return near.length === 1 ? near[0] : undefined;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
