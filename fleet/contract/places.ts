import Type from 'typebox';
import { closed, PlaceId, Words } from './words.ts';

/** GET /api/places: the districts and life circles in which there are stations that this person may see. */
export const Places = closed({
  districts: Type.Array(
    closed({ id: PlaceId, name: Words, circles: Type.Array(closed({ id: PlaceId, name: Words })) }),
  ),
});
export type Places = Type.Static<typeof Places>;
