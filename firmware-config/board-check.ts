/** What no schema can say of a board file: wirings that cannot be, or that would fire a lock while a board starts. */
import { Value } from 'typebox/value';
import { Board, type CellCalibration } from './board.ts';
import { foundText, type Path } from './complaint.ts';
import { type Place, placesOf, twice, UNO, unfitPin, wrongLevels } from './uno-check.ts';
import type { Problem } from './validate.ts';

/** A cell whose two points lie nearer together than this was not loaded, or not wired. */
const LEAST_SPAN_COUNTS = 100;

/** Takes the file as it was read; what is of the wrong type is left to the schema. */
export function checkBoard(file: unknown): Problem[] {
  if (!Value.Check(Board, file)) return [];
  return [
    ...digitalPins(file).flatMap(unfitPin),
    ...outputs(file),
    ...analogPins(file),
    ...twice([...digitalPins(file), ...analogPlaces(file)]),
    ...door(file),
    ...levels(file),
    ...cell(file),
    ...less(['limits', 'clearPercent'], file.limits.clearPercent, 'fullPercent', file.limits.fullPercent),
    ...less(
      ['temperature', 'faultBelowAdc'],
      file.temperature.faultBelowAdc,
      'faultAboveAdc',
      file.temperature.faultAboveAdc,
    ),
  ];
}

const digitalPins = ({ switches, outputs, door }: Board): Place<number>[] => [
  ...placesOf('switches', switches),
  ...placesOf('outputs', outputs),
  { path: ['door', 'pin'], pin: door.pin },
];

const ANALOG = ['level', 'cell', 'temperature', 'motorCurrent'] as const;

const analogPlaces = (file: Board): Place<string>[] =>
  ANALOG.map((name) => ({ path: [name, 'pin'], pin: file[name].pin }));

const analogPins = (file: Board): Problem[] =>
  analogPlaces(file)
    .filter(({ pin }) => !UNO.analog.some((one) => one === pin))
    .map(({ path, pin }) => ({ path, found: foundText(pin), expected: 'an analog pin that the Uno has: A0 to A5' }));

const outputs = ({ outputs: all }: Board): Problem[] =>
  Object.entries(all).flatMap(([name, output]) => {
    const path: Path = ['outputs', name];
    return [...wrongLevels(path, output), ...(output.pwm ? dimmed([...path, 'pwm'], output.pin) : [])];
  });

function dimmed(path: Path, pin: number): Problem[] {
  const found = `a dimmed output on ${pin}`;
  if (UNO.ofServoTimer.some((one) => one === pin))
    return [{ path, found, expected: 'false, or another pin: the servo has taken the timer of 9 and 10' }];
  if (UNO.pwm.some((one) => one === pin)) return [];
  return [{ path, found, expected: 'false, or a pin that can be dimmed: 3, 5, 6, 11' }];
}

const door = ({ door: { openDegrees, closedDegrees } }: Board): Problem[] =>
  openDegrees === closedDegrees
    ? [{ path: ['door', 'openDegrees'], found: foundText(openDegrees), expected: 'another angle than closedDegrees' }]
    : [];

function levels({ level: { curve, noTargetBelowAdc, foldsBackAboveAdc, emptyMm, fullMm } }: Board): Problem[] {
  const [nearest, farthest] = [curve[0], curve.at(-1)];
  if (!nearest || !farthest) return [];
  const turned = curve.flatMap(([adc, mm], at) => {
    const [before, beforeMm] = curve[at - 1] ?? [Number.POSITIVE_INFINITY, 0];
    const expected = 'fewer counts than the point before it, and more millimetres';
    return adc < before && mm > beforeMm
      ? []
      : [{ path: ['level', 'curve', at], found: foundText([adc, mm]), expected }];
  });
  return [
    ...turned,
    ...less(['level', 'noTargetBelowAdc'], noTargetBelowAdc, 'the last of the curve', farthest[0]),
    ...(foldsBackAboveAdc > nearest[0]
      ? []
      : [
          {
            path: ['level', 'foldsBackAboveAdc'],
            found: foundText(foldsBackAboveAdc),
            expected: `more than the first of the curve: ${nearest[0]}`,
          },
        ]),
    ...less(['level', 'fullMm'], fullMm, 'emptyMm', emptyMm),
    ...(fullMm < nearest[1]
      ? [
          {
            path: ['level', 'fullMm'],
            found: foundText(fullMm),
            expected: `${nearest[1]} or more: nearer it sees nothing`,
          },
        ]
      : []),
    ...(emptyMm > farthest[1]
      ? [
          {
            path: ['level', 'emptyMm'],
            found: foundText(emptyMm),
            expected: `${farthest[1]} or less: farther it sees nothing`,
          },
        ]
      : []),
  ];
}

function cell({ cell: { brokenBelowAdc, overloadAboveAdc, calibration } }: Board): Problem[] {
  const within = (name: 'zeroAdc' | 'spanAdc'): Problem[] =>
    calibration[name] >= brokenBelowAdc && calibration[name] <= overloadAboveAdc
      ? []
      : [
          {
            path: ['cell', 'calibration', name],
            found: foundText(calibration[name]),
            expected: `counts of a whole cell that is not overloaded: ${brokenBelowAdc} to ${overloadAboveAdc}`,
          },
        ];
  return [...within('zeroAdc'), ...within('spanAdc'), ...checkCalibration(calibration, ['cell', 'calibration'])];
}

/** Two points that make no line. */
export const checkCalibration = ({ zeroAdc, spanAdc }: CellCalibration, path: Path): Problem[] =>
  Math.abs(spanAdc - zeroAdc) >= LEAST_SPAN_COUNTS
    ? []
    : [
        {
          path: [...path, 'spanAdc'],
          found: `${spanAdc}, and ${zeroAdc} empty`,
          expected: `${LEAST_SPAN_COUNTS} counts and more between them: is the weight in, is the cell wired?`,
        },
      ];

const less = (path: Path, value: number, than: string, limit: number): Problem[] =>
  value < limit ? [] : [{ path, found: foundText(value), expected: `less than ${than}: ${limit}` }];
