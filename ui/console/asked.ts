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

interface Known<T> {
  readonly key: string;
  readonly answer?: T;
  /** The answer is still coming. */
  readonly part?: boolean;
  readonly failed?: Refused;
}

export interface Question<T> {
  /** Another key is another question, and what was known is gone. */
  readonly key: string;
  /** `part` may be told what has come of a long answer so far: it is shown where nothing else is. */
  ask(part: (soFar: T) => void): Promise<T>;
  /** Whether a change makes the answer stale. */
  touches?(news: Changed): boolean;
  /** Puts a change into the answer; it is not asked again unless `touches` says so too. */
  mends?(answer: T, news: Changed): T;
  /** At most so often, in milliseconds: 1,000 unless said otherwise. */
  readonly everyMs?: number;
}

/** The last answers: whoever comes back sees at once what stood there, and a moment later what stands there now. */
const lastAnswers = new Map<string, { readonly answer: object; readonly part: boolean }>();
const KEPT_ANSWERS = 12;

/** Somebody else may sit down here. */
export const forgetAnswers = (): void => lastAnswers.clear();

const before = <T extends object>(key: string): Known<T> => {
  const last = lastAnswers.get(key);
  return last ? { key, answer: last.answer as T, part: last.part } : { key }; // one key, one question: its answer has its type
};

const whatStands = <T>({ answer, part = false }: Known<T>) => answer && { answer, part };

/** Whoever asks this question sees this at once, until it is answered; `part`: until more of it has come. */
export function keep(key: string, answer: object, part = false): void {
  lastAnswers.delete(key);
  lastAnswers.set(key, { answer, part });
  const [oldest] = lastAnswers.keys();
  if (lastAnswers.size > KEPT_ANSWERS && oldest !== undefined) lastAnswers.delete(oldest);
}

export function useAsked<T extends object>(question: Question<T>): Asked<T> {
  const { key } = question;
  const [found, setKnown] = useState<Known<T>>(() => before<T>(key));
  const known = found.key === key ? found : before<T>(key);
  const latest = useRef(question);
  latest.current = question;
  const asking = useRef({ busy: false, stale: false, at: 0, timer: 0, news: [] as Changed[] });
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
    state.news = [];
    let told = false;
    /** Once for each answer, as soon as it begins to come: it is what the time was then. */
    const tellClock = (answer: T): void => {
      if (!told && 'at' in answer && typeof answer.at === 'number') setClock(answer.at);
      told = true;
    };
    /** What was told while the answer was on its way is younger than it. */
    const upToDate = (answer: T): T => {
      const at = 'at' in answer && typeof answer.at === 'number' ? answer.at : 0;
      const { mends } = latest.current;
      if (!mends) return answer;
      return state.news.filter((news) => news.at >= at).reduce((mended, news) => mends(mended, news), answer);
    };
    const partCame = (soFar: T): void => {
      tellClock(soFar);
      setKnown((before) =>
        before.key === key && (!before.answer || before.part) ? { key, answer: upToDate(soFar), part: true } : before,
      );
    };
    const settle = (next: { answer: T; part: false } | { failed: Refused }): void => {
      state.busy = false;
      setKnown((before) => ({ key, ...(before.key === key && whatStands(before)), ...next }));
      if (state.stale || latest.current.key !== key) ask();
    };
    latest.current.ask(partCame).then(
      (whole) => {
        tellClock(whole);
        const answer = upToDate(whole);
        keep(key, answer);
        settle({ answer, part: false });
      },
      (error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        settle({ failed: error });
      },
    );
  }, []);
  /** Whoever asks for it by hand does not wait. */
  const again = useCallback((): void => {
    clearTimeout(asking.current.timer);
    Object.assign(asking.current, { at: 0, timer: 0 });
    ask();
  }, [ask]);
  useEffect(again, [key, again]);

  useEffect(() => {
    const stops = [
      changed.subscribe((news) => {
        if (!news || news === heard.current.news) return;
        heard.current.news = news;
        if (asking.current.busy) asking.current.news.push(news);
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
  return { answer: known.answer, failed: known.failed, again, mend };
}
