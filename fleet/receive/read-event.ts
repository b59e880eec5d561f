import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { SaidKind } from '../../edge-agent/wire/read-topic.ts';
import type { HeardEvent } from '../store/heard.ts';
import { momentOf, readJson } from './json.ts';
import { isRefused, type Refused, refused } from './refusals.ts';
import { tidyText } from './tidy.ts';

const MOST_BYTES = 256 * 1024;

const Envelope = Compile(
  Type.Object({
    specversion: Type.Literal('1.0'),
    id: Type.String({ pattern: '^[A-Za-z0-9._:-]{1,64}$' }),
    source: Type.String({ maxLength: 160 }),
    type: Type.String({ maxLength: 64 }),
    time: Type.String({ maxLength: 40 }),
    sequence: Type.String({ pattern: '^[0-9]{20}$' }),
    subject: Type.Optional(Type.String({ maxLength: 200 })),
    demo: Type.Optional(Type.Boolean()),
    datacontenttype: Type.Enum(['application/fhir+json', 'application/json', 'application/jose']),
    data: Type.Union([Type.Object({}), Type.String()]),
  }),
);
const AlarmData = Compile(
  Type.Object({ words: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }) }), // a summary of many has none
);
const SOURCE = /^\/stations\/([^/]+)(?:\/devices\/([a-z0-9-]{1,64}))?$/;

/** An event of that station and kind: its topic is what the broker's rules vouch for, and its envelope must agree. */
export function readEvent(
  stationId: string,
  kind: SaidKind,
  payload: Uint8Array,
  receivedMs: number,
): HeardEvent | Refused {
  const json = readJson(payload, MOST_BYTES);
  if (isRefused(json)) return json;
  const { text, value } = json;
  if (!Envelope.Check(value)) return refused('schema');
  const [, source, deviceId] = SOURCE.exec(value.source) ?? [];
  if (source !== stationId) return refused('foreign source');
  if (value.type !== `city.yike.${kind}.v1`) return refused('type');
  const sequence = Number(value.sequence);
  if (sequence < 1 || !Number.isSafeInteger(sequence)) return refused('sequence');
  const timeMs = momentOf(value.time);
  if (timeMs === undefined) return refused('time');
  return {
    stationId,
    sequence,
    id: value.id,
    kind,
    ...(deviceId !== undefined && { deviceId }),
    timeMs,
    receivedMs,
    demo: value.demo === true,
    ...(kind === 'alarm' &&
      AlarmData.Check(value.data) && {
        words: { 'zh-CN': tidyText(value.data.words['zh-CN']), en: tidyText(value.data.words.en) },
      }),
    payload: text,
  };
}
