import { uptime } from 'node:os';
import { dirname } from 'node:path';
import { knownDrivers, type Log, systemClock, systemRandom } from '../../edge-agent/index.ts';
import { complaintText, loadStation, type StationFile } from '../../firmware-config/index.ts';
import { openLog } from '../log.ts';
import { openServiceManager } from '../sd-notify.ts';
import { startWatchdog, tellStatus } from '../watchdog.ts';
import { argumentsOf } from './arguments.ts';
import { saveFrames } from './frames-file.ts';
import { Refusal } from './refusal.ts';
import { untilStopped } from './signals.ts';
import { openStation, type RunningStation } from './station.ts';

/** After a power cut a whole district's machines start at once, and must not reach for the broker at once; a mere restart need not wait. */
const JUST_SWITCHED_ON_S = 180;
const START_SPREAD_MS = 60_000;
/** A broker on the station's own machine has no crowd before it. */
const THIS_MACHINE = ['127.0.0.1', 'localhost', '[::1]'];

const startSpreadMs = ({ platform }: StationFile): number => {
  const own = THIS_MACHINE.includes(URL.parse(platform.url)?.hostname ?? '');
  return uptime() < JUST_SWITCHED_ON_S && !own ? START_SPREAD_MS : 0;
};

export const usage = `Usage: yike start --station FILE [--demo]
Runs the station of that file; without --station, of the file that YIKE_STATION names.
  --demo   simulated devices are allowed; everything they tell is marked
At a SIGQUIT it writes the last raw frames of each device into the folder 'frames' beside its records, for 'yike replay'.
They hold readings: the system lets nobody send it but root and the station's own user, no page in the browser can, and
nobody else may read them.`;

export async function run(args: string[]): Promise<number> {
  const { values } = argumentsOf(
    args,
    { station: { type: 'string' }, demo: { type: 'boolean', default: false } },
    [],
    usage,
  );
  const file = values.station ?? process.env.YIKE_STATION;
  if (file === undefined) throw new Refusal(1, `name the station file\n${usage}`);
  const stopped = untilStopped(); // heard from the first moment on: an early wish to end is not lost
  const log = openLog(1);
  const manager = openServiceManager(log);
  const wanted = loadOrRefuse(file, values.demo);
  const station = await openStation({
    station: wanted,
    beside: dirname(file),
    demo: values.demo,
    clock: systemClock,
    random: systemRandom,
    log,
    startSpreadMs: startSpreadMs(wanted),
  });
  process.on('SIGQUIT', () => takeOut(station, wanted.data.folder, log));
  manager?.tell('READY=1');
  const cancels = manager
    ? [tellStatus({ ...station, manager }), startWatchdog({ ...station, manager, clock: systemClock, log })]
    : [];
  await stopped;
  manager?.tell('STOPPING=1');
  for (const cancel of cancels) cancel();
  await station.close();
  await manager?.close();
  return 0;
}

function takeOut({ agent }: RunningStation, folder: string, log: Log): void {
  try {
    saveFrames(folder, agent.recordings());
    log.info('frames saved');
  } catch (error) {
    log.error('frames not saved', { why: error instanceof Error ? error.message : 'unknown' });
  }
}

/** A wrong file stops the start: each problem with its line. */
export function loadOrRefuse(file: string, allowSimulated: boolean): StationFile {
  const loaded = loadStation(file, { drivers: knownDrivers, allowSimulated });
  if ('station' in loaded) return loaded.station;
  throw new Refusal(
    1,
    `the station file is wrong\n${loaded.complaints.map((complaint) => complaintText(file, complaint)).join('\n')}`,
  );
}
