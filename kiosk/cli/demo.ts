/** `npm start`: a whole station and its city on this machine, its devices worked by lines at the terminal. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Clock, catalogue, findDriver, type Log, systemClock, systemRandom } from '../../edge-agent/index.ts';
import { openLog } from '../log.ts';
import { argumentsOf, wholeNumber } from './arguments.ts';
import { openBroker } from './broker.ts';
import { type DemoCity, openDemoCity } from './demo-city.ts';
import { untilStopped } from './signals.ts';
import { loadOrRefuse } from './start.ts';
import { openStation, type RunningStation } from './station.ts';

const root = join(import.meta.dirname, '..', '..');

const STATIONS = join(root, 'firmware-config', 'stations');

export const usage = `Usage: npm start [-- --bins] [-- --port N] [-- --data FOLDER]
Runs a whole station with simulated devices, an embedded MQTT broker, and the city's fleet service with its console.
Ctrl-C stops all of it.
  --bins          two recycling bins and a call button besides
  --port N        N screen, N+1 console, N+2 broker; default 8080
  --data FOLDER   where the records are kept; default .yike/demo-N`;

export interface Demo {
  /** Another one after a swap. */
  readonly station: RunningStation;
  /** One line at the terminal: `bp-1 take 128/82/71`, `glucose-1 swap caresens-n`. One at a time; answers in words. */
  work(line: string): Promise<string>;
  close(): Promise<void>;
}

export interface DemoParts {
  readonly port: number;
  readonly brokerUrl: string;
  readonly folder: string;
  /** Recycling bins and a call button besides. */
  readonly bins?: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

export async function openDemo({ port, brokerUrl, folder, bins = false, clock, log }: DemoParts): Promise<Demo> {
  const file = loadOrRefuse(join(STATIONS, bins ? 'demo-bins.yaml' : 'demo.yaml'), true);
  /** What lies on each scale, in kg. */
  const loads = new Map<string, number>();
  let { devices } = file;
  const open = (): Promise<RunningStation> =>
    openStation({
      station: {
        ...file,
        devices,
        http: { port },
        data: { ...file.data, folder },
        platform: { ...file.platform, url: brokerUrl },
      },
      beside: STATIONS,
      demo: true,
      clock,
      random: systemRandom,
      log,
    });
  let station = await open();

  /** As staff would: another meter on the table, another line in the station file, and a new start; the records stay. */
  async function swap(deviceId: string, driverId = ''): Promise<string> {
    if (!findDriver(driverId))
      return `no driver '${driverId}'; there are: ${catalogue.map(({ driver }) => driver.id).join(' ')}`;
    devices = devices.map((entry) => (entry.id === deviceId ? { ...entry, driver: driverId } : entry));
    await station.close();
    station = await open();
    return `${deviceId} is a ${driverId} now: ${station.simulated.get(deviceId)?.path || 'inside this process'}`;
  }

  async function work(line: string): Promise<string> {
    const { simulated } = station;
    const [deviceId = '', ...words] = line.trim().split(/\s+/);
    const device = simulated.get(deviceId);
    if (!device) return `no device '${deviceId}'; there are: ${[...simulated.keys()].join(' ')}`;
    if (words[0] === 'swap') return swap(deviceId, words[1]);
    const answer = await device.press(words.length === 0 ? 'help' : words.join(' '));
    if (answer.ok && words[0] === 'drop') await weighs(deviceId, Number(words[1]));
    return answer.says;
  }

  /** What falls into a bin whose door is open lies on its scale. */
  async function weighs(binId: string, kilograms: number): Promise<void> {
    const scaleId = devices.find(({ id }) => id === binId)?.scale;
    if (scaleId === undefined || station.agent.recycling.view(binId)?.doorClosed !== false) return;
    const load = (loads.get(scaleId) ?? 0) + kilograms;
    loads.set(scaleId, load);
    await station.simulated.get(scaleId)?.press(`put ${load.toFixed(3)}`);
  }

  let worked: Promise<unknown> = Promise.resolve();
  return {
    get station() {
      return station;
    },
    work(line) {
      const answer = worked.then(() => work(line));
      worked = answer.catch(() => {});
      return answer;
    },
    async close() {
      await worked;
      await station.close();
    },
  };
}

export async function run(args: string[]): Promise<number> {
  const { values } = argumentsOf(
    args,
    {
      port: { type: 'string', default: '8080' },
      data: { type: 'string' },
      bins: { type: 'boolean', default: false },
    },
    [],
    usage,
  );
  const port = wholeNumber('--port', values.port, 1, 65_533);
  const folder = values.data ?? join(root, '.yike', `demo-${port}`);
  const logFile = join(folder, 'station.log');
  const stopped = untilStopped();
  const log = openLog(logFile);
  const broker = await openBroker(port + 2);
  const opened: { close(): Promise<void> }[] = [broker];
  try {
    const shared = { brokerUrl: broker.url, folder, clock: systemClock, log };
    const city = await openDemoCity({ ...shared, port: port + 1 });
    opened.push(city);
    const demo = await openDemo({ ...shared, port, bins: values.bins });
    opened.push(demo);
    process.stdout.write(`${welcome({ demo, city, brokerUrl: broker.url, code: await city.code(), logFile })}\n`);
    const terminal = createInterface({ input: process.stdin });
    terminal.on('line', (line) => {
      const asked = line.trim() === 'code' ? city.code() : demo.work(line);
      if (line.trim() !== '') void asked.then((says) => process.stdout.write(`${says}\n`));
    });
    await stopped;
    terminal.close();
  } finally {
    for (const each of opened.reverse()) await each.close(); // the station first: its city hears its goodbye
  }
  return 0;
}

interface Welcome {
  readonly demo: Demo;
  readonly city: DemoCity;
  readonly brokerUrl: string;
  /** Of the console's first account, now. */
  readonly code: string;
  readonly logFile: string;
}

const welcome = ({ demo: { station }, city: { url, signIn }, brokerUrl, code, logFile }: Welcome): string =>
  [
    '',
    `  screen   ${station.url}   the low panel: ${station.url}?panel=low`,
    `  console  ${url}   name ${signIn.name}   password ${signIn.password}   code ${code} ('code' gives the next)`,
    `  broker   ${brokerUrl}   topics yike/v1/#`,
    `  log      ${logFile}`,
    '',
    '  The simulated devices; their buttons are lines typed here:',
    ...[...station.simulated].map(
      ([id, { path }]) => `    ${id.padEnd(12)}${path || 'inside this process: no socat here'}`,
    ),
    '    bp-1 take 128/82/71     what the next measurement finds',
    '    glucose-1 take 5.6      a strip is measured now',
    '    bp-1 fault cuff-loose   bp-1 unplug   bp-1 plug   bp-1 help',
    '    glucose-1 swap caresens-n   another meter in its place; yike drivers lists them',
    '',
    '  Ctrl-C stops all of it.',
  ].join('\n');
