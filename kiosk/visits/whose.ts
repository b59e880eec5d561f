/**
 * Whose reading is it? Which of the records in a meter's memory can only have been measured during this visit. Pure, but for
 * what it remembers until the visit ends.
 */
import { type MemoryRead, namesOf, type Reading, type StoredRecord } from '../../edge-agent/index.ts';

/** The one record that may be this person's, to be shown and asked about. */
export interface Candidate {
  readonly reading: Reading;
  readonly unit: MemoryRead['unit'];
  /** By what it is known again. */
  readonly name: string;
  /** When it was measured, on the clock that only rises; absent where the meter's clock cannot be read: shortly before now. */
  readonly measuredAt?: number;
}

/**
 * `several`: more than one, so none. `control`: of a control solution, which is nobody's. `unclear`: a record that is no
 * reading as it stands; `dangerous`: its number would be.
 */
export type Found =
  | { readonly found: 'one'; readonly candidate: Candidate }
  | { readonly found: 'unclear'; readonly dangerous: boolean }
  | { readonly found: 'several' | 'control' }
  | { readonly found: 'none' };

export interface Seeking {
  /** What the test measures: a meter may keep other kinds beside it. */
  readonly kind: Reading['kind'];
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

/** A memory as it was read once in this visit. */
interface ReadBefore {
  readonly unit: MemoryRead['unit'];
  readonly names: readonly string[];
  readonly at: number;
}

/** A meter's clock shows whole seconds, and its answer is some time on its way. */
const CLOCK_WITHIN_MS = 2000;
/** One that stands at a whole minute may show no seconds at all. */
const MINUTE_MS = 60_000;

export function openWhose(): Whose {
  let seen = new Set<string>();
  let reads: readonly ReadBefore[] = [];

  function wasRead({ unit }: MemoryRead, names: readonly string[], since: number): boolean {
    return reads.some((before) => before.at >= since && isSameMeter(before, { unit, names }));
  }
  function noteRead({ unit }: MemoryRead, names: readonly string[], at: number): void {
    reads = [...reads.filter((before) => !isSameMeter(before, { unit, names })), { unit, names, at }];
  }

  return {
    pass(memory, now) {
      const names = namesOf(memory);
      for (const name of names) seen.add(name);
      noteRead(memory, names, now);
    },
    find(memory, { kind, now, since, wasFiled }) {
      const names = namesOf(memory);
      const known = wasRead(memory, names, since);
      noteRead(memory, names, now);
      const ours = memory.records.flatMap((record, at) => {
        const name = names[at];
        if (name === undefined || seen.has(name) || isOfAnotherKind(record, kind)) return [];
        seen.add(name);
        const fits = timeFits(record, memory, { since, known });
        return fits === 'no' || wasFiled(name) ? [] : [{ record, name, certain: fits === 'yes' }];
      });
      const persons = ours.filter(({ record: { event } }) => !(event.event === 'reading' && isControl(event)));
      const [one, ...more] = persons;
      if (more.length > 0) return { found: 'several' };
      if (!one) return ours.length > 0 ? { found: 'control' } : { found: 'none' };
      if (!one.certain) return { found: 'none' };
      const { event } = one.record;
      if (event.event !== 'reading') return { found: 'unclear', dangerous: event.dangerous ?? false };
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
      reads = [];
    },
  };
}

/**
 * By its serial number; one that says none by what it held: all of it but the oldest, which a full memory loses, is still
 * there. Of one that held nothing nobody knows it.
 */
function isSameMeter(before: Omit<ReadBefore, 'at'>, { unit, names }: Omit<ReadBefore, 'at'>): boolean {
  if (before.unit.model !== unit.model || before.unit.serialNumber !== unit.serialNumber) return false;
  if (unit.serialNumber !== undefined) return true;
  const there = new Set(names);
  const kept = before.names.slice(before.names.findIndex((name) => there.has(name)));
  return before.names.some((name) => there.has(name)) && kept.every((name) => there.has(name));
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

/** A pressure in a test of glucose; ketone, for one. */
const isOfAnotherKind = ({ event }: StoredRecord, kind: Reading['kind']): boolean =>
  event.event === 'reading' ? event.kind !== kind : event.reason === 'unsupported';

const isControl = ({ flags }: { readonly flags?: readonly string[] }): boolean => flags?.includes('control') ?? false;

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
