/**
 * Stations and devices as ThingsBoard's gateway API has them (thingsboard.io/docs/reference/gateway-mqtt-api): messages to
 * `v1/gateway/connect`, `/attributes` and `/telemetry`. What is said is picked by name and checked: a state may hold what
 * nobody thought of, and nothing of a person may come along.
 */

export interface OpenAlarm {
  readonly code: string;
  readonly severity: string;
}

export interface Thing {
  readonly stationId: string;
  /** Absent: the station itself. */
  readonly deviceId?: string;
  readonly type: string;
  readonly model?: string;
  readonly district: string;
  readonly circle: string;
  readonly community: string;
  /** A device's status, a station's condition. */
  readonly status: string;
  /** The last state, as text. */
  readonly state: string | null;
  readonly alarms: readonly OpenAlarm[];
  readonly demo: boolean;
  readonly changedMs: number;
}

export interface GatewayMessages {
  /** By the thing's name; once a connection and thing. */
  readonly connects: ReadonlyMap<string, string>;
  readonly attributes: string;
  readonly telemetry: string;
}

type Value = string | number | boolean;
const WORST = ['critical', 'warning', 'task'];

/** No id holds a slash. */
export const nameOf = ({
  stationId,
  deviceId,
}: {
  readonly stationId: string;
  readonly deviceId?: string | undefined;
}): string => (deviceId === undefined ? stationId : `${stationId}/${deviceId}`);

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null ? new Map(Object.entries(inside)).get(key) : undefined,
    value,
  );
const count = (value: unknown): Value | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
const percent = (value: unknown): Value | undefined =>
  typeof value === 'number' && value >= 0 && value <= 100 ? value : undefined;
const flag = (value: unknown): Value | undefined => (typeof value === 'boolean' ? value : undefined);
const code = (value: unknown): Value | undefined =>
  typeof value === 'string' && /^[a-z][a-z-]{0,40}$/.test(value) ? value : undefined;
/** Of a record of counts by reason, their sum. */
const sum = (value: unknown): Value | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  return count(Object.values(value).reduce((total: number, each) => total + Number(count(each) ?? 0), 0));
};

/** Name there, where it stands in a state, what it must be. */
const TELEMETRY = {
  fillPercent: [['fillPercent'], percent],
  hoursToFull: [['hoursToFull'], count],
  batteryPercent: [['battery', 'percent'], percent],
  batteryLow: [['battery', 'low'], flag],
  place: [['place'], code],
  lastError: [['lastError'], code],
  connects: [['connects'], count],
  frames: [['frames'], count],
  noiseBytes: [['noiseBytes'], count],
  rejected: [['rejected'], sum],
  failures: [['failures'], sum],
  losses: [['losses'], sum],
  outboxDepth: [['outbox', 'depth'], count],
  diskUsedPercent: [['disk', 'usedPercent'], percent],
  clockTrusted: [['clock', 'trusted'], flag],
} as const satisfies Record<string, readonly [readonly string[], (value: unknown) => Value | undefined]>;

function telemetryOf({ state, status, alarms }: Thing): Record<string, Value> {
  const said = parsed(state);
  const picked = Object.entries(TELEMETRY).flatMap(([name, [path, check]]) => {
    const value = check(at(said, path));
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    status,
    ...Object.fromEntries(picked),
    alarms: alarms.length,
    worstAlarm: WORST.find((severity) => alarms.some((alarm) => alarm.severity === severity)) ?? 'none',
    alarmCodes: alarms
      .map((alarm) => alarm.code)
      .toSorted()
      .join(),
  };
}

function parsed(state: string | null): unknown {
  try {
    return JSON.parse(state ?? '{}');
  } catch {
    return {};
  }
}

const attributesOf = ({ model, district, circle, community, demo }: Thing): Record<string, Value> => ({
  ...(model !== undefined && { model }),
  district,
  circle,
  community,
  demo,
});

/** Of one thing only once in a batch. */
export function gatewayMessages(things: readonly Thing[]): GatewayMessages {
  const by = <T>(of: (thing: Thing) => T): [string, T][] => things.map((thing) => [nameOf(thing), of(thing)]);
  return {
    connects: new Map(by((thing) => JSON.stringify({ device: nameOf(thing), type: thing.type }))),
    attributes: JSON.stringify(Object.fromEntries(by(attributesOf))),
    telemetry: JSON.stringify(Object.fromEntries(by((thing) => [{ ts: thing.changedMs, values: telemetryOf(thing) }]))),
  };
}
