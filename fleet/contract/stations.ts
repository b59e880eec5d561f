import Type from 'typebox';
import { AlarmRow } from './alarms.ts';
import {
  AccountName,
  Condition,
  Count,
  closed,
  DeviceId,
  Moment,
  PlaceId,
  Severity,
  StationId,
  Status,
  Words,
} from './words.ts';

export const StationRow = closed({
  id: StationId,
  name: Words,
  district: PlaceId,
  circle: PlaceId,
  community: Type.String(),
  condition: Condition,
  /** When its last heartbeat came. */
  heardAt: Type.Optional(Moment),
  /** Events that wait in it. */
  depth: Type.Optional(Count),
  /** Open, neither shelved nor hidden behind the station's silence. */
  alarms: Count,
  worst: Type.Optional(Severity),
  version: Type.Optional(Type.String()),
  demo: Type.Boolean(),
});
export type StationRow = Type.Static<typeof StationRow>;

/**
 * GET /api/stations: lines of JSON (application/x-ndjson). First this one, then rows, at most a hundred a line, of all that this
 * person may see, trouble first: whoever reads sees the worst at once, and the rest as it comes.
 */
export const StationListHead = closed({ at: Moment, total: Count });
export type StationListHead = Type.Static<typeof StationListHead>;
export const StationListLine = Type.Union([StationListHead, Type.Array(StationRow, { maxItems: 100 })]);

export const DeviceRow = closed({
  id: DeviceId,
  driver: Type.String(),
  model: Type.Optional(Type.String()),
  serialNumber: Type.Optional(Type.String()),
  firmware: Type.Optional(Type.String()),
  status: Status,
  /** When its state came last. */
  heardAt: Moment,
  /** When its last good frame came, the station's clock put right by ours. */
  lastFrameAt: Type.Optional(Moment),
  lastError: Type.Optional(Type.String()),
  /** Refusals, failures and losses in each of the last 24 hours, oldest first. */
  errors: Type.Array(Count, { minItems: 24, maxItems: 24 }),
  calibration: Type.Optional(closed({ due: Type.String(), state: Type.Enum(['good', 'due', 'overdue']) })),
  strips: Type.Optional(closed({ lot: Type.String(), expires: Type.String() })),
  batteryPercent: Type.Optional(Type.Number()),
  batteryLow: Type.Optional(Type.Boolean()),
  material: Type.Optional(Type.String()),
  fillPercent: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  demo: Type.Boolean(),
});
export type DeviceRow = Type.Static<typeof DeviceRow>;

/** What happened, and nothing of whom or how much. */
export const EventRow = closed({
  sequence: Count,
  kind: Type.String(),
  deviceId: Type.Optional(DeviceId),
  /** By the station's clock. */
  time: Moment,
  receivedAt: Moment,
  /** Of an alarm's event alone. */
  words: Type.Optional(Words),
});
export type EventRow = Type.Static<typeof EventRow>;

/** GET /api/stations/:id. */
export const StationPage = closed({
  at: Moment,
  station: StationRow,
  location: Type.Optional(closed({ latitude: Type.Number(), longitude: Type.Number() })),
  /** The broker's word on its connection, and since when it has been so. */
  session: Type.Optional(closed({ online: Type.Boolean(), since: Moment })),
  outbox: Type.Optional(closed({ depth: Count, oldestAgeMs: Type.Optional(Count), emptyInMs: Type.Optional(Count) })),
  /** Positive: ahead of ours. */
  clock: Type.Optional(closed({ aheadMs: Type.Integer(), trusted: Type.Boolean() })),
  disk: Type.Optional(closed({ usedPercent: Type.Number(), level: Type.String() })),
  certificateDaysLeft: Type.Optional(Type.Integer()),
  configVersion: Type.Optional(Type.String()),
  services: Type.Array(closed({ name: Type.String(), working: Type.Boolean() })),
  /** How its events have come. */
  sequence: closed({
    /** We have every one up to this. */
    through: Count,
    highest: Count,
    /** At most 20. */
    missing: Type.Array(closed({ from: Count, to: Count })),
    /** Repeats that differ. */
    disputed: Count,
    /** Messages that were refused, and why the last one was. */
    refused: Count,
    lastRefusal: Type.Optional(closed({ at: Moment, why: Type.String() })),
  }),
  maintenance: Type.Optional(closed({ until: Moment, by: AccountName, reason: Type.String() })),
  devices: Type.Array(DeviceRow),
  alarms: Type.Array(AlarmRow),
  /** The last 50, newest first. */
  events: Type.Array(EventRow),
});
export type StationPage = Type.Static<typeof StationPage>;

/** POST /api/stations/:id/maintenance; DELETE ends it. Its alarms are shelved for so long. */
export const Maintenance = closed({
  minutes: Type.Integer({ minimum: 5, maximum: 10_080 }),
  reason: Type.String({ minLength: 1, maxLength: 200 }),
});
export type Maintenance = Type.Static<typeof Maintenance>;
/** POST /api/stations/:id/gap: what is missing up to here is given up, and receipts go on behind it. */
export const GapGivenUp = closed({ through: Count, reason: Type.String({ minLength: 1, maxLength: 200 }) });
export type GapGivenUp = Type.Static<typeof GapGivenUp>;

export const TrendLine = closed({
  /** `errors`, `batteryPercent`, `fillPercent`, … */
  metric: Type.String(),
  unit: Type.String(),
  /** Moments, oldest first, and the value at each. */
  at: Type.Array(Moment),
  values: Type.Array(Type.Number()),
});
export type TrendLine = Type.Static<typeof TrendLine>;

/** GET /api/stations/:id/devices/:deviceId?days=1|7|30. */
export const DeviceQuery = closed({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })) });
export type DeviceQuery = Type.Static<typeof DeviceQuery>;
export const DevicePage = closed({
  at: Moment,
  station: StationRow,
  device: DeviceRow,
  /** As the device's state says them. */
  counters: Type.Record(Type.String(), Type.Number()),
  trends: Type.Array(TrendLine),
  alarms: Type.Array(AlarmRow),
});
export type DevicePage = Type.Static<typeof DevicePage>;
