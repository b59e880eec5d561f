import type { Cancel, Clock, Log } from '../ports.ts';
import type { Connection } from './connection.ts';
import type { Leftovers } from './leftovers.ts';
import { retainedState } from './retained-state.ts';

/** What is true now, each on its own retained topic: the latest wins, nothing is queued. */
export interface RetainedStates {
  all(): readonly { readonly topic: string; readonly payload: string }[];
  /** Told the topic whose payload has changed. */
  onChange(listener: (topic: string) => void): Cancel;
}

const HEARTBEAT_MS = 60_000;

interface Announcing {
  readonly leftovers: Leftovers;
  readonly heartbeatTopic: string;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  readonly log: Pick<Log, 'error'>;
}

/**
 * Publishes every state now, empties what is left of those that are no more, then each again when it changes, and the
 * heartbeat's every minute; all ahead of the backlog. A state that the broker does not take is not said twice: the next change or connection says it anew.
 */
export function announce(
  connection: Pick<Connection, 'publish'>,
  states: RetainedStates,
  { leftovers, heartbeatTopic, clock, log }: Announcing,
): Cancel {
  const say = (topic?: string): void => {
    try {
      const all = states.all();
      const said = all.filter((state) => topic === undefined || state.topic === topic).map((state) => ({ ...state }));
      leftovers.filling(said.filter(({ payload }) => payload !== '').map((state) => state.topic));
      for (const state of said) connection.publish(retainedState(state), () => {});
      if (topic === undefined) {
        const owned = all.map((state) => state.topic);
        leftovers.clearBut(owned, connection);
      }
    } catch {
      log.error('states not told'); // the platform hears silence, and that is true
    }
  };
  let cancelBeat: Cancel = () => {};
  const beat = (): void => {
    cancelBeat = clock.at(clock.now() + HEARTBEAT_MS, () => {
      say(heartbeatTopic);
      beat();
    });
  };
  say();
  beat();
  const cancelChanges = states.onChange(say);
  return () => {
    cancelBeat();
    cancelChanges();
  };
}
