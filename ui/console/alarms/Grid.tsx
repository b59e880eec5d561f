/** The list as rows of a treegrid: a group is a row that unfolds into others. The focus is on the cursor's row. */
import type { TargetedMouseEvent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AlarmLine, AlarmRow } from '../../../fleet/contract/alarms.ts';
import { say } from '../say.ts';
import { Cells, nameOfRow } from './Cells.tsx';
import type { PendingAct } from './pending.ts';
import { chosenTo, folded, putAt, type Row, rowsOf, type Selection, toggled } from './selection.ts';

export interface GridProps {
  readonly label: string;
  readonly lines: readonly AlarmLine[];
  readonly selection: Selection;
  /** Rises with every key that was the list's. */
  readonly moves: number;
  readonly pending: readonly PendingAct[];
  readonly refused: ReadonlySet<number>;
  readonly mayWork: boolean;
  nameOf(account: string): string;
  onSelection(selection: Selection): void;
  onAcknowledge(ids: readonly number[]): void;
  onMore(ids: readonly number[]): void;
}

export function Grid(props: GridProps) {
  const { label, lines, selection, moves, mayWork, onSelection } = props;
  const rows = rowsOf(lines, selection.unfolded);
  const grid = useRef<HTMLTableElement>(null);
  const held = useRef(false);

  // The focus follows a cursor that keys have moved, and outlives the row that it stood on.
  const seen = useRef(moves);
  useLayoutEffect(() => {
    const lostIt = held.current && document.activeElement === document.body;
    if (seen.current === moves && !lostIt) return;
    seen.current = moves;
    const row = grid.current?.querySelector<HTMLElement>(`[data-row="${selection.at}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }, [selection.at, rows.length, moves]);

  const choose = (id: number) => (event: TargetedMouseEvent<HTMLInputElement>) => {
    const base = putAt(selection, rows, id);
    onSelection(event.shiftKey && selection.from !== undefined ? chosenTo(selection, rows, id) : toggled(base, id));
  };

  return (
    <table
      ref={grid}
      class="alarm-grid"
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a treegrid is a table with rows that unfold
      role="treegrid"
      aria-label={label}
      aria-multiselectable={mayWork || undefined}
      aria-rowcount={rows.length}
      onFocusIn={() => {
        held.current = true;
      }}
      onFocusOut={({ relatedTarget }) => {
        held.current = relatedTarget === null;
      }}
    >
      <tbody>
        {rows.map((row, index) => {
          const found = find(lines, row);
          if (!found) return null;
          const { line, alarm } = found;
          const chosen = selection.chosen.has(row.id);
          const here = row.id === selection.at;
          return (
            <tr
              key={row.id}
              data-row={row.id}
              class={`alarm-row ${row.part} ${here ? 'cursor' : ''}`}
              tabIndex={here ? 0 : -1}
              aria-level={row.part === 'other' ? 2 : 1}
              aria-rowindex={index + 1}
              aria-selected={mayWork ? chosen : undefined}
              aria-expanded={row.part === 'folded' ? false : row.part === 'unfolded' ? true : undefined}
              onFocus={({ target, currentTarget }) => {
                if (target === currentTarget && !here) onSelection(putAt(selection, rows, row.id));
              }}
            >
              {mayWork && (
                <td class="choose">
                  <input
                    type="checkbox"
                    tabIndex={-1}
                    checked={chosen}
                    aria-label={say('alarms.choose', { what: nameOfRow(line, alarm, row) })}
                    onClick={choose(row.id)}
                  />
                </td>
              )}
              <Cells
                {...props}
                line={line}
                alarm={alarm}
                row={row}
                onFold={(fold) => onSelection(folded(putAt(selection, rows, line.lead.id), line.lead.id, fold))}
              />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function find(lines: readonly AlarmLine[], { id }: Row): { line: AlarmLine; alarm: AlarmRow } | undefined {
  for (const line of lines) {
    const alarm = [line.lead, ...line.others].find((one) => one.id === id);
    if (alarm) return { line, alarm };
  }
  return undefined;
}
