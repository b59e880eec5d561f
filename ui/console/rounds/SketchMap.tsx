/** The schematic map: districts as soft areas round their stations, bins as dots, the round as straight legs. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { BinRow } from '../../../fleet/contract/rounds.ts';
import { say } from '../say.ts';
import { hullOf, type Point, scaleKm, sketchOf } from './sketch.ts';
import { DUE_PERCENT, type Stop } from './stops.ts';

export interface SketchMapProps {
  readonly bins: readonly BinRow[];
  readonly round: readonly Stop[];
  nameOf(district: string): string;
}

const TALLEST_PX = 560;
const MARGIN_PX = 56;
const FULL_PERCENT = 90;

export function SketchMap({ bins, round, nameOf }: SketchMapProps) {
  const figure = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = figure;
    if (!current) return;
    const sized = new ResizeObserver(([seen]) => seen && setWidth(Math.floor(seen.contentRect.width)));
    sized.observe(current);
    return () => sized.disconnect();
  }, []);
  const height = Math.min(TALLEST_PX, Math.round(width * 1.05));
  return (
    <figure ref={figure} class="sketch">
      {width > 0 && <Drawing bins={bins} round={round} nameOf={nameOf} width={width} height={height} />}
      <figcaption class="note">{say('rounds.map.note')}</figcaption>
    </figure>
  );
}

function Drawing(props: SketchMapProps & { readonly width: number; readonly height: number }) {
  const { bins, round, nameOf, width, height } = props;
  const placed = bins.flatMap(({ location, ...bin }) => (location ? [{ ...bin, ...location }] : []));
  const { at, perKm } = sketchOf(placed, { width, height, margin: MARGIN_PX });
  const areas = [...Map.groupBy(placed, ({ district }) => district)].map(([district, here]) => ({
    district,
    points: here.map(at),
  }));
  const stations = [...Map.groupBy(placed, ({ stationId }) => stationId).values()].flatMap((here) => {
    const [first] = here;
    return first ? [{ ...first, fillPercent: Math.max(...here.map(({ fillPercent }) => fillPercent)) }] : [];
  });
  const legs = round.map(at);
  const km = scaleKm(perKm, width / 4);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={say('rounds.map.label', { stops: round.length })}
    >
      {areas.map(({ district, points }) => (
        <g key={district}>
          <path class="rim" d={pathOf(hullOf(points), true)} />
          <path class="area" d={pathOf(hullOf(points), true)} />
        </g>
      ))}
      {stations.map((station) => {
        const { x, y } = at(station);
        const level =
          station.fillPercent >= FULL_PERCENT ? 'full' : station.fillPercent >= DUE_PERCENT ? 'nearly' : 'room';
        return <circle key={station.stationId} class={`dot ${level}`} cx={x} cy={y} r={level === 'room' ? 3.5 : 5.5} />;
      })}
      {legs.length > 1 && <path class="leg" d={pathOf(legs, false)} />}
      {areas.map(({ district, points }) => (
        <Name key={district} points={points} width={width}>
          {nameOf(district)}
        </Name>
      ))}
      {/* The first on top: where places are close, the earlier number is the one to read. */}
      {legs
        .map(({ x, y }, index) => ({ x, y, number: index + 1 }))
        .toReversed()
        .map(({ x, y, number }) => (
          <g key={number} class={`stop ${number === 1 ? 'first' : ''}`} transform={`translate(${x} ${y})`}>
            <circle r="13" />
            <text dy="5">{number}</text>
          </g>
        ))}
      <g class="scale" transform={`translate(16 ${height - 14})`}>
        <path d={`M0 -6v6h${km * perKm}v-6`} />
        <text x={km * perKm + 8}>{say('rounds.km', { km })}</text>
      </g>
      <g class="north" transform={`translate(${width - 26} 30)`}>
        <path d="M0 -18 7 4 0 -1-7 4Z" />
        <text y="20">{say('rounds.north')}</text>
      </g>
    </svg>
  );
}

function Name({ points, width, children }: { points: readonly Point[]; width: number; children: string }) {
  const top = Math.min(...points.map(({ y }) => y));
  const middle = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  return (
    <text class="name" x={Math.min(width - 48, Math.max(48, middle))} y={Math.max(18, top - 30)}>
      {children}
    </text>
  );
}

const pathOf = (points: readonly Point[], closed: boolean): string =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('') +
  (closed ? 'Z' : '');
