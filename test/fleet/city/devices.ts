/** A made-up city's devices, two meters and the bins of each station, and what is kept of them over time. */
import type { Insertable } from 'kysely';
import type { DeviceTable, MetricTable } from '../../../fleet/store/schema.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, numbersOf, type Site } from './sites.ts';

interface Device {
  readonly id: string;
  readonly driver: string;
  /** Undefined: it says none. */
  readonly model: string | undefined;
  /** What its state says besides. */
  readonly says: object;
  /** What is told of it over days, and what it is now, in percent; `daily`: how much it grew each day. */
  readonly percent: { readonly metric: string; readonly now: number; readonly daily: number } | undefined;
}

const DOWN = ['device-down', 'door-fault'];
/** Days from now until a device is due. */
const DUE: Readonly<Record<string, readonly [days: number, state: string]>> = {
  'calibration-due': [-2, 'due'],
  'calibration-overdue': [-40, 'overdue'],
};
const COUNTED = { connects: 2, readings: 40, frames: 900, noiseBytes: 3, losses: { unplugged: 1 } } as const;

/** Errors of a device that is bad, by how many hours ago. */
const FAILING = [
  [0, 13],
  [1, 5],
  [2, 1],
] as const;

type Between = ReturnType<typeof numbersOf>;

const isBad = ({ trouble }: Site, deviceId: string): boolean =>
  trouble?.deviceId === deviceId && trouble.condition !== 'maintenance';

function devicesIn({ index, trouble, materials }: Site, between: Between, nowMs: number): Device[] {
  const calibrationOf = (deviceId: string) => {
    const own = trouble?.deviceId === deviceId ? DUE[trouble.code] : undefined;
    const [days, state] = own ?? [between(4, 400), 'good'];
    return { due: new Date(nowMs + days * DAY_MS).toISOString().slice(0, 10), state };
  };
  const battery = between(30, 90);
  return [
    {
      id: 'blood-pressure',
      driver: 'omron-hbp',
      model: 'HBP-9030',
      says: {
        ...COUNTED,
        rejected: { checksum: 2 },
        failures: { cuff: 4 },
        serialNumber: `HBP${1000 + index}`,
        firmware: '1.4',
        battery: { low: false, percent: battery },
        calibration: calibrationOf('blood-pressure'),
      },
      percent: { metric: 'batteryPercent', now: battery, daily: -1 },
    },
    {
      id: 'glucose',
      driver: 'contour-next',
      model: 'Contour Next',
      says: { ...COUNTED, strips: { lot: 'A17', expires: '2027-01-31' }, calibration: calibrationOf('glucose') },
      percent: undefined,
    },
    ...materials.map((material): Device => {
      const full = trouble?.code === 'bin-full' && trouble.deviceId === `bin-${material}`;
      const fillPercent = full ? 97 : index % 60 === 7 ? between(80, 93) : between(3, 74);
      return {
        id: `bin-${material}`,
        driver: 'firmata-bin',
        model: undefined,
        says: { material, fillPercent },
        percent: { metric: 'fillPercent', now: fillPercent, daily: 9 },
      };
    }),
  ];
}

function deviceRow(
  site: Site,
  { id, driver, model, says }: Device,
  between: Between,
  nowMs: number,
): Insertable<DeviceTable> {
  const { trouble, heardMs, demo } = site;
  const bad = isBad(site, id);
  const status = bad ? (DOWN.includes(trouble?.code ?? '') ? 'down' : 'warning') : 'ok';
  return {
    station_id: site.id,
    device_id: id,
    driver,
    model: model ?? null,
    status,
    heard_ms: heardMs,
    frame_ms: bad ? nowMs - (trouble?.minutesAgo ?? 0) * MINUTE_MS : heardMs - between(0, 300) * 1000,
    state: JSON.stringify({
      status,
      driver,
      model,
      lastError: bad ? 'silent' : undefined,
      demo: demo || undefined,
      ...says,
    }),
    error_total: bad ? FAILING.reduce((sum, [, count]) => sum + count, 0) : 0,
    demo: demo ? 1 : 0,
    changed_ms: nowMs - HOUR_MS,
  };
}

/** The errors of the hours that had some, and a week's percents. */
function metricRows(site: Site, { id, percent }: Device, between: Between, nowMs: number): Insertable<MetricTable>[] {
  const { index, remembered } = site;
  const row = (metric: string, at_ms: number, value: number) => ({
    station_id: site.id,
    device_id: id,
    metric,
    at_ms,
    value,
  });
  const hour = nowMs - (nowMs % HOUR_MS);
  const some = remembered && index % 9 === 4 ? [[between(3, 20), between(1, 3)] as const] : [];
  const errors = (isBad(site, id) ? FAILING : some).map(([back, count]) => row('errors', hour - back * HOUR_MS, count));
  if (!remembered || !percent) return errors;
  const { metric, now, daily } = percent;
  const days = [6, 4, 2, 0].map((back) =>
    row(metric, nowMs - back * DAY_MS - HOUR_MS, Math.min(100, Math.max(0, now - back * daily))),
  );
  return [...errors, ...days];
}

export function devicesOf(site: Site, nowMs: number) {
  const between = numbersOf(site.index);
  const devices = devicesIn(site, between, nowMs);
  return {
    devices: devices.map((device) => deviceRow(site, device, between, nowMs)),
    metrics: devices.flatMap((device) => metricRows(site, device, between, nowMs)),
  };
}
