/** Out of a column's JSON: what a station or device said of itself, each fact only where it is of its kind. */
import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from './dialect.ts';

/**
 * Told by the database itself: a list of ten thousand does not carry ten thousand states. `path`: `outbox.depth`; null where it
 * is not there, or no number.
 */
export function numberInside(dialect: Dialect, column: string, path: string): RawBuilder<number | null> {
  const json = sql.ref(column);
  if (dialect === 'sqlite') {
    const at = sql.lit(`$.${path}`);
    return sql`case when json_type(${json}, ${at}) in ('integer', 'real') then json_extract(${json}, ${at}) end`;
  }
  const at = sql.lit(`{${path.replaceAll('.', ',')}}`);
  return sql`case json_typeof(${json}::json #> ${at}) when 'number' then (${json}::json #>> ${at})::double precision end`;
}

export interface Said {
  number(...path: string[]): number | undefined;
  text(...path: string[]): string | undefined;
  flag(...path: string[]): boolean | undefined;
  /** Milliseconds since 1970 of a moment or a day. */
  time(...path: string[]): number | undefined;
  /** The facts of a group by their names. */
  group(...path: string[]): readonly (readonly [string, unknown])[];
}

/** What is no JSON says nothing. */
export function saidIn(json: string | null): Said {
  const whole = parsed(json);
  const at = (path: readonly string[]): unknown => {
    let here = whole;
    for (const step of path) {
      if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
      here = Reflect.get(here, step);
    }
    return here;
  };
  const textAt = (path: readonly string[]): string | undefined => {
    const found = at(path);
    return typeof found === 'string' ? found : undefined;
  };
  return {
    number: (...path) => {
      const found = at(path);
      return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
    },
    text: (...path) => textAt(path),
    time: (...path) => {
      const ms = Date.parse(textAt(path) ?? '');
      return Number.isFinite(ms) ? ms : undefined;
    },
    flag: (...path) => {
      const found = at(path);
      return typeof found === 'boolean' ? found : undefined;
    },
    group: (...path) => {
      const found = at(path);
      return typeof found === 'object' && found !== null ? Object.entries(found) : [];
    },
  };
}

function parsed(json: string | null): unknown {
  try {
    return json === null ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
