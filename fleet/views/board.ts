/** The board: every station's condition by district and life circle, what waits for somebody, which bins are full first. */
import type { AlarmList } from '../contract/alarms.ts';
import type { Board, Counts } from '../contract/board.ts';
import type { Rounds } from '../contract/rounds.ts';
import type { StationRow } from '../contract/stations.ts';
import { DISTRICTS, placeOf } from '../places.ts';

const SHOWN = 8;
export const WORTH_A_THOUGHT_PERCENT = 70;

export interface BoardParts {
  readonly stations: readonly StationRow[];
  /** Those that nobody has acknowledged, oldest first. */
  readonly waiting: Pick<AlarmList, 'lines' | 'counts'>;
  /** Those that are worth a thought. */
  readonly bins: Rounds['bins'];
  readonly nowMs: number;
}

export function boardOf({ stations, waiting, bins, nowMs }: BoardParts): Board {
  const byDistrict = Map.groupBy(stations, ({ district }) => district);
  const oldest = waiting.lines.filter(({ lead }) => !lead.demo).map(({ lead }) => lead.raisedAt);
  return {
    at: nowMs,
    counts: counted(stations),
    districts: DISTRICTS.flatMap(({ id, name }) => {
      const own = byDistrict.get(id);
      if (!own) return [];
      const circles = [...Map.groupBy(own, ({ circle }) => circle)].sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        id,
        name,
        counts: counted(own),
        circles: circles.map(([circle, those]) => ({
          id: circle,
          name: placeOf(circle).circleName,
          counts: counted(those),
          stations: those.map(({ id, condition, demo }) => ({ id, condition, demo })),
        })),
      };
    }),
    waiting: {
      count: waiting.counts.waiting,
      ...(oldest.length > 0 && { oldestAt: Math.min(...oldest) }),
      lines: waiting.lines.slice(0, SHOWN),
    },
    bins: bins.slice(0, SHOWN),
  };
}

function counted(stations: readonly StationRow[]): Counts {
  const counts = { total: 0, ok: 0, look: 0, fault: 0, silent: 0, maintenance: 0 };
  for (const { condition, demo } of stations) {
    if (demo) continue;
    counts.total++;
    counts[condition]++;
  }
  return counts;
}
