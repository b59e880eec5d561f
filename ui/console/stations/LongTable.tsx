import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Words } from '../../../fleet/contract/words.ts';
import { language, say } from '../say.ts';
import type { Rows } from './order.ts';
import { StationLine } from './StationLine.tsx';
import { movedTo, type Placed, placeOf, windowOf } from './window.ts';

const COLUMNS = ['name', 'condition', 'heard', 'depth', 'alarms', 'version'] as const;
const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 12, PageUp: -12 };

interface LongTableProps {
  readonly rows: Rows;
  /** There are no more than these. */
  readonly whole: boolean;
  /** More are on their way. */
  readonly busy: boolean;
  nameOf(circle: string): Words;
}

/** A table of thousands of which only what is seen stands in the page, in rows that are used again. The page itself scrolls it. */
export function LongTable({ rows, whole, busy, nameOf }: LongTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [placed, setPlaced] = useState<Placed>({ first: 0, end: Math.min(24, rows.length), turn: 0 });
  const { first, end } = placed;
  const [here, setHere] = useState(0);
  const count = rows.length;
  const active = Math.min(here, count - 1);
  void language.value; // names are spoken in the rows

  useEffect(() => {
    let frame = 0;
    let height = 0; // read once for each size of the window: to ask for it is dear
    const look = (): void => {
      frame = 0;
      const { current } = body;
      if (!current) return;
      const { top } = current.getBoundingClientRect();
      height ||= rowHeight(current);
      const next = windowOf({ above: -top, height: window.innerHeight }, height, count);
      setPlaced((before) => movedTo(next, before));
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    const resized = (): void => {
      height = 0;
      soon();
    };
    look();
    window.addEventListener('scroll', soon, { passive: true });
    window.addEventListener('resize', resized);
    return () => {
      window.removeEventListener('scroll', soon);
      window.removeEventListener('resize', resized);
      cancelAnimationFrame(frame);
    };
  }, [count]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target, body.current)) return;
      const step = STEPS[event.key];
      const next =
        event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : step === undefined ? undefined : active + step;
      if (next === undefined || count === 0) return;
      event.preventDefault();
      // The first step only puts the keys onto the list.
      const within = (body.current?.contains(document.activeElement) ?? false) || wanted.current !== undefined;
      goTo(within ? Math.max(0, Math.min(count - 1, next)) : active);
    };
    const goTo = (index: number): void => {
      const { current } = body;
      if (!current) return;
      setHere(index);
      const height = rowHeight(current);
      const top = current.getBoundingClientRect().top + window.scrollY + index * height;
      const low = window.scrollY + window.innerHeight - 2 * height;
      const high = window.scrollY + 3.5 * height;
      if (top > low) window.scrollBy(0, top - low);
      else if (top < high) window.scrollBy(0, top - high);
      wanted.current = index;
      requestAnimationFrame(focusWanted);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [count, active]);

  /** The row may come into the page only with the next frames. */
  const wanted = useRef<number | undefined>(undefined);
  const focusWanted = (): void => {
    if (wanted.current === undefined) return;
    const link = body.current?.querySelector<HTMLAnchorElement>(`a[data-index="${wanted.current}"]`);
    if (!link) return;
    wanted.current = undefined;
    link.focus({ preventScroll: true });
  };
  useEffect(focusWanted, [first, end, here]);
  /** A row that was scrolled away is another's now: the focus does not go over to that one. */
  useLayoutEffect(() => {
    const { activeElement } = document;
    if (!(activeElement instanceof HTMLElement) || !body.current?.contains(activeElement)) return;
    if (Number(activeElement.dataset.index) !== active) activeElement.blur();
  }, [first, end, active]);

  const shown = rows.slice(first, end);
  const inside = active >= first && active < end;
  return (
    <table class="long-table" aria-rowcount={whole ? count + 1 : -1} aria-busy={busy}>
      <caption class="unseen">{say('stations.title')}</caption>
      <thead>
        <tr aria-rowindex={1}>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" class={`of-${column}`}>
              {say(`stations.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        ref={body}
        // One style for all rows: a place of its own for each costs ten times as much when one scrolls.
        style={{ height: `calc(var(--row) * ${count})`, paddingTop: `calc(var(--row) * ${first})` }}
        onFocusCapture={({ target }) => {
          const index = target instanceof HTMLElement ? target.dataset.index : undefined;
          if (index !== undefined) setHere(Number(index));
        }}
      >
        {shown.map((row, offset) => {
          const index = first + offset;
          return (
            <StationLine
              key={placeOf(index, placed)}
              row={row}
              circle={nameOf(row.circle)}
              index={index}
              here={inside ? index === active : offset === 0}
            />
          );
        })}
      </tbody>
    </table>
  );
}

const rowHeight = (element: Element): number =>
  Number.parseFloat(getComputedStyle(element).getPropertyValue('--row')) || 52;

/** Whoever types, or chooses in something of its own, is left alone. */
const isElsewhere = (target: EventTarget | null, body: Element | null): boolean =>
  target instanceof Element &&
  !body?.contains(target) &&
  target.closest('input, textarea, select, dialog, button, a') !== null;
