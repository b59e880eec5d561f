/** What is listened to: events by every member, states and alarms by the one that leads. */
import type { Connection } from './broker/connection.ts';
import type { Clock } from './ports.ts';
import type { Ear } from './receive/ear.ts';
import type { Flood } from './store/said-alarms.ts';

const EVENTS = 'yike/v1/+/up/event/#';
/** With more members than one each event comes to one of them. */
const SHARED = `$share/ingest/${EVENTS}`;
const STATES = ['yike/v1/+/up/state', 'yike/v1/+/up/device/+/state', 'yike/v1/+/up/alarm/+'];
/** What leaves a broker that streams its retained messages beside what is new has arrived by then. */
const GRACE_MS = 2000;

export interface ListeningParts {
  readonly member: { readonly number: number; readonly of: number };
  readonly ear: Pick<Ear, 'floodBegins' | 'floodEnds'>;
  readonly leads: () => boolean;
  /** All that the broker keeps has been heard. */
  readonly flooded: (flood: Flood) => void;
  readonly clock: Clock;
}

export function openListening({ member, ear, leads, flooded, clock }: ListeningParts) {
  const markerTopic = `yike/v1/fleet.service/marker/${member.number}`;
  const events = member.of > 1 ? SHARED : EVENTS;
  let mark = 0;
  let cancelGrace = (): void => {};

  const toStates = async (connection: Connection): Promise<void> => {
    cancelGrace();
    ear.floodBegins(clock.wall());
    await connection.subscribe(STATES);
    // It comes back behind all that is retained; a broker that does not allow it lets things stand that were cleared unheard.
    await connection.publish(markerTopic, String(++mark), { retain: false }).catch(() => {});
  };

  return {
    markerTopic,
    async begin(connection: Connection): Promise<void> {
      await connection.subscribe([markerTopic, events]);
      if (leads()) await toStates(connection);
    },
    /** The lead was taken or lost, on a line that stands. */
    async leadChanged(connection: Connection): Promise<void> {
      cancelGrace();
      await connection.unsubscribe(STATES);
      if (leads()) await toStates(connection);
    },
    marker(payload: Uint8Array): void {
      if (Buffer.from(payload).toString() !== String(mark)) return; // of an earlier subscription
      cancelGrace = clock.at(clock.now() + GRACE_MS, () => {
        const flood = ear.floodEnds();
        if (flood) flooded(flood);
      });
    },
    /** Nothing new comes; the line stands for what is still to be said. */
    async end(connection: Connection | undefined): Promise<void> {
      cancelGrace();
      await connection?.unsubscribe([markerTopic, events, ...STATES]).catch(() => {});
    },
  };
}
