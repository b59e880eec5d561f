/** What the stations of a run have sent: the one list against which a database can be checked afterwards. */
import { hash } from 'node:crypto';

export interface Entry {
  readonly id: string;
  readonly topic: string;
  /** First 16 bytes of the SHA-256 of the payload, hexadecimal. */
  readonly digest: string;
  /** When it was first sent, milliseconds since 1970 with their fraction. */
  readonly sentMs: number;
}

export interface Ledger {
  /** At each sending; throws when a repeat is not the same byte for byte. */
  sent(stationId: string, sequence: number, message: { readonly topic: string; readonly payload: string }): void;
  /** Those of a station, the first at 0; a hole where one was never sent. */
  of(stationId: string): readonly (Entry | undefined)[];
  readonly events: number;
  readonly repeats: number;
  /** A line each: station, sequence, id, digest. */
  lines(): Iterable<string>;
}

/** As exact as the monotonic clock, and comparable with other processes of this machine. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

export const digestOf = (payload: string): string => hash('sha256', payload).slice(0, 32);

const ID = /"id":"([^"]{1,64})"/;

export function openLedger(): Ledger {
  const all = new Map<string, (Entry | undefined)[]>();
  let events = 0;
  let repeats = 0;
  return {
    sent(stationId, sequence, { topic, payload }) {
      const its = all.get(stationId) ?? [];
      all.set(stationId, its);
      const digest = digestOf(payload);
      const known = its[sequence - 1];
      if (known && known.digest !== digest) throw new Error(`a repeat of ${stationId} ${sequence} differs`);
      if (known) repeats++;
      else {
        events++;
        its[sequence - 1] = { id: ID.exec(payload)?.[1] ?? '', topic, digest, sentMs: nowMs() };
      }
    },
    of: (stationId) => all.get(stationId) ?? [],
    get events() {
      return events;
    },
    get repeats() {
      return repeats;
    },
    *lines() {
      for (const [stationId, its] of all)
        for (const [at, entry] of its.entries()) if (entry) yield `${stationId} ${at + 1} ${entry.id} ${entry.digest}`;
    },
  };
}
