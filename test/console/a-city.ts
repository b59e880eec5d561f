/**
 * A city of N stations as the fleet's tables hold it: believable names, devices, bins, alarms and errors, the same every
 * time. Nobody lives in it: there is no person and no value of one.
 */
import type { Insertable } from 'kysely';
import type {
  AlarmTable,
  DeviceTable,
  EventTable,
  MetricTable,
  StationTable,
  WatermarkTable,
} from '../../fleet/store/schema.ts';

export interface CityRows {
  readonly nowMs: number;
  readonly stations: readonly Insertable<StationTable>[];
  readonly watermarks: readonly Insertable<WatermarkTable>[];
  readonly devices: readonly Insertable<DeviceTable>[];
  readonly metrics: readonly Insertable<MetricTable>[];
  /** `id` is given, from 1 on. */
  readonly alarms: readonly (Insertable<AlarmTable> & { readonly id: number })[];
  readonly events: readonly Insertable<EventTable>[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Seven, four and three: where more people live there are more of them. */
const CIRCLES = Object.entries({ haibowan: 7, wuda: 4, hainan: 3 }).flatMap(([district, count]) =>
  Array.from({ length: count }, (_, index) => ({ district, id: `${district}-${String(index + 1).padStart(2, '0')}` })),
);
/** About where the three lie. */
const MIDDLES: Readonly<Record<string, { readonly latitude: number; readonly longitude: number }>> = {
  haibowan: { latitude: 39.69, longitude: 106.8 },
  wuda: { latitude: 39.52, longitude: 106.71 },
  hainan: { latitude: 39.42, longitude: 106.88 },
};
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
const BINS = ['paper', 'bottles', 'metal', 'clothes'] as const;
const METERS = [
  ['blood-pressure', 'omron-hbp', 'HBP-9030'],
  ['glucose', 'contour-next', 'Contour Next'],
] as const;

/** What stands at every fortieth station or so, by its number: [kind, device, code, severity, words, raised minutes ago]. */
const TROUBLES = [
  [
    'fault',
    'bin-paper',
    'door-fault',
    'critical',
    '回收箱投口或锁有故障，已停用',
    'The door or lock of a bin does not work; it is not used',
    72,
  ],
  [
    'look',
    'blood-pressure',
    'device-down',
    'warning',
    '血压计没有回应',
    'The blood-pressure monitor does not answer',
    26,
  ],
  ['silent', 'station', 'silent', 'warning', '站点失联', 'The station is silent', 38],
  [
    'look',
    'glucose',
    'calibration-overdue',
    'warning',
    '设备校准过期，已停用',
    'The calibration of the device is long overdue; it is not used any more',
    19,
  ],
  ['look', 'bin-metal', 'bin-full', 'warning', '回收箱满了', 'A recycling bin is full', 8],
  [
    'maintenance',
    'blood-pressure',
    'calibration-due',
    'task',
    '设备该校准了',
    'The device is due for its calibration',
    190,
  ],
] as const;
const EVERY = 41;

/** Marsaglia's xorshift32: the same numbers every time. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export function aCity({ stations: count, nowMs }: { readonly stations: number; readonly nowMs: number }): CityRows {
  const random = numbersFrom(20_261_129);
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const rows = {
    nowMs,
    stations: [] as Insertable<StationTable>[],
    watermarks: [] as Insertable<WatermarkTable>[],
    devices: [] as Insertable<DeviceTable>[],
    metrics: [] as Insertable<MetricTable>[],
    alarms: [] as (Insertable<AlarmTable> & { id: number })[],
    events: [] as Insertable<EventTable>[],
  };

  for (let index = 0; index < count; index++) {
    const circle = CIRCLES[index % CIRCLES.length] ?? { district: 'other', id: 'other' };
    const [firstZh, firstEn] = FIRST[(index * 7) % FIRST.length] ?? FIRST[0];
    const [kindZh, kindEn] = KINDS[index % KINDS.length] ?? KINDS[0];
    const middle = MIDDLES[circle.district] ?? { latitude: 39.55, longitude: 106.8 };
    const round = Math.floor(index / FIRST.length) + 1;
    const demo = index === 3 || index === 17;
    const trouble = index % EVERY === 11 ? TROUBLES[Math.floor(index / EVERY) % TROUBLES.length] : undefined;
    const stationId = `${circle.id}-${String(index + 1).padStart(5, '0')}`;
    const silent = trouble?.[0] === 'silent';
    const heardMs = silent ? nowMs - 38 * MINUTE_MS : nowMs - between(1, 58) * 1000;
    const flag = demo ? 1 : 0;
    const highest = between(400, 90_000);
    const gap = index % 97 === 11;
    rows.stations.push({
      station_id: stationId,
      district: circle.district,
      circle: circle.id,
      community: `${firstZh}社区`,
      name_zh: `${firstZh}${round}区${kindZh}`,
      name_en: `${firstEn} ${round} ${kindEn}`,
      latitude: middle.latitude + (random() - 0.5) * 0.12,
      longitude: middle.longitude + (random() - 0.5) * 0.1,
      demo: flag,
      version: index % 50 === 5 ? '0.9.3' : '1.0.0',
      first_seen_ms: nowMs - 200 * DAY_MS,
      heard_ms: heardMs,
      said_ms: heardMs + between(-400, 400),
      online: silent ? 0 : 1,
      session_ms: silent ? heardMs : nowMs - between(1, 9) * DAY_MS,
      state: stationState(heardMs, silent ? 214 : between(0, 3), between(22, 71), demo),
      condition: trouble?.[0] ?? 'ok',
      maintenance_until_ms: trouble?.[0] === 'maintenance' ? nowMs + 2 * HOUR_MS : null,
      maintenance_by: trouble?.[0] === 'maintenance' ? 'fitter.one' : null,
      maintenance_reason: trouble?.[0] === 'maintenance' ? '换传感器' : null,
      refused: gap ? 3 : 0,
      refusal_ms: gap ? nowMs - 4 * HOUR_MS : null,
      refusal: gap ? 'topic and subject differ' : null,
      changed_ms: heardMs,
    });
    rows.watermarks.push({
      station_id: stationId,
      through: gap ? highest - 40 : highest,
      highest,
      disputed: gap ? 1 : 0,
      receipt_ms: heardMs,
      gap_ms: gap ? nowMs - HOUR_MS : null,
    });
    const device = (deviceId: string, driver: string, more: object): void => {
      const bad = trouble?.[1] === deviceId && trouble[0] !== 'maintenance';
      const status = bad ? (trouble[2] === 'device-down' || trouble[2] === 'door-fault' ? 'down' : 'warning') : 'ok';
      const frameMs = bad ? nowMs - trouble[6] * MINUTE_MS : heardMs - between(0, 300) * 1000;
      const { model } = { model: undefined, ...more };
      rows.devices.push({
        station_id: stationId,
        device_id: deviceId,
        driver,
        model: model ?? null,
        status,
        heard_ms: heardMs,
        frame_ms: frameMs,
        state: JSON.stringify({
          status,
          driver,
          ...(bad && { lastError: 'silent' }),
          ...more,
          ...(demo && { demo }),
        }),
        error_total: bad ? 19 : 0,
        demo: flag,
        changed_ms: heardMs,
      });
      const hours = bad
        ? [
            [2, 1],
            [1, 5],
            [0, 13],
          ]
        : index % 9 === 4
          ? [[between(3, 20), between(1, 3)]]
          : [];
      for (const [back = 0, value = 0] of hours) {
        const at = Math.floor(nowMs / HOUR_MS) * HOUR_MS - back * HOUR_MS;
        rows.metrics.push({ station_id: stationId, device_id: deviceId, metric: 'errors', at_ms: at, value });
      }
    };
    for (const [deviceId, driver, model] of METERS) {
      const due = new Date(nowMs + between(-3, 400) * DAY_MS).toISOString().slice(0, 10);
      device(deviceId, driver, { model, calibration: { due, state: 'good' } });
    }
    for (const material of BINS) {
      const bad = trouble?.[1] === `bin-${material}` && trouble[2] === 'bin-full';
      const fillPercent = bad ? 97 : index % 60 === 7 && material === 'paper' ? between(80, 93) : between(3, 74);
      device(`bin-${material}`, 'firmata-bin', { material, fillPercent });
      for (const days of [6, 4, 2, 0])
        rows.metrics.push({
          station_id: stationId,
          device_id: `bin-${material}`,
          metric: 'fillPercent',
          at_ms: nowMs - days * DAY_MS - HOUR_MS,
          value: Math.max(0, fillPercent - days * 9),
        });
    }
    if (trouble) rows.alarms.push(anAlarm(rows.alarms.length + 1, stationId, trouble, nowMs, index, demo));
    for (const [back, kind, deviceId] of [
      [2, 'observation', 'blood-pressure'],
      [31, 'deposit', 'bin-paper'],
      [64, 'observation', 'glucose'],
      [90, 'deposit', 'bin-bottles'],
    ] as const)
      rows.events.push({
        station_id: stationId,
        sequence: highest - back,
        id: `${stationId}-${back}`,
        kind,
        device_id: deviceId,
        time_ms: heardMs - back * MINUTE_MS,
        received_ms: heardMs - back * MINUTE_MS + 900,
        demo: flag,
        words: null,
      });
  }
  return rows;
}

function stationState(heardMs: number, depth: number, usedPercent: number, demo: boolean): string {
  return JSON.stringify({
    online: true,
    at: new Date(heardMs).toISOString(),
    version: '1.0.0',
    services: { health: { working: true }, recycling: { working: true } },
    store: { works: true },
    clock: { trusted: true },
    disk: { usedPercent, level: 'ok' },
    certificate: { daysLeft: 211 },
    outbox: { depth, ...(depth > 0 && { oldestSavedAt: new Date(heardMs - depth * 1000).toISOString() }) },
    ...(demo && { demo }),
  });
}

function anAlarm(
  id: number,
  stationId: string,
  [kind, deviceId, code, severity, zh, en, minutesAgo]: (typeof TROUBLES)[number],
  nowMs: number,
  index: number,
  demo: boolean,
): Insertable<AlarmTable> & { readonly id: number } {
  const raised = nowMs - minutesAgo * MINUTE_MS - (index % 13) * 11_000;
  const seen = kind === 'maintenance' || index % 4 === 3;
  return {
    id,
    station_id: stationId,
    device_id: deviceId,
    code,
    severity,
    words_zh: zh,
    words_en: en,
    origin: kind === 'silent' ? 'fleet' : 'station',
    raised_ms: raised,
    cleared_ms: null,
    acknowledged_ms: seen ? raised + 5 * MINUTE_MS : null,
    acknowledged_by: seen ? 'fitter.one' : null,
    shelved_until_ms: kind === 'maintenance' ? nowMs + 2 * HOUR_MS : null,
    shelved_by: kind === 'maintenance' ? 'fitter.one' : null,
    shelve_reason: kind === 'maintenance' ? '换传感器' : null,
    assignee: null,
    source_cleared_ms: null,
    returns: 0,
    flapping: 0,
    behind: null,
    comments: 0,
    demo: demo ? 1 : 0,
    changed_ms: raised,
  };
}
