import { useMemo } from 'preact/hooks';
import type { DevicePage, TrendLine } from '../../../fleet/contract/stations.ts';
import { Empty } from '../parts/States.tsx';
import { say } from '../say.ts';
import { clockOf, dateOf } from '../time.ts';
import { Chart } from './Chart.tsx';
import { sayTrend, withUnit } from './names.ts';
import { charted, isCount, tableOf } from './trends.ts';

interface TrendsProps {
  readonly page: DevicePage;
  readonly days: number;
}

/** Counts and levels have scales of their own, so each kind has its chart; the same numbers stand in a table. */
export function Trends({ page: { trends, at }, days }: TrendsProps) {
  const charts = useMemo(() => charted(trends), [trends]);
  if (charts.length === 0) return <Empty>{say('device.trends.none')}</Empty>;
  return (
    <>
      {charts.map((lines) => (
        <figure key={lines.map(({ metric }) => metric).join(' ')}>
          <figcaption>
            {lines.every(isCount)
              ? say('device.errors-per-hour')
              : lines.map(({ metric }) => sayTrend(metric)).join(say('list.comma'))}
          </figcaption>
          <Chart lines={lines} atMs={at} days={days} label={lines.map(sentenceOf).join('')} />
        </figure>
      ))}
      <details class="numbers">
        <summary>{say('device.table')}</summary>
        <Numbers lines={trends} days={days} />
      </details>
    </>
  );
}

function sentenceOf(line: TrendLine): string {
  const name = sayTrend(line.metric);
  if (isCount(line))
    return say('device.sentence.count', { name, n: line.values.reduce((sum, value) => sum + value, 0) });
  const last = line.values.at(-1);
  return say('device.sentence.level', {
    name,
    first: withUnit(line.values[0], line.unit),
    last: withUnit(last, line.unit),
  });
}

function Numbers({ lines, days }: { readonly lines: readonly TrendLine[]; readonly days: number }) {
  const rows = tableOf(lines, days);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys, too
    <section class="scrolls" aria-label={say('device.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(days === 1 ? 'device.hour' : 'device.day')}</th>
            {lines.map(({ metric }) => (
              <th key={metric} scope="col">
                {sayTrend(metric)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ fromMs, values }) => (
            <tr key={fromMs}>
              <th scope="row">{days === 1 ? `${dateOf(fromMs).slice(5)} ${clockOf(fromMs)}` : dateOf(fromMs)}</th>
              {lines.map(({ metric, unit }, column) => (
                <td key={metric}>{withUnit(values[column], unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
