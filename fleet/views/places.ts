/** Where there are stations: what the pages call it, and by what they may be narrowed. */
import type { Kysely } from 'kysely';
import type { Sight } from '../accounts/rights.ts';
import type { Places } from '../contract/places.ts';
import { DISTRICTS, placeOf } from '../places.ts';
import type { Fleet } from '../store/schema.ts';

export async function placesSeen(db: Kysely<Fleet>, { districts }: Sight): Promise<Places> {
  if (districts?.length === 0) return { districts: [] };
  const rows = await db
    .selectFrom('station')
    .select(['district', 'circle'])
    .distinct()
    .$if(districts !== undefined, (query) => query.where('district', 'in', districts ?? []))
    .orderBy('circle')
    .execute();
  const byDistrict = Map.groupBy(rows, ({ district }) => district);
  return {
    districts: DISTRICTS.flatMap(({ id, name }) => {
      const circles = byDistrict.get(id)?.map(({ circle }) => ({ id: circle, name: placeOf(circle).circleName }));
      return circles ? [{ id, name, circles }] : [];
    }),
  };
}
