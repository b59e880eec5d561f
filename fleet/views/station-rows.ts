/** The rows of the station list, in the order of their ids: one statement. */
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Sight } from '../accounts/rights.ts';
import type { StationRow } from '../contract/stations.ts';
import { CONDITIONS, SEVERITIES } from '../contract/words.ts';
import type { Dialect } from '../store/dialect.ts';
import { numberInside } from '../store/inside-json.ts';
import type { Fleet } from '../store/schema.ts';

/** Open, neither shelved nor hidden behind another. */
const counts = (where: ExpressionBuilder<Fleet, 'alarm'>, nowMs: number) =>
  where.and([
    where('cleared_ms', 'is', null),
    where('behind', 'is', null),
    where.or([where('shelved_until_ms', 'is', null), where('shelved_until_ms', '<=', nowMs)]),
  ]);

/** Its place in `SEVERITIES`, so that the worst is the greatest. */
const GRAVITY = sql<number>`case severity when 'critical' then 2 when 'warning' then 1 else 0 end`;

export interface Wanted extends Sight {
  readonly nowMs: number;
  /** Absent: all that may be seen. */
  readonly ids?: readonly string[];
}

export async function stationRows(
  db: Kysely<Fleet>,
  dialect: Dialect,
  { districts, ids, nowMs }: Wanted,
): Promise<StationRow[]> {
  if (districts?.length === 0 || ids?.length === 0) return [];
  const rows = await db
    .selectFrom('station')
    .leftJoin(
      (from) =>
        from
          .selectFrom('alarm')
          .select(({ fn }) => ['station_id as of', fn.countAll<number>().as('alarms'), fn.max(GRAVITY).as('gravity')])
          .where((where) => counts(where, nowMs))
          .$if(ids !== undefined, (query) => query.where('station_id', 'in', ids ?? []))
          .groupBy('station_id')
          .as('standing'),
      (join) => join.onRef('standing.of', '=', 'station.station_id'),
    )
    .select([
      'station_id',
      'name_zh',
      'name_en',
      'district',
      'circle',
      'community',
      'condition',
      'heard_ms',
      'version',
      'demo',
      'alarms',
      'gravity',
      numberInside(dialect, 'state', 'outbox.depth').as('depth'),
    ])
    .$if(districts !== undefined, (query) => query.where('district', 'in', districts ?? []))
    .$if(ids !== undefined, (query) => query.where('station_id', 'in', ids ?? []))
    .orderBy('station_id')
    .execute();
  return rows.map((row) => {
    const worst = row.gravity === null ? undefined : SEVERITIES[row.gravity];
    return {
      id: row.station_id,
      name: { 'zh-CN': row.name_zh, en: row.name_en },
      district: row.district,
      circle: row.circle,
      community: row.community,
      condition: CONDITIONS.find((one) => one === row.condition) ?? 'silent',
      ...(row.heard_ms !== null && { heardAt: row.heard_ms }),
      ...(row.depth !== null && { depth: row.depth }),
      alarms: row.alarms ?? 0,
      ...(worst && { worst }),
      ...(row.version !== null && { version: row.version }),
      demo: row.demo !== 0,
    };
  });
}
