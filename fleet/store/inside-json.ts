/** Numbers out of a column's JSON, told by the database itself: a list of ten thousand does not carry ten thousand states. */
import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from './dialect.ts';

/** `path`: `outbox.depth`. Null where it is not there. */
export const numberInside = (dialect: Dialect, column: string, path: string): RawBuilder<number | null> =>
  dialect === 'sqlite'
    ? sql<number | null>`json_extract(${sql.ref(column)}, ${sql.lit(`$.${path}`)})`
    : sql<number | null>`(${sql.ref(column)}::json #>> ${sql.lit(`{${path.replaceAll('.', ',')}}`)})::double precision`;
