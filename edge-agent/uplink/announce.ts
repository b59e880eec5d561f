import type { Cancel, Clock, Log } from '../ports.ts';
import type { Connection } from './connection.ts';
import type { Leftovers } from './leftovers.ts';
import { retainedState } from './retained-state.ts';

/** What is true now, each on its own retained topic: the latest wins, nothing is queued. */
export interface RetainedStates {
  readonly topics: readonly string[];
  /** What is true there now; empty: nothing stands there. */
  payloadOf(topic: string): string;
  /** Those that show what changes all the time, and is no news: said with each heartbeat as it is then. */
  gauges?(): readonly string[];
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
 * heartbeat's and the gauges' every minute; all ahead of the backlog. A state that the broker does not take is not said twice: the next change or connection says it anew.
 */
export function announce(
  connection: Pick<Connection, 'publish'>,
  states: RetainedStates,
  { leftovers, heartbeatTopic, clock, log }: Announcing,
): Cancel {
  const say = (topics: readonly string[]): void => {
    const said = topics.map((topic) => ({ topic, payload: states.payloadOf(topic) }));
    leftovers.filling(said.filter(({ payload }) => payload !== '').map(({ topic }) => topic));
    for (const state of said) connection.publish(retainedState(state), () => {});
  };
  const trying = (act: () => void): void => {
    try {
      act();
    } catch {
      log.error('states not told'); // the platform hears silence, and that is true
    }
  };
  let cancelBeat: Cancel = () => {};
  const beat = (): void => {
    cancelBeat = clock.at(clock.now() + HEARTBEAT_MS, () => {
      trying(() => say([heartbeatTopic, ...(states.gauges?.() ?? [])]));
      beat();
    });
  };
  trying(() => {
    say(states.topics);
    leftovers.clearBut(states.topics, connection);
  });
  beat();
  const cancelChanges = states.onChange((topic) => trying(() => say([topic])));
  return () => {
    cancelBeat();
    cancelChanges();
  };
}
