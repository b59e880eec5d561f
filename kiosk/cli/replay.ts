import { readFileSync } from 'node:fs';
import {
  DeviceError,
  findDriver,
  type MemoryRead,
  newRecords,
  openDevice,
  openPlayback,
  openVirtualClock,
  type Recording,
  readRecording,
  systemClock,
} from '../../edge-agent/devices.ts';
import { argumentsOf } from './arguments.ts';
import { printEvent } from './event-lines.ts';
import { Refusal } from './refusal.ts';

export const usage = `Usage: yike replay FILE
Plays saved raw frames into their driver, and prints each event as 'yike read' does. FILE is of 'yike read --record', or of
a running station, which writes its own into the folder 'frames' beside its records at a SIGQUIT.
Where the driver does otherwise than it did when they were recorded, that is said on stderr.`;

/** Where the station and this program write it alike: the file's first line is what it is. */
const LINE_OF_FIRST_ENTRY = 2;

export async function run(args: string[]): Promise<number> {
  const { positionals } = argumentsOf(args, {}, ['FILE'], usage);
  const { driver: id, settings, entries } = load(positionals[0] ?? '');
  const found = findDriver(id);
  if (!found) throw new Refusal(1, `the recording is of '${id}', and there is no such driver`);
  const driver = found.configured?.(settings) ?? found;
  const { clock: time, until } = openVirtualClock(systemClock.soon);
  const { socket, clock, greeted, play } = openPlayback(entries, time);
  const quiet = { info() {}, warn() {}, error() {} };
  const device = openDevice({ deviceId: id, driver, socket, clock, log: quiet });
  device.onEvent(printEvent);
  device.onHealth(() => device.health().status === 'ok' && greeted());
  const fresh = newRecords();
  const print = (memory: MemoryRead): void => {
    for (const { event } of fresh(memory)) printEvent(event);
  };
  let abort = new AbortController();
  const failed = (error: unknown): void =>
    void process.stderr.write(`${error instanceof DeviceError ? error.message : 'a bug'}\n`);
  const { skipped, differsAt } = await until(
    play((wanted) => {
      if (wanted === 'stop') {
        abort.abort();
        return;
      }
      abort = new AbortController();
      if (wanted === 'measure') device.measure(abort.signal).catch(failed);
      else device.readOut(abort.signal).then(print, failed);
    }),
  );
  await until(device.close());
  if (skipped > 0) process.stderr.write(`${skipped} lines before the first connection were left out\n`);
  if (differsAt !== undefined)
    process.stderr.write(`from line ${differsAt + LINE_OF_FIRST_ENTRY} on the driver did otherwise than it had\n`);
  return 0;
}

function load(file: string): Recording {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal(1, `${file} cannot be read: ${error instanceof Error ? error.message : 'unknown'}`);
  }
  const recording = readRecording(text);
  if ('entries' in recording) return recording;
  throw new Refusal(1, `${file}:${recording.line}: expected ${recording.expected}`);
}
