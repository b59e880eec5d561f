import type { Log, LogFacts } from '../ports.ts';
import type { Retained } from '../store/retained.ts';
import { mayBeLeftOver } from '../wire/topics.ts';
import type { Connection } from './connection.ts';
import { retainedState } from './retained-state.ts';

/** What a device leaves at the broker when it goes from the station file: a state and alarms that nobody would ever change. */
export interface Leftovers {
  /** These are about to be filled. */
  filling(topics: readonly string[]): void;
  /** Empties what was filled once and is none of these, which are said anew at each connection. */
  clearBut(owned: readonly string[], connection: Pick<Connection, 'publish'>): void;
}

interface LeftoversParts {
  readonly stationId: string;
  readonly retained: Retained;
  readonly log: Pick<Log, 'warn'>;
}

/**
 * On so many connections in a row a topic may be without an answer: of MQTT 3.1.1 a broker that refuses one can only
 * close the line, or lie (OASIS MQTT 3.1.1, section 3.3.5). Then it waits for the next start.
 */
const MOST_UNANSWERED = 3;

/**
 * Of all connections together. No trouble here is the line's or an alarm's: what is not emptied is tried again at the next
 * connection, and each kind of trouble is one line of the log.
 */
export function openLeftovers({ stationId, retained, log }: LeftoversParts): Leftovers {
  const logged = new Set<string>();
  const warn = (what: string, facts?: LogFacts): void => {
    if (!logged.has(what)) log.warn(what, facts);
    logged.add(what);
  };
  const attempt = (act: () => void, trouble: string): void => {
    try {
      act();
    } catch {
      warn(trouble);
    }
  };
  const unanswered = new Map<string, number>();
  const isOurs = (topic: string): boolean => mayBeLeftOver(stationId, topic);

  const empty = (topic: string, connection: Pick<Connection, 'publish'>): void => {
    const times = unanswered.get(topic) ?? 0;
    if (times >= MOST_UNANSWERED) {
      warn('retained topic not emptied', { why: 'no answer' });
      return;
    }
    unanswered.set(topic, times + 1);
    connection.publish(retainedState({ topic, payload: '' }), (failure) => {
      if (failure && failure.reason === undefined) return; // the line's end, no answer
      unanswered.delete(topic);
      if (failure) warn('retained topic not emptied', { why: failure.message });
      else attempt(() => retained.forget(topic), 'retained topics not read');
    });
  };

  return {
    filling(topics) {
      // An alarm is told all the same: it may be of the very disk that refuses.
      attempt(() => retained.remember(topics.filter(isOurs)), 'retained topics not remembered');
    },
    clearBut(owned, connection) {
      attempt(() => {
        const left = retained.topics().filter((topic) => !owned.includes(topic));
        for (const topic of left.filter(isOurs)) empty(topic, connection);
        // Of a name that the station had before: no longer ours to write, another machine may have it by now, and the
        // platform has that name's `up/state` to empty too. A broker may even close the line on one who tries.
        const others = left.length - left.filter(isOurs).length;
        if (others > 0) warn('retained topics of another name', { topics: others });
      }, 'retained topics not read');
    },
  };
}
