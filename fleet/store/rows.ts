/** Many rows as one parameter: JSON that the database unfolds. No limit of parameters, one text of SQL whatever their number. */
import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from './dialect.ts';

type ColumnType = 'text' | 'bigint' | 'integer' | 'double precision';
export type Row = Readonly<Record<string, string | number | null>>;

/** `from ${rows} as r`, with these columns and `ord`, their order; names are columns' names of ours. */
export function rowsOf(
  dialect: Dialect,
  columns: Readonly<Record<string, ColumnType>>,
  rows: readonly Row[],
): RawBuilder<unknown> {
  const json = JSON.stringify(rows.map((row, ord) => ({ ...row, ord })));
  const all = Object.entries({ ...columns, ord: 'integer' as const });
  return dialect === 'postgres'
    ? sql`json_to_recordset(${json}::json) as r(${sql.raw(all.map(([name, type]) => `${name} ${type}`).join(', '))})`
    : sql`(select ${sql.raw(all.map(([name]) => `value ->> '${name}' as ${name}`).join(', '))} from json_each(${json})) as r`;
}

/** `a, b, c`, and the same as those of the rows. */
export const names = (columns: object): RawBuilder<unknown> => sql.raw(Object.keys(columns).join(', '));
export const ofRows = (columns: object): RawBuilder<unknown> =>
  sql.raw(
    Object.keys(columns)
      .map((name) => `r.${name}`)
      .join(', '),
  );

/** So many at once: SQLite works in our own thread, and nothing else happens meanwhile. */
const AT_ONCE = 500;
export function* chunks<T>(all: readonly T[], size = AT_ONCE): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
