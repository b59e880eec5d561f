/** A device's trends, as the chart and its table want them. */
import type { TrendLine } from '../../../fleet/contract/stations.ts';
import { DAY_MS, dayOf, HOUR_MS, hourOf } from '../city-day.ts';

const SECOND_MS = 1000;

/** Seconds, and one column to a line: a value, or null where that line says nothing. */
export interface Aligned {
  readonly atS: number[];
  readonly columns: (number | null)[][];
}

/** All lines over the same moments, oldest first. */
export function aligned(lines: readonly TrendLine[]): Aligned {
  const moments = [...new Set(lines.flatMap(({ at }) => at))].sort((a, b) => a - b);
  const columns = lines.map(({ at, values }) => {
    const said = new Map(at.map((moment, index) => [moment, values[index] ?? null]));
    return moments.map((moment) => said.get(moment) ?? null);
  });
  return { atS: moments.map((moment) => moment / SECOND_MS), columns };
}

/** Counts are added up over a stretch of time; of a level, the last one holds. */
export const isCount = ({ metric }: Pick<TrendLine, 'metric'>): boolean => metric === 'errors';

export interface TableRow {
  /** Where the stretch begins. */
  readonly fromMs: number;
  /** One to a line; undefined where nothing was said. */
  readonly values: readonly (number | undefined)[];
}

/** What the chart shows, to be read: hour by hour for a day, else day by day; newest first. */
export function tableOf(lines: readonly TrendLine[], days: number): readonly TableRow[] {
  const start = days > 1 ? dayOf : hourOf;
  const rows = new Map<number, (number | undefined)[]>();
  for (const [column, { metric, at, values }] of lines.entries()) {
    for (const [index, moment] of at.entries()) {
      const row = rows.get(start(moment)) ?? lines.map(() => undefined);
      const value = values[index] ?? 0;
      row[column] = isCount({ metric }) ? (row[column] ?? 0) + value : value;
      rows.set(start(moment), row);
    }
  }
  return [...rows].sort(([a], [b]) => b - a).map(([fromMs, row]) => ({ fromMs, values: row }));
}

/** What the chart spans, in seconds: up to the end of this hour, whatever has been said. */
export function spanS(nowMs: number, days: number): { readonly min: number; readonly max: number } {
  const end = hourOf(nowMs) + HOUR_MS;
  return { min: (end - days * DAY_MS) / SECOND_MS, max: end / SECOND_MS };
}

/** So much is shown at least: one error is no mountain. */
const LEAST_COUNT = 5;

/** Where the scale of counts ends: above the most, at a round number. */
export function topOf(most: number): number {
  const step = most < 20 ? LEAST_COUNT : 10 ** Math.floor(Math.log10(most)) / 2;
  return Math.ceil((most + 1) / step) * step;
}

/** Those that share a scale share a chart: counts, then levels by their unit. */
export const charted = (lines: readonly TrendLine[]): readonly (readonly TrendLine[])[] => [
  ...Map.groupBy(
    lines.filter(({ at }) => at.length > 0).toSorted((a, b) => Number(isCount(b)) - Number(isCount(a))),
    (line) => (isCount(line) ? 'counts' : `in ${line.unit}`),
  ).values(),
];
