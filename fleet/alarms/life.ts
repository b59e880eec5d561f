/**
 * An alarm's life: raised and cleared by its source, acknowledged by people. What stands at its source is open, whatever
 * people say, but for what they alone can clear. Once closed it stays closed: what comes back is a new one, which knows of
 * the one before.
 */
import type { AlarmTable } from '../store/schema.ts';

const MINUTE = 60_000;
/** What came back so often in so long is flapping, and stays until it has been quiet for as long. */
export const FLAPS = 3;
export const DAMPING_MS = 10 * MINUTE;

/** In the place of a device, where the station itself is meant. */
export const STATION = 'station';
export const SILENT = 'silent';

/** Nobody but staff can say that these are mended: the service sees that they happened, never that they cannot again. */
const STAFF_CLEARS: ReadonlySet<string> = new Set(['sequence-fork', 'refused-messages', 'station-clone']);
/** Somebody may be in danger: neither maintenance nor silence hides these. */
export const ALWAYS_SHOWN = ['act-now', 'call', 'fire'] as const;

export type Life = Omit<
  AlarmTable,
  'id' | 'station_id' | 'device_id' | 'words_zh' | 'words_en' | 'demo' | 'behind' | 'changed_ms'
>;

export type SourceAct =
  /** Said again and again. `sinceMs`: when its cause was, where the source cannot say that it is over. */
  { readonly kind: 'stands'; readonly severity: string; readonly sinceMs?: number } | { readonly kind: 'gone' };
export type StaffAct = { readonly by: string } & (
  | { readonly kind: 'acknowledge' | 'unshelve' }
  | { readonly kind: 'shelve'; readonly untilMs: number; readonly reason: string }
  | { readonly kind: 'assign'; readonly to: string | null }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'clear'; readonly reason: string }
);
/** `tick`: time has passed. */
export type Act = SourceAct | StaffAct | { readonly kind: 'tick' };

export interface Entry {
  readonly act: string;
  /** Null: its source, or the service. */
  readonly by: string | null;
  readonly text: string | null;
}
export interface Step {
  readonly life: Life;
  readonly entries: readonly Entry[];
}
export type Refusal = 'closed' | 'stands at its source';

const entry = (act: string, by: string | null = null, text: string | null = null): Entry => ({ act, by, text });
const moments = ({ returned }: Pick<Life, 'returned'>): number[] => (returned ? returned.split(',').map(Number) : []);
const within = (life: Life, nowMs: number): boolean => (moments(life).at(-1) ?? 0) > nowMs - DAMPING_MS;

/** It has come back: how often in the last minutes? */
function cameBack(before: Pick<Life, 'returned' | 'returns'>, nowMs: number) {
  const returned = [...moments(before), nowMs].slice(-FLAPS);
  const flapping = returned.length === FLAPS && (returned[0] ?? 0) > nowMs - DAMPING_MS;
  return { returned: returned.join(), returns: before.returns + 1, flapping: flapping ? 1 : 0 };
}

/**
 * A new life, where the source says that it stands; `before` is the last one of the same alarm. Undefined where nothing
 * begins: it is open, or staff have cleared it and it has not been away since.
 */
export function begin(
  of: Pick<Life, 'code' | 'severity' | 'origin'>,
  before: Life | undefined,
  nowMs: number,
  sinceMs?: number,
): Step | undefined {
  if (before?.cleared_ms === null) return undefined;
  if (before && before.source_cleared_ms === null && !(sinceMs !== undefined && sinceMs > before.cleared_ms))
    return undefined;
  const fresh: Life = {
    code: of.code,
    severity: of.severity,
    origin: of.origin,
    raised_ms: nowMs,
    cleared_ms: null,
    acknowledged_ms: null,
    acknowledged_by: null,
    shelved_until_ms: null,
    shelved_by: null,
    shelve_reason: null,
    assignee: null,
    source_cleared_ms: null,
    returns: 0,
    returned: null,
    flapping: 0,
    comments: 0,
  };
  if (!before) return { life: fresh, entries: [entry('raised')] };
  const shelved = (before.shelved_until_ms ?? 0) > nowMs && {
    shelved_until_ms: before.shelved_until_ms,
    shelved_by: before.shelved_by,
    shelve_reason: before.shelve_reason,
  };
  const soon = before.cleared_ms > nowMs - DAMPING_MS;
  const life = {
    ...fresh,
    ...shelved,
    ...(soon && { assignee: before.assignee, ...cameBack(before, nowMs) }),
  };
  return { life, entries: [entry(soon ? 'returned' : 'raised'), ...(life.flapping ? [entry('flapping')] : [])] };
}

/** What an act makes of a life; a refusal changes nothing. What is so already changes nothing and stands in no history. */
export function live(life: Life, act: Act, nowMs: number): Step | { readonly refused: Refusal } {
  const same = { life, entries: [] };
  const open = life.cleared_ms === null;
  const become = (change: Partial<Life>, ...entries: Entry[]): Step => ({ life: { ...life, ...change }, entries });
  const unshelved = { shelved_until_ms: null, shelved_by: null, shelve_reason: null };

  switch (act.kind) {
    case 'stands':
      return open ? stands(life, act.severity, nowMs) : same;
    case 'gone':
      if (life.source_cleared_ms !== null) return same;
      if (!open || (life.flapping === 1 && within(life, nowMs))) return become({ source_cleared_ms: nowMs });
      return become({ source_cleared_ms: nowMs, cleared_ms: nowMs, flapping: 0 }, entry('cleared'));
    case 'tick':
      return open ? tick(life, nowMs) : same;
    case 'comment':
      return become({ comments: life.comments + 1 }, entry('commented', act.by, act.text));
  }
  if (!open) return { refused: 'closed' };
  switch (act.kind) {
    case 'acknowledge':
      if (life.acknowledged_ms !== null) return same;
      return become({ acknowledged_ms: nowMs, acknowledged_by: act.by }, entry('acknowledged', act.by));
    case 'shelve':
      return become(
        { shelved_until_ms: act.untilMs, shelved_by: act.by, shelve_reason: act.reason },
        entry('shelved', act.by, act.reason),
      );
    case 'unshelve':
      return life.shelved_until_ms === null ? same : become(unshelved, entry('unshelved', act.by));
    case 'assign':
      if (life.assignee === act.to) return same;
      return become({ assignee: act.to }, entry(act.to === null ? 'unassigned' : 'assigned', act.by, act.to));
    case 'clear':
      if (!staffMayClear(life)) return { refused: 'stands at its source' };
      return become({ cleared_ms: nowMs, flapping: 0 }, entry('cleared', act.by, act.reason));
  }
}

export const staffMayClear = (life: Pick<Life, 'severity' | 'origin' | 'code' | 'source_cleared_ms'>): boolean =>
  life.severity === 'task' ||
  (life.origin === 'fleet' && STAFF_CLEARS.has(life.code)) ||
  life.source_cleared_ms !== null;

const WEIGHT: Readonly<Record<string, number>> = { task: 0, warning: 1, critical: 2 };

/** While it flaps its comings are counted, and not written down one by one. Graver than before: somebody is to look anew. */
function stands(life: Life, severity: string, nowMs: number): Step {
  const graver = (WEIGHT[severity] ?? 0) > (WEIGHT[life.severity] ?? 0);
  return {
    life: {
      ...life,
      severity,
      ...(life.source_cleared_ms !== null && { source_cleared_ms: null, ...cameBack(life, nowMs), flapping: 1 }),
      ...(graver && { acknowledged_ms: null, acknowledged_by: null }),
    },
    entries: graver ? [entry('raised', null, severity)] : [],
  };
}

function tick(life: Life, nowMs: number): Step {
  const entries: Entry[] = [];
  const next = { ...life };
  if (life.shelved_until_ms !== null && life.shelved_until_ms <= nowMs) {
    Object.assign(next, { shelved_until_ms: null, shelved_by: null, shelve_reason: null });
    entries.push(entry('unshelved'));
  }
  if (life.flapping === 1) {
    if (life.source_cleared_ms === null) next.flapping = within(life, nowMs) ? 1 : 0;
    else if (life.source_cleared_ms <= nowMs - DAMPING_MS) {
      Object.assign(next, { cleared_ms: nowMs, flapping: 0 });
      entries.push(entry('cleared'));
    }
  }
  return { life: next, entries };
}

/** A silent station hides what its silence may have caused or left over; what is critical never. */
export const hidesBehindSilence = (alarm: { readonly device_id: string; readonly severity: string }): boolean =>
  alarm.device_id !== STATION && alarm.severity !== 'critical';
