import { type Refused, refused } from './refusals.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes as text and as what that says; `mostBytes` is looked at first. */
export function readJson(
  payload: Uint8Array,
  mostBytes: number,
): { readonly text: string; readonly value: unknown } | Refused {
  if (payload.length > mostBytes) return refused('too long');
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return refused('not UTF-8');
  }
  try {
    return { text, value: JSON.parse(text) };
  } catch {
    return refused('not JSON');
  }
}

const RFC3339 = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-][0-2]\d:[0-5]\d)$/;

/** Milliseconds since 1970; undefined: no moment, or one before 1970. A clock that is years off is still a clock. */
export function momentOf(time: string): number | undefined {
  const ms = RFC3339.test(time) ? Date.parse(time) : Number.NaN;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
