/** Between the broker and the database: bounded, and no station's place is another's. */
import type { HeardEvent, Said } from '../store/heard.ts';

export interface InboxLimits {
  readonly messages: number;
  readonly bytes: number;
  /** Of both, how much one station may hold: beyond it its messages are refused, the others' are not. 0 < x ≤ 1. */
  readonly share: number;
  /** Different topics of states and alarms that one station may have waiting. */
  readonly topics: number;
}
/** Some seconds of the heaviest hour: a database that restarts is waited for, one that is gone stops the broker's line. */
export const LIMITS: InboxLimits = { messages: 50_000, bytes: 64 * 1024 * 1024, share: 0.5, topics: 1000 };

export interface Batch {
  readonly events: readonly HeardEvent[];
  readonly said: ReadonlyMap<string, Said>;
}

interface Place {
  readonly events: HeardEvent[];
  messages: number;
  bytes: number;
  readonly topics: Set<string>;
}

/** What an entry costs beside its text. */
const ENTRY_BYTES = 400;
const bytesOf = (text: string): number => 2 * text.length + ENTRY_BYTES;

export function openInbox(limits: InboxLimits = LIMITS) {
  const places = new Map<string, Place>();
  /** By topic, in the order in which each began to wait. */
  let said = new Map<string, Said>();
  let messages = 0;
  let bytes = 0;
  /** Those that came without being taken for full: told as soon as there is room. */
  let waiting: PromiseWithResolvers<void> | undefined;

  const placeOf = (stationId: string): Place => {
    const known = places.get(stationId);
    if (known) return known;
    const place = { events: [], messages: 0, bytes: 0, topics: new Set<string>() };
    places.set(stationId, place);
    return place;
  };
  const isFull = (): boolean => messages + said.size >= limits.messages || bytes >= limits.bytes;
  const count = (place: Place, stationId: string, by: number, size: number): void => {
    place.messages += by;
    place.bytes += size;
    messages += by;
    bytes += size;
    if (place.messages === 0 && place.topics.size === 0) places.delete(stationId);
  };
  const letIn = (): void => {
    if (!waiting || isFull()) return;
    waiting.resolve();
    waiting = undefined;
  };

  return {
    /** False: its station has more than its share here. */
    event(event: HeardEvent): boolean {
      const place = placeOf(event.stationId);
      const size = bytesOf(event.payload);
      const over =
        place.messages + 1 > limits.messages * limits.share || place.bytes + size > limits.bytes * limits.share;
      if (over) return false;
      place.events.push(event);
      count(place, event.stationId, 1, size);
      return true;
    },
    /** In the place of what the same topic said before. False: its station has too many topics waiting. */
    state(topic: string, stationId: string, what: Said): boolean {
      const place = placeOf(stationId);
      if (!place.topics.has(topic) && place.topics.size >= limits.topics) return false;
      place.topics.add(topic);
      said.set(topic, what); // where it stood: what is said again and again waits no longer than the rest
      return true;
    },
    /** Undefined: there is room. Else when there is again. */
    room(): Promise<void> | undefined {
      if (!isFull()) return undefined;
      waiting ??= Promise.withResolvers();
      return waiting.promise;
    },
    /** At most so many events, of each station as many as of any other while there are enough; and as many states. */
    take(most: number): Batch {
      const events: HeardEvent[] = [];
      const fair = Math.max(1, Math.floor(most / Math.max(1, places.size)));
      for (const share of [fair, most]) {
        for (const [stationId, place] of [...places]) {
          if (events.length >= most) break;
          if (place.events.length === 0) continue;
          events.push(...place.events.splice(0, Math.min(share, most - events.length)));
          places.delete(stationId); // behind the others, the next time
          places.set(stationId, place);
        }
      }
      const now = new Map([...said].slice(0, most));
      if (now.size === said.size) said = new Map();
      else for (const topic of now.keys()) said.delete(topic);
      return { events, said: now };
    },
    /** It is in the database, and its room is free. */
    done(batch: Batch): void {
      for (const event of batch.events) {
        const place = places.get(event.stationId);
        if (place) count(place, event.stationId, -1, -bytesOf(event.payload));
      }
      for (const [topic, what] of batch.said) {
        const stationId = 'said' in what ? what.said.stationId : what.stationId;
        const place = places.get(stationId);
        if (!place || said.has(topic)) continue;
        place.topics.delete(topic);
        count(place, stationId, 0, 0);
      }
      letIn();
    },
    /** Nothing of states is wanted any more. */
    forgetStates(): void {
      said = new Map();
      for (const [stationId, place] of places) {
        place.topics.clear();
        count(place, stationId, 0, 0);
      }
      letIn();
    },
    messages: () => messages + said.size,
    bytes: () => bytes,
    states: () => said.size,
    isEmpty: () => messages === 0 && said.size === 0,
  };
}
export type Inbox = ReturnType<typeof openInbox>;
