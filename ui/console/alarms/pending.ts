/**
 * Acts on their way. A row is shown as it will be from the moment of the key, and marked until the service has
 * answered; what it refuses is shown as it was.
 */
import type { AlarmAct, AlarmLine, AlarmRow } from '../../../fleet/contract/alarms.ts';

export interface PendingAct {
  readonly ids: ReadonlySet<number>;
  readonly act: AlarmAct;
}

export interface Doer {
  readonly name: string;
  readonly atMs: number;
}

const MINUTE_MS = 60_000;

/** The row as the service will say it. `clear` and `comment` too; the history is the service's alone. */
export function acted(row: AlarmRow, act: AlarmAct, { name, atMs }: Doer): AlarmRow {
  switch (act.kind) {
    case 'acknowledge':
      return row.acknowledged ? row : { ...row, acknowledged: { at: atMs, by: name } };
    case 'shelve':
      return { ...row, shelved: { until: atMs + act.minutes * MINUTE_MS, by: name, reason: act.reason } };
    case 'unshelve': {
      const { shelved, ...rest } = row;
      return rest;
    }
    case 'assign': {
      const { assignee, ...rest } = row;
      return act.to === null ? rest : { ...rest, assignee: act.to };
    }
    case 'comment':
      return { ...row, comments: row.comments + 1 };
    case 'clear':
      return { ...row, clearedAt: atMs };
  }
}

const mapped = (lines: readonly AlarmLine[], change: (row: AlarmRow) => AlarmRow): readonly AlarmLine[] =>
  lines.map((line) => ({ ...line, lead: change(line.lead), others: line.others.map(change) }));

/** The lines with all that is on its way, in the order in which it was asked. */
export const withPending = (
  lines: readonly AlarmLine[],
  pending: readonly PendingAct[],
  doer: Doer,
): readonly AlarmLine[] =>
  mapped(lines, (row) =>
    pending.filter(({ ids }) => ids.has(row.id)).reduce((now, { act }) => acted(now, act, doer), row),
  );

/** The lines with rows as the service has just said them. */
export function withRows(lines: readonly AlarmLine[], rows: readonly AlarmRow[]): readonly AlarmLine[] {
  const said = new Map(rows.map((row) => [row.id, row]));
  return mapped(lines, (row) => said.get(row.id) ?? row);
}
