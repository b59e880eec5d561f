/** A question to the service that a page stands on: asked when it opens, and anew when something of it has changed. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Changed } from '../../fleet/contract/live.ts';
import { Refused } from './api.ts';
import { changed, resumed } from './live.ts';
import { setClock } from './time.ts';

/** What was known stays shown while it is asked anew, and when that fails. */
export interface Asked<T> {
  readonly answer: T | undefined;
  readonly failed: Refused | undefined;
  /** Asks now. */
  again(): void;
  /** Puts a change into what is shown. */
  mend(change: (answer: T) => T): void;
}

const AT_MOST_EVERY_MS = 1000;

export interface Question<T> {
  /** Another key is another question, and what was known is gone. */
  readonly key: string;
  ask(): Promise<T>;
  /** Whether a change makes the answer stale. */
  touches?(news: Changed): boolean;
  /** Puts a change into the answer; it is not asked again unless `touches` says so too. */
  mends?(answer: T, news: Changed): T;
  /** At most so often, in milliseconds: 1,000 unless said otherwise. */
  readonly everyMs?: number;
}

export function useAsked<T extends object>(question: Question<T>): Asked<T> {
  const { key } = question;
  const [known, setKnown] = useState<{ key: string; answer?: T; failed?: Refused }>({ key });
  const latest = useRef(question);
  latest.current = question;
  const asking = useRef({ busy: false, stale: false, at: 0, timer: 0 });
  const heard = useRef({ news: changed.peek(), resumed: resumed.peek() });

  const ask = useCallback((): void => {
    const state = asking.current;
    if (state.busy || state.timer !== 0) {
      state.stale = true;
      return;
    }
    const { key, everyMs = AT_MOST_EVERY_MS } = latest.current;
    const wait = state.at + everyMs - Date.now();
    if (wait > 0) {
      state.timer = window.setTimeout(() => {
        state.timer = 0;
        ask();
      }, wait);
      return;
    }
    state.busy = true;
    state.stale = false;
    state.at = Date.now();
    const settle = (next: { answer?: T; failed?: Refused }): void => {
      state.busy = false;
      setKnown((before) => ({ key, ...(before.key === key && before.answer && { answer: before.answer }), ...next }));
      if (state.stale || latest.current.key !== key) ask();
    };
    latest.current.ask().then(
      (answer) => {
        if ('at' in answer && typeof answer.at === 'number') setClock(answer.at);
        settle({ answer });
      },
      (error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        settle({ failed: error });
      },
    );
  }, []);
  useEffect(() => {
    clearTimeout(asking.current.timer);
    Object.assign(asking.current, { at: 0, timer: 0 });
    ask();
  }, [key, ask]);

  useEffect(() => {
    const stops = [
      changed.subscribe((news) => {
        if (!news || news === heard.current.news) return;
        heard.current.news = news;
        const { touches, mends, key } = latest.current;
        if (mends)
          setKnown((before) =>
            before.key === key && before.answer ? { ...before, answer: mends(before.answer, news) } : before,
          );
        if (touches?.(news)) ask();
      }),
      resumed.subscribe((times) => {
        if (times === heard.current.resumed) return;
        heard.current.resumed = times;
        ask();
      }),
    ];
    const { current } = asking;
    return () => {
      for (const stop of stops) stop();
      clearTimeout(current.timer);
    };
  }, [ask]);

  const mend = useCallback((change: (answer: T) => T): void => {
    setKnown((before) => (before.answer ? { ...before, answer: change(before.answer) } : before));
  }, []);
  const mine = known.key === key ? known : undefined;
  return { answer: mine?.answer, failed: mine?.failed, again: ask, mend };
}
