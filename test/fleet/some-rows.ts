/** Rows of stations and devices as a receiver would have written them. */
import type { Insertable } from 'kysely';
import type { DeviceTable, StationTable } from '../../fleet/store/schema.ts';

/** One that was heard at `nowMs`, with its clock right, and is well. */
export function aStation(id: string, nowMs: number, more: Partial<StationTable> = {}): Insertable<StationTable> {
  return {
    station_id: id,
    district: 'haibowan',
    circle: 'haibowan-01',
    community: 'park',
    name_zh: `小站${id}`,
    name_en: `Hut ${id}`,
    latitude: 39.67,
    longitude: 106.82,
    demo: 0,
    version: '0.1.0',
    first_seen_ms: nowMs,
    heard_ms: nowMs,
    said_ms: nowMs,
    online: 1,
    session_ms: nowMs,
    state: JSON.stringify({ online: true, services: { 'self-test': { working: true } }, outbox: { depth: 0 } }),
    condition: 'ok',
    maintenance_until_ms: null,
    maintenance_by: null,
    maintenance_reason: null,
    refused: 0,
    refusal_ms: null,
    refusal: null,
    changed_ms: nowMs,
    ...more,
  };
}

export function aDevice(
  stationId: string,
  deviceId: string,
  nowMs: number,
  more: Partial<DeviceTable> = {},
): Insertable<DeviceTable> {
  return {
    station_id: stationId,
    device_id: deviceId,
    driver: 'some-meter',
    model: 'Some meter',
    status: 'ok',
    heard_ms: nowMs,
    frame_ms: nowMs,
    state: JSON.stringify({ status: 'ok' }),
    error_total: 0,
    demo: 0,
    changed_ms: nowMs,
    ...more,
  };
}
