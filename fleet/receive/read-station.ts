import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { placeOf } from '../places.ts';
import type { StationSaid } from '../store/heard.ts';
import { momentOf, readJson } from './json.ts';
import { isRefused, type Refused, refused } from './refusals.ts';
import { kept, tidyText } from './tidy.ts';

const MOST_BYTES = 64 * 1024;
const PlaceId = Type.String({ pattern: '^[a-z0-9-]{1,64}$' });
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

const Away = Compile(Type.Object({ online: Type.Literal(false) }));
const Here = Compile(
  Type.Object({
    online: Type.Literal(true),
    since: Type.String({ maxLength: 40 }),
    at: Type.String({ maxLength: 40 }),
    version: Type.String(),
    circle: PlaceId,
    community: PlaceId,
    name: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
    location: Type.Optional(
      Type.Object({
        latitude: Type.Number({ minimum: -90, maximum: 90 }),
        longitude: Type.Number({ minimum: -180, maximum: 180 }),
      }),
    ),
    services: Type.Optional(Type.Record(Type.String(), Type.Object({ working: Type.Boolean() }))),
    store: Type.Optional(Type.Object({ works: Type.Boolean() })),
    clock: Type.Optional(Type.Object({ trusted: Type.Boolean() })),
    disk: Type.Optional(
      Type.Object({ usedPercent: Type.Number({ minimum: 0, maximum: 100 }), level: Type.String({ maxLength: 40 }) }),
    ),
    certificate: Type.Optional(Type.Object({ daysLeft: Type.Integer() })),
    outbox: Type.Optional(Type.Object({ depth: Count, oldestSavedAt: Type.Optional(Type.String({ maxLength: 40 })) })),
    configVersion: Type.Optional(Type.Union([Type.String(), Type.Number()])),
    demo: Type.Optional(Type.Boolean()),
  }),
);
const FIELDS = new Set([
  'since',
  'at',
  'services',
  'store',
  'clock',
  'disk',
  'certificate',
  'outbox',
  'configVersion',
  'audit',
]);

/** Its connection is gone: its own farewell, or the will that the broker says for it. */
export interface Gone {
  readonly away: true;
}

/** `live`: not one that the broker had kept. `since` is when that station's program began, by its own clock. */
export function readStation(
  stationId: string,
  payload: Uint8Array,
  receivedMs: number,
  live: boolean,
): { readonly said: StationSaid; readonly since: string } | Gone | Refused {
  const json = readJson(payload, MOST_BYTES);
  if (isRefused(json)) return json;
  const { value } = json;
  if (Away.Check(value)) return { away: true };
  if (!Here.Check(value)) return refused('schema');
  const saidMs = momentOf(value.at);
  if (saidMs === undefined || momentOf(value.since) === undefined) return refused('time');
  const { circle, community, name, location, version, since } = value;
  return {
    since,
    said: {
      stationId,
      district: placeOf(circle).district.id,
      circle,
      community,
      name: { 'zh-CN': tidyText(name['zh-CN']) || stationId, en: tidyText(name.en) || stationId },
      ...(location && { latitude: location.latitude, longitude: location.longitude }),
      demo: value.demo === true,
      version: tidyText(version),
      saidMs,
      receivedMs,
      live,
      state: kept(value, FIELDS),
    },
  };
}
