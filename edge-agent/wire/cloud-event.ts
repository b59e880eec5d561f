import type { EventKind } from './topics.ts';

/** CloudEvents 1.0 in structured mode, as JSON (github.com/cloudevents/spec, json-format.md). */
export const CLOUD_EVENT_CONTENT_TYPE = 'application/cloudevents+json';

export interface Happening {
  /** UUIDv7 made when it happened; `source` and `id` together make the event unique. */
  readonly id: string;
  readonly kind: EventKind;
  readonly stationId: string;
  /** The device that made it; absent when the station itself did. */
  readonly deviceId?: string;
  /** RFC 3339 with offset: the moment of measuring, or of what else happened. */
  readonly time: string;
  /** A resident's pseudonym; absent for a guest. */
  readonly subject?: string;
  /** Of a simulated device: the platform must never count it. */
  readonly demo: boolean;
  readonly dataContentType: 'application/fhir+json' | 'application/json' | 'application/jose';
  /** A compact JWE with `application/jose`. */
  readonly data: object | string;
}

/** The event's payload. `sequence` is the outbox's: 20 digits, so that text sorts as numbers do. */
export function cloudEvent(happening: Happening, sequence: number): string {
  const { id, kind, stationId, deviceId, time, subject, demo, dataContentType, data } = happening;
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `/stations/${stationId}${deviceId === undefined ? '' : `/devices/${deviceId}`}`,
    type: `city.yike.${kind}.v1`,
    time,
    sequence: String(sequence).padStart(20, '0'),
    ...(subject !== undefined && { subject }),
    ...(demo && { demo }),
    datacontenttype: dataContentType,
    data,
  });
}
