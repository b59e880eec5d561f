/**
 * IEEE 11073-10407, blood-pressure monitors. Read: signove/antidote src/specializations/blood_pressure_monitor.c. They tell what
 * they measured when they come; the host cannot start one, and there is no live pressure.
 *
 * - [x] units: mmHg in the standard configuration 02BC; kPa where a configuration of its own says so
 * - [x] LO/HI, not a number: no reading
 * - [x] clock: each number's; a pulse of another time belongs to another reading
 * - [ ] irregular beat: not in the standard configuration
 * - [ ] check value: none; the lengths must agree four deep
 */
import type { BloodPressure, Rejected } from '../domain/event.ts';
import { bloodPressure } from '../domain/reading.ts';
import type { Observation } from './ieee11073-device.ts';
import { absoluteTime, cursor, type Measured, sfloat, TIME_BYTES, UNITS } from './ieee11073-values.ts';

export const STANDARD = { configuration: 0x02bc, pressure: 1, pulse: 2, unit: UNITS.mmHg } as const;
const MMHG_PER_KPA = 7.50062;

const refused = (reason: Rejected['reason']): Rejected => ({ event: 'rejected', reason });

/**
 * The readings of one report in the standard configuration's handles: each pressure, with the pulse of the same person and time.
 * Other handles are passed over.
 */
export const readingsOf = (
  observations: readonly Observation[],
  unit: number = STANDARD.unit,
): readonly (BloodPressure | Rejected)[] =>
  observations
    .filter(({ handle }) => handle === STANDARD.pressure)
    .map((pressure) =>
      readingOf(
        pressure,
        observations.filter(({ handle }) => handle === STANDARD.pulse),
        unit,
      ),
    );

function readingOf(pressure: Observation, pulses: readonly Observation[], unit: number): BloodPressure | Rejected {
  if (unit !== UNITS.mmHg && unit !== UNITS.kPa) return refused('unsupported');
  const fields = cursor(pressure.value);
  const [count, numbers, time] = [fields.u16(), cursor(fields.block()), fields.take(TIME_BYTES)];
  const [systolic, diastolic, mean] = [numbers.u16(), numbers.u16(), numbers.u16()].map(sfloat);
  if (!fields.whole() || !numbers.whole() || count !== 3) return refused('length');
  const deviceClock = absoluteTime(time);
  if (deviceClock === undefined) return refused('date');
  const mmHg = (value: Measured): number | undefined =>
    typeof value === 'number' ? Math.round(unit === UNITS.kPa ? value * MMHG_PER_KPA : value) : undefined;
  const [systolicMmHg, diastolicMmHg, meanMmHg] = [mmHg(systolic), mmHg(diastolic), mmHg(mean)];
  if (systolicMmHg === undefined || diastolicMmHg === undefined) return refused('range');
  const pulsePerMin = pulses
    .filter(({ person }) => person === pressure.person)
    .map((pulse) => pulseAt(pulse, deviceClock))
    .find((value) => value !== undefined);
  return bloodPressure({
    systolicMmHg,
    diastolicMmHg,
    ...(meanMmHg !== undefined && { meanMmHg }),
    ...(pulsePerMin !== undefined && { pulsePerMin }),
    deviceClock,
  });
}

/** Undefined: none, or of another time. */
function pulseAt({ value }: Observation, deviceClock: string): number | undefined {
  const fields = cursor(value);
  const [pulse, time] = [sfloat(fields.u16()), absoluteTime(fields.take(TIME_BYTES))];
  return fields.whole() && time === deviceClock && typeof pulse === 'number' ? Math.round(pulse) : undefined;
}
