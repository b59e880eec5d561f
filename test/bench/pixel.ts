import type { Page } from 'playwright-core';
import type { Act } from '../../kiosk/contract/act.ts';
import { aPanel, openBrowser } from '../browser/page.ts';
import { aFreePort } from '../free-port.ts';
import { aMosquitto } from '../platform.ts';
import { aResident, type Resident } from '../resident.ts';
import { aFolder } from './event.ts';
import { median, type Row } from './row.ts';
import { startStation, writeStation } from './station.ts';
import { aTerminal, type Terminal } from './terminal.ts';
import { shown, watchFor } from './watch.ts';

const VISITS = 8;
const READINGS_A_VISIT = 10;
/** Of each visit: the page has just been loaded anew, and its code is cold. */
const NOT_COUNTED = 2;

/** In range, so that every screen is the same one; never twice the same in a row: a repeat within 3 s is one reading. */
const tenthsOf = (reading: number): number => 45 + ((reading * 7) % 50);

/** From the last byte of a glucose result, on the device's side of its tty, to the frame that shows the number. */
export async function pixelRows(): Promise<Row[]> {
  using folder = aFolder();
  await using broker = await aMosquitto();
  await using terminal = await aTerminal(folder.path);
  const port = await aFreePort();
  await using station = await startStation(writeStation(folder.path, port, terminal.path, broker.url), port);
  await using browser = await openBrowser();
  const page = await aPanel(browser);
  const resident = await aResident(station.url);
  await page.goto(station.url);
  const delays = { understood: [] as number[], 'only-show': [] as number[] };
  for (let visit = 0; visit < VISITS; visit++) {
    const filing = visit % 2 === 0 ? 'understood' : 'only-show';
    const measured = await aVisit(page, resident, terminal, filing);
    delays[filing].push(...measured.slice(NOT_COUNTED));
  }
  resident.leave();
  const [ours, rival] = [median(delays.understood), median(delays['only-show'])];
  return [
    {
      what: `last byte → pixel, p50 of ${delays.understood.length}: a glucose result is filed, then shown`,
      unit: 'ms',
      ours,
      rival: { name: 'the same path without the store: only shown', value: rival },
      wanted: { what: '≤ that + 10 ms', met: ours <= rival + 10 },
    },
  ];
}

/** Ten readings of one guest; the delays of each, milliseconds. */
async function aVisit(page: Page, resident: Resident, terminal: Terminal, filing: 'understood' | 'only-show') {
  const does = async (act: Act): Promise<void> => {
    const outcome = await resident.act(act);
    if (outcome !== 'taken') throw new Error(`${act.do}: ${outcome}`);
  };
  await does({ do: 'wake' });
  await resident.sees(({ screen }) => screen.id === 'home' && screen.tiles.some(({ working }) => working));
  await does({ do: 'choose', service: 'glucose' });
  await resident.seesScreen('guest.told');
  await does({ do: filing });
  await resident.seesScreen('glu.context');
  await does({ do: 'ate', meal: 'random' });
  await resident.seesScreen('glu.wash');
  await does({ do: 'next' });
  const delays: number[] = [];
  for (let reading = 0; reading < READINGS_A_VISIT; reading++) {
    await resident.seesScreen('glu.strip');
    await shown(page, 'glu.strip');
    const painted = await watchFor(page, (tenthsOf(reading) / 10).toFixed(1));
    const lastByteAt = terminal.finds(tenthsOf(reading));
    delays.push((await painted()) - lastByteAt);
    const { screen } = await resident.seesScreen('glu.result');
    const saved = filing === 'understood' ? 'saved' : 'shown-only';
    if (screen.id !== 'glu.result' || screen.saved !== saved) throw new Error(`the reading was not ${saved}`);
    if (reading < READINGS_A_VISIT - 1) await does({ do: 'again' });
  }
  const reloaded = page.waitForEvent('load'); // after a visit the page forgets by loading anew
  await does({ do: 'end' });
  await resident.seesScreen('idle');
  await reloaded;
  await shown(page, 'idle');
  return delays;
}
