/** What the broker will never take: the same verdict over the same event, however often it comes. */
import { eventOf } from './event.ts';
import type { Faults } from './faults.ts';
import type { Recorder } from './record.ts';

export type Refusal =
  /** It says so, with this MQTT 5 reason code. */
  | { readonly by: 'puback'; readonly code: number }
  /** It ends the line each time; `abruptly`: what it has answered before goes down with it. */
  | { readonly by: 'hanging up'; readonly abruptly: boolean };

export interface Refusals {
  /** Undefined: it takes this event. */
  of(payload: string): Refusal | undefined;
  /** From here on the broker stands every event, and still says of some that it will not take them. */
  heal(): void;
}

/** Of a PUBACK (MQTT 5.0, section 3.4.2.1), and about the message itself: topic name invalid, payload format invalid. */
const FOR_GOOD = [0x90, 0x99] as const;
const REFUSED = 0.02;
const HUNG_UP = 0.01;

export function openRefusals({ faults, note }: { readonly faults: Faults; readonly note: Recorder['note'] }): Refusals {
  const verdicts = new Map<string, Refusal | undefined>();
  let stands = false;
  const judge = (payload: string): Refusal | undefined => {
    if (faults.strikes('refused for good', REFUSED)) {
      const code = faults.dice('refused for good').pick(FOR_GOOD);
      note({ what: 'refused for good', payload, code });
      return { by: 'puback', code };
    }
    if (!faults.strikes('hangs up at a row', HUNG_UP)) return undefined;
    return { by: 'hanging up', abruptly: faults.dice('hangs up at a row').chance(0.5) };
  };
  return {
    of(payload) {
      const { key, kind } = eventOf(payload);
      // As small and plain as an event can be: a broker that takes anything takes a tombstone.
      if (!verdicts.has(key)) verdicts.set(key, kind === 'tombstone' ? undefined : judge(payload));
      const verdict = verdicts.get(key);
      if (verdict?.by !== 'hanging up') return verdict;
      if (stands) return undefined;
      note({ what: 'hung up', payload });
      return verdict;
    },
    heal() {
      stands = true;
    },
  };
}
