/**
 * The tables, as Kysely reads them. Moments are milliseconds since 1970 by the service's clock (`_ms`); flags are 0 and 1,
 * JSON is text: what both databases have. The residents' own records lie apart (`Resident`), in a database that no query
 * of the console can reach.
 */
import type { Generated } from 'kysely';

export interface StationTable {
  station_id: string;
  district: string;
  circle: string;
  community: string;
  name_zh: string;
  name_en: string;
  latitude: number | null;
  longitude: number | null;
  demo: number;
  version: string | null;
  first_seen_ms: number;
  /** Last heartbeat, by our clock; null before the first. */
  heard_ms: number | null;
  /** Its own clock at that moment. */
  said_ms: number | null;
  /** The broker's word on its connection, and when that changed. */
  online: number | null;
  session_ms: number | null;
  /** The last `up/state`, as text: checked and bounded. */
  state: string | null;
  /** `Condition`; judged by the leading member. */
  condition: string;
  maintenance_until_ms: number | null;
  maintenance_by: string | null;
  maintenance_reason: string | null;
  /** Messages of it that were refused. */
  refused: number;
  refusal_ms: number | null;
  refusal: string | null;
  changed_ms: number;
}

/** How far a station's events are here. */
export interface WatermarkTable {
  station_id: string;
  /** Every event up to this one is in the database. */
  through: number;
  highest: number;
  /** Repeats that differ from what is here. */
  disputed: number;
  /** When the last receipt went out; claimed before it is sent, so that members do not say it twice in a second. */
  receipt_ms: number;
  /** Since when something is missing below `highest`; null: nothing is. */
  gap_ms: number | null;
}

/** One row an event, for ever as long as a repeat of it could come: what makes receiving it twice one. */
export interface SeenTable {
  station_id: string;
  sequence: number;
  id: string;
  /** First 16 bytes of the SHA-256 of its envelope, hexadecimal. */
  digest: string;
  received_ms: number;
}

/** What happened, without whom or how much. Partitioned by month of `received_ms` on PostgreSQL. */
export interface EventTable {
  /** Rises in the order of commits, over all members: what a cursor stands on. */
  position: Generated<number>;
  station_id: string;
  sequence: number;
  id: string;
  kind: string;
  device_id: string | null;
  /** By the station's clock. */
  time_ms: number;
  received_ms: number;
  demo: number;
  /** Of an alarm's event: its words, as JSON. */
  words: string | null;
}

/** Raw envelopes of what names no person, seven days, for a replay. Those of residents' records are in `record`. */
export interface EnvelopeTable {
  station_id: string;
  sequence: number;
  received_ms: number;
  payload: string;
}

/** Repeats that differ: what came second, kept beside the first (its payload only where it names no person). */
export interface DisputeTable {
  id: Generated<number>;
  station_id: string;
  sequence: number;
  event_id: string;
  digest: string;
  received_ms: number;
}

export interface DeviceTable {
  station_id: string;
  device_id: string;
  driver: string;
  model: string | null;
  status: string;
  /** When its state came last, by our clock. */
  heard_ms: number;
  /** Its last good frame, the station's clock put right by ours; null: none yet. */
  frame_ms: number | null;
  /** The last state as text: checked and bounded. */
  state: string;
  /** Refusals, failures and losses since it began, as its counters say; what `errors` per hour are told from. */
  error_total: number;
  demo: number;
  changed_ms: number;
}

/** A number of a device over time: `errors` (by the hour), `fillPercent`, `batteryPercent`. Partitioned by month on PostgreSQL. */
export interface MetricTable {
  station_id: string;
  device_id: string;
  metric: string;
  /** Begin of the hour for `errors`; else the moment. */
  at_ms: number;
  value: number;
}

export interface AlarmTable {
  id: Generated<number>;
  station_id: string;
  /** `station`: the station itself. */
  device_id: string;
  code: string;
  severity: string;
  words_zh: string;
  words_en: string;
  /** `station`: it said so. `fleet`: we judged so. */
  origin: string;
  raised_ms: number;
  cleared_ms: number | null;
  acknowledged_ms: number | null;
  acknowledged_by: string | null;
  shelved_until_ms: number | null;
  shelved_by: string | null;
  shelve_reason: string | null;
  assignee: string | null;
  /** When its source cleared it, while damping keeps it open; null: its source says it stands. */
  source_cleared_ms: number | null;
  /** How often it has come back, each time within minutes. */
  returns: number;
  /** When it came back last, at most three moments, comma between. */
  returned: string | null;
  flapping: number;
  /** Hidden behind this alarm, the silence of its station. */
  behind: number | null;
  comments: number;
  demo: number;
  changed_ms: number;
}

/** Append-only. */
export interface AlarmEventTable {
  id: Generated<number>;
  alarm_id: number;
  at_ms: number;
  by: string | null;
  act: string;
  text: string | null;
}

/** What is to be told to people who are not looking. */
export interface NoticeTable {
  id: Generated<number>;
  alarm_id: number;
  /** 0 at first; each escalation one more. */
  step: number;
  channel: string;
  recipient: string;
  due_ms: number;
  sent_ms: number | null;
  tries: number;
  last_error: string | null;
}

export interface AccountTable {
  name: string;
  display_name: string;
  role: string;
  /** JSON list of district ids. */
  districts: string;
  /** scrypt, with its salt and cost. */
  password: string;
  /** Sealed with the service's own key. */
  totp: string;
  /** The last time step of which a code was taken: a code counts once. */
  totp_step: number;
  wrong: number;
  locked_until_ms: number | null;
  disabled: number;
  created_ms: number;
  seen_ms: number | null;
}

export interface SessionTable {
  /** SHA-256 of the cookie's token. */
  token: string;
  account: string;
  created_ms: number;
  seen_ms: number;
}

/** A chain: each hash holds the one before it. */
export interface AuditTable {
  id: Generated<number>;
  at_ms: number;
  by: string | null;
  act: string;
  target: string;
  detail: string | null;
  hash: string;
}

/** How far each reader of `event` is. */
export interface CursorTable {
  name: string;
  position: number;
  changed_ms: number;
  /** Since when it cannot go on, and why; null while it does. */
  failing_ms: number | null;
  last_error: string | null;
  /** Events that its far side refuses for good, set aside. */
  set_aside: number;
}

export interface Fleet {
  station: StationTable;
  watermark: WatermarkTable;
  seen: SeenTable;
  event: EventTable;
  envelope: EnvelopeTable;
  dispute: DisputeTable;
  device: DeviceTable;
  metric: MetricTable;
  alarm: AlarmTable;
  alarm_event: AlarmEventTable;
  notice: NoticeTable;
  account: AccountTable;
  session: SessionTable;
  audit: AuditTable;
  cursor: CursorTable;
}

/** Observations, deposits, points and whatever else is a resident's: as the envelope came, sealed where the station seals. */
export interface RecordTable {
  station_id: string;
  sequence: number;
  received_ms: number;
  kind: string;
  envelope: string;
}

/** A second, differing envelope under the same sequence. */
export interface DisputedRecordTable {
  station_id: string;
  sequence: number;
  digest: string;
  received_ms: number;
  envelope: string;
}

export interface Resident {
  record: RecordTable;
  disputed_record: DisputedRecordTable;
}
