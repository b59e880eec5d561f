/**
 * What makes a tap count. Moments are the events' own time stamps (milliseconds of the page's clock), so that nothing
 * here needs a timer: a trembling hand's second tap, and a finger that was already on its way to the former screen,
 * do nothing.
 */
import type { ButtonHTMLAttributes } from 'preact';
import { useRef, useState } from 'preact/hooks';

const REPEATED_WITHIN_MS = 500;
const SETTLES_WITHIN_MS = 300;

let changedAtMs = Number.NEGATIVE_INFINITY;

/** Another screen stands there since then: taps begun earlier, or right after, were not meant for it. */
export function screenChanged(atMs: number): void {
  changedAtMs = atMs;
}

export interface Press {
  readonly onPress: () => void | Promise<void>;
  /** For STOP: every tap counts, at once, whatever the screen has just done and whatever still runs. */
  readonly always?: boolean | undefined;
}

export type PressAttributes = Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  'onPointerDown' | 'onPointerUp' | 'onPointerCancel' | 'onPointerLeave' | 'onClick'
> & { readonly 'data-pressed': '' | undefined };

/** Pressed state at the touch, the act at the release. `busy` while the act runs. */
export function usePress({ onPress, always = false }: Press): {
  readonly busy: boolean;
  readonly attributes: PressAttributes;
} {
  const [pressed, setPressed] = useState(false);
  const [busy, setBusy] = useState(false);
  const tap = useRef({ beganAtMs: Number.NaN, lastAtMs: Number.NEGATIVE_INFINITY, running: false }).current;

  const release = (): void => setPressed(false);
  const click = async (event: MouseEvent): Promise<void> => {
    const beganAtMs = Number.isNaN(tap.beganAtMs) ? event.timeStamp : tap.beganAtMs;
    tap.beganAtMs = Number.NaN;
    if (always) return void onPress();
    if (tap.running || beganAtMs - tap.lastAtMs < REPEATED_WITHIN_MS || beganAtMs - changedAtMs < SETTLES_WITHIN_MS)
      return;
    tap.lastAtMs = event.timeStamp;
    tap.running = true;
    setBusy(true);
    try {
      await onPress();
    } finally {
      tap.running = false;
      setBusy(false);
    }
  };
  return {
    busy,
    attributes: {
      onPointerDown: (event) => {
        tap.beganAtMs = event.timeStamp;
        setPressed(true);
      },
      onPointerUp: release,
      onPointerCancel: release,
      onPointerLeave: release,
      onClick: (event) => void click(event),
      'data-pressed': pressed ? '' : undefined,
    },
  };
}
