/**
 * The list under the hand: where the cursor stands, what is chosen, which groups are unfolded, and what a key does. A
 * group that is folded counts as one row with all its alarms; unfolded, its others are rows of their own.
 */
import type { AlarmLine } from '../../../fleet/contract/alarms.ts';

export interface Row {
  readonly id: number;
  /** The alarms that an act on this row is for. */
  readonly ids: readonly number[];
  readonly part: 'alone' | 'folded' | 'unfolded' | 'other';
}

export interface Selection {
  /** The row that keys speak of, and how far down it stood: when it leaves, the cursor stays at that height. */
  readonly at: number | undefined;
  readonly place: number;
  /** Where a choice with shift began. */
  readonly from: number | undefined;
  readonly chosen: ReadonlySet<number>;
  readonly unfolded: ReadonlySet<number>;
}

export const NOTHING_CHOSEN: Selection = {
  at: undefined,
  place: 0,
  from: undefined,
  chosen: new Set(),
  unfolded: new Set(),
};

export interface KeyStroke {
  readonly key: string;
  readonly shift?: boolean;
  /** Control, or the Mac's command. */
  readonly control?: boolean;
}

/** What a key asks for beyond the list itself. */
export type Wish =
  | { readonly kind: 'open'; readonly id: number }
  | { readonly kind: 'acknowledge' | 'shelve' | 'assign' | 'comment'; readonly ids: readonly number[] }
  | { readonly kind: 'undo' }
  | { readonly kind: 'keys' };

/** `taken`: the key was ours, and does nothing else. */
export interface Turn {
  readonly selection: Selection;
  readonly wish?: Wish;
  readonly taken: boolean;
}

export function rowsOf(lines: readonly AlarmLine[], unfolded: ReadonlySet<number>): readonly Row[] {
  return lines.flatMap(({ lead, others }): Row[] => {
    if (others.length === 0) return [{ id: lead.id, ids: [lead.id], part: 'alone' }];
    const ids = [lead.id, ...others.map(({ id }) => id)];
    if (!unfolded.has(lead.id)) return [{ id: lead.id, ids, part: 'folded' }];
    return [
      { id: lead.id, ids: [lead.id], part: 'unfolded' },
      ...others.map(({ id }): Row => ({ id, ids: [id], part: 'other' })),
    ];
  });
}

/** The cursor and the choice after the list has changed: what has left is chosen no more. */
export function kept(selection: Selection, rows: readonly Row[]): Selection {
  const found = rows.findIndex(({ id }) => id === selection.at);
  const place = found >= 0 ? found : Math.max(0, Math.min(selection.place, rows.length - 1));
  const there = new Set(rows.map(({ id }) => id));
  const chosen = new Set([...selection.chosen].filter((id) => there.has(id)));
  const from = selection.from !== undefined && there.has(selection.from) ? selection.from : undefined;
  return { ...selection, at: rows[place]?.id, place, from, chosen };
}

/** The alarms that an act is for: those chosen, in the list's order, or else the one under the cursor. */
export function aimedAt({ at, chosen }: Selection, rows: readonly Row[]): readonly number[] {
  const meant = chosen.size > 0 ? rows.filter(({ id }) => chosen.has(id)) : rows.filter(({ id }) => id === at);
  return meant.flatMap(({ ids }) => ids);
}

export const putAt = (selection: Selection, rows: readonly Row[], id: number): Selection =>
  kept({ ...selection, at: id }, rows);

export function toggled(selection: Selection, id: number): Selection {
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(id)) chosen.add(id);
  return { ...selection, chosen, from: id };
}

/** Everything from where the choice began to this row, both with it. */
export function chosenTo(selection: Selection, rows: readonly Row[], id: number): Selection {
  const from = selection.from ?? selection.at ?? id;
  const ends = [from, id].map((end) => rows.findIndex((row) => row.id === end));
  const range = rows.slice(Math.min(...ends), Math.max(...ends) + 1).map((row) => row.id);
  return { ...putAt(selection, rows, id), from, chosen: new Set([...selection.chosen, ...range]) };
}

export function folded(selection: Selection, id: number, fold: boolean): Selection {
  const unfolded = new Set(selection.unfolded);
  if (fold) unfolded.delete(id);
  else unfolded.add(id);
  return { ...selection, unfolded };
}

const STEPS: Readonly<Record<string, number>> = {
  j: 1,
  J: 1,
  ArrowDown: 1,
  k: -1,
  K: -1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
const ACTS = { a: 'acknowledge', s: 'shelve', g: 'assign', c: 'comment' } as const;
const isAct = (key: string): key is keyof typeof ACTS => Object.hasOwn(ACTS, key);

export function press(selection: Selection, rows: readonly Row[], { key, shift, control }: KeyStroke): Turn {
  const now = (next: Selection, wish?: Wish): Turn => ({ selection: next, taken: true, ...(wish && { wish }) });
  const nothing: Turn = { selection, taken: false };
  const row = rows.find(({ id }) => id === selection.at);

  if (control) return key === 'a' ? now({ ...selection, chosen: new Set(rows.map(({ id }) => id)) }) : nothing;
  if (key === '?') return now(selection, { kind: 'keys' });
  if (key === 'z') return now(selection, { kind: 'undo' });
  if (key === 'Escape') {
    return selection.chosen.size > 0 ? now({ ...selection, chosen: new Set(), from: undefined }) : nothing;
  }
  if (!row) return nothing;

  const step = STEPS[key];
  if (step !== undefined) {
    const to = rows[Math.max(0, Math.min(selection.place + step, rows.length - 1))] ?? row;
    return now(shift ? chosenTo(selection, rows, to.id) : putAt(selection, rows, to.id));
  }
  switch (key) {
    case 'x':
    case 'X':
    case ' ':
      return now(shift ? chosenTo(selection, rows, row.id) : toggled(selection, row.id));
    case 'Enter':
      return now(selection, { kind: 'open', id: row.id });
    case 'ArrowRight':
      return row.part === 'folded' ? now(folded(selection, row.id, false)) : nothing;
    case 'ArrowLeft':
      return foldAround(selection, rows, row) ?? nothing;
  }
  if (!isAct(key)) return nothing;
  return now(selection, { kind: ACTS[key], ids: aimedAt(selection, rows) });
}

/** From one of the others, too: the cursor goes to the group's first. */
function foldAround(selection: Selection, rows: readonly Row[], row: Row): Turn | undefined {
  if (row.part !== 'other' && row.part !== 'unfolded') return undefined;
  const lead = rows.slice(0, rows.indexOf(row) + 1).findLast(({ part }) => part === 'unfolded');
  return lead && { selection: folded(putAt(selection, rows, lead.id), lead.id, true), taken: true };
}
