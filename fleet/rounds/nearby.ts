/** Tells each station which others are near and what works there; on the leading member alone. */
import { nearbyTopic } from '../../edge-agent/wire/topics.ts';
import type { Clock, Log } from '../ports.ts';
import { saidIn } from '../store/inside-json.ts';
import type { Databases } from '../store/open.ts';
import { openTicking, type Ticking } from '../ticking.ts';
import { type Near, nearest, type Place } from './near.ts';

const EVERY_MS = 60_000;
const MOST = 5;
const NAME = /^[a-z0-9-]{1,64}$/;

export interface NearbyParts {
  readonly databases: Pick<Databases, 'fleet'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Retained, at QoS 1; rejects where the broker has not taken it. */
  readonly publish: (topic: string, payload: string) => Promise<void>;
}

interface Somewhere extends Place {
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly demo: boolean;
  /** What works there, by the station's own word; nothing where nobody can say. */
  readonly services: readonly string[];
}

export function openNearby({ databases: { fleet }, clock, log, publish }: NearbyParts): Ticking {
  /** What each has been told. Begun anew with each lead: then all are told once more. */
  const said = new Map<string, string>();

  async function tick(closing: () => boolean): Promise<void> {
    const places = await placesIn();
    for (const demo of [false, true]) {
      const own = places.filter((place) => place.demo === demo);
      for (const [id, payload] of nearbyOf(own)) {
        if (closing()) return;
        if (said.get(id) === payload) continue;
        await publish(nearbyTopic(id), payload);
        said.set(id, payload);
      }
    }
  }

  async function placesIn(): Promise<Somewhere[]> {
    const rows = await fleet
      .selectFrom('station')
      .select(['station_id', 'name_zh', 'name_en', 'latitude', 'longitude', 'demo', 'condition', 'state'])
      .orderBy('station_id')
      .execute();
    return rows.flatMap(({ station_id, name_zh, name_en, latitude, longitude, demo, condition, state }) => {
      if (latitude === null || longitude === null) return [];
      const open = condition !== 'silent' && condition !== 'maintenance';
      const name = { 'zh-CN': name_zh, en: name_en };
      return [{ id: station_id, name, latitude, longitude, demo: demo === 1, services: open ? workingIn(state) : [] }];
    });
  }

  return openTicking({
    clock,
    everyMs: EVERY_MS,
    tick,
    failed: (code) => log.warn('stations could not be told what is near', { code }),
  });
}

function workingIn(state: string | null): string[] {
  const said = saidIn(state);
  return said
    .group('services')
    .flatMap(([name]) => (NAME.test(name) && said.flag('services', name, 'working') ? [name] : []));
}

/** Each station's payload. Nobody is sent to where nothing works, and each is told, whether it works itself or not. */
export function* nearbyOf(places: readonly Somewhere[]): Generator<readonly [string, string]> {
  const around = nearest(
    places,
    places.filter(({ services }) => services.length > 0),
    MOST,
  );
  for (const [{ id }, near] of around) yield [id, JSON.stringify({ stations: near.map(told) })];
}

const told = ({ place: { id, name, latitude, longitude, services }, metres }: Near<Somewhere>): object => ({
  id,
  name,
  location: { latitude, longitude },
  metres: Math.round(metres),
  services,
});
