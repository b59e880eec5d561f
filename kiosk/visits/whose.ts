/**
 * Whose reading is it? Which of the records in a meter's memory can only have been measured during this visit. Pure, but for
 * what it remembers until the visit ends.
 */
import { type MemoryRead, namesOf, type StoredRecord } from '../../edge-agent/index.ts';
import type { GlucoseReading } from './visit.ts';

/** The one record that may be this person's, to be shown and asked about. */
export interface Candidate {
  readonly reading: GlucoseReading;
  readonly unit: MemoryRead['unit'];
  /** By what it is known again. */
  readonly name: string;
  /** When it was measured, on the clock that only rises; absent where the meter's clock cannot be read: shortly before now. */
  readonly measuredAt?: number;
}

/**
 * `several`: more than one, so none. `control`: of a control solution, which is nobody's. `unclear`: a record that is no
 * reading as it stands.
 */
export type Found = { readonly found: 'one'; readonly candidate: Candidate } | { readonly found: Nothing };
type Nothing = 'none' | 'several' | 'control' | 'unclear';

export interface Seeking {
  /** Of the clock that only rises: now, and from when on it must have been measured. */
  readonly now: number;
  readonly since: number;
  /** Was it filed before, at any visit? */
  readonly wasFiled: (name: string) => boolean;
}

export interface Whose {
  /** All that lies there now is not what is going to be measured. */
  pass(memory: MemoryRead, now: number): void;
  /** What is there that was not, and is of this visit by its time. Asked again, it is there no more. */
  find(memory: MemoryRead, seeking: Seeking): Found;
  forget(): void;
}

/** A meter's clock shows whole seconds, and its answer is some time on its way. */
const CLOCK_WITHIN_MS = 2000;
/** One that stands at a whole minute may show no seconds at all. */
const MINUTE_MS = 60_000;

export function openWhose(): Whose {
  let seen = new Set<string>();
  /** Meter → when its memory was last read in this visit. */
  let reads = new Map<string, number>();

  function take(memory: MemoryRead): readonly { readonly record: StoredRecord; readonly name: string }[] {
    const names = namesOf(memory);
    const fresh = memory.records.flatMap((record, at) => {
      const name = names[at];
      return name === undefined || seen.has(name) ? [] : [{ record, name }];
    });
    for (const name of names) seen.add(name);
    return fresh;
  }

  return {
    pass(memory, now) {
      take(memory);
      reads.set(meterOf(memory), now);
    },
    find(memory, { now, since, wasFiled }) {
      const known = memory.unit.serialNumber !== undefined && (reads.get(meterOf(memory)) ?? -1) >= since;
      reads.set(meterOf(memory), now);
      const ours = take(memory).flatMap(({ record, name }) => {
        const fits = isOfAnotherKind(record) ? 'no' : timeFits(record, memory, { since, known });
        return fits === 'no' || wasFiled(name) ? [] : [{ record, name, certain: fits === 'yes' }];
      });
      const persons = ours.filter(({ record: { event } }) => !(event.event === 'reading' && isControl(event)));
      const [one, ...more] = persons;
      if (more.length > 0) return { found: 'several' };
      if (!one) return { found: ours.length > 0 ? 'control' : 'none' };
      if (!one.certain) return { found: 'none' };
      const { event } = one.record;
      if (event.event !== 'reading' || event.kind !== 'glucose') return { found: 'unclear' };
      const measuredAt = momentOf(one.record, memory);
      return {
        found: 'one',
        candidate: {
          reading: event,
          unit: memory.unit,
          name: one.name,
          ...(measuredAt !== undefined && { measuredAt }),
        },
      };
    },
    forget() {
      seen = new Set();
      reads = new Map();
    },
  };
}

/**
 * Was it measured since then? `perhaps` makes it one of several, and never the one. Without a clock that can be read only
 * that is new which came to a memory that was read before, since then; what is new to such a
 * memory, and not by the clock, says that the clock was set.
 */
function timeFits(
  record: StoredRecord,
  memory: MemoryRead,
  { since, known }: { readonly since: number; readonly known: boolean },
): 'yes' | 'perhaps' | 'no' {
  if (!memory.clock) return known ? 'yes' : 'no';
  const measuredAt = momentOf(record, memory);
  if (measuredAt === undefined) return known ? 'perhaps' : 'no';
  const within = withinMs(memory.clock.deviceClock);
  if (measuredAt - within > since) return 'yes';
  return known || measuredAt + within > since ? 'perhaps' : 'no';
}

/** Ketone, for one. */
const isOfAnotherKind = ({ event }: StoredRecord): boolean =>
  event.event === 'rejected' && event.reason === 'unsupported';

const isControl = ({ flags }: { readonly flags?: readonly string[] }): boolean => flags?.includes('control') ?? false;

const meterOf = ({ unit }: MemoryRead): string => JSON.stringify([unit.serialNumber, unit.model]);

/**
 * When it was measured: as long before the meter's clock was read as that clock says. Undefined where it lies after what
 * the clock shows: then the clock was set in between.
 */
function momentOf({ deviceClock }: StoredRecord, { clock }: MemoryRead): number | undefined {
  if (!clock || deviceClock === undefined) return undefined;
  const agoMs = Date.parse(`${clock.deviceClock}Z`) - Date.parse(`${deviceClock}Z`);
  return agoMs >= 0 ? clock.heardAt - agoMs : undefined;
}

/** By so much it may have been earlier, or later. */
const withinMs = (shown: string): number => (shown.endsWith(':00') ? MINUTE_MS : CLOCK_WITHIN_MS);
