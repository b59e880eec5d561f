/** What somebody else wrote, bounded: it may stand in a row, on a page and in a notice. Markup stays what it is, text. */
const LONGEST = 200;
const MOST = 64;
const DEEPEST = 4;
/** Control characters, what turns the direction of writing round, line separators, halves of a character. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Without control characters, at most 200 UTF-16 units; a character is not cut in two. */
export const tidyText = (text: string): string =>
  text
    .slice(0, 4 * LONGEST)
    .replaceAll(UNSEEN, '')
    .slice(0, LONGEST)
    .replaceAll(/\p{Cs}/gu, '')
    .trim();

const KEY = /^[A-Za-z][\w-]{0,63}$/;

/** JSON of the same shape: at most 64 entries in each list and object, four deep, names of fields in plain letters. */
function tidy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return tidyText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.slice(0, MOST).map((entry) => tidy(entry, depth - 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => KEY.test(key))
      .slice(0, MOST)
      .map(([key, entry]) => [key, tidy(entry, depth - 1)]),
  );
}

/** These fields of it alone, tidy, as JSON: what else a newer station says is not kept. */
export function kept(value: object, fields: ReadonlySet<string>): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => fields.has(key))
        .map(([key, entry]) => [key, tidy(entry, DEEPEST)]),
    ),
  );
}
