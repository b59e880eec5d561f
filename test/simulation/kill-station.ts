/**
 * A whole station in a process of its own, with the resident inside and without a browser: real clock, store, serial port
 * and MQTT. What the resident sees it writes on stdout, a line each, gone from the process before anything else happens.
 *
 *   kill-station.ts FOLDER BROKER TTY STATION      then, on stdin: POINT,WHEN
 *
 * WHEN: start | strip, from which on POINT is armed.
 */
import { readSync, writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { armFaultPoints } from '../../edge-agent/fault-point.ts';
import { openStore, serialSocket, systemClock, systemRandom } from '../../edge-agent/index.ts';
import { lineSettings } from '../../edge-agent/simulate.ts';
import type { Act } from '../../kiosk/contract/act.ts';
import type { ScreenId } from '../../kiosk/contract/screen.ts';
import { METER, openSimStation } from './station.ts';
import { tinyMeter } from './tiny-language.ts';

flushCompileCache(); // what is killed writes none at its end

// Everything is loaded; nothing of the station is open before it is told to live.
const told = Buffer.alloc(64);
const [point, when] = told.toString('utf8', 0, readSync(0, told)).trim().split(',');

const [folder = '', brokerUrl = '', tty = '', stationId = ''] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);
const arm = (): void =>
  armFaultPoints((passed) => {
    if (passed === point) process.kill(process.pid, 'SIGKILL');
  });
if (when === 'start') arm();

const store = openStore({ folder, keepDays: 7, receipts: true, clock: systemClock });
const log = { info() {}, warn() {}, error() {} };
let visits = 0;
const { panel, agent } = openSimStation({
  life: { clock: systemClock, random: systemRandom },
  store,
  log,
  places: [{ deviceId: METER, driver: tinyMeter, socket: serialSocket(tty, lineSettings(tinyMeter)) }],
  newSubject() {
    const subject = `urn:uuid:00000000-0000-4000-8000-${String(process.pid * 1000 + ++visits).padStart(12, '0')}`;
    say(`visit ${subject}`);
    return subject;
  },
  as: { stationId, brokerUrl },
});
say('ready');

/** The way to the strip. */
const NEXT: Partial<Record<ScreenId, Act>> = {
  idle: { do: 'wake' },
  home: { do: 'choose', service: 'glucose' },
  'guest.told': { do: 'understood' },
  'glu.context': { do: 'ate', meal: 'random' },
  'glu.wash': { do: 'next' },
  'glu.strip': { do: 'next' },
  'glu.drop': { do: 'next' },
  'glu.result': { do: 'again' },
};
let shownTurn = 0;
/** One deed a picture; from each result to the next strip. */
function act(): void {
  const { screen, turn } = panel.view();
  const waits = screen.id === 'home' && !screen.tiles.some(({ service, working }) => service === 'glucose' && working);
  if (waits || turn === shownTurn) return;
  shownTurn = turn;
  if (screen.id === 'glu.wait') {
    if (when === 'strip') arm();
    say('drop');
  }
  if (screen.id === 'glu.result') say(`shown ${screen.mmolPerL} ${screen.saved}`);
  const next = NEXT[screen.id];
  if (next) panel.act(turn, next);
}
let looking = false;
/** Behind whatever showed it: a hand is never quicker than the screen. */
function look(): void {
  if (looking) return;
  looking = true;
  setImmediate(() => {
    looking = false;
    act();
  });
}
panel.onView(look);
look();

/** For the last of them: nothing waits any more. */
setInterval(() => {
  const { outbox } = store;
  if (outbox.depth() === 0 && outbox.receipted() === outbox.acknowledged()) say(`rest ${agent.network()}`);
}, 200);
