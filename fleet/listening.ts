/**
 * What is listened to. Events: each comes to one member. States and alarms: every member has a plain subscription to them, so
 * that who takes the lead misses nothing from that moment on, and a broker that refuses one is known long before. Until then
 * they fall unread. Who takes the lead subscribes anew: the broker says all that it keeps again (MQTT 5, section 3.8.4), and
 * what it keeps no longer was cleared while nobody led.
 */
import type { Connection } from './broker/connection.ts';
import type { Clock } from './ports.ts';
import type { Ear } from './receive/ear.ts';
import type { Flood } from './store/said-alarms.ts';

const EVENTS = 'yike/v1/+/up/event/#';
/** With more members than one each event comes to one of them. */
const SHARED = `$share/ingest/${EVENTS}`;
const IS_EVENT = /^yike\/v1\/[^/]+\/up\/event\//;
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
    /** Of what comes on these subscriptions: is it for this member to read? */
    wants: (topic: string): boolean => leads() || IS_EVENT.test(topic),
    async begin(connection: Connection): Promise<void> {
      await connection.subscribe([markerTopic, events]);
      if (leads()) await toStates(connection);
      else await connection.subscribe(STATES);
    },
    /** The lead was taken or lost, on a line that stands. */
    async leadChanged(connection: Connection): Promise<void> {
      cancelGrace();
      if (leads()) await toStates(connection);
      else ear.floodEnds();
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
