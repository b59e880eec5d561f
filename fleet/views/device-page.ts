/** One device over time. An hour without an error is a zero of its own: a line drawn from error to error would hide the quiet between. */
import type { Kysely } from 'kysely';
import type { TrendLine } from '../contract/stations.ts';
import { saidIn } from '../store/inside-json.ts';
import type { Fleet } from '../store/schema.ts';
import { HOUR_MS } from './device-rows.ts';

const DAY_MS = 24 * HOUR_MS;
const UNITS: Readonly<Record<string, string>> = { batteryPercent: '%', fillPercent: '%', errors: '' };
/** A line has no more points than a screen has columns. */
const MOST_POINTS = 2_000;

export interface DeviceKey {
  readonly stationId: string;
  readonly deviceId: string;
}

/** Counters as the device's state says them, groups spread: `failures.cuff`. */
export async function countersOf(
  db: Kysely<Fleet>,
  { stationId, deviceId }: DeviceKey,
): Promise<Record<string, number>> {
  const row = await db
    .selectFrom('device')
    .select('state')
    .where('station_id', '=', stationId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  const said = saidIn(row?.state ?? null);
  const found: [string, number][] = [];
  for (const name of ['connects', 'readings', 'frames', 'noiseBytes'] as const) {
    const count = said.number(name);
    if (count !== undefined) found.push([name, count]);
  }
  for (const name of ['losses', 'rejected', 'failures'] as const)
    for (const [why, count] of said.group(name)) if (typeof count === 'number') found.push([`${name}.${why}`, count]);
  return Object.fromEntries(found);
}

export async function trendsOf(
  db: Kysely<Fleet>,
  { stationId, deviceId }: DeviceKey,
  days: number,
  nowMs: number,
): Promise<TrendLine[]> {
  const from = nowMs - days * DAY_MS;
  const rows = await db
    .selectFrom('metric')
    .select(['metric', 'at_ms', 'value'])
    .where('station_id', '=', stationId)
    .where('device_id', '=', deviceId)
    .where('at_ms', '>=', from)
    .where('at_ms', '<=', nowMs)
    .orderBy('metric')
    .orderBy('at_ms')
    .execute();
  const byMetric = Map.groupBy(rows, ({ metric }) => metric);
  const errors = byMetric.get('errors') ?? [];
  byMetric.delete('errors');
  return [
    hourly(errors, from, nowMs),
    ...[...byMetric].map(([metric, points]) => {
      const step = Math.ceil(points.length / MOST_POINTS);
      const shown = points.filter((_, at) => (points.length - 1 - at) % step === 0); // the newest always
      return {
        metric,
        unit: UNITS[metric] ?? '',
        at: shown.map(({ at_ms }) => at_ms),
        values: shown.map(({ value }) => value),
      };
    }),
  ];
}

function hourly(
  rows: readonly { readonly at_ms: number; readonly value: number }[],
  from: number,
  to: number,
): TrendLine {
  const hourOf = (ms: number): number => ms - (ms % HOUR_MS);
  const counts = new Map<number, number>();
  for (let hour = hourOf(from) + HOUR_MS; hour <= to; hour += HOUR_MS) counts.set(hour, 0);
  for (const { at_ms, value } of rows) {
    const hour = hourOf(at_ms);
    if (counts.has(hour)) counts.set(hour, (counts.get(hour) ?? 0) + value);
  }
  return { metric: 'errors', unit: UNITS.errors ?? '', at: [...counts.keys()], values: [...counts.values()] };
}
