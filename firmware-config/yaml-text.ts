/** YAML text → a value, and the line of each of its keys; or what is wrong with the writing of it. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { type Complaint, keyOf, type Path } from './complaint.ts';

export interface YamlText {
  /** About the writing, not yet about the meaning. */
  readonly complaints: readonly Complaint[];
  /** No value where the text is no tree; after a mere repeated key there is one, and its other problems can be told too. */
  readonly read: { readonly value: unknown } | undefined;
  /** The line of that key, or of the nearest one around it that is there. Counted from 1. */
  lineOf(path: Path): number;
}

/** A key or an entry of a list. */
interface Place {
  readonly key: string;
  /** Characters from the start of the text. */
  readonly offset: number;
  readonly alias: boolean;
}

export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const places = placesIn(document.contents);
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const troubles = [...document.errors, ...document.warnings];
  const repeated = troubles.filter(({ code }) => code === 'DUPLICATE_KEY');
  const tabs = troubles.filter(({ code }) => code === 'TAB_AS_INDENT');
  const broken = tabs.length > 0 ? [] : troubles.filter(({ code }) => code !== 'DUPLICATE_KEY');
  // An alias may stand for nothing, or a few lines of them for more than the memory holds; these files need none.
  const aliases = places.filter(({ alias }) => alias);
  const readable = tabs.length + broken.length + aliases.length === 0;
  return {
    complaints: [
      ...repeated.map(({ pos: [offset] }) => ({
        key: places.find((place) => place.offset === offset)?.key ?? '',
        line: lineAt(offset),
        found: 'this key a second time',
        expected: 'each key once',
      })),
      ...tabs.map(({ pos: [offset] }) => ({ key: '', line: lineAt(offset), found: 'a tab', expected: 'spaces' })),
      ...broken.slice(0, 1).map(({ pos: [offset], message }) => ({
        key: '',
        line: lineAt(offset),
        found: `text that is no YAML (${message.split('\n')[0]})`, // what comes behind it may follow from it
        expected: 'YAML',
      })),
      ...aliases.map(({ key, offset }) => ({
        key,
        line: lineAt(offset),
        found: 'an alias',
        expected: 'the value itself',
      })),
    ],
    read: readable ? { value: document.toJS() } : undefined,
    lineOf(path) {
      for (let depth = path.length; depth > 0; depth--) {
        const key = keyOf(path.slice(0, depth));
        const place = places.findLast((one) => one.key === key); // of a repeated key the last one counts
        if (place) return lineAt(place.offset);
      }
      return 1;
    },
  };
}

function placesIn(node: ParsedNode | null, path: Path = []): readonly Place[] {
  if (isMap(node)) {
    return node.items.flatMap(({ key, value }) =>
      isScalar(key) ? placesFrom([...path, String(key.value)], key.range[0], value) : [],
    );
  }
  return isSeq(node) ? node.items.flatMap((entry, at) => placesFrom([...path, at], entry.range[0], entry)) : [];
}

const placesFrom = (path: Path, offset: number, holds: ParsedNode | null): readonly Place[] => [
  { key: keyOf(path), offset, alias: isAlias(holds) },
  ...placesIn(holds, path),
];
