/** A made-up city's stations, how far their events are here, and the last of those. */
import type { Insertable } from 'kysely';
import type { EventTable, StationTable, WatermarkTable } from '../../../fleet/store/schema.ts';
import { MAINTENANCE } from './alarms.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, numbersOf, type Site } from './sites.ts';

const FIRST = [
  ['和谐', 'Hexie'],
  ['团结', 'Tuanjie'],
  ['幸福', 'Xingfu'],
  ['阳光', 'Yangguang'],
  ['光明', 'Guangming'],
  ['新桥', 'Xinqiao'],
  ['东园', 'Dongyuan'],
  ['西苑', 'Xiyuan'],
  ['南湖', 'Nanhu'],
  ['北巷', 'Beixiang'],
  ['长青', 'Changqing'],
  ['清河', 'Qinghe'],
  ['明德', 'Mingde'],
  ['安居', 'Anju'],
  ['乐业', 'Leye'],
  ['春晖', 'Chunhui'],
] as const;
const KINDS = [
  ['社区健康小屋', 'health hut'],
  ['便民服务站', 'service station'],
  ['老年食堂站', 'canteen station'],
] as const;
/** About where the districts lie. */
const MIDDLES: Readonly<Record<string, { readonly latitude: number; readonly longitude: number }>> = {
  haibowan: { latitude: 39.69, longitude: 106.8 },
  wuda: { latitude: 39.52, longitude: 106.71 },
  hainan: { latitude: 39.42, longitude: 106.88 },
};

export function stationRow(site: Site, nowMs: number): Insertable<StationTable> {
  const { index, district, circle, demo, trouble, heardMs, gap } = site;
  const between = numbersOf(index);
  const [firstZh, firstEn] = FIRST[(index * 7) % FIRST.length] ?? FIRST[0];
  const [kindZh, kindEn] = KINDS[index % KINDS.length] ?? KINDS[0];
  const middle = MIDDLES[district] ?? { latitude: 39.55, longitude: 106.8 };
  const round = Math.floor(index / FIRST.length) + 1;
  const silent = trouble?.condition === 'silent';
  const maintained = trouble?.condition === 'maintenance';
  return {
    station_id: site.id,
    district,
    circle,
    community: `${firstZh}社区`,
    name_zh: `${firstZh}${round}区${kindZh}`,
    name_en: `${firstEn} ${round} ${kindEn}`,
    latitude: middle.latitude + between(-6_000, 6_000) / 100_000,
    longitude: middle.longitude + between(-5_000, 5_000) / 100_000,
    demo: demo ? 1 : 0,
    version: index % 50 === 5 ? '0.9.3' : '1.0.0',
    first_seen_ms: nowMs - 200 * DAY_MS,
    heard_ms: heardMs,
    said_ms: heardMs + between(-400, 400),
    online: silent ? 0 : 1,
    session_ms: silent ? heardMs : nowMs - between(1, 9) * DAY_MS,
    state: stationState(site, silent ? 214 : between(0, 3), between(22, 71)),
    condition: trouble?.condition ?? 'ok',
    maintenance_until_ms: maintained ? nowMs + MAINTENANCE.lastsMs : null,
    maintenance_by: maintained ? MAINTENANCE.by : null,
    maintenance_reason: maintained ? MAINTENANCE.reason : null,
    refused: gap ? 3 : 0,
    refusal_ms: gap ? nowMs - 4 * HOUR_MS : null,
    refusal: gap ? 'topic and subject differ' : null,
    changed_ms: nowMs - HOUR_MS,
  };
}

/** Its last `up/state`; `depth`: events that wait in it. */
function stationState({ heardMs, demo, trouble }: Site, depth: number, usedPercent: number): string {
  return JSON.stringify({
    online: true,
    at: new Date(heardMs).toISOString(),
    version: '1.0.0',
    services: { health: { working: true }, recycling: { working: trouble?.code !== 'door-fault' } },
    store: { works: true },
    clock: { trusted: true },
    disk: { usedPercent, level: 'ok' },
    certificate: { daysLeft: 211 },
    outbox: { depth, oldestSavedAt: depth > 0 ? new Date(heardMs - depth * 1000).toISOString() : undefined },
    demo: demo || undefined,
  });
}

export function watermarksOf(
  { id, highest, gap, heardMs, remembered }: Site,
  nowMs: number,
): Insertable<WatermarkTable>[] {
  if (!remembered) return [];
  const through = gap ? highest - 40 : highest;
  const gapMs = gap ? nowMs - HOUR_MS : null;
  return [{ station_id: id, through, highest, disputed: gap ? 1 : 0, receipt_ms: heardMs, gap_ms: gapMs }];
}

/** The last ones, the alarm's own among them. */
export function eventsOf({
  id,
  highest,
  heardMs,
  demo,
  materials,
  trouble,
  remembered,
}: Site): Insertable<EventTable>[] {
  if (!remembered) return [];
  const bin = `bin-${materials[0]}`;
  const happened: (readonly [minutesAgo: number, kind: string, deviceId: string])[] = [
    [2, 'observation', 'blood-pressure'],
    [31, 'deposit', bin],
    [64, 'observation', 'glucose'],
    [90, 'deposit', bin],
    ...(trouble ? [[120, 'alarm', trouble.deviceId] as const] : []),
  ];
  return happened.map(([minutesAgo, kind, deviceId]) => ({
    station_id: id,
    sequence: highest - minutesAgo,
    id: `${id}-${minutesAgo}`,
    kind,
    device_id: deviceId,
    time_ms: heardMs - minutesAgo * MINUTE_MS,
    received_ms: heardMs - minutesAgo * MINUTE_MS + 900,
    demo: demo ? 1 : 0,
    words: trouble && kind === 'alarm' ? JSON.stringify({ 'zh-CN': trouble.zh, en: trouble.en }) : null,
  }));
}
