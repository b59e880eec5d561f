import { useEffect, useRef } from 'preact/hooks';
import { press, type Row, type Selection, type Wish } from './selection.ts';

interface Listening {
  readonly selection: Selection;
  readonly rows: readonly Row[];
  onSelection(selection: Selection): void;
  onWish(wish: Wish): void;
}

/** Space and Enter are theirs. */
const PRESSABLE = 'button, a, summary, [role=button]';
const TYPED = 'input:not([type=checkbox]), textarea, select, dialog';

/** Letters are keys of the list as long as the focus is on its page, and nowhere else. */
export function useKeys(listening: Listening): void {
  const latest = useRef(listening);
  latest.current = listening;
  // Also when the last row, or the dialog that was asked over it, has taken the focus with it.
  useEffect(() => {
    if (document.activeElement === document.body) document.querySelector('main')?.focus({ preventScroll: true });
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target, key, shiftKey: shift, ctrlKey, metaKey, altKey } = event;
      if (!(target instanceof Element) || !target.closest('main') || target.closest(TYPED) || altKey) return;
      if ((key === ' ' || key === 'Enter') && target.closest(PRESSABLE)) return;
      if (key === ' ' && target instanceof HTMLInputElement) return;
      const { selection, rows, onSelection, onWish } = latest.current;
      const turn = press(selection, rows, { key, shift, control: ctrlKey || metaKey });
      if (!turn.taken) return;
      event.preventDefault();
      onSelection(turn.selection);
      if (turn.wish) onWish(turn.wish);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
