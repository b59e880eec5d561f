/**
 * IEEE 11073-10417, glucose meters. Read: tidepool-org/uploader lib/drivers/roche/accuChekUSB.js; emogenet/accuchek main.cpp;
 * signove/antidote src/specializations/glucometer.c. They tell what they measured, or hand out a store of entries.
 *
 * - [x] units: by the object's own attribute, mg/dL or mmol/L; mg/dL in the standard configuration 06A4
 * - [x] LO/HI: the infinities of SFLOAT; then there is no number
 * - [ ] control solution: not documented here. An entry whose status is not 0 is refused, whatever it says; so is an object that
 *       measures anything but capillary whole blood
 * - [x] clock: each number's
 * - [ ] check value: none; the lengths must agree four deep
 */
import type { Glucose, Rejected } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { glucose, glucoseInMgPerDl } from '../domain/reading.ts';
import { CLASSES, type Configuration, type DeviceObject, type Observation, type Segment } from './ieee11073-device.ts';
import { absoluteTime, cursor, type Measured, sfloat, TIME_BYTES, UNITS } from './ieee11073-values.ts';

const CAPILLARY_WHOLE_BLOOD = 0x71b8;
export const STANDARD: DeviceObject = {
  class: CLASSES.numeric,
  handle: 1,
  type: CAPILLARY_WHOLE_BLOOD,
  unit: UNITS.mgPerDl,
};
/** A stored entry: time, number, status. */
export const ENTRY_BYTES = 12;

/** What a configuration of its own offers: the object that is glucose, and the store. */
export function glucoseIn({ objects }: Configuration): {
  readonly object?: DeviceObject;
  readonly store?: DeviceObject;
} {
  const object = objects.find((one) => one.class === CLASSES.numeric && one.type === CAPILLARY_WHOLE_BLOOD);
  const store = objects.find((one) => one.class === CLASSES.store);
  return { ...(object && { object }), ...(store && { store }) };
}

const refused = (reason: Rejected['reason']): Rejected => ({ event: 'rejected', reason });

/** Of a report of fixed form: number, then time. Other handles are passed over. */
export const readingsOf = (
  observations: readonly Observation[],
  object: DeviceObject = STANDARD,
): readonly (Glucose | Rejected)[] =>
  observations
    .filter(({ handle }) => handle === object.handle)
    .map(({ value }) => {
      const fields = cursor(value);
      const [measured, deviceClock] = [sfloat(fields.u16()), absoluteTime(fields.take(TIME_BYTES))];
      if (!fields.whole()) return refused('length');
      return deviceClock === undefined ? refused('date') : reading(measured, object, deviceClock);
    });

/** Of a store; the device counts its entries from 0. */
export const recordsOf = ({ index, entries }: Segment, object: DeviceObject): readonly StoredRecord[] =>
  entries.map((entry, i) => recordOf(entry, index + i, object));

function recordOf(entry: Uint8Array, index: number, object: DeviceObject): StoredRecord {
  const fields = cursor(entry);
  const [deviceClock, measured, status] = [absoluteTime(fields.take(TIME_BYTES)), sfloat(fields.u16()), fields.u16()];
  if (!fields.whole()) return { index, event: refused('length') };
  if (deviceClock === undefined) return { index, event: refused('date') };
  return {
    index,
    deviceClock,
    event: status === 0 ? reading(measured, object, deviceClock) : refused('unknown'),
  };
}

function reading(measured: Measured, { unit, type }: DeviceObject, deviceClock: string): Glucose | Rejected {
  if (type !== CAPILLARY_WHOLE_BLOOD) return refused('unsupported');
  if (unit !== UNITS.mgPerDl && unit !== UNITS.mmolPerL) return refused('unsupported');
  if (measured === undefined) return refused('range');
  if (measured === 'HI' || measured === 'LO')
    return glucose({ flags: [measured === 'HI' ? 'above-range' : 'below-range'], deviceClock });
  if (unit === UNITS.mmolPerL)
    return glucose({ mmolPerL: measured, meterValue: measured, meterUnit: 'mmol/L', deviceClock });
  return Number.isInteger(measured) ? glucoseInMgPerDl(measured, { deviceClock }) : refused('range');
}
