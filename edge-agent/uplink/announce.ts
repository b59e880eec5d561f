import type { Cancel, Clock, Log } from '../ports.ts';
import type { Connection } from './connection.ts';

/** What is true now, each on its own retained topic: the latest wins, nothing is queued. */
export interface RetainedStates {
  all(): readonly { readonly topic: string; readonly payload: string }[];
  /** Told the topic whose payload has changed. */
  onChange(listener: (topic: string) => void): Cancel;
}

const HEARTBEAT_MS = 60_000;

interface Announcing {
  readonly heartbeatTopic: string;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  readonly log: Pick<Log, 'error'>;
}

/**
 * Publishes every state now, each again when it changes, and the heartbeat's every minute; all ahead of the
 * backlog. A state that the broker does not take is not said twice: the next change or connection says it anew.
 */
export function announce(
  connection: Pick<Connection, 'publish'>,
  states: RetainedStates,
  { heartbeatTopic, clock, log }: Announcing,
): Cancel {
  const say = (topic?: string): void => {
    try {
      for (const state of states.all()) {
        if (topic !== undefined && state.topic !== topic) continue;
        connection.publish({ ...state, retain: true, contentType: 'application/json' }, () => {});
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
