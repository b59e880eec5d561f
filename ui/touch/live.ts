/** The live stream: the one source of what is shown. Nothing is kept in the browser beyond the last view. */
import { signal } from '@preact/signals';
import type { View } from '../../kiosk/contract/screen.ts';

/** `lost`: for two seconds and more; `lost-long`: time to name the staff's phone. */
export type Link = 'live' | 'lost' | 'lost-long';

export const view = signal<View | undefined>(undefined);
export const link = signal<Link>('live');

const LOST_AFTER_MS = 2_000;
const LOST_LONG_AFTER_MS = 20_000;
/** A result that could not be saved stays readable so long; then nobody ends the visit but us. */
const FORGET_AFTER_MS = 120_000;
const ASK_EVERY_MS = 1_000;

const timers = new Set<number>();
const after = (ms: number, action: () => void): void => void timers.add(window.setTimeout(action, ms));

/** Follows the stream for as long as the page lives. */
export function follow(panel: string | null): void {
  const stream = new EventSource(panel === null ? '/api/live' : `/api/live?panel=${encodeURIComponent(panel)}`);
  stream.onmessage = ({ data }: MessageEvent<string>) => {
    settle();
    show(JSON.parse(data) as View);
  };
  stream.onopen = settle;
  stream.onerror = () => {
    if (timers.size === 0) startClocks();
    // Otherwise the browser tries again by itself.
    if (stream.readyState === EventSource.CLOSED) after(ASK_EVERY_MS, reloadOnceItAnswers);
  };
}

function startClocks(): void {
  after(LOST_AFTER_MS, () => {
    link.value = 'lost';
  });
  after(LOST_LONG_AFTER_MS, () => {
    link.value = 'lost-long';
  });
  after(FORGET_AFTER_MS, forget);
}

function settle(): void {
  for (const timer of timers) clearTimeout(timer);
  timers.clear();
  link.value = 'live';
}

function show(next: View): void {
  const before = view.value?.screen.id;
  view.value = next;
  const visitEnded = next.screen.id === 'idle' && before !== undefined && before !== 'idle';
  // Painted first: the browser keeps that picture up until the fresh page has its own, so nothing flashes.
  if (visitEnded) requestAnimationFrame(() => requestAnimationFrame(() => location.reload()));
}

function forget(): void {
  if (view.value) view.value = { ...view.value, screen: { id: 'idle' } };
}

/** The stream is closed for good, by a station that started anew or refuses us: only a fresh page helps. */
async function reloadOnceItAnswers(): Promise<void> {
  try {
    await fetch('/healthz');
    location.reload();
  } catch {
    after(ASK_EVERY_MS, reloadOnceItAnswers);
  }
}
