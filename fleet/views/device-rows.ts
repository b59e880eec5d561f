/** A station's devices with the errors of their last day. */
import type { Kysely, Selectable } from 'kysely';
import type { DeviceRow } from '../contract/stations.ts';
import { STATUSES } from '../contract/words.ts';
import { type Said, saidIn } from '../store/inside-json.ts';
import type { DeviceTable, Fleet } from '../store/schema.ts';

export const HOUR_MS = 3_600_000;
const HOURS = 24;
const CALIBRATIONS = ['good', 'due', 'overdue'] as const;

/** Begin of the hour that is 23 before this one. */
const dayBegan = (nowMs: number): number => nowMs - (nowMs % HOUR_MS) - (HOURS - 1) * HOUR_MS;

export async function deviceRows(
  db: Kysely<Fleet>,
  stationId: string,
  nowMs: number,
  deviceId?: string,
): Promise<DeviceRow[]> {
  const devices = await db
    .selectFrom('device')
    .selectAll()
    .where('station_id', '=', stationId)
    .$if(deviceId !== undefined, (query) => query.where('device_id', '=', deviceId ?? ''))
    .orderBy('device_id')
    .execute();
  const from = dayBegan(nowMs);
  const hours = await db
    .selectFrom('metric')
    .select(['device_id', 'at_ms', 'value'])
    .where('station_id', '=', stationId)
    .where('metric', '=', 'errors')
    .where('at_ms', '>=', from)
    .where('at_ms', '<=', nowMs)
    .execute();
  const byDevice = Map.groupBy(hours, ({ device_id }) => device_id);
  return devices.map((device) => {
    const errors = Array.from({ length: HOURS }, () => 0);
    for (const { at_ms, value } of byDevice.get(device.device_id) ?? []) {
      const hour = Math.floor((at_ms - from) / HOUR_MS);
      errors[hour] = (errors[hour] ?? 0) + Math.max(0, Math.round(value));
    }
    return rowOf(device, errors);
  });
}

function rowOf(device: Selectable<DeviceTable>, errors: number[]): DeviceRow {
  const said = saidIn(device.state);
  return {
    id: device.device_id,
    driver: device.driver,
    ...(device.model !== null && { model: device.model }),
    status: STATUSES.find((status) => status === device.status) ?? 'unknown',
    heardAt: device.heard_ms,
    ...(device.frame_ms !== null && { lastFrameAt: device.frame_ms }),
    errors,
    ...itself(said),
    demo: device.demo !== 0,
  };
}

/** What a device says of itself, as far as it is known. */
function itself(said: Said): Partial<DeviceRow> {
  const serialNumber = said.text('serialNumber');
  const firmware = said.text('firmware');
  const lastError = said.text('lastError') ?? said.text('fault');
  const due = said.text('calibration', 'due');
  const state = CALIBRATIONS.find((one) => one === said.text('calibration', 'state'));
  const lot = said.text('strips', 'lot');
  const expires = said.text('strips', 'expires');
  const percent = said.number('battery', 'percent');
  const low = said.flag('battery', 'low');
  const material = said.text('material');
  const fill = said.number('fillPercent');
  return {
    ...(serialNumber !== undefined && { serialNumber }),
    ...(firmware !== undefined && { firmware }),
    ...(lastError !== undefined && { lastError }),
    ...(due !== undefined && state && { calibration: { due, state } }),
    ...(lot !== undefined && expires !== undefined && { strips: { lot, expires } }),
    ...(percent !== undefined && { batteryPercent: percent }),
    ...(low !== undefined && { batteryLow: low }),
    ...(material !== undefined && { material }),
    ...(fill !== undefined && { fillPercent: Math.round(Math.min(100, Math.max(0, fill))) }),
  };
}
