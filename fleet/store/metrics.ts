/** Numbers of devices over time: how often each errs, by the hour; how full a bin and how low a battery is, when that changes. */
import { type Kysely, sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import type { DeviceSaid } from './heard.ts';
import { names, ofRows, rowsOf } from './rows.ts';
import type { Fleet } from './schema.ts';

const METRIC = {
  station_id: 'text',
  device_id: 'text',
  metric: 'text',
  at_ms: 'bigint',
  value: 'double precision',
} as const;
const KEY = { station_id: 'text', device_id: 'text', metric: 'text' } as const;
const HOUR_MS = 3_600_000;
const GAUGE_EVERY_MS = 15 * 60_000;
const GAUGES = ['fillPercent', 'batteryPercent'] as const;

interface Measured {
  readonly device: DeviceSaid;
  /** What stood in its row. */
  readonly before: { readonly error_total: number; readonly state: string } | undefined;
}

/** How many errors are new. Counters that went back began anew: all that they show now came since. */
export function rise({ device, before }: Measured): number {
  if (!before) return 0; // nobody knows when they were
  return beganAnew(device.state, before.state) || device.errors < before.error_total
    ? device.errors
    : device.errors - before.error_total;
}
const COUNTERS = ['connects', 'readings', 'frames', 'noiseBytes'] as const;
function beganAnew(now: string, before: string): boolean {
  const [later, earlier] = [countersIn(now), countersIn(before)];
  return COUNTERS.some((name) => (later[name] ?? 0) < (earlier[name] ?? 0));
}
function countersIn(state: string): Partial<Record<string, number>> {
  const said: unknown = JSON.parse(state);
  if (typeof said !== 'object' || said === null) return {};
  return Object.fromEntries(Object.entries(said).filter(([, value]) => typeof value === 'number'));
}

export async function writeMetrics(
  trx: Kysely<Fleet>,
  dialect: Dialect,
  measured: readonly Measured[],
  nowMs: number,
): Promise<void> {
  const errors = measured.flatMap((one) => {
    const value = rise(one);
    return value === 0 ? [] : [row(one.device, 'errors', nowMs - (nowMs % HOUR_MS), value)];
  });
  const gauges = measured.flatMap(({ device }) =>
    GAUGES.flatMap((metric) => {
      const value = device[metric];
      return value === undefined ? [] : [row(device, metric, device.receivedMs, value)];
    }),
  );
  const worth = gauges.length === 0 ? [] : await worthWriting(trx, dialect, gauges);
  if (errors.length + worth.length === 0) return;
  await sql`insert into metric (${names(METRIC)}) select ${ofRows(METRIC)}
    from ${rowsOf(dialect, METRIC, [...errors, ...worth])} where true
    on conflict (station_id, device_id, metric, at_ms) do update
    set value = case when excluded.metric = 'errors' then metric.value + excluded.value else excluded.value end`.execute(
    trx,
  );
}

const row = ({ stationId, deviceId }: DeviceSaid, metric: string, at_ms: number, value: number) => ({
  station_id: stationId,
  device_id: deviceId,
  metric,
  at_ms,
  value,
});
type MetricRow = ReturnType<typeof row>;

/** A gauge that stands still makes one row a quarter of an hour. */
async function worthWriting(trx: Kysely<Fleet>, dialect: Dialect, gauges: readonly MetricRow[]): Promise<MetricRow[]> {
  const { rows } = await sql<MetricRow>`select r.station_id, r.device_id, r.metric, m.at_ms, m.value
    from ${rowsOf(
      dialect,
      KEY,
      gauges.map(({ station_id, device_id, metric }) => ({ station_id, device_id, metric })),
    )}
    join metric m on m.station_id = r.station_id and m.device_id = r.device_id and m.metric = r.metric
      and m.at_ms = (select max(l.at_ms) from metric l where l.station_id = r.station_id and l.device_id = r.device_id
        and l.metric = r.metric)`.execute(trx);
  const keyOf = ({ station_id, device_id, metric }: MetricRow): string => `${station_id} ${device_id} ${metric}`;
  const last = new Map(rows.map((one) => [keyOf(one), one]));
  return gauges.filter((gauge) => {
    const before = last.get(keyOf(gauge));
    return !before || gauge.at_ms - before.at_ms >= GAUGE_EVERY_MS || Math.abs(gauge.value - before.value) >= 1;
  });
}
