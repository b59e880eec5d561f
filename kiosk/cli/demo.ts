/** `npm start`: a whole station on this machine, its devices worked by lines at the terminal. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Clock, type Log, systemClock, systemRandom } from '../../edge-agent/index.ts';
import { openLog } from '../log.ts';
import { argumentsOf, wholeNumber } from './arguments.ts';
import { openBroker } from './broker.ts';
import { untilStopped } from './signals.ts';
import { loadOrRefuse } from './start.ts';
import { openStation, type RunningStation } from './station.ts';

const root = join(import.meta.dirname, '..', '..');

export const usage = `Usage: npm start [-- --port N] [-- --data FOLDER]
Runs a whole station with simulated devices and an embedded MQTT broker. Ctrl-C stops all of it.
  --port N        N screen, N+2 broker; default 8080
  --data FOLDER   where the records are kept; default .yike/demo-N`;

export interface Demo {
  readonly station: RunningStation;
  readonly brokerUrl: string;
  /** One line at the terminal: `bp-1 take 128/82/71`. Answers in words. */
  work(line: string): Promise<string>;
  close(): Promise<void>;
}

export interface DemoParts {
  readonly port: number;
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

export async function openDemo({ port, folder, clock, log }: DemoParts): Promise<Demo> {
  const file = loadOrRefuse(join(root, 'firmware-config', 'stations', 'demo.yaml'), true);
  const broker = await openBroker(port + 2);
  const station = await openStation({
    station: {
      ...file,
      http: { port },
      data: { ...file.data, folder },
      platform: { ...file.platform, url: broker.url },
    },
    demo: true,
    clock,
    random: systemRandom,
    log,
  }).catch(async (error: unknown) => {
    await broker.close();
    throw error;
  });
  return {
    station,
    brokerUrl: broker.url,
    work: (line) => work(station, line),
    async close() {
      await station.close();
      await broker.close();
    },
  };
}

async function work({ simulated }: RunningStation, line: string): Promise<string> {
  const [deviceId = '', ...words] = line.trim().split(/\s+/);
  const device = simulated.get(deviceId);
  if (!device) return `no device '${deviceId}'; there are: ${[...simulated.keys()].join(' ')}`;
  return (await device.press(words.length === 0 ? 'help' : words.join(' '))).says;
}

export async function run(args: string[]): Promise<number> {
  const { values } = argumentsOf(
    args,
    { port: { type: 'string', default: '8080' }, data: { type: 'string' } },
    [],
    usage,
  );
  const port = wholeNumber('--port', values.port, 1, 65_533);
  const folder = values.data ?? join(root, '.yike', `demo-${port}`);
  const logFile = join(folder, 'station.log');
  const stopped = untilStopped();
  const log = openLog(logFile);
  const demo = await openDemo({ port, folder, clock: systemClock, log });
  process.stdout.write(`${welcome(demo, logFile)}\n`);
  const terminal = createInterface({ input: process.stdin });
  terminal.on('line', (line) => {
    if (line.trim() !== '') void demo.work(line).then((says) => process.stdout.write(`${says}\n`));
  });
  await stopped;
  terminal.close();
  await demo.close();
  return 0;
}

const welcome = ({ station, brokerUrl }: Demo, logFile: string): string =>
  [
    '',
    `  screen   ${station.url}   the low panel: ${station.url}?panel=low`,
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
    '',
    '  Ctrl-C stops all of it.',
  ].join('\n');
