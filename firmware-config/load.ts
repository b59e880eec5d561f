/** Files → checked, defaulted, typed; or complaints with their lines. The only place of this folder that reads files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import { type Complaint, foundText, keyOf, type Path } from './complaint.ts';
import { type Allowed, crossCheck } from './cross-check.ts';
import { BloodPressureRules, GlucoseRules, type Rules } from './rules.ts';
import { Station, type StationFile } from './station.ts';
import { type Problem, validate } from './validate.ts';

type Loaded<T> = { readonly value: T } | { readonly complaints: readonly Complaint[] };

/** Every problem of a station file at once; never throws for what stands in the file, or for a file that is not there. */
export function loadStation(
  file: string,
  allowed: Allowed,
): { readonly station: StationFile } | { readonly complaints: readonly Complaint[] } {
  const loaded = load(file, Station, (station) => crossCheck(station, allowed));
  return 'complaints' in loaded ? loaded : { station: loaded.value };
}

/** The clinical rules that a station file names. They are part of the program: a wrong one is a bug, and throws. */
export const loadRules = ({ bloodPressure, glucose }: StationFile['rules']): Rules => ({
  bloodPressure: ownRules(bloodPressure, BloodPressureRules),
  glucose: ownRules(glucose, GlucoseRules),
});

function ownRules<S extends TSchema>(name: string, schema: S): Static<S> {
  const loaded = load(join(import.meta.dirname, 'rules', `${name}.yaml`), schema);
  if ('value' in loaded) return loaded.value;
  throw new Error(`rules ${name}: ${loaded.complaints.map(({ key, line }) => `line ${line} ${key}`).join(', ')}`);
}

function load<S extends TSchema>(
  file: string,
  schema: S,
  crossChecks: (value: Static<S>) => Problem[] = () => [],
): Loaded<Static<S>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { complaints: [{ key: '', line: 1, found: `no readable file (${code})`, expected: 'a station file' }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    return { complaints: [{ key: '', line, found: broken.message.split('\n')[0] ?? '', expected: 'YAML' }] };
  }
  const value: unknown = Value.Default(schema, document.toJS());
  const problems = validate(schema, value);
  if (problems.length === 0 && Value.Check(schema, value)) {
    const crossed = crossChecks(value);
    if (crossed.length === 0) return { value };
    problems.push(...crossed);
  }
  if (problems.length === 0) problems.push({ path: [], found: foundText(value), expected: 'a group of keys' });
  const complaints = problems.map(({ path, ...rest }) => ({
    key: keyOf(path),
    line: lineOf(document, lines, path),
    ...rest,
  }));
  return { complaints: complaints.sort((a, b) => a.line - b.line) };
}

/** The line of the key at that path, or of the nearest thing around it that is there. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = document.getIn(path.slice(0, depth - 1), true);
    const last = path[depth - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === last)
      : undefined;
    const node = pair ? pair.key : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
