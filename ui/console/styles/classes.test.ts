/** A class means one thing: a page's sheet lies under the page's own class, and no two sheets style the same bare class. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PAGES = ['board', 'station', 'device', 'alarms', 'alarm', 'rounds', 'audit', 'accounts', 'me'];

/** Selectors that stand at a sheet's top, or in a media query there; what is nested in them is theirs. */
function topSelectors(css: string): string[] {
  const found: string[] = [];
  const text = css.replaceAll(/\/\*.*?\*\//gs, '');
  const open: string[] = [];
  let from = 0;
  for (const { 0: sign, index } of text.matchAll(/[{};]/g)) {
    if (sign === '{') {
      const selector = text.slice(from, index).trim();
      if (open.every((outer) => outer.startsWith('@')) && !selector.startsWith('@')) found.push(selector);
      open.push(selector);
    } else if (sign === '}') open.pop();
    from = index + 1;
  }
  return found;
}

/** The class with which a selector begins: what it styles, it styles on every page. */
const barestOf = (selectors: readonly string[]): Set<string> => {
  const each = selectors.flatMap((selector) => selector.split(/,(?![^(]*\))/));
  return new Set(each.flatMap((one) => /^\.[\w-]+/.exec(one.trim()) ?? []));
};

const sheets = new Map(
  readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.css'))
    .map((name) => [name, topSelectors(readFileSync(join(import.meta.dirname, name), 'utf8'))]),
);

test.each(PAGES)('%s.css styles its own page alone', (page) => {
  expect(sheets.get(`${page}.css`)).toEqual([`.${page}-page`]);
});

test('no two sheets style the same bare class', () => {
  const owners = new Map<string, string[]>();
  for (const [sheet, selectors] of sheets)
    for (const name of barestOf(selectors)) owners.set(name, [...(owners.get(name) ?? []), sheet]);
  expect(owners.size).toBeGreaterThan(30);
  expect([...owners].filter(([, sheets]) => sheets.length > 1)).toEqual([]);
});
