/**
 * The one schema of a bin's board file: which pin does what, and the numbers of its parts. What no wiring may be, whatever
 * its schema says, stands in `board-check.ts`.
 */
import Type from 'typebox';
import { text as anyText, closed, whole } from './schema-parts.ts';
import { digitalPin, Output, Switch } from './uno-parts.ts';

const real = (minimum: number, maximum: number, description: string) =>
  Type.Number({ minimum, maximum, description: `${description}, ${minimum} to ${maximum}` });
const text = (description: string, more: object = {}) => anyText(description, { maxLength: 80, ...more });

const analogPin = text('an analog pin such as A0', { pattern: '^A\\d{1,2}$' });
/** Of a 10-bit converter. */
const adc = (description: string) => whole(0, 1023, `counts: ${description}`);

const BinOutput = closed({
  ...Output.properties,
  pwm: Type.Optional(Type.Boolean({ description: 'true (it is dimmed) or false' })),
});

/** Two points of a load cell's line, as a technician found them. */
export const CellCalibration = closed({
  zeroAdc: adc('of the empty bin'),
  spanAdc: adc('with the known weight in it'),
  spanKg: real(1, 200, 'the known weight in kg'),
  date: Type.String({ format: 'date', description: 'a date of the calendar, YYYY-MM-DD' }),
  who: text('who did it'),
});
export type CellCalibration = Type.Static<typeof CellCalibration>;

export const Board = closed({
  controller: Type.Enum(['uno'], { description: 'uno' }),
  switches: closed({
    doorClosed: Switch,
    serviceClosed: Switch,
    beamFree: Switch,
    untampered: Switch,
    smokeFree: Switch,
  }),
  outputs: closed({
    lock: BinOutput,
    motorSupply: BinOutput,
    redLamp: BinOutput,
    greenLamp: BinOutput,
    buzzer: BinOutput,
  }),
  door: closed({
    pin: digitalPin,
    openDegrees: whole(0, 180, "the servo's angle"),
    closedDegrees: whole(0, 180, "the servo's angle"),
  }),
  lockPulse: closed({
    ms: whole(50, 1000, 'ms: the coil burns out when it is held longer'),
    pauseMs: whole(2000, 60_000, 'ms from the end of one pulse to the next'),
    perMinute: whole(1, 6, 'pulses in a minute'),
  }),
  level: closed({
    pin: analogPin,
    /** Counts and millimetres, from the nearest on. */
    curve: Type.Array(Type.Tuple([adc('of that point'), whole(20, 10_000, 'mm')]), {
      minItems: 2,
      maxItems: 64,
      description: 'a list of [adc, mm], at least two',
    }),
    noTargetBelowAdc: adc('below them nothing is in sight'),
    /** Who has risen past this and falls again is nearer than the curve, not farther. */
    foldsBackAboveAdc: adc('above them the curve folds back'),
    emptyMm: whole(20, 10_000, 'mm down to the floor of the bin'),
    fullMm: whole(20, 10_000, 'mm down to the heap of a full one'),
  }),
  cell: closed({
    pin: analogPin,
    brokenBelowAdc: adc('below them the wire is broken'),
    overloadAboveAdc: adc('above them it is overloaded'),
    calibration: CellCalibration,
  }),
  temperature: closed({
    pin: analogPin,
    seriesOhms: whole(100, 1_000_000, 'ohms up to the supply'),
    ohmsAt25: whole(100, 1_000_000, 'ohms of the NTC at 25 degrees'),
    beta: whole(1000, 6000, 'kelvin'),
    faultBelowAdc: adc('below them it is shorted'),
    faultAboveAdc: adc('above them it is cut'),
  }),
  motorCurrent: closed({
    pin: analogPin,
    voltsPerAmp: real(0.1, 10, 'volts for an ampere'),
    pinchAmps: real(0.1, 5, 'amperes of a door that is held'),
    pinchSamples: whole(1, 10, 'looks in a row'),
    /** From the start of a move: a motor that begins to turn takes as much as one that is held. */
    blankMs: whole(0, 1000, 'ms'),
  }),
  limits: closed({
    overWeightKg: real(1, 200, 'kg in the bin'),
    fullPercent: whole(1, 100, 'percent'),
    /** Full is over only below this: the heap shifts. */
    clearPercent: whole(0, 99, 'percent'),
    fireCelsius: whole(30, 120, 'degrees'),
    fireRiseCelsius: whole(1, 60, 'degrees'),
    fireRiseSeconds: whole(5, 600, 'seconds'),
  }),
});
export type Board = Type.Static<typeof Board>;
export type SwitchName = keyof Board['switches'];
export type OutputName = keyof Board['outputs'];
