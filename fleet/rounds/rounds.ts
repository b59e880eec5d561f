/** GET /api/rounds: which bins are full first. What is told of a pace is kept for a minute: a week of samples stands behind it. */
import { type Kysely, sql } from 'kysely';
import type { Sight } from '../accounts/rights.ts';
import type { BinRow, Rounds, RoundsQuery } from '../contract/rounds.ts';
import { STATUSES } from '../contract/words.ts';
import type { Dialect } from '../store/dialect.ts';
import { numberInside, saidIn } from '../store/inside-json.ts';
import type { Fleet } from '../store/schema.ts';
import { fullAt, LOOK_BACK_MS, type Sample } from './forecast.ts';

type Db = Kysely<Fleet>;
interface Wanted extends RoundsQuery {
  /** Those that are at least so full. */
  readonly leastPercent?: number;
}
type AskRounds = (db: Db, wanted: Wanted, sight: Sight, nowMs: number) => Promise<Rounds>;

const KEEP_MS = 60_000;
/** 56 samples a week: half an hour of a hand's work is no news of a bin. */
const SAMPLE_MS = 3 * 3_600_000;
/** Of more than these the emptiest are left out. */
const MOST_BINS = 5000;

/** For one process; ask it as often as you like. */
export function openRounds(dialect: Dialect): AskRounds {
  let kept: { readonly atMs: number; readonly samples: Promise<ReadonlyMap<string, Sample[]>> } | undefined;
  const samplesOf = (db: Db, nowMs: number) => {
    if (!kept || Math.abs(nowMs - kept.atMs) >= KEEP_MS) {
      const samples = lastWeek(db, nowMs);
      samples.catch(() => {
        kept = undefined; // whoever waits for it hears why; the next one asks anew
      });
      kept = { atMs: nowMs, samples };
    }
    return kept.samples;
  };

  return async (db, wanted, sight, nowMs) => {
    const samples = await samplesOf(db, nowMs);
    const bins = await binsOf(db, dialect, { ...wanted, ...sight });
    const rows = bins.flatMap((bin): BinRow[] => {
      const row = binRow(bin);
      if (!row) return [];
      const at = fullAt(samples.get(`${row.stationId}/${row.deviceId}`) ?? [], row.fillPercent, nowMs);
      return [{ ...row, ...(at !== undefined && { fullAt: at }) }];
    });
    return { at: nowMs, bins: rows.sort(soonest) };
  };
}

function binsOf(db: Db, dialect: Dialect, { district, districts, leastPercent }: Wanted & Sight) {
  const fill = numberInside(dialect, 'device.state', 'fillPercent');
  return db
    .selectFrom('device')
    .innerJoin('station', 'station.station_id', 'device.station_id')
    .selectAll('device')
    .select([
      'station.name_zh',
      'station.name_en',
      'station.district',
      'station.circle',
      'station.latitude',
      'station.longitude',
      'station.demo as station_demo',
    ])
    .where('device.state', 'like', '%"fillPercent":%')
    .where(fill, 'is not', null)
    .$if(leastPercent !== undefined, (bins) => bins.where(fill, '>=', leastPercent ?? 0))
    .$if(district !== undefined, (bins) => bins.where('station.district', '=', district ?? ''))
    .$if(districts !== undefined, (bins) =>
      bins.where((on) => (districts?.length ? on('station.district', 'in', districts) : sql<boolean>`1 = 0`)),
    )
    .orderBy(fill, 'desc')
    .orderBy('device.station_id')
    .orderBy('device.device_id')
    .limit(MOST_BINS)
    .execute();
}
type Bin = Awaited<ReturnType<typeof binsOf>>[number];

function binRow(bin: Bin): BinRow | undefined {
  const said = saidIn(bin.state);
  const fill = said.number('fillPercent');
  if (fill === undefined) return undefined;
  const { latitude, longitude } = bin;
  return {
    stationId: bin.station_id,
    stationName: { 'zh-CN': bin.name_zh, en: bin.name_en },
    district: bin.district,
    circle: bin.circle,
    ...(latitude !== null && longitude !== null && { location: { latitude, longitude } }),
    deviceId: bin.device_id,
    material: said.text('material') ?? 'other',
    status: STATUSES.find((status) => status === bin.status) ?? 'unknown',
    fillPercent: Math.min(100, Math.max(0, Math.round(fill))),
    heardAt: bin.heard_ms,
    demo: bin.demo === 1 || bin.station_demo === 1,
  };
}

const soonest = (a: BinRow, b: BinRow): number =>
  (a.fullAt ?? Number.MAX_SAFE_INTEGER) - (b.fullAt ?? Number.MAX_SAFE_INTEGER) || b.fillPercent - a.fillPercent;

async function lastWeek(db: Db, nowMs: number): Promise<ReadonlyMap<string, Sample[]>> {
  const slot = sql<number>`(metric.at_ms - metric.at_ms % ${sql.lit(SAMPLE_MS)})`;
  const rows = await db
    .selectFrom('metric')
    .select(['station_id', 'device_id', slot.as('at'), sql<number>`avg(metric.value)`.as('percent')])
    .where('metric', '=', 'fillPercent')
    .where('at_ms', '>', nowMs - LOOK_BACK_MS)
    .groupBy(['station_id', 'device_id', slot])
    .orderBy('at')
    .execute();
  const byBin = Map.groupBy(rows, (row) => `${row.station_id}/${row.device_id}`);
  return new Map(
    [...byBin].map(([id, own]) => [id, own.map(({ at, percent }) => ({ atMs: at + SAMPLE_MS / 2, percent }))]),
  );
}
