import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { DeviceSaid } from '../store/heard.ts';
import { momentOf, readJson } from './json.ts';
import { isRefused, type Refused, refused } from './refusals.ts';
import { kept, tidyText } from './tidy.ts';

const MOST_BYTES = 64 * 1024;
const Count = Type.Integer({ minimum: 0, maximum: 1e12 });
const Counts = Type.Optional(Type.Record(Type.String(), Count));
const Percent = Type.Number({ minimum: 0, maximum: 100 });

const State = Compile(
  Type.Object({
    status: Type.Enum(['ok', 'warning', 'down', 'unknown']),
    driver: Type.String({ pattern: '^[a-z0-9-]{1,64}$' }),
    model: Type.Optional(Type.String()),
    lastSeen: Type.Optional(Type.String()),
    lastFrame: Type.Optional(Type.String()),
    lastError: Type.Optional(Type.String()),
    connects: Type.Optional(Count),
    readings: Type.Optional(Count),
    frames: Type.Optional(Count),
    noiseBytes: Type.Optional(Count),
    losses: Counts,
    rejected: Counts,
    failures: Counts,
    serialNumber: Type.Optional(Type.String()),
    firmware: Type.Optional(Type.String()),
    battery: Type.Optional(Type.Object({ low: Type.Boolean(), percent: Type.Optional(Percent) })),
    calibration: Type.Optional(
      Type.Object({ due: Type.String({ maxLength: 40 }), state: Type.Enum(['good', 'due', 'overdue']) }),
    ),
    strips: Type.Optional(Type.Object({ lot: Type.String(), expires: Type.String({ maxLength: 40 }) })),
    material: Type.Optional(Type.String()),
    fillPercent: Type.Optional(Percent),
    demo: Type.Optional(Type.Boolean()),
  }),
);
/** What a resident's value could be taken for is not among them: what lies on a scale stays in its station. */
const FIELDS = new Set([
  'lastSeen',
  'lastError',
  'connects',
  'readings',
  'frames',
  'noiseBytes',
  'losses',
  'rejected',
  'failures',
  'serialNumber',
  'firmware',
  'battery',
  'calibration',
  'strips',
  'material',
  'fillPercent',
  'hoursToFull',
  'place',
  'full',
  'fault',
  'clock',
  'button',
  'lamp',
  'call',
  'alarms',
]);

const sum = (counts: Readonly<Record<string, number>> = {}): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** Empty: the station has no such device any more. */
export function readDevice(
  stationId: string,
  deviceId: string,
  payload: Uint8Array,
  receivedMs: number,
): DeviceSaid | { readonly gone: true } | Refused {
  if (payload.length === 0) return { gone: true };
  const json = readJson(payload, MOST_BYTES);
  if (isRefused(json)) return json;
  const { value } = json;
  if (!State.Check(value)) return refused('schema');
  const lastFrameMs = value.lastFrame === undefined ? undefined : momentOf(value.lastFrame);
  if (value.lastFrame !== undefined && lastFrameMs === undefined) return refused('time');
  return {
    stationId,
    deviceId,
    driver: value.driver,
    ...(value.model !== undefined && { model: tidyText(value.model) }),
    status: value.status,
    ...(lastFrameMs !== undefined && { lastFrameMs }),
    errors: Math.min(Number.MAX_SAFE_INTEGER, sum(value.losses) + sum(value.rejected) + sum(value.failures)),
    ...(value.fillPercent !== undefined && { fillPercent: value.fillPercent }),
    ...(value.battery?.percent !== undefined && { batteryPercent: value.battery.percent }),
    demo: value.demo === true,
    receivedMs,
    state: kept(value, FIELDS),
  };
}
