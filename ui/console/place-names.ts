/** Places by their ids, as the service names them. */
import type { Places } from '../../fleet/contract/places.ts';
import type { Words } from '../../fleet/contract/words.ts';

const known = new WeakMap<Places, ReadonlyMap<string, Words>>();

function namesIn(places: Places): ReadonlyMap<string, Words> {
  const before = known.get(places);
  if (before) return before;
  const names = new Map(
    places.districts.flatMap(({ id, name, circles }) => [
      [id, name] as const,
      ...circles.map((circle) => [circle.id, circle.name] as const),
    ]),
  );
  known.set(places, names);
  return names;
}

export const isKnown = (places: Places | undefined, id: string): boolean =>
  places !== undefined && namesIn(places).has(id);

/** A district's or a circle's name; its id where it is not known (yet). */
export const nameOf = (places: Places | undefined, id: string): Words =>
  (places && namesIn(places).get(id)) ?? { 'zh-CN': id, en: id };
