/** What a change does to the city as it is shown, without asking for all of it again. */
import type { Board, Counts } from '../../fleet/contract/board.ts';
import type { StationRow } from '../../fleet/contract/stations.ts';
import type { Condition } from '../../fleet/contract/words.ts';

type Row = Pick<StationRow, 'id' | 'condition'>;
type Counted = { readonly condition: Condition; readonly demo: boolean };

/** Demo stations are not counted. */
export function countsOf(stations: readonly Counted[]): Counts {
  const counts: Counts = { total: 0, ok: 0, look: 0, fault: 0, silent: 0, maintenance: 0 };
  for (const { condition, demo } of stations) {
    if (demo) continue;
    counts.total++;
    counts[condition]++;
  }
  return counts;
}

export function sumOf(several: readonly Counts[]): Counts {
  const sum = countsOf([]);
  for (const counts of several)
    for (const name of ['total', 'ok', 'look', 'fault', 'silent', 'maintenance'] as const) sum[name] += counts[name];
  return sum;
}

/** The same city with these stations as they are now. Circles in which nothing changed stay the same object, and are not drawn anew. */
export function cityWith(board: Board, rows: readonly Row[]): Board {
  const conditions = new Map(rows.map(({ id, condition }) => [id, condition]));
  if (conditions.size === 0) return board;
  const districts = board.districts.map((district) => {
    const circles = district.circles.map((circle) => {
      if (!circle.stations.some(({ id, condition }) => (conditions.get(id) ?? condition) !== condition)) return circle;
      const stations = circle.stations.map((station) => {
        const condition = conditions.get(station.id) ?? station.condition;
        return condition === station.condition ? station : { ...station, condition };
      });
      return { ...circle, stations, counts: countsOf(stations) };
    });
    if (circles.every((circle, index) => circle === district.circles[index])) return district;
    return { ...district, circles, counts: sumOf(circles.map(({ counts }) => counts)) };
  });
  if (districts.every((district, index) => district === board.districts[index])) return board;
  return { ...board, districts, counts: sumOf(districts.map(({ counts }) => counts)) };
}
