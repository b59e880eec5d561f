/** A city in the database, as the receiver would have written it: stations with their devices, alarms, events and hours. */
import type { Kysely } from 'kysely';
import { DISTRICTS, placeOf } from '../../fleet/places.ts';
import type { Fleet } from '../../fleet/store/schema.ts';

const HOUR = 3_600_000;
const CONDITIONS = ['ok', 'ok', 'ok', 'ok', 'look', 'fault', 'silent', 'ok'] as const;
const CIRCLES = DISTRICTS.filter(({ id }) => id !== 'other').flatMap(({ id }) => [`${id}-01`, `${id}-02`, `${id}-04`]);

export const stationIdOf = (i: number): string => `hut-${String(i).padStart(5, '0')}`;

function stationRow(i: number, nowMs: number): Fleet['station'] {
  const circle = CIRCLES[i % CIRCLES.length] ?? 'wuda-01';
  const condition = CONDITIONS[i % CONDITIONS.length] ?? 'ok';
  const heard = condition === 'silent' ? nowMs - 2 * HOUR : nowMs - 20_000;
  const state = {
    online: true,
    since: '2026-11-20T08:00:00.000+08:00',
    at: '2026-11-29T08:00:00.000+08:00',
    version: '0.1.0',
    services: { 'self-test': { working: condition === 'ok' } },
    outbox: { depth: i % 5 === 0 ? 12 : 0 },
    disk: { usedPercent: 41.5, level: 'roomy' },
    clock: { trusted: true },
    certificate: { daysLeft: 61 },
  };
  return {
    station_id: stationIdOf(i),
    district: placeOf(circle).district.id,
    circle,
    community: `community-${i % 83}`,
    name_zh: `公园社区第${i}小屋`,
    name_en: `Park Community Hut ${i}`,
    latitude: 39.6 + (i % 100) / 400,
    longitude: 106.7 + (i % 90) / 300,
    demo: i % 50 === 49 ? 1 : 0,
    version: '0.1.0',
    first_seen_ms: nowMs - 90 * 24 * HOUR,
    heard_ms: heard,
    said_ms: heard + 400,
    online: condition === 'silent' ? 0 : 1,
    session_ms: heard - 4 * HOUR,
    state: JSON.stringify(state),
    condition,
    maintenance_until_ms: null,
    maintenance_by: null,
    maintenance_reason: null,
    refused: 0,
    refusal_ms: null,
    refusal: null,
    changed_ms: nowMs - HOUR,
  };
}

type Kind = 'monitor' | 'meter' | 'bin';
const STATES: Readonly<Record<Kind, (i: number) => object>> = {
  monitor: (i) => ({
    status: 'ok',
    connects: 2,
    losses: { unplugged: 1 },
    readings: 40 + i,
    frames: 900,
    noiseBytes: 3,
    rejected: { checksum: 2 },
    failures: { cuff: 4 },
    driver: 'maibobo-rbp',
    model: 'Maibobo RBP',
    serialNumber: `RBP${1000 + i}`,
    firmware: '1.4',
    battery: { low: false, percent: 80 },
    calibration: { due: '2027-05-01', state: 'good' },
  }),
  meter: (i) => ({
    status: i % 7 === 0 ? 'down' : 'ok',
    connects: 1,
    losses: {},
    readings: 12,
    frames: 30,
    noiseBytes: 0,
    rejected: {},
    failures: {},
    driver: 'contour-next',
    model: 'Contour Next',
    strips: { lot: 'A17', expires: '2027-01-31' },
  }),
  bin: (i) => ({
    status: 'ok',
    driver: 'firmata-bin',
    model: 'Uno',
    material: 'paper',
    place: 'locked',
    full: [],
    alarms: [],
    fillPercent: (i * 13) % 100,
  }),
};

function deviceRow(i: number, id: string, kind: Kind, nowMs: number): Fleet['device'] {
  const state = { ...STATES[kind](i) };
  return {
    station_id: stationIdOf(i),
    device_id: id,
    driver: String(Reflect.get(state, 'driver')),
    model: String(Reflect.get(state, 'model')),
    status: String(Reflect.get(state, 'status')),
    heard_ms: nowMs - 30_000,
    frame_ms: kind === 'bin' ? null : nowMs - 60_000,
    state: JSON.stringify(state),
    error_total: 7,
    demo: 0,
    changed_ms: nowMs - HOUR,
  };
}

const ALARMS = [
  {
    device_id: 'bp-1',
    code: 'calibration-due',
    severity: 'task',
    words_zh: '校准日期已到',
    words_en: 'Calibration is due',
  },
  {
    device_id: 'glucose-1',
    code: 'battery-low',
    severity: 'warning',
    words_zh: '电池电量低',
    words_en: 'Battery is low',
  },
  { device_id: 'bin-paper', code: 'fire', severity: 'critical', words_zh: '箱内有烟', words_en: 'Smoke in the bin' },
] as const;

async function inChunks<T>(rows: readonly T[], insert: (chunk: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += 500) await insert(rows.slice(at, at + 500));
}

/** `stations` of them with three devices each; one in five has an alarm. Ids and numbers are the same each time. */
export async function aCity(db: Kysely<Fleet>, stations: number, nowMs: number): Promise<void> {
  const each = Array.from({ length: stations }, (_, i) => i);
  const hour = nowMs - (nowMs % HOUR);
  await inChunks(
    each.map((i) => stationRow(i, nowMs)),
    (rows) => db.insertInto('station').values(rows).execute(),
  );
  await inChunks(
    each.flatMap((i) => [
      deviceRow(i, 'bp-1', 'monitor', nowMs),
      deviceRow(i, 'glucose-1', 'meter', nowMs),
      deviceRow(i, 'bin-paper', 'bin', nowMs),
    ]),
    (rows) => db.insertInto('device').values(rows).execute(),
  );
  await inChunks(
    each.filter((i) => i % 5 === 0),
    (some) =>
      db
        .insertInto('alarm')
        .values(
          some.map((i) => ({
            ...(ALARMS[i % ALARMS.length] ?? ALARMS[0]),
            station_id: stationIdOf(i),
            origin: 'station',
            raised_ms: nowMs - (1 + (i % 90)) * 60_000,
            cleared_ms: null,
            acknowledged_ms: null,
            acknowledged_by: null,
            shelved_until_ms: null,
            shelved_by: null,
            shelve_reason: null,
            assignee: null,
            source_cleared_ms: null,
            returns: 0,
            flapping: 0,
            behind: null,
            comments: 0,
            demo: i % 50 === 49 ? 1 : 0,
            changed_ms: nowMs - HOUR,
          })),
        )
        .execute(),
  );
  const few = each.slice(0, 50);
  await inChunks(
    few.map((i) => ({
      station_id: stationIdOf(i),
      through: 40,
      highest: 40,
      disputed: 0,
      receipt_ms: nowMs,
      gap_ms: null,
    })),
    (rows) => db.insertInto('watermark').values(rows).execute(),
  );
  await inChunks(
    few.flatMap((i) =>
      Array.from({ length: 40 }, (_, n) => ({
        station_id: stationIdOf(i),
        sequence: n + 1,
        id: `${i}-${n}`,
        kind: n % 4 === 0 ? 'alarm' : 'observation',
        device_id: 'bp-1',
        time_ms: nowMs - (40 - n) * 600_000,
        received_ms: nowMs - (40 - n) * 600_000 + 300,
        demo: 0,
        words: n % 4 === 0 ? JSON.stringify({ 'zh-CN': '校准日期已到', en: 'Calibration is due' }) : null,
      })),
    ),
    (rows) => db.insertInto('event').values(rows).execute(),
  );
  await inChunks(
    few.flatMap((i) =>
      Array.from({ length: 7 * 24 }, (_, h) => ({ at_ms: hour - h * HOUR, h })).flatMap(({ at_ms, h }) => [
        ...(h % 5 === 0
          ? [{ station_id: stationIdOf(i), device_id: 'bp-1', metric: 'errors', at_ms, value: 1 + (h % 3) }]
          : []),
        { station_id: stationIdOf(i), device_id: 'bp-1', metric: 'batteryPercent', at_ms, value: 80 - h / 10 },
        { station_id: stationIdOf(i), device_id: 'bin-paper', metric: 'fillPercent', at_ms, value: (200 - h) % 100 },
      ]),
    ),
    (rows) => db.insertInto('metric').values(rows).execute(),
  );
}
