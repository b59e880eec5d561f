/** One chart by uPlot: errors as bars, levels as lines. Its colours are the page's, by day and by night. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { TrendLine } from '../../../fleet/contract/stations.ts';
import { say } from '../say.ts';
import { sayTrend } from './names.ts';
import { aligned, isCount, spanS, topOf } from './trends.ts';

export interface ChartProps {
  readonly lines: readonly TrendLine[];
  readonly atMs: number;
  readonly days: number;
  /** What the chart shows, in a sentence: the numbers stand in the table. */
  readonly label: string;
}

const HEIGHT_PX = 220;
const HOUR_S = 3600;
/** One after the other; told apart by their dashes too. */
const STROKES = ['--indigo', '--amber', '--low'] as const;
const DASHES = [undefined, [8, 5], [2, 4]] as const;

export function Chart({ lines, atMs, days, label }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    if (!current) return;
    let chart: uPlot | undefined;
    const draw = (): void => {
      chart?.destroy();
      chart = new uPlot(optionsOf(current, lines, atMs, days), dataOf(lines), current);
    };
    const night = matchMedia('(prefers-color-scheme: dark)');
    const sized = new ResizeObserver(() => chart?.setSize({ width: current.clientWidth, height: HEIGHT_PX }));
    draw();
    sized.observe(current);
    night.addEventListener('change', draw);
    return () => {
      sized.disconnect();
      night.removeEventListener('change', draw);
      chart?.destroy();
    };
  }, [lines, atMs, days]);
  return <div ref={place} class="chart" role="img" aria-label={label} />;
}

function dataOf(lines: readonly TrendLine[]): uPlot.AlignedData {
  const { atS, columns } = aligned(lines);
  return [atS, ...columns];
}

function optionsOf(place: HTMLElement, lines: readonly TrendLine[], atMs: number, days: number): uPlot.Options {
  const style = getComputedStyle(place);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const counts = lines.every(isCount);
  const shares = lines.every(({ unit }) => unit === '%');
  const font = `14px ${style.fontFamily}`;
  const axis = {
    stroke: colour('--ink-2'),
    font,
    grid: { stroke: colour('--hair'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1, size: 5 },
  } satisfies uPlot.Axis;
  return {
    width: place.clientWidth,
    height: HEIGHT_PX,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Asia/Shanghai'),
    cursor: { drag: { x: false, y: false }, points: { size: 9 } },
    legend: { live: true },
    scales: {
      x: { time: true, range: () => [spanS(atMs, days).min, spanS(atMs, days).max] },
      y: counts ? { range: (_, __, most) => [0, topOf(most ?? 0)] } : shares ? { range: [0, 100] } : {},
    },
    axes: [
      {
        ...axis,
        space: 64,
        values: (_, splits) => splits.map((seconds) => labelOf(seconds, days)),
      },
      { ...axis, size: 48, ...(counts && { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] }) },
    ],
    series: [
      {
        label: say('device.hour'),
        value: (_, seconds) => (seconds === null || seconds === undefined ? '—' : momentLabel(seconds)),
      },
      ...lines.map((line, index): uPlot.Series => {
        const stroke = colour(isCount(line) ? '--bars' : (STROKES[index % STROKES.length] ?? '--indigo'));
        const shared = {
          label: sayTrend(line.metric),
          stroke,
          value: (_: uPlot, value: number | null) => (value === null ? '—' : `${value}${line.unit === '%' ? '%' : ''}`),
        };
        if (isCount(line)) return { ...shared, fill: stroke, width: 0, paths: barsOf(days), points: { show: false } };
        const dash = DASHES[index % DASHES.length];
        return {
          ...shared,
          width: 2,
          spanGaps: true,
          ...(dash && { dash: [...dash] }),
          points: { show: line.at.length < 60, size: 6, fill: stroke },
        };
      }),
    ],
  };
}

/** A bar is as wide as its hour lets it, and wide enough to be seen. */
function barsOf(days: number): uPlot.Series.PathBuilder {
  const bars = uPlot.paths.bars;
  if (!bars) throw new Error('this build of uPlot has no bars');
  return bars({ align: 1, size: [days > 1 ? 1 : 0.8, 40, 2] });
}

const shanghai = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hourCycle: 'h23', ...options });
const CLOCK = shanghai({ hour: '2-digit', minute: '2-digit' });
const DAY = shanghai({ month: '2-digit', day: '2-digit' });

const dayLabel = (seconds: number): string => {
  const { month = '', day = '' } = Object.fromEntries(
    DAY.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]),
  );
  return `${month}-${day}`;
};
const labelOf = (seconds: number, days: number): string =>
  days === 1 && seconds % HOUR_S === 0 ? CLOCK.format(seconds * 1000) : dayLabel(seconds);
const momentLabel = (seconds: number): string => `${dayLabel(seconds)} ${CLOCK.format(seconds * 1000)}`;
