/** What no schema can say of what has a board, in a station file: the board; of a bin the scale under it and its load cell. */
import { Value } from 'typebox/value';
import { CellCalibration } from './board.ts';
import { checkCalibration } from './board-check.ts';
import { foundText, type Path } from './complaint.ts';
import type { KnownDriver } from './device-check.ts';
import { type Problem, textAt, valueAt } from './validate.ts';

export interface KnownBoards {
  readonly drivers: readonly KnownDriver[];
  /** Undefined: it is there, and right. */
  readonly boardTrouble: (name: string) => string | undefined;
  readonly signalsTrouble: (name: string) => string | undefined;
  readonly pricesTrouble: (name: string) => string | undefined;
}

/** What only a bin has. */
const OF_A_BIN = ['board', 'scale', 'material', 'cell'];

/** `path`: of the device; `devices`: all of the file, as they were read. */
export function checkBin(file: unknown, path: Path, devices: readonly unknown[], known: KnownBoards): Problem[] {
  const id = textAt(file, [...path, 'driver']);
  const driver = known.drivers.find((one) => one.id === id);
  if (driver?.isSignals)
    return [
      ...board(file, [...path, 'board'], 'signals', known.signalsTrouble),
      ...superfluous(file, path, driver).filter((problem) => problem.path.at(-1) !== 'board'),
    ];
  if (!driver?.isBin) return superfluous(file, path, driver);
  return [
    ...board(file, [...path, 'board'], 'recycling-bin', known.boardTrouble),
    ...scale(file, path, devices, known),
    ...credit(file, path),
    ...cell(file, [...path, 'cell']),
  ];
}

const superfluous = (file: unknown, path: Path, driver: KnownDriver | undefined): Problem[] =>
  OF_A_BIN.filter((key) => driver && valueAt(file, [...path, key]) !== undefined).map((key) => ({
    path: [...path, key],
    found: 'a setting',
    expected: `none: a ${driver?.id} is no bin`,
  }));

function board(file: unknown, path: Path, example: string, troubleOf: (name: string) => string | undefined): Problem[] {
  const name = textAt(file, path);
  if (name === undefined)
    return [{ path, found: 'nothing', expected: `the board file that says which pin does what, such as ${example}` }];
  const trouble = troubleOf(name);
  return trouble === undefined ? [] : [{ path, found: trouble, expected: 'a board file that is right' }];
}

/** Paid is by weight alone, and by one scale under one bin. */
function scale(file: unknown, path: Path, devices: readonly unknown[], { drivers }: KnownBoards): Problem[] {
  const at = [...path, 'scale'];
  const id = textAt(file, at);
  if (id === undefined) return [];
  const weighs = (device: unknown): boolean => {
    const driver = drivers.find((one) => one.id === textAt(device, ['driver']));
    return driver?.isBin !== true && driver?.provides?.includes('weight') === true;
  };
  const scales = devices.filter(weighs).flatMap((device) => textAt(device, ['id']) ?? []);
  if (!scales.includes(id)) {
    const there = scales.length > 0 ? scales.join(', ') : 'there is none';
    return [{ path: at, found: foundText(id), expected: `the id of a device of this file that weighs: ${there}` }];
  }
  const first = devices.find((device) => textAt(device, ['scale']) === id);
  return first === valueAt(file, path)
    ? []
    : [{ path: at, found: `${foundText(id)} a second time`, expected: 'a scale of its own' }];
}

/** Without a scale nothing is credited, without a material nobody knows how much, and without prices nothing is worth anything. */
function credit(file: unknown, path: Path): Problem[] {
  const missing = (at: Path, expected: string): Problem[] =>
    valueAt(file, at) === undefined ? [{ path: at, found: 'nothing', expected }] : [];
  return [
    ...missing([...path, 'scale'], 'the id of the scale under it: paid is by weight'),
    ...missing([...path, 'material'], 'what goes into it: paper, bottles, metal, clothes, glass or other'),
    ...missing(['recycling', 'prices'], 'the name of a list of prices: a bin stands in this file'),
  ];
}

export function checkPrices(file: unknown, { pricesTrouble }: KnownBoards): Problem[] {
  const path = ['recycling', 'prices'];
  const name = textAt(file, path);
  const trouble = name === undefined ? undefined : pricesTrouble(name);
  return trouble === undefined ? [] : [{ path, found: trouble, expected: 'a list of prices that is right' }];
}

function cell(file: unknown, path: Path): Problem[] {
  const calibration = valueAt(file, path);
  return Value.Check(CellCalibration, calibration) ? checkCalibration(calibration, path) : [];
}
