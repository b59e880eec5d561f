/** Puts a city's rows into the service's own database, whichever it is. */
import type { Kysely } from 'kysely';
import type { Fleet } from '../../../fleet/store/schema.ts';
import type { CityRows } from './a-city.ts';

/** SQLite binds no more than 32,766 values in a statement. */
const ROWS_AT_ONCE = 500;

/** As their key has them: a tenth sooner in SQLite's tree than from all over the city. */
const inOrder = <R extends { readonly station_id: string }>(rows: readonly R[]): R[] =>
  rows.toSorted((a, b) => (a.station_id < b.station_id ? -1 : a.station_id > b.station_id ? 1 : 0));

export async function putCity(fleet: Kysely<Fleet>, city: CityRows): Promise<void> {
  await fleet.transaction().execute(async (all) => {
    const put = async <R>(rows: readonly R[], insert: (some: R[]) => Promise<unknown>): Promise<void> => {
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) await insert(rows.slice(from, from + ROWS_AT_ONCE));
    };
    await put(inOrder(city.stations), (rows) => all.insertInto('station').values(rows).execute());
    await put(city.watermarks, (rows) => all.insertInto('watermark').values(rows).execute());
    await put(inOrder(city.devices), (rows) => all.insertInto('device').values(rows).execute());
    await put(city.metrics, (rows) => all.insertInto('metric').values(rows).execute());
    await put(city.events, (rows) => all.insertInto('event').values(rows).execute());
    await put(city.alarms, (rows) => all.insertInto('alarm').values(rows).execute());
  });
}
