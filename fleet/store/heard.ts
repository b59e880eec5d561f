/** What a station has said, checked and bounded (`fleet/receive/`), on its way into the database. Moments in milliseconds since 1970. */
import type { Severity, Status, Words } from '../contract/words.ts';

/** Kinds whose envelope is a resident's: it goes into `resident.record`, and nowhere else. */
export const OF_RESIDENTS: ReadonlySet<string> = new Set([
  'observation',
  'deposit',
  'points',
  'parcel',
  'request',
  'identity',
  'consent',
]);

export interface HeardEvent {
  readonly stationId: string;
  readonly sequence: number;
  readonly id: string;
  readonly kind: string;
  /** Absent: the station itself. */
  readonly deviceId?: string;
  /** By the station's clock. */
  readonly timeMs: number;
  readonly receivedMs: number;
  readonly demo: boolean;
  /** Of an alarm's event alone. */
  readonly words?: Words;
  /** Byte for byte as it came. */
  readonly payload: string;
}

export interface StationSaid {
  readonly stationId: string;
  readonly district: string;
  readonly circle: string;
  readonly community: string;
  readonly name: Words;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly demo: boolean;
  readonly version: string;
  readonly saidMs: number;
  readonly receivedMs: number;
  /** Just now; a retained one may be of any age, and is no heartbeat. */
  readonly live: boolean;
  /** What was kept of it, as JSON. */
  readonly state: string;
}

export interface DeviceSaid {
  readonly stationId: string;
  readonly deviceId: string;
  readonly driver: string;
  readonly model?: string;
  readonly status: Status;
  /** Its last good frame, by the station's clock. */
  readonly lastFrameMs?: number;
  /** Refusals, failures and losses since its counters began. */
  readonly errors: number;
  readonly fillPercent?: number;
  readonly batteryPercent?: number;
  readonly demo: boolean;
  readonly receivedMs: number;
  readonly state: string;
}

export interface AlarmSaid {
  readonly stationId: string;
  /** `station`: the station itself. */
  readonly deviceId: string;
  readonly code: string;
  /** Absent: it is cleared. */
  readonly raised?: { readonly severity: Severity; readonly words: Words; readonly demo: boolean };
}

/** What is true now, by its topic: the latest wins. */
export type Said =
  | { readonly about: 'station'; readonly said: StationSaid }
  /** Its connection is gone: its farewell, or its will. */
  | { readonly about: 'away'; readonly stationId: string; readonly receivedMs: number }
  | { readonly about: 'device'; readonly said: DeviceSaid }
  | { readonly about: 'no device'; readonly stationId: string; readonly deviceId: string }
  | { readonly about: 'alarm'; readonly said: AlarmSaid };

/** Messages of a station that were not taken, and why the last one was: fixed words. */
export interface Refusals {
  readonly count: number;
  readonly why: string;
  readonly atMs: number;
}
