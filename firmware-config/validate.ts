/** A parsed file against its schema: every problem with its path; the lines are the loader's to find. */
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { foundText, keyOf, meant, type Path } from './complaint.ts';

export interface Problem {
  readonly path: Path;
  readonly found: string;
  readonly expected: string;
}

/** What of a schema is looked at here. */
interface Node {
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly unknown[];
}

/** For a value that is known to be wrong: one problem or more, one for each key. */
export function validate(schema: TSchema, value: unknown): Problem[] {
  const problems = new Map<string, Problem>();
  const add = (problem: Problem): void =>
    void (problems.has(keyOf(problem.path)) || problems.set(keyOf(problem.path), problem));
  for (const { keyword, instancePath, params } of Value.Errors(schema, value)) {
    const path = pathOf(instancePath);
    const node = nodeAt(schema, path);
    if (keyword !== 'anyOf' && isWithinChoice(schema, path)) continue; // the choice as a whole says what it wants
    if (keyword === 'additionalProperties' && 'additionalProperties' in params) {
      for (const name of params.additionalProperties) add(unknownKey(path, name, Object.keys(node?.properties ?? {})));
    } else if (keyword === 'required' && 'requiredProperties' in params) {
      for (const name of params.requiredProperties) {
        add({ path: [...path, name], found: 'nothing', expected: wanted(node?.properties?.[name]) });
      }
    } else if (keyword !== 'boolean') {
      add({ path, found: foundText(valueAt(value, path)), expected: wanted(node) });
    }
  }
  if (problems.size === 0) add({ path: [], found: foundText(value), expected: wanted(schema) });
  return [...problems.values()];
}

function unknownKey(path: Path, name: string, known: readonly string[]): Problem {
  const near = meant(name, known);
  return {
    path: [...path, name],
    found: 'a key that is not known',
    expected: `one of ${known.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`,
  };
}

const WORDS: Readonly<Record<string, string>> = {
  object: 'a group of keys',
  array: 'a list',
  string: 'text',
  number: 'a number',
};
const wanted = (node: Node | undefined): string => node?.description ?? WORDS[node?.type ?? ''] ?? 'something else';

/** A JSON pointer as steps; a number where it indexes a list. */
const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));

function nodeAt(schema: Node, path: Path): Node | undefined {
  let node: Node | undefined = schema;
  for (const step of path) node = typeof step === 'number' ? node?.items : node?.properties?.[step];
  return node;
}

const isWithinChoice = (schema: Node, path: Path): boolean =>
  path.some((_, at) => nodeAt(schema, path.slice(0, at + 1))?.anyOf !== undefined);

/** What stands at that path, as far as there is one. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) here = typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined;
  return here;
}

/** The same, where it is text. */
export function textAt(file: unknown, path: Path): string | undefined {
  const value = valueAt(file, path);
  return typeof value === 'string' ? value : undefined;
}
