import Type from 'typebox';
import { AccountName, Count, closed, DeviceId, Moment, PlaceId, Severity, StationId, Words } from './words.ts';

/** An alarm's row. It is raised by its station or by the service, acknowledged by a person, and cleared by whoever raised it. */
export const AlarmRow = closed({
  id: Type.Integer({ minimum: 1 }),
  stationId: StationId,
  stationName: Words,
  district: PlaceId,
  circle: PlaceId,
  /** Absent: the station itself. */
  deviceId: Type.Optional(DeviceId),
  code: Type.String(),
  severity: Severity,
  words: Words,
  raisedAt: Moment,
  clearedAt: Type.Optional(Moment),
  acknowledged: Type.Optional(closed({ at: Moment, by: AccountName })),
  shelved: Type.Optional(closed({ until: Moment, by: AccountName, reason: Type.String() })),
  assignee: Type.Optional(AccountName),
  /** It came and went several times in a few minutes, and stays until it has been quiet for as long. */
  flapping: Type.Boolean(),
  comments: Count,
  demo: Type.Boolean(),
});
export type AlarmRow = Type.Static<typeof AlarmRow>;

/** What has one cause is one line: `others` came with `lead`, and `words` say what happened to all. */
export const AlarmLine = closed({
  lead: AlarmRow,
  others: Type.Array(AlarmRow),
  words: Type.Optional(Words),
});
export type AlarmLine = Type.Static<typeof AlarmLine>;

/** GET /api/alarms?show=…&district=…&station=…&q=…; oldest unacknowledged first. */
export const ALARM_SHOWS = ['waiting', 'open', 'mine', 'shelved', 'cleared'] as const;
export const AlarmQuery = closed({
  /** `waiting`: open and unacknowledged. `open`: all that stand, but for shelved ones. */
  show: Type.Optional(Type.Enum([...ALARM_SHOWS])),
  district: Type.Optional(PlaceId),
  station: Type.Optional(StationId),
  q: Type.Optional(Type.String({ maxLength: 60 })),
});
export type AlarmQuery = Type.Static<typeof AlarmQuery>;

export const AlarmList = closed({
  at: Moment,
  /** At most 500; `more` says how many were left out. */
  lines: Type.Array(AlarmLine),
  more: Count,
  /** Of what this person may see, whatever the filter; demo stations are not counted. */
  counts: closed({ waiting: Count, open: Count, mine: Count, shelved: Count }),
});
export type AlarmList = Type.Static<typeof AlarmList>;

/** What can stand in an alarm's history. */
export const ALARM_EVENTS = [
  'raised',
  'acknowledged',
  'shelved',
  'unshelved',
  'assigned',
  'unassigned',
  'commented',
  'flapping',
  'returned',
  'cleared',
] as const;

/** GET /api/alarms/:id. */
export const AlarmPage = closed({
  alarm: AlarmRow,
  /** Oldest first. */
  history: Type.Array(
    closed({
      at: Moment,
      /** Absent: its source, or the service. */
      by: Type.Optional(AccountName),
      act: Type.Enum([...ALARM_EVENTS]),
      text: Type.Optional(Type.String()),
    }),
  ),
});
export type AlarmPage = Type.Static<typeof AlarmPage>;

/** POST /api/alarms/acts: one act on one or many. `clear` is for what only staff can clear: tasks, and what the service itself cannot see mended. */
export const AlarmAct = Type.Union([
  closed({ kind: Type.Literal('acknowledge') }),
  closed({
    kind: Type.Literal('shelve'),
    minutes: Type.Integer({ minimum: 5, maximum: 10_080 }),
    reason: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  closed({ kind: Type.Literal('unshelve') }),
  closed({ kind: Type.Literal('assign'), to: Type.Union([AccountName, Type.Null()]) }),
  closed({ kind: Type.Literal('comment'), text: Type.String({ minLength: 1, maxLength: 500 }) }),
  closed({ kind: Type.Literal('clear'), reason: Type.String({ minLength: 1, maxLength: 200 }) }),
]);
export type AlarmAct = Type.Static<typeof AlarmAct>;

export const AlarmActs = closed({
  alarmIds: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 500 }),
  act: AlarmAct,
});
export type AlarmActs = Type.Static<typeof AlarmActs>;

/** The rows as they are now; `refused` could not be done, or are not this person's. */
export const AlarmActed = closed({ rows: Type.Array(AlarmRow), refused: Type.Array(Type.Integer()) });
export type AlarmActed = Type.Static<typeof AlarmActed>;
