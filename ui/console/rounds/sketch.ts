/** The schematic map: places of the earth on a sheet of paper, and the soft area around those of one district. */
import type { Place } from './route.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

/** One degree along the equator. */
const KM_PER_DEGREE = 111.195;
/** Places nearer together than this are not blown up to fill the sheet. */
const LEAST_KM = 2;

export interface Sketch {
  readonly at: (place: Place) => Point;
  /** So many units of the sheet are one kilometre, in every direction. */
  readonly perKm: number;
}

/** North is up, a kilometre is as long across as up (equirectangular about the middle), and all that is given lies inside. */
export function sketchOf(places: readonly Place[], { width, height, margin }: Sheet): Sketch {
  const [south, north] = range(places.map(({ latitude }) => latitude));
  const [west, east] = range(places.map(({ longitude }) => longitude));
  const middle = { latitude: (south + north) / 2, longitude: (west + east) / 2 };
  const kmPerLongitude = KM_PER_DEGREE * Math.cos((middle.latitude * Math.PI) / 180);
  const acrossKm = Math.max(LEAST_KM, (east - west) * kmPerLongitude);
  const upKm = Math.max(LEAST_KM, (north - south) * KM_PER_DEGREE);
  const perKm = Math.min((width - 2 * margin) / acrossKm, (height - 2 * margin) / upKm);
  return {
    perKm,
    at: ({ latitude, longitude }) => ({
      x: width / 2 + (longitude - middle.longitude) * kmPerLongitude * perKm,
      y: height / 2 - (latitude - middle.latitude) * KM_PER_DEGREE * perKm,
    }),
  };
}

const range = (values: readonly number[]): readonly [least: number, most: number] =>
  values.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)];

/** The corners of the smallest area without a dent that holds all points, one after the other (Andrew's monotone chain). */
export function hullOf(points: readonly Point[]): readonly Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const lower = chain(sorted);
  const upper = chain(sorted.toReversed());
  return sorted.length < 3 ? sorted : [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(sorted: readonly Point[]): Point[] {
  const corners: Point[] = [];
  for (const point of sorted) {
    for (let turn = lastTurn(corners, point); turn !== undefined && turn <= 0; turn = lastTurn(corners, point)) {
      corners.pop();
    }
    corners.push(point);
  }
  return corners;
}

/** Which way the last edge turns towards a point; undefined while there is no edge. */
function lastTurn(corners: readonly Point[], point: Point): number | undefined {
  const [a, b] = [corners.at(-2), corners.at(-1)];
  return a && b && (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
}

/** How long the scale's bar is: the roundest number of kilometres that fits. */
export const scaleKm = (perKm: number, most: number): number =>
  [50, 20, 10, 5, 2, 1].find((km) => km * perKm <= most) ?? 0.5;
