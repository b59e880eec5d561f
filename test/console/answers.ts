/** What the service answers of a city's rows: for pages that are looked at alone. The service's own answers are its own tests'. */
import type { AlarmLine, AlarmList, AlarmRow } from '../../fleet/contract/alarms.ts';
import type { Board } from '../../fleet/contract/board.ts';
import type { BinRow, Rounds } from '../../fleet/contract/rounds.ts';
import type { DevicePage, DeviceRow, StationList, StationPage, StationRow } from '../../fleet/contract/stations.ts';
import { CONDITIONS, SEVERITIES, STATUSES, type Words } from '../../fleet/contract/words.ts';
import { DISTRICTS, placeOf } from '../../fleet/places.ts';
import { countsOf, sumOf } from '../../ui/console/city-changes.ts';
import type { CityRows } from './a-city.ts';

const HOUR_MS = 3_600_000;
const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, en });
const oneOf = <const T extends string>(all: readonly T[], word: string): T => {
  const found = all.find((one) => one === word);
  if (!found) throw new RangeError(`no such word: ${word}`);
  return found;
};

export interface Answers {
  readonly stations: StationRow[];
  readonly alarms: AlarmRow[];
  board(district?: string): Board;
  list(): StationList;
  station(id: string): StationPage | undefined;
  device(id: string, deviceId: string): DevicePage | undefined;
  alarmList(asked: { readonly show?: string; readonly district?: string; readonly station?: string }): AlarmList;
  rounds(district?: string): Rounds;
}

export function answersOf(city: CityRows): Answers {
  const at = city.nowMs;
  const alarmsOf = Map.groupBy(city.alarms, ({ station_id }) => station_id);
  const devicesOf = Map.groupBy(city.devices, ({ station_id }) => station_id);
  const errorsOf = Map.groupBy(
    city.metrics.filter(({ metric }) => metric === 'errors'),
    ({ station_id, device_id }) => `${station_id}/${device_id}`,
  );
  const stations = city.stations.map((row): StationRow => {
    const open = (alarmsOf.get(row.station_id) ?? []).filter(({ shelved_until_ms }) => !shelved_until_ms);
    const worst = open.map(({ severity }) => SEVERITIES.indexOf(oneOf(SEVERITIES, severity))).sort((a, b) => b - a)[0];
    const severity = worst === undefined ? undefined : SEVERITIES[worst];
    return {
      id: row.station_id,
      name: words(row.name_zh, row.name_en),
      district: row.district,
      circle: row.circle,
      community: row.community,
      condition: oneOf(CONDITIONS, row.condition),
      ...(row.heard_ms && { heardAt: row.heard_ms }),
      depth: JSON.parse(row.state ?? '{}').outbox.depth,
      alarms: open.length,
      ...(severity && { worst: severity }),
      ...(row.version && { version: row.version }),
      demo: row.demo === 1,
    };
  });
  const rowOf = new Map(stations.map((row) => [row.id, row]));
  const places = new Map(city.stations.map((row) => [row.station_id, row]));
  const locationOf = (id: string) => {
    const { latitude, longitude } = places.get(id) ?? {};
    return latitude != null && longitude != null ? { location: { latitude, longitude } } : {};
  };
  const alarms = city.alarms.flatMap((row): AlarmRow[] => {
    const station = rowOf.get(row.station_id);
    if (!station) return [];
    return [
      {
        id: row.id,
        stationId: station.id,
        stationName: station.name,
        district: station.district,
        circle: station.circle,
        ...(row.device_id !== 'station' && { deviceId: row.device_id }),
        code: row.code,
        severity: oneOf(SEVERITIES, row.severity),
        words: words(row.words_zh, row.words_en),
        raisedAt: row.raised_ms,
        ...(row.acknowledged_ms && {
          acknowledged: { at: row.acknowledged_ms, by: row.acknowledged_by ?? '' },
        }),
        ...(row.shelved_until_ms && {
          shelved: { until: row.shelved_until_ms, by: row.shelved_by ?? '', reason: row.shelve_reason ?? '' },
        }),
        flapping: false,
        comments: 0,
        demo: station.demo,
      },
    ];
  });
  const deviceRow = (row: CityRows['devices'][number]): DeviceRow => {
    const { material, fillPercent, calibration, lastError } = JSON.parse(row.state);
    const errors = Array.from({ length: 24 }, () => 0);
    for (const { at_ms, value } of errorsOf.get(`${row.station_id}/${row.device_id}`) ?? [])
      errors[23 - Math.round((Math.floor(at / HOUR_MS) * HOUR_MS - at_ms) / HOUR_MS)] = value;
    return {
      id: row.device_id,
      driver: row.driver,
      ...(row.model && { model: row.model }),
      status: oneOf(STATUSES, row.status),
      heardAt: row.heard_ms,
      ...(row.frame_ms && { lastFrameAt: row.frame_ms }),
      ...(lastError && { lastError }),
      errors,
      ...(calibration && { calibration }),
      ...(material && { material, fillPercent }),
      demo: row.demo === 1,
    };
  };
  const bins = city.devices
    .flatMap((row): BinRow[] => {
      const { material, fillPercent } = JSON.parse(row.state);
      const station = rowOf.get(row.station_id);
      if (!material || !station) return [];
      const { id: stationId, name: stationName, district, circle, demo } = station;
      const fullAt = at + (100 - fillPercent) * 2.6 * HOUR_MS;
      const status = oneOf(STATUSES, row.status);
      const { device_id: deviceId, heard_ms: heardAt } = row;
      return [
        {
          stationId,
          stationName,
          district,
          circle,
          ...locationOf(stationId),
          deviceId,
          material,
          status,
          fillPercent,
          fullAt,
          heardAt,
          demo,
        },
      ];
    })
    .sort((a, b) => b.fillPercent - a.fillPercent);
  const waiting = (): AlarmRow[] =>
    alarms.filter(({ acknowledged, shelved }) => !acknowledged && !shelved).sort((a, b) => a.raisedAt - b.raisedAt);
  const lines = (rows: readonly AlarmRow[]): AlarmLine[] => rows.map((lead) => ({ lead, others: [] }));

  return {
    stations,
    alarms,
    board(mine) {
      const districts = DISTRICTS.filter(({ id }) => mine === undefined || id === mine).flatMap(({ id, name }) => {
        const its = stations.filter(({ district }) => district === id);
        if (its.length === 0) return [];
        const circles = [...Map.groupBy(its, ({ circle }) => circle)].map(([circle, members]) => ({
          id: circle,
          name: placeOf(circle).circleName,
          counts: countsOf(members),
          stations: members.map(({ id, name, condition, demo }) => ({ id, name, condition, demo })),
        }));
        return [{ id, name, counts: sumOf(circles.map(({ counts }) => counts)), circles }];
      });
      const all = waiting().filter(({ district }) => mine === undefined || district === mine);
      return {
        at: Date.now(),
        counts: sumOf(districts.map(({ counts }) => counts)),
        districts,
        waiting: {
          count: all.length,
          ...(all[0] && { oldestAt: all[0].raisedAt }),
          lines: lines(all.slice(0, 8)),
        },
        bins: bins.filter(({ district }) => mine === undefined || district === mine).slice(0, 8),
      };
    },
    list: () => ({ at: Date.now(), stations }),
    station(id) {
      const row = places.get(id);
      const station = rowOf.get(id);
      const watermark = city.watermarks.find(({ station_id }) => station_id === id);
      if (!row || !station || !watermark) return undefined;
      const { outbox, disk, certificate } = JSON.parse(row.state ?? '{}');
      const gap = (watermark.highest ?? 0) - (watermark.through ?? 0);
      return {
        at: Date.now(),
        station,
        ...locationOf(id),
        session: { online: row.online === 1, since: row.session_ms ?? at },
        outbox: { depth: outbox.depth, ...(outbox.depth > 0 && { oldestAgeMs: 38 * 60_000, emptyInMs: 4_000 }) },
        clock: { aheadMs: (row.said_ms ?? 0) - (row.heard_ms ?? 0), trusted: true },
        disk,
        certificateDaysLeft: certificate.daysLeft,
        services: [
          { name: 'health', working: true },
          { name: 'recycling', working: true },
        ],
        sequence: {
          through: watermark.through ?? 0,
          highest: watermark.highest ?? 0,
          missing: gap > 0 ? [{ from: (watermark.through ?? 0) + 1, to: (watermark.through ?? 0) + 2 }] : [],
          disputed: watermark.disputed ?? 0,
          refused: row.refused ?? 0,
          ...(row.refusal_ms && { lastRefusal: { at: row.refusal_ms, why: row.refusal ?? '' } }),
        },
        ...(row.maintenance_until_ms && {
          maintenance: {
            until: row.maintenance_until_ms,
            by: row.maintenance_by ?? '',
            reason: row.maintenance_reason ?? '',
          },
        }),
        devices: (devicesOf.get(id) ?? []).map(deviceRow),
        alarms: alarms.filter(({ stationId }) => stationId === id),
        events: city.events
          .filter(({ station_id }) => station_id === id)
          .map((event) => ({
            sequence: event.sequence,
            kind: event.kind,
            ...(event.device_id && { deviceId: event.device_id }),
            time: event.time_ms,
            receivedAt: event.received_ms,
          })),
      };
    },
    device(id, deviceId) {
      const station = rowOf.get(id);
      const row = devicesOf.get(id)?.find(({ device_id }) => device_id === deviceId);
      if (!station || !row) return undefined;
      const its = city.metrics.filter(({ station_id, device_id }) => station_id === id && device_id === deviceId);
      return {
        at: Date.now(),
        station,
        device: deviceRow(row),
        counters: { frames: 4_211, rejected: 19, connects: 3 },
        trends: [...Map.groupBy(its, ({ metric }) => metric)].map(([metric, values]) => ({
          metric,
          unit: metric === 'errors' ? '' : '%',
          at: values.map(({ at_ms }) => at_ms),
          values: values.map(({ value }) => value),
        })),
        alarms: alarms.filter((alarm) => alarm.stationId === id && alarm.deviceId === deviceId),
      };
    },
    alarmList({ show = 'waiting', district, station }) {
      const all =
        show === 'shelved'
          ? alarms.filter(({ shelved }) => shelved)
          : show === 'waiting'
            ? waiting()
            : alarms.filter(({ shelved }) => !shelved);
      const fits = all.filter(
        (alarm) => (!district || alarm.district === district) && (!station || alarm.stationId === station),
      );
      const counts = {
        waiting: waiting().length,
        open: alarms.length,
        mine: 0,
        shelved: alarms.filter(({ shelved }) => shelved).length,
      };
      return { at: Date.now(), lines: lines(fits.slice(0, 500)), more: Math.max(0, fits.length - 500), counts };
    },
    rounds: (district) => ({
      at: Date.now(),
      bins: bins.filter((bin) => !district || bin.district === district).slice(0, 2_000),
    }),
  };
}
