/**
 * Counts of a 10-bit converter at 5 V as millimetres, grams, degrees and amperes. Pure. What a sensor cannot say, or no longer
 * says, is no number.
 */
import type { Board, CellCalibration } from '../../firmware-config/index.ts';
import type { BinSenses } from './bin-port.ts';

const FULL_SCALE = 1023;
const VOLTS_PER_COUNT = 5 / FULL_SCALE;
const KELVIN_AT_0_C = 273.15;
const KELVIN_AT_25_C = 298.15;

/** Straight between the curve's points; beyond its ends the end itself. Undefined: nothing is in sight, or the plug is out. */
export function millimetresOf(adc: number, { curve, noTargetBelowAdc }: Board['level']): number | undefined {
  if (adc < noTargetBelowAdc) return undefined;
  const at = curve.findIndex(([counts]) => counts <= adc);
  const [near, far] = [curve[at - 1], at < 0 ? curve.at(-1) : curve[at]];
  if (!far) return undefined;
  if (!near || at < 0) return far[1];
  const share = (near[0] - adc) / (near[0] - far[0]);
  return Math.round(near[1] + share * (far[1] - near[1]));
}

/**
 * The level behind a shut door. A heap that grows past the nearest point makes the voltage fall again as if it sank: once
 * risen past the fold, the last level before it is held until somebody opens the door.
 */
export function levelSensor(level: Board['level']): (adc: number, doorClosed: boolean) => number | undefined {
  let tooNear = false;
  let last: number | undefined;
  return (adc, doorClosed) => {
    tooNear = doorClosed && (tooNear || adc > level.foldsBackAboveAdc);
    if (!tooNear) last = millimetresOf(adc, level);
    return last;
  };
}

/** Whole grams on the line through zero and span; below 0 where the bin is lighter than it was empty. */
export function gramsOf(
  adc: number,
  { brokenBelowAdc, overloadAboveAdc }: Pick<Board['cell'], 'brokenBelowAdc' | 'overloadAboveAdc'>,
  { zeroAdc, spanAdc, spanKg }: CellCalibration,
): NonNullable<BinSenses['coarseGrams']> {
  if (adc < brokenBelowAdc) return 'broken';
  if (adc > overloadAboveAdc) return 'overload';
  return Math.round(((adc - zeroAdc) * spanKg * 1000) / (spanAdc - zeroAdc)) + 0; // never -0
}

/** The beta equation of an NTC to ground; tenths of a degree. Undefined: shorted or cut. */
export function celsiusOf(
  adc: number,
  { seriesOhms, ohmsAt25, beta, faultBelowAdc, faultAboveAdc }: Board['temperature'],
): number | undefined {
  if (adc < faultBelowAdc || adc > faultAboveAdc) return undefined;
  const ohms = (seriesOhms * adc) / (FULL_SCALE - adc);
  const kelvin = 1 / (1 / KELVIN_AT_25_C + Math.log(ohms / ohmsAt25) / beta);
  return Math.round((kelvin - KELVIN_AT_0_C) * 10) / 10;
}

/** Hundredths of an ampere: the converter knows no more. */
export const ampsOf = (adc: number, { voltsPerAmp }: Board['motorCurrent']): number =>
  Math.round((adc * VOLTS_PER_COUNT * 100) / voltsPerAmp) / 100;

/** The middle one of an odd number of looks; of an even number the lower of the two. */
export const medianOf = (looks: readonly number[]): number | undefined =>
  looks.toSorted((a, b) => a - b)[Math.ceil(looks.length / 2) - 1];
