/** What a page's main thread did, task by task, as Chromium's own trace says it. */
import type { Browser, Page } from 'playwright-core';

export interface Tasks {
  /** The longest, by the clock on the wall, milliseconds. */
  readonly longestMs: number;
  /** The longest by the CPU time that it took: what a busy machine does to it is not in it. */
  readonly longestCpuMs: number;
  /** Over 50 ms by the clock. */
  readonly long: number;
  readonly cpuMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
}

const CATEGORIES = ['-*', 'toplevel', 'blink.user_timing'];
const MARK = 'measured';
const TASK = 'ThreadControllerImpl::RunTask';
export const LONG_MS = 50;

/** Of the page's main thread while this is done; the browser has pages of its own besides. */
export async function tasksDuring(browser: Browser, page: Page, act: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  await page.evaluate((mark) => void performance.mark(mark), MARK);
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(
    (await browser.stopTracing()).toString(),
  );
  const marked = traceEvents.find(({ name }) => name === MARK);
  const tasks = traceEvents.filter(({ name, pid, tid }) => name === TASK && pid === marked?.pid && tid === marked.tid);
  if (tasks.length === 0) throw new Error('the trace knows no task');
  const wall = tasks.map(({ dur = 0 }) => dur / 1000);
  const cpu = tasks.map(({ tdur = 0 }) => tdur / 1000);
  return {
    longestMs: Math.max(...wall),
    longestCpuMs: Math.max(...cpu),
    long: wall.filter((ms) => ms > LONG_MS).length,
    cpuMs: cpu.reduce((sum, ms) => sum + ms, 0),
  };
}
