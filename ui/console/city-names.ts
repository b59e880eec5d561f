/** Places by their ids, as the city names them. */
import type { Board } from '../../fleet/contract/board.ts';
import type { Words } from '../../fleet/contract/words.ts';

const known = new WeakMap<Board['districts'], ReadonlyMap<string, Words>>();

function namesIn({ districts }: Board): ReadonlyMap<string, Words> {
  const before = known.get(districts);
  if (before) return before;
  const names = new Map(
    districts.flatMap(({ id, name, circles }) => [
      [id, name] as const,
      ...circles.map((circle) => [circle.id, circle.name] as const),
    ]),
  );
  known.set(districts, names);
  return names;
}

/** A district's or a circle's name; its id where the city does not know it (yet). */
export const nameOf = (city: Board | undefined, id: string): Words =>
  (city && namesIn(city).get(id)) ?? { 'zh-CN': id, en: id };
