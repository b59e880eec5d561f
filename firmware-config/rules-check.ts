/** What no schema can say of the rules: their classes cover every number once, from the lowest up. */
import { Value } from 'typebox/value';
import { foundText, type Path } from './complaint.ts';
import { BloodPressureRules, GlucoseRules } from './rules.ts';
import type { Problem } from './validate.ts';

export function checkClasses(rules: unknown): Problem[] {
  if (Value.Check(BloodPressureRules, rules)) {
    const { scale, low, classes } = rules;
    const systolic = classes.map(({ systolicFrom }) => systolicFrom);
    const diastolic = classes.map(({ diastolicFrom }) => diastolicFrom);
    return [
      ...rising(['classes'], [scale.systolic.from, ...systolic, scale.systolic.to]),
      ...rising(['classes'], [scale.diastolic.from, ...diastolic, scale.diastolic.to]),
      ...same(['low', 'systolicBelow'], low.systolicBelow, systolic[0]),
      ...same(['low', 'diastolicBelow'], low.diastolicBelow, diastolic[0]),
      ...counts(rules),
    ];
  }
  if (Value.Check(GlucoseRules, rules)) {
    return (['fasting', 'after-meal-2h'] as const).flatMap((meal) =>
      rising(['classes', meal], [...rules.classes[meal].map(({ from }) => from), rules.scaleEnd]),
    );
  }
  return []; // the schema has its own complaints
}

/** What asks for more readings than are ever taken asks in vain. */
const counts = ({ protocol }: BloodPressureRules): Problem[] =>
  (
    [
      [['protocol', 'readings'], protocol.readings],
      [['protocol', 'raised', 'readings'], protocol.raised.readings],
      [['protocol', 'irregularReadings'], protocol.irregularReadings],
    ] as const
  ).flatMap(([path, count]) =>
    count > protocol.most ? [{ path, found: foundText(count), expected: `no more than most: ${protocol.most}` }] : [],
  );

const rising = (path: Path, limits: readonly number[]): Problem[] =>
  limits.every((limit, at) => at === 0 || limit > (limits[at - 1] ?? limit))
    ? []
    : [{ path, found: limits.join(', '), expected: 'limits that rise, inside the scale' }];

const same = (path: Path, below: number, from: number | undefined): Problem[] =>
  below === from ? [] : [{ path, found: foundText(below), expected: `${from}, where the first class begins` }];
