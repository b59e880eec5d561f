/** The service in Prometheus's text, prometheus.io/docs/instrumenting/exposition_formats: numbers and codes, no station's name, no person. */
import type { Kysely } from 'kysely';
import { Counter, Gauge, Registry } from 'prom-client';
import { CONDITIONS, SEVERITIES } from './contract/words.ts';
import type { Fleet } from './store/schema.ts';

export interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}
export interface Figure {
  readonly name: string;
  readonly help: string;
  readonly kind: 'gauge' | 'counter';
  readonly samples: readonly Sample[];
}

/** What stands in the database. Demo stations are not counted. */
export async function figuresOf(db: Kysely<Fleet>, nowMs: number): Promise<Figure[]> {
  const stations = await db
    .selectFrom('station')
    .select(({ fn }) => ['condition', fn.countAll<number>().as('count')])
    .where('demo', '=', 0)
    .groupBy('condition')
    .execute();
  const alarms = await db
    .selectFrom('alarm')
    .select(({ fn }) => ['severity', fn.countAll<number>().as('count')])
    .where('cleared_ms', 'is', null)
    .where('demo', '=', 0)
    .groupBy('severity')
    .execute();
  const gaps = await db
    .selectFrom('watermark')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('gap_ms', 'is not', null)
    .executeTakeFirst();
  const cursors = await db.selectFrom('cursor').selectAll().execute();
  return [
    gauge(
      'yike_fleet_stations',
      'Stations by condition',
      CONDITIONS.map((condition) => ({
        value: Number(stations.find((row) => row.condition === condition)?.count ?? 0),
        labels: { condition },
      })),
    ),
    gauge(
      'yike_fleet_alarms_open',
      'Alarms that stand, by severity',
      SEVERITIES.map((severity) => ({
        value: Number(alarms.find((row) => row.severity === severity)?.count ?? 0),
        labels: { severity },
      })),
    ),
    gauge('yike_fleet_gaps', 'Stations of which an event is missing', [{ value: Number(gaps?.count ?? 0) }]),
    gauge(
      'yike_fleet_forward_failing_seconds',
      'Since when events cannot be passed on, by target; 0: they can',
      cursors.map(({ name, failing_ms }) => ({
        value: failing_ms === null ? 0 : Math.max(0, nowMs - failing_ms) / 1000,
        labels: { target: name },
      })),
    ),
    {
      ...gauge(
        'yike_fleet_forward_set_aside_total',
        'Events that a target refuses for good',
        cursors.map(({ name, set_aside }) => ({ value: set_aside, labels: { target: name } })),
      ),
      kind: 'counter',
    },
  ];
}

export const gauge = (name: string, help: string, samples: readonly Sample[]): Figure => ({
  name,
  help,
  kind: 'gauge',
  samples,
});

/** A registry of its own for each answer: the numbers are counted elsewhere. */
export function metricsText(figures: readonly Figure[]): Promise<string> {
  const registry = new Registry();
  for (const { name, help, kind, samples } of figures) {
    if (samples.length === 0) continue;
    const options = { name, help, labelNames: Object.keys(samples[0]?.labels ?? {}), registers: [registry] };
    if (kind === 'gauge') {
      const one = new Gauge(options);
      for (const { value, labels = {} } of samples) one.set(labels, value);
    } else {
      const one = new Counter(options);
      for (const { value, labels = {} } of samples) one.inc(labels, value);
    }
  }
  return registry.metrics();
}
