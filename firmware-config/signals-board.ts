/** The schema of the board file of what stands around a panel: which pin is the call button, the lamp and so on. */
import Type from 'typebox';
import { Value } from 'typebox/value';
import { closed } from './schema-parts.ts';
import { placesOf, twice, unfitPin, wrongLevels } from './uno-check.ts';
import { Output, Switch } from './uno-parts.ts';
import type { Problem } from './validate.ts';

export const SignalsBoard = closed({
  controller: Type.Enum(['uno'], { description: 'uno' }),
  switches: closed({ callReleased: Switch, placeFree: Switch }),
  outputs: closed({ lamp: Output, buzzer: Output }),
});
export type SignalsBoard = Type.Static<typeof SignalsBoard>;
export type SignalsSwitch = keyof SignalsBoard['switches'];

/** Takes the file as it was read; what is of the wrong type is left to the schema. */
export function checkSignalsBoard(file: unknown): Problem[] {
  if (!Value.Check(SignalsBoard, file)) return [];
  const places = [...placesOf('switches', file.switches), ...placesOf('outputs', file.outputs)];
  return [
    ...places.flatMap(unfitPin),
    ...Object.entries(file.outputs).flatMap(([name, output]) => wrongLevels(['outputs', name], output)),
    ...twice(places),
  ];
}
