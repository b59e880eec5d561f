/** Files → checked, defaulted, typed; or complaints with their lines. The only place of this folder that reads files. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { Board } from './board.ts';
import { checkBoard } from './board-check.ts';
import { type Complaint, complaintText, keyOf } from './complaint.ts';
import { crossCheck } from './cross-check.ts';
import type { Allowed } from './device-check.ts';
import { FleetFile } from './fleet.ts';
import { checkFleet } from './fleet-check.ts';
import { Prices } from './prices.ts';
import { BloodPressureRules, GlucoseRules, type Rules } from './rules.ts';
import { checkClasses } from './rules-check.ts';
import { checkSignalsBoard, SignalsBoard } from './signals-board.ts';
import { Station, type StationFile } from './station.ts';
import { type Problem, validate, valueAt } from './validate.ts';
import { readYaml } from './yaml-text.ts';

const BOARDS = join(import.meta.dirname, 'boards');
const PRICES = join(import.meta.dirname, 'prices');

type Loaded<T> = { readonly value: T } | { readonly complaints: readonly Complaint[] };

/** Every problem of a station file at once; never throws for what stands in the file, or for a file that is not there. */
export function loadStation(
  file: string,
  allowed: Allowed,
): { readonly station: StationFile } | { readonly complaints: readonly Complaint[] } {
  const trouble = (found: object | { readonly file: string; readonly complaints: readonly Complaint[] }) => {
    if (!('complaints' in found)) return undefined;
    const [first, ...more] = found.complaints;
    const others = more.length > 0 ? `, and ${more.length} more` : '';
    return first ? `${complaintText(found.file, first)}${others}` : found.file;
  };
  const beside = {
    boardTrouble: (name: string) => trouble(loadBoard(name, dirname(file))),
    signalsTrouble: (name: string) => trouble(loadSignalsBoard(name, dirname(file))),
    pricesTrouble: (name: string) => trouble(loadPrices(name, dirname(file))),
  };
  const loaded = load(file, Station, (station) => crossCheck(station, { ...allowed, ...beside }));
  return 'complaints' in loaded ? loaded : { station: loaded.value };
}

/** A bin's board file by its name, out of those that come with the program; or by its path, which a station file gives from itself on. */
export function loadBoard(
  name: string,
  folder = '.',
): { readonly board: Board } | { readonly file: string; readonly complaints: readonly Complaint[] } {
  const file = boardFile(name, folder);
  const loaded = load(file, Board, checkBoard);
  return 'complaints' in loaded ? { file, complaints: loaded.complaints } : { board: loaded.value };
}

/** The board file of what stands around a panel, found as a bin's is. */
export function loadSignalsBoard(
  name: string,
  folder = '.',
): { readonly board: SignalsBoard } | { readonly file: string; readonly complaints: readonly Complaint[] } {
  const file = boardFile(name, folder);
  const loaded = load(file, SignalsBoard, checkSignalsBoard);
  return 'complaints' in loaded ? { file, complaints: loaded.complaints } : { board: loaded.value };
}

const boardFile = (name: string, folder: string): string =>
  name.endsWith('.yaml') ? resolve(folder, name) : join(BOARDS, `${name}.yaml`);

/** The fleet service's file. */
export function loadFleet(file: string): { readonly fleet: FleetFile } | { readonly complaints: readonly Complaint[] } {
  const loaded = load(file, FleetFile, checkFleet);
  return 'complaints' in loaded ? loaded : { fleet: loaded.value };
}

/** What kind of file that is, by a key that no other has; whatever else is taken for a station's. */
export function kindOf(file: string): 'station' | 'board' | 'signals board' | 'fleet' {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return 'station';
  }
  const { read } = readYaml(text);
  const has = (...path: string[]): boolean => valueAt(read?.value, path) !== undefined;
  if (has('broker') && !has('station')) return 'fleet';
  if (!has('controller')) return 'station';
  return has('switches', 'callReleased') ? 'signals board' : 'board';
}

/** A list of prices, found as a board is. */
export function loadPrices(
  name: string,
  folder = '.',
): { readonly prices: Prices } | { readonly file: string; readonly complaints: readonly Complaint[] } {
  const file = name.endsWith('.yaml') ? resolve(folder, name) : join(PRICES, `${name}.yaml`);
  const loaded = load(file, Prices, () => []);
  return 'complaints' in loaded ? { file, complaints: loaded.complaints } : { prices: loaded.value };
}

/** The clinical rules that a station file names. They are part of the program: a wrong one is a bug, and throws. */
export const loadRules = (
  names: { readonly bloodPressure: string; readonly glucose: string },
  folder = join(import.meta.dirname, 'rules'),
): Rules => ({
  bloodPressure: rulesIn(join(folder, `${names.bloodPressure}.yaml`), BloodPressureRules),
  glucose: rulesIn(join(folder, `${names.glucose}.yaml`), GlucoseRules),
});

function rulesIn<S extends TSchema>(file: string, schema: S): Static<S> {
  const loaded = load(file, schema, checkClasses);
  if ('value' in loaded) return loaded.value;
  throw new Error(loaded.complaints.map((complaint) => complaintText(file, complaint)).join('\n'));
}

function load<S extends TSchema>(
  file: string,
  schema: S,
  crossChecks: (value: unknown) => readonly Problem[],
): Loaded<Static<S>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { complaints: [{ key: '', line: 1, found: `no readable file (${code})`, expected: 'a file' }] };
  }
  const { complaints, read, lineOf } = readYaml(text);
  if (!read) return { complaints };
  const value: unknown = Value.Default(schema, read.value);
  const right = Value.Check(schema, value);
  const problems = [...(right ? [] : validate(schema, value)), ...crossChecks(value)];
  if (right && problems.length === 0 && complaints.length === 0) return { value };
  const told = new Set<string>();
  const firstOfItsKey = ({ path }: Problem): boolean => told.size < told.add(keyOf(path)).size;
  return {
    complaints: [
      ...complaints,
      ...problems
        .filter(firstOfItsKey)
        .map(({ path, found, expected }) => ({ key: keyOf(path), line: lineOf(path), found, expected })),
    ].sort((one, other) => one.line - other.line),
  };
}
