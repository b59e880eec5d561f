import type { EventKind } from './topics.ts';

/** CloudEvents 1.0 in structured mode, as JSON (github.com/cloudevents/spec, json-format.md). */
export const CLOUD_EVENT_CONTENT_TYPE = 'application/cloudevents+json';

export interface Happening {
  /** UUIDv7 made when it happened; `source` and `id` together make the event unique. */
  readonly id: string;
  readonly kind: EventKind;
  readonly stationId: string;
  /** The device that made it. */
  readonly deviceId: string;
  /** RFC 3339 with offset: the moment of measuring. */
  readonly time: string;
  /** A resident's pseudonym; absent for a guest. */
  readonly subject?: string;
  /** Of a simulated device: the platform must never count it. */
  readonly demo: boolean;
  readonly dataContentType: 'application/fhir+json';
  readonly data: object;
}

/** The event's payload. `sequence` is the outbox's: 20 digits, so that text sorts as numbers do. */
export function cloudEvent(happening: Happening, sequence: number): string {
  const { id, kind, stationId, deviceId, time, subject, demo, dataContentType, data } = happening;
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `/stations/${stationId}/devices/${deviceId}`,
    type: `city.yike.${kind}.v1`,
    time,
    sequence: String(sequence).padStart(20, '0'),
    ...(subject !== undefined && { subject }),
    ...(demo && { demo }),
    datacontenttype: dataContentType,
    data,
  });
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZoneName: 'longOffset',
  });
  formats.set(timeZone, made);
  return made;
}

/** A wall-clock moment as RFC 3339 with the zone's offset then: `2026-11-23T14:20:00.000+08:00`. Throws on an unknown zone. */
export function rfc3339(wallMs: number, timeZone: string): string {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(wallMs)) part[type] = value;
  const { year, month, day, hour, minute, second, fractionalSecond, timeZoneName } = part;
  const offset = timeZoneName?.slice('GMT'.length) || '+00:00';
  return `${year?.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}.${fractionalSecond}${offset}`;
}
