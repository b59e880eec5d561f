/** What stands in the place of an event that can never be sent as it is, so that no number is missing. No value and no person in it. */
import { v7 } from 'uuid';
import type { Clock, Random } from './ports.ts';
import type { Tombstone } from './store/outbox.ts';
import { cloudEvent } from './wire/cloud-event.ts';
import { rfc3339 } from './wire/rfc3339.ts';
import { eventTopic } from './wire/topics.ts';

/** `refused`: the broker will never take it; `code`: its MQTT reason, where it gave one. `damaged`: its bytes are no longer what was saved. */
export interface Cause {
  readonly reason: 'refused' | 'damaged';
  readonly code?: number;
}

export type BuryAs = (
  sequence: number,
  row: { readonly id?: string; readonly topic?: string },
  cause: Cause,
) => Tombstone;

export interface TombstonesParts {
  readonly stationId: string;
  readonly timeZone: string;
  readonly demo: boolean;
  readonly clock: Pick<Clock, 'wall'>;
  readonly random: Pick<Random, 'bytes'>;
}

export function openTombstones({ stationId, timeZone, demo, clock, random }: TombstonesParts): BuryAs {
  return (sequence, row, cause) => {
    const atMs = clock.wall();
    const id = v7({ msecs: atMs, random: random.bytes(16) });
    const kind = row.topic?.split('/').at(-1);
    const replaces = { ...(row.id !== undefined && { id: row.id }), ...(kind !== undefined && { kind }) };
    const payload = cloudEvent(
      {
        id,
        kind: 'tombstone',
        stationId,
        time: rfc3339(atMs, timeZone),
        demo,
        dataContentType: 'application/json',
        data: { replaces, ...cause },
      },
      sequence,
    );
    return { id, topic: eventTopic(stationId, 'tombstone'), payload };
  };
}
