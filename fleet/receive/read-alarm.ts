import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { AlarmSaid } from '../store/heard.ts';
import { readJson } from './json.ts';
import { isRefused, type Refused, refused } from './refusals.ts';
import { tidyText } from './tidy.ts';

const MOST_BYTES = 8 * 1024;

const Raised = Compile(
  Type.Object({
    severity: Type.Enum(['task', 'warning', 'critical']),
    words: Type.Object({ 'zh-CN': Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }),
    demo: Type.Optional(Type.Boolean()),
  }),
);

/** Empty: it is cleared. */
export function readAlarm(stationId: string, deviceId: string, code: string, payload: Uint8Array): AlarmSaid | Refused {
  if (payload.length === 0) return { stationId, deviceId, code };
  const json = readJson(payload, MOST_BYTES);
  if (isRefused(json)) return json;
  const { value } = json;
  if (!Raised.Check(value)) return refused('schema');
  const { severity, words, demo } = value;
  const said = { 'zh-CN': tidyText(words['zh-CN']) || code, en: tidyText(words.en) || code };
  return { stationId, deviceId, code, raised: { severity, words: said, demo: demo === true } };
}
