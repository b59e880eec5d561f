/** What has changed, as the service says it: at most once a second. Pages put it into what they show, or ask anew. */
import { signal } from '@preact/signals';
import type { Changed } from '../../fleet/contract/live.ts';
import { whoAmI } from './session.ts';
import { setClock } from './time.ts';

const ASK_EVERY_MS = 3_000;
/** A break shorter than this is nobody's trouble. */
const SAID_AFTER_MS = 3_000;

export const changed = signal<Changed | undefined>(undefined);
/** Rises whenever the stream stands again: what changed in between nobody said, so everything is asked anew. */
export const resumed = signal(0);
export const connection = signal<'live' | 'lost'>('live');

/** Follows the stream until the returned function is called. */
export function follow(): () => void {
  let stream: EventSource | undefined;
  let again: number | undefined;
  let saying: number | undefined;
  let begun = false;
  let broken = false;
  const stands = (): void => {
    clearTimeout(saying);
    saying = undefined;
    connection.value = 'live';
    if (begun && broken) resumed.value++;
    begun = true;
    broken = false;
  };
  const breaks = (): void => {
    broken = true;
    saying ??= window.setTimeout(() => {
      connection.value = 'lost';
    }, SAID_AFTER_MS);
    if (stream?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    clearTimeout(again);
    again = window.setTimeout(() => {
      void whoAmI(); // the session may have ended
      open();
    }, ASK_EVERY_MS);
  };
  const open = (): void => {
    stream?.close();
    stream = new EventSource('/api/live');
    stream.onopen = stands;
    stream.onerror = breaks;
    stream.addEventListener('changed', ({ data }: MessageEvent<string>) => {
      const news = JSON.parse(data) as Changed;
      setClock(news.at);
      changed.value = news;
    });
  };
  open();
  return () => {
    stream?.close();
    clearTimeout(again);
    clearTimeout(saying);
    connection.value = 'live';
  };
}
