import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { aPanel, openBrowser } from '../browser/page.ts';
import { aFreePort } from '../free-port.ts';
import { aResident } from '../resident.ts';
import { aSkipper } from '../skip.ts';
import { aFolder } from './event.ts';
import { residentMb } from './memory.ts';
import { atMost, type Row } from './row.ts';
import { startDemo } from './station.ts';
import { shown } from './watch.ts';
import { type Way, walk } from './way.ts';

const VISITS = 1000;
/** Before the first figure: code is compiled, pools have their size. */
const WARM_UP = 100;
/** The farewell is over. */
const FAREWELL_MS = 4_000;
const SETTLES_MS = 5_000;
/** Loaded before the station. */
const COLLECTOR = ['--expose-gc', '--import', join(import.meta.dirname, 'collect-on-signal.ts')];

/** Screen → what a hand does there, as far as a strip could be put in. */
const WAY: Way = [
  ['idle', { do: 'wake' }],
  ['home', { do: 'choose', service: 'glucose' }],
  ['guest.told', { do: 'understood' }],
  ['glu.context', { do: 'ate', meal: 'fasting' }],
  ['glu.wash', { do: 'next' }],
  ['glu.strip', { do: 'end' }],
];

/** What a thousand visits leave behind in the page, which forgets by loading anew, and in the station. */
export async function visitRows(): Promise<Row[]> {
  using folder = aFolder();
  const skipper = aSkipper();
  const port = await aFreePort(3);
  await using station = await startDemo(folder.path, port, { ...skipper, args: [...COLLECTOR, ...skipper.args] });
  await using browser = await openBrowser();
  const page = await aPanel(browser);
  const resident = await aResident(station.url);
  await page.goto(station.url);
  const visit = async (): Promise<void> => {
    await walk(resident, WAY);
    await resident.seesScreen('bye');
    await shown(page, 'bye');
    const reloaded = page.waitForEvent('load');
    skipper.skip(station.process.child.pid ?? 0, FAREWELL_MS);
    await reloaded;
    await shown(page, 'idle');
  };
  const now = async () => {
    station.process.child.kill('SIGWINCH');
    await new Promise((resolve) => setTimeout(resolve, SETTLES_MS));
    return { heap: await heapMb(page), agent: residentMb(station) };
  };
  for (let count = 0; count < WARM_UP; count++) await visit();
  const before = await now();
  for (let count = 0; count < VISITS; count++) await visit();
  const after = await now();
  resident.leave();
  const [heap, agent] = [after.heap - before.heap, after.agent - before.agent];
  const what = `${VISITS.toLocaleString('en')} visits`;
  return [
    { what: `${what}: growth of the page's heap`, unit: 'MB', ours: heap, wanted: atMost(5, 'MB', heap) },
    { what: `${what}: growth of the station's memory, RSS`, unit: 'MB', ours: agent, wanted: atMost(16, 'MB', agent) },
  ];
}

/** Of the page's scripts, after a collection; MB of 2^20 bytes. */
async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}
