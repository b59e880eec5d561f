import type { BloodPressure, Glucose, OxygenSaturation, Rejected, RejectReason, Temperature } from './event.ts';
import { mmolPerLFromMgPerDl } from './units.ts';

/**
 * Hard limits: outside them a number is no reading but a fault of wire or device. Wide on purpose; what is merely
 * unusual is kept and flagged by the rules. mmHg, beats per minute, mmol/L, per cent, degrees Celsius.
 */
const LIMITS = {
  systolicMmHg: [50, 280],
  diastolicMmHg: [30, 200],
  pulsePerMin: [30, 220],
  mmolPerL: [0.6, 33.3],
  percent: [50, 100],
  celsius: [30, 45],
  leastPulsePressureMmHg: 10,
} as const;

const within = (value: number, [least, most]: readonly [number, number]): boolean => value >= least && value <= most;
const implausible: Rejected = { event: 'rejected', reason: 'implausible' };

/** From either on, a number that is refused is not passed over: somebody may need help. mmHg. */
const DANGEROUS = { systolicMmHg: 180, diastolicMmHg: 120 } as const;

/** The rejection of a blood pressure; its numbers stay here. */
export const refusedPressure = (
  reason: RejectReason,
  { systolicMmHg, diastolicMmHg }: Pick<BloodPressure, 'systolicMmHg' | 'diastolicMmHg'>,
): Rejected => ({
  event: 'rejected',
  reason,
  ...((systolicMmHg >= DANGEROUS.systolicMmHg || diastolicMmHg >= DANGEROUS.diastolicMmHg) && { dangerous: true }),
});

/** A blood-pressure reading, or its rejection when the numbers cannot be a living person's. The one way to make one. */
export function bloodPressure(reading: Omit<BloodPressure, 'event' | 'kind'>): BloodPressure | Rejected {
  const { systolicMmHg, diastolicMmHg, meanMmHg, pulsePerMin } = reading;
  const plausible =
    within(systolicMmHg, LIMITS.systolicMmHg) &&
    within(diastolicMmHg, LIMITS.diastolicMmHg) &&
    systolicMmHg - diastolicMmHg >= LIMITS.leastPulsePressureMmHg &&
    (meanMmHg === undefined || (meanMmHg > diastolicMmHg && meanMmHg < systolicMmHg)) &&
    (pulsePerMin === undefined || within(pulsePerMin, LIMITS.pulsePerMin));
  return plausible ? { event: 'reading', kind: 'blood-pressure', ...reading } : refusedPressure('implausible', reading);
}

/** A glucose reading, or its rejection. HI and LO come as flags without a number and are never rejected here. */
export function glucose(reading: Omit<Glucose, 'event' | 'kind'>): Glucose | Rejected {
  const { mmolPerL } = reading;
  if (mmolPerL !== undefined && !within(mmolPerL, LIMITS.mmolPerL)) return implausible;
  return { event: 'reading', kind: 'glucose', ...reading };
}

/** A glucose reading of a meter that counts in mg/dL, whatever it displays; both numbers are kept. */
export const glucoseInMgPerDl = (
  mgPerDl: number,
  more: Omit<Glucose, 'event' | 'kind' | 'mmolPerL' | 'meterValue' | 'meterUnit'> = {},
): Glucose | Rejected =>
  glucose({ mmolPerL: mmolPerLFromMgPerDl(mgPerDl), meterValue: mgPerDl, meterUnit: 'mg/dL', ...more });

/** An oxygen saturation, or its rejection. */
export function oxygenSaturation(reading: Omit<OxygenSaturation, 'event' | 'kind'>): OxygenSaturation | Rejected {
  const { percent, pulsePerMin } = reading;
  const kind = 'oxygen-saturation';
  const plausible =
    within(percent, LIMITS.percent) && (pulsePerMin === undefined || within(pulsePerMin, LIMITS.pulsePerMin));
  return plausible ? { event: 'reading', kind, ...reading } : { ...implausible, of: kind };
}

/** A body temperature, or its rejection. HIGH and LOW come as flags without a number. */
export function temperature(reading: Omit<Temperature, 'event' | 'kind'>): Temperature | Rejected {
  const { celsius } = reading;
  const kind = 'temperature';
  if (celsius !== undefined && !within(celsius, LIMITS.celsius)) return { ...implausible, of: kind };
  return { event: 'reading', kind, ...reading };
}
