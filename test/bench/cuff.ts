import { aPanel, openBrowser } from '../browser/page.ts';
import { aFreePort } from '../free-port.ts';
import { aMosquitto } from '../platform.ts';
import { aResident } from '../resident.ts';
import { aSkipper } from '../skip.ts';
import { aFolder } from './event.ts';
import { atMost, median, type Row } from './row.ts';
import { startStation, writeStation } from './station.ts';
import { aTerminal } from './terminal.ts';
import { BOARD, onBoard, throttle } from './throttle.ts';
import { shown, watchFor } from './watch.ts';
import { type Way, walk } from './way.ts';

const PRESSURES = 12;
/** The first ones, whose code is cold. */
const NOT_COUNTED = 2;
/** Longer than any rest of the rules. */
const REST_MS = 10 * 60_000;
const LIMITS_MS = { 1: 200, [BOARD]: 300 } as const;

/** On the way to a measurement: screen → what a hand does there. */
const WAY: Way = [
  ['idle', { do: 'wake' }],
  ['home', { do: 'choose', service: 'blood-pressure' }],
  ['guest.told', { do: 'understood' }],
  ['bp.ask', { do: 'none' }],
  ...Array.from({ length: 6 }, () => ['bp.posture', { do: 'next' }] as const),
  ['bp.cuff', { do: 'fits' }],
];

/** From the last byte of a cuff pressure, on the device's side of its tty, to the frame that shows the number. */
export async function cuffRows(): Promise<Row[]> {
  using folder = aFolder();
  await using broker = await aMosquitto();
  await using terminal = await aTerminal(folder.path);
  const port = await aFreePort();
  const skipper = aSkipper();
  await using station = await startStation(writeStation(folder.path, port, terminal.path, broker.url), port, skipper);
  await using browser = await openBrowser();
  const page = await aPanel(browser);
  const resident = await aResident(station.url);
  await page.goto(station.url);
  await walk(resident, WAY);
  await resident.seesScreen('bp.rest');
  skipper.skip(station.process.child.pid ?? 0, REST_MS);
  await resident.seesScreen('bp.ready');
  await resident.act({ do: 'start' });
  await shown(page, 'bp.measuring');
  const rows: Row[] = [];
  let mmHg = 11;
  for (const rate of [1, BOARD] as const) {
    await throttle(page, rate);
    const delays: number[] = [];
    for (let count = 0; count < PRESSURES; count++, mmHg += 7) {
      const painted = await watchFor(page, String(mmHg));
      const lastByteAt = terminal.squeezes(mmHg);
      delays.push((await painted()) - lastByteAt);
    }
    const ours = median(delays.slice(NOT_COUNTED));
    rows.push({
      what: onBoard(`cuff pressure → pixel, p50 of ${PRESSURES - NOT_COUNTED}`, rate),
      unit: 'ms',
      ours,
      wanted: atMost(LIMITS_MS[rate], 'ms', ours),
    });
  }
  await resident.act({ do: 'stop' });
  resident.leave();
  return rows;
}
