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
  readonly args?: { readonly name?: string };
}

const CATEGORIES = ['-*', 'toplevel', '__metadata'];
const TASK = 'ThreadControllerImpl::RunTask';
export const LONG_MS = 50;

/** Of the page's own renderer while this is done: the one main thread that did most. */
export async function tasksDuring(browser: Browser, page: Page, act: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(
    (await browser.stopTracing()).toString(),
  );
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const each = mains.map(({ pid, tid }) => {
    const tasks = traceEvents.filter((one) => one.name === TASK && one.pid === pid && one.tid === tid);
    const wall = tasks.map(({ dur = 0 }) => dur / 1000);
    const cpu = tasks.map(({ tdur = 0 }) => tdur / 1000);
    return {
      longestMs: Math.max(0, ...wall),
      longestCpuMs: Math.max(0, ...cpu),
      long: wall.filter((ms) => ms > LONG_MS).length,
      cpuMs: cpu.reduce((sum, ms) => sum + ms, 0),
    };
  });
  const [busiest] = each.sort((a, b) => b.cpuMs - a.cpuMs);
  if (!busiest || busiest.cpuMs === 0) throw new Error('the trace knows no task');
  return busiest;
}
