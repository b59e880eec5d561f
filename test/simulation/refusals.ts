/** What the broker will never take: the same verdict over the same event, however often it comes. */
import { eventOf } from './event.ts';
import type { Faults } from './faults.ts';
import type { Recorder } from './record.ts';

/** The MQTT 5 reason code with which this event is refused for good; undefined: it is as good as any other. */
export type Refusals = (payload: string) => number | undefined;

/** Of a PUBACK (MQTT 5.0, section 3.4.2.1), and about the message itself: topic name invalid, payload format invalid. */
const FOR_GOOD = [0x90, 0x99] as const;
const REFUSED = 0.02;

export function openRefusals({ faults, note }: { readonly faults: Faults; readonly note: Recorder['note'] }): Refusals {
  const verdicts = new Map<string, number | undefined>();
  return (payload) => {
    const { key, kind } = eventOf(payload);
    if (!verdicts.has(key)) {
      // A tombstone is refused by no broker that takes anything at all: it is as small and as plain as an event can be.
      const refused = kind !== 'tombstone' && faults.strikes('refused for good', REFUSED);
      const code = refused ? faults.dice('refused for good').pick(FOR_GOOD) : undefined;
      verdicts.set(key, code);
      if (code !== undefined) note({ what: 'refused for good', payload, code });
    }
    return verdicts.get(key);
  };
}
