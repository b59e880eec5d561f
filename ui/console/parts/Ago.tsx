import { say } from '../say.ts';
import { ago, lasting, momentOf, now } from '../time.ts';

/** How long ago; the moment itself is told to whoever points at it. */
export function Ago({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={momentOf(at, now.peek())}>
      {ago(at, now.value, say)}
    </time>
  );
}

/** For how long it has been so. */
export function Since({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={momentOf(at, now.peek())}>
      {lasting(now.value - at, say)}
    </time>
  );
}
