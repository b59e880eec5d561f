/** A look into JSON that somebody else wrote: what is not there, or is not what it should be, is undefined. */

export function parsed(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `at(state, 'outbox', 'depth')`. Own fields alone. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = new Map(Object.entries(here)).get(key);
  }
  return here;
}

export const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
};
export const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
};
/** Milliseconds since 1970 of a time or a day in the text. */
export const timeAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const text = textAt(value, ...path);
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isFinite(ms) ? ms : undefined;
};
