/** So many beginnings of a station are remembered. */
const REMEMBERED = 4;

/**
 * Two machines with one name, as two copies of one disk are, throw each other out of the broker and tell in turn when they
 * began. A station that began anew never goes back to when it had begun before; whatever its clock shows.
 */
export function openClones() {
  const beginnings = new Map<string, readonly string[]>();
  return {
    /** Is this beginning one that a later one had followed already? */
    returned(stationId: string, since: string): boolean {
      const known = beginnings.get(stationId) ?? [];
      if (known.at(-1) === since) return false;
      beginnings.set(stationId, [...known.filter((one) => one !== since), since].slice(-REMEMBERED));
      return known.includes(since);
    },
  };
}
