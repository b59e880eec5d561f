/** What a visit is made of: its state, what can happen to it, and what it wishes for. Pure types, and the smallest steps. */
import type {
  BinOffer,
  DepositAtBin,
  DeviceErrorCode,
  FailureKind,
  Filing,
  Reading,
  RejectReason,
} from '../../edge-agent/index.ts';
import type { Rules } from '../../firmware-config/index.ts';
import type { Act } from '../contract/act.ts';
import type { Answer, Language, Material, Meal, Saved, Screen, Service, TextSize } from '../contract/screen.ts';

/** Looked up when the screen is shown, not kept in the visit. */
type LookedUp =
  | 'tiles'
  | 'secondsLeft'
  | 'ofSeconds'
  | 'armCm'
  | 'ownButton'
  | 'strips'
  | 'history'
  | 'uncalibrated'
  | 'offers'
  | 'offer';
type PlaceOf<S> = S extends Screen ? Omit<S, LookedUp> : never;
/** A screen as the visit keeps it. */
export type Place = PlaceOf<Screen>;
export type PlaceAt<Id extends Screen['id']> = Extract<Place, { id: Id }>;

export type BloodPressureReading = Extract<Reading, { kind: 'blood-pressure' }>;
export type GlucoseReading = Extract<Reading, { kind: 'glucose' }>;

/** A reading of this visit, and what became of it. */
export interface Taken<R extends Reading = Reading> {
  readonly reading: R;
  readonly deviceId: string;
  readonly saved: Saved;
  /** The observation's, once it is on disk. */
  readonly id?: string;
  /** It was read out of a memory, and was the person's by their own word. */
  readonly offer?: Offer;
}

/** A reading out of a meter's memory that may be this person's: it is taken only when they say so. */
export interface Offer {
  readonly reading: Reading;
  readonly deviceId: string;
  readonly unit: NonNullable<Filing['unit']>;
  readonly remembered: NonNullable<Filing['remembered']>;
  /** Station time of the measurement, where the meter has a clock that can be read. */
  readonly time?: string;
}

/** What was found in a meter's memory when the result was waited for; `fresh`: right after it was put on its cable. */
export type FromMemory =
  | { readonly found: 'one'; readonly offer: Offer }
  | { readonly found: 'several' | 'control' }
  /** A record that is no reading as it stands; `dangerous`: its number would be. */
  | { readonly found: 'unclear'; readonly dangerous: boolean }
  | { readonly found: 'none'; readonly fresh: boolean }
  /** It is being read; it could not be. */
  | { readonly found: 'reading' | 'failed' };

/** A measurement that gave no reading: no pulse was found; a dangerous number came that cannot be true; anything else. */
export type Failed = 'no-pulse' | 'doubt' | 'other';

export interface Visit {
  readonly place: Place;
  readonly language: Language;
  readonly textSize: TextSize;
  /** Where 帮助 or the settings were asked for: 返回 goes back there. */
  readonly behind?: Place;
  /** The guest's answer; absent until asked. `show-only`: nothing at all is filed. */
  readonly filing?: 'file' | 'show-only';
  /** What was answered before the measurement. */
  readonly noted: readonly Answer[];
  readonly shortRest: boolean;
  /** The present set of blood-pressure readings, in order; empty again once their result stands. */
  readonly series: readonly Taken<BloodPressureReading>[];
  /** Readings of former sets: in no average, and not forgotten either. */
  readonly earlier: readonly BloodPressureReading[];
  /** Blood-pressure measurements in a row that gave no reading. */
  readonly failed: readonly Failed[];
  readonly meal?: Meal;
  /** The device of this test is read out of its memory, once it is back on its cable. */
  readonly remembers?: boolean;
  readonly offer?: Offer;
  /** A sugar whose meaning depends on how the person feels. */
  readonly sugar?: Taken<GlucoseReading>;
  /** A deposit of this visit that is under way at that bin. `done`: the person said so. */
  readonly deposit?: {
    readonly binId: string;
    readonly material: Material;
    readonly done: boolean;
    /** How often it was asked for aloud, and for what last. */
    readonly prompts: number;
    readonly to?: 'put-in' | 'close';
  };
}

export type VisitEvent =
  | { readonly on: 'act'; readonly act: Act }
  /** The time of a screen that waits is over. */
  | { readonly on: 'waited' }
  | { readonly on: 'pressure'; readonly mmHg: number }
  | { readonly on: 'deflating' }
  | { readonly on: 'reading'; readonly reading: Reading; readonly deviceId: string }
  | { readonly on: 'failure'; readonly kind: FailureKind }
  | { readonly on: 'rejected'; readonly reason: RejectReason; readonly dangerous: boolean }
  /** The measurement is over, by itself or by this error. */
  | { readonly on: 'measured'; readonly error?: DeviceErrorCode }
  | ({ readonly on: 'memory' } & FromMemory)
  /** A reading has been committed, or could not be. */
  | { readonly on: 'filed'; readonly taken: Taken }
  /** The result of a set has been committed, or could not be. */
  | { readonly on: 'concluded'; readonly saved: Saved }
  /** Ten seconds after STOP nobody has seen the cuff empty. */
  | { readonly on: 'not released' }
  /** A device went away or came back. */
  | { readonly on: 'health' }
  /** Something has changed at a bin; `busy`: somebody else was there first. */
  | { readonly on: 'deposit'; readonly binId: string; readonly busy?: false; readonly view: DepositAtBin }
  | { readonly on: 'deposit'; readonly binId: string; readonly busy: true }
  /** A bin's door has stood open for so long that it is said aloud. */
  | { readonly on: 'prompt'; readonly binId: string; readonly to: 'put-in' | 'close' }
  /** Nobody is there any more; or the farewell has been read. */
  | { readonly on: 'over' };

export type Wish =
  | { readonly wish: 'measure' }
  | { readonly wish: 'stop' }
  /** One reading, as it was taken. */
  | {
      readonly wish: 'file';
      readonly reading: Reading;
      readonly deviceId: string;
      readonly flags: readonly string[];
      readonly unit?: Offer['unit'];
      readonly remembered?: Offer['remembered'];
    }
  /** What a set of filed readings amounts to. */
  | { readonly wish: 'conclude'; readonly series: Visit['series']; readonly flags: readonly string[] }
  | { readonly wish: 'open-bin' | 'close-door'; readonly binId: string }
  /** Staff are wanted here, or no longer. */
  | { readonly wish: 'alarm'; readonly code: 'act-now' | 'call'; readonly raised: boolean };

/** What the machine may look up while it steps. */
export interface World {
  works(service: Service): boolean;
  /** The device that works for it tells its results out of its memory. */
  remembers(service: Service): boolean;
  /** The monitor that works is started and stopped at its own buttons alone. */
  ownButton(): boolean;
  readonly rules: Rules;
  /** The strips at the glucose meter are past their last day. */
  stripsExpired(): boolean;
  /** Every bin of the station, and whether it can be used now. */
  bins(): readonly BinOffer[];
  /** Station time now, `14:20`. */
  time(): string;
  readonly language: Language;
}

export interface Step {
  readonly visit: Visit;
  readonly wishes: readonly Wish[];
}

export const nobody = (language: Language): Visit => ({
  place: { id: 'idle' },
  language,
  textSize: 1,
  noted: [],
  shortRest: false,
  series: [],
  earlier: [],
  failed: [],
});

export const stay = (visit: Visit, ...wishes: readonly Wish[]): Step => ({ visit, wishes });
export const go = (visit: Visit, place: Place, ...wishes: readonly Wish[]): Step =>
  stay({ ...visit, place }, ...wishes);

/** What is told by a device, or by the shell about one. */
export type FromDevice = Extract<
  VisitEvent,
  { on: 'pressure' | 'deflating' | 'reading' | 'failure' | 'rejected' | 'measured' | 'not released' | 'memory' }
>;
