/** Events behind a position, in the order of their commits, each with its envelope. */

import type { Raised } from '../store/alarm-store.ts';
import { OF_RESIDENTS } from '../store/heard.ts';
import type { Databases } from '../store/open.ts';
import type { Batch, Way } from './pump.ts';

export interface Passing {
  readonly position: number;
  readonly stationId: string;
  readonly sequence: number;
  readonly id: string;
  readonly kind: string;
  readonly demo: boolean;
  /** As it came. */
  readonly envelope: string;
}
type Known = Omit<Passing, 'envelope'>;

/** Rows looked through at once: of kinds that are for others, many. */
const WINDOW = 500;
/** Characters of a batch, so that one of large envelopes is still a request that a server takes. */
const MOST_CHARACTERS = 1_000_000;

export function eventsFor({ fleet, resident }: Databases, wanted: (event: Known) => boolean): Way<Passing>['read'] {
  const keyOf = (stationId: string, sequence: number): string => `${stationId}/${sequence}`;

  async function envelopesOf(events: readonly Known[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const [records, others] = [true, false].map((ofResidents) =>
      Map.groupBy(
        events.filter(({ kind }) => OF_RESIDENTS.has(kind) === ofResidents),
        ({ stationId }) => stationId,
      ),
    );
    for (const [stationId, its] of records ?? [])
      for (const { sequence, envelope } of await resident
        .selectFrom('record')
        .select(['sequence', 'envelope'])
        .where('station_id', '=', stationId)
        .where(
          'sequence',
          'in',
          its.map((event) => event.sequence),
        )
        .execute())
        found.set(keyOf(stationId, sequence), envelope);
    for (const [stationId, its] of others ?? [])
      for (const { sequence, payload } of await fleet
        .selectFrom('envelope')
        .select(['sequence', 'payload'])
        .where('station_id', '=', stationId)
        .where(
          'sequence',
          'in',
          its.map((event) => event.sequence),
        )
        .execute())
        found.set(keyOf(stationId, sequence), payload);
    return found;
  }

  return async (after, most): Promise<Batch<Passing>> => {
    const rows = await fleet
      .selectFrom('event')
      .select(['position', 'station_id', 'sequence', 'id', 'kind', 'demo'])
      .where('position', '>', after)
      .orderBy('position')
      .limit(WINDOW)
      .execute();
    const events = rows.map(({ station_id, demo, ...row }) => ({ ...row, stationId: station_id, demo: demo === 1 }));
    const chosen = events.filter(wanted).slice(0, most + 1);
    const envelopes = await envelopesOf(chosen.slice(0, most));

    const items: Passing[] = [];
    let pruned = 0;
    let characters = 0;
    let through = after;
    for (const event of chosen.slice(0, most)) {
      const envelope = envelopes.get(keyOf(event.stationId, event.sequence));
      characters += envelope?.length ?? 0;
      if (items.length > 0 && characters > MOST_CHARACTERS) return { items, through, pruned, more: true };
      if (envelope === undefined) pruned++;
      else items.push({ ...event, envelope });
      through = event.position;
    }
    if (chosen.length > most) return { items, through, pruned, more: true };
    return { items, through: events.at(-1)?.position ?? after, pruned, more: rows.length === WINDOW };
  };
}

const REFUSED_WORDS = {
  'zh-CN': '一条记录对方平台不收，已另存',
  en: 'A platform that records are passed on to refused one; it was set aside',
};

/** For staff to look at, and to clear: nothing clears it by itself. */
const refused = ({ stationId, demo }: Passing): Raised => ({
  stationId,
  deviceId: 'station',
  code: 'forward-refused',
  severity: 'task',
  words: REFUSED_WORDS,
  origin: 'fleet',
  demo,
});

export const whenceEvent: Way<Passing>['whence'] = (event) => ({
  facts: { station: event.stationId, sequence: event.sequence },
  alarm: refused(event),
});
