/** Puts a city's rows into the service's own database, whichever it is. */
import type { Kysely } from 'kysely';
import type { Fleet } from '../../fleet/store/schema.ts';
import type { CityRows } from './a-city.ts';

/** SQLite binds no more than 32,766 values in a statement. */
const ROWS_AT_ONCE = 500;

export async function putCity(fleet: Kysely<Fleet>, city: CityRows): Promise<void> {
  await fleet.transaction().execute(async (all) => {
    const put = async <R>(rows: readonly R[], insert: (some: R[]) => Promise<unknown>): Promise<void> => {
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) await insert(rows.slice(from, from + ROWS_AT_ONCE));
    };
    await put(city.stations, (rows) => all.insertInto('station').values(rows).execute());
    await put(city.watermarks, (rows) => all.insertInto('watermark').values(rows).execute());
    await put(city.devices, (rows) => all.insertInto('device').values(rows).execute());
    await put(city.metrics, (rows) => all.insertInto('metric').values(rows).execute());
    await put(city.events, (rows) => all.insertInto('event').values(rows).execute());
    // Without their numbers: PostgreSQL counts on where it stands.
    const alarms = city.alarms.map(({ id: _, ...row }) => row);
    await put(alarms, (rows) => all.insertInto('alarm').values(rows).execute());
  });
}
