/**
 * What a device tells: the one vocabulary between drivers and everything above them, and, as JSON, the lines that
 * `yike read` prints. A fact that the device does not give is absent: never 0, never false.
 */

/** Flags of a reading. `control`: a control solution, never a person's value. */
export type ReadingFlag = 'irregular' | 'movement' | 'above-range' | 'below-range' | 'control';

/** When the person last ate, as far as the meter was told. `after-meal`: some time after, nobody said how long. */
export type Meal = 'fasting' | 'before-meal' | 'after-meal' | 'after-meal-2h' | 'random';

interface Told {
  readonly event: 'reading';
  readonly flags?: readonly ReadingFlag[];
  /** Local time by the meter's own clock, `YYYY-MM-DDTHH:mm:ss`; absent where the meter has none or it is not understood. */
  readonly deviceClock?: string;
}

export interface BloodPressure extends Told {
  readonly kind: 'blood-pressure';
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  /** Mean arterial pressure as measured by the meter, never computed by us. */
  readonly meanMmHg?: number;
  readonly pulsePerMin?: number;
}

export interface Glucose extends Told {
  readonly kind: 'glucose';
  /** Absent when the meter says HI or LO (flags `above-range`, `below-range`). */
  readonly mmolPerL?: number;
  /** The number as the meter gave it, in `meterUnit`. */
  readonly meterValue?: number;
  readonly meterUnit?: 'mg/dL' | 'mmol/L';
  readonly meal?: Meal;
}

export interface OxygenSaturation extends Told {
  readonly kind: 'oxygen-saturation';
  readonly percent: number;
  readonly pulsePerMin?: number;
}

export interface Temperature extends Told {
  readonly kind: 'temperature';
  /** Absent when the thermometer says HIGH or LOW (flags `above-range`, `below-range`). */
  readonly celsius?: number;
}

/** What a visit asks for, and may file. */
export type Reading = BloodPressure | Glucose;

/** A reading that comes by itself and that no visit asks for: it belongs to nobody, and goes no further than `yike read`. */
export type Unasked = OxygenSaturation | Temperature;

/** What lies on a scale, as its indicator shows it: told again and again, and worth nothing until it stands still. */
export interface Weight {
  readonly event: 'weight';
  /** Whole grams, below 0 where the indicator shows less than nothing. */
  readonly grams: number;
  /** Standing still, as the indicator says or, where it says nothing, as its numbers did. */
  readonly stable: boolean;
  /** A tare is taken off it: two weights are compared only where both say so, or neither. */
  readonly net?: true;
}

/** How far it is from a sensor above the heap down to it. */
export interface Level {
  readonly event: 'level';
  readonly millimetres: number;
}

export const isUnasked = (reading: Reading | Unasked): reading is Unasked =>
  reading.kind === 'oxygen-saturation' || reading.kind === 'temperature';

export type DeviceState = 'idle' | 'busy' | 'inflating' | 'deflating' | 'fault';

export type FailureKind =
  | 'cuff'
  | 'leak'
  | 'movement'
  | 'weak-signal'
  | 'range'
  | 'over-pressure'
  | 'timeout'
  | 'blocked'
  | 'hardware'
  | 'calibration'
  | 'battery'
  | 'strip'
  | 'sample'
  | 'temperature'
  | 'aborted'
  | 'unknown';

export type RejectReason =
  | 'checksum'
  | 'length'
  | 'order'
  | 'date'
  | 'range'
  | 'implausible'
  | 'unsupported'
  | 'unknown';

/** Bytes that were refused: counted, never a value. */
export interface Rejected {
  readonly event: 'rejected';
  readonly reason: RejectReason;
  /** Its numbers cannot be true as they came, and would be dangerous if they were: measure again. */
  readonly dangerous?: true;
  /** It would have been one of these: nothing is wrong with what somebody waits for. */
  readonly of?: Unasked['kind'];
}

export type DeviceEvent =
  | Reading
  | Unasked
  | Rejected
  | Weight
  | Level
  /** Live cuff pressure. */
  | { readonly event: 'pressure'; readonly mmHg: number }
  | { readonly event: 'state'; readonly state: DeviceState }
  /** The measurement failed; the device says why. `code` is the maker's own number, for staff. */
  | { readonly event: 'failure'; readonly kind: FailureKind; readonly code?: string };

/** Kinds of reading that a driver may provide, and the live pressure beside them. */
export type Provides = Reading['kind'] | Unasked['kind'] | 'pressure' | 'weight' | 'level' | 'call' | 'presence';
