import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  catalogue,
  cp2110Socket,
  type Device,
  DeviceError,
  type Driver,
  findDriver,
  hidSocket,
  type Log,
  type LogFacts,
  lineSettings,
  openDevice,
  recordingText,
  type SerialSettings,
  type Socket,
  serialSocket,
  systemClock,
  tcpSocket,
} from '../../edge-agent/devices.ts';
import { openLog } from '../log.ts';
import { argumentsOf, wholeNumber } from './arguments.ts';
import { asSet } from './as-set.ts';
import { printEvent } from './event-lines.ts';
import { newFramesFile } from './frames-file.ts';
import { printMemory } from './print-memory.ts';
import { Refusal } from './refusal.ts';
import { untilStopped } from './signals.ts';

export const usage = `Usage: yike read DRIVER (--serial PATH [--baud N] [--line 8N1] | --hid VID:PID | --tcp HOST:PORT)
                 [--start | --once] [--set NAME=VALUE …] [--record FILE]
Talks to one device and prints each event as one JSON line until Ctrl-C. No database, no network.
A device with a memory prints each record once, oldest first, and goes on listening for new ones.
  --start   begins a measurement; a line 'abort' on stdin aborts it
  --once    ends when the memory has been read, or cannot be
  --line    data bits, parity N, E or O, and stop bits, where they are not the driver's
  --set     what its bytes leave open, as in the station file's 'weighing': --set format=reversed
  --record  writes what was said on the wire into that new file at the end, for 'yike replay': it holds the readings too`;

/** Hours at a bench. */
const WHOLE_SESSION = { entries: 1_000_000, bytes: 2 ** 24 };

const OPTIONS = {
  serial: { type: 'string' },
  baud: { type: 'string' },
  line: { type: 'string' },
  hid: { type: 'string' },
  tcp: { type: 'string' },
  start: { type: 'boolean', default: false },
  once: { type: 'boolean', default: false },
  set: { type: 'string', multiple: true },
  record: { type: 'string' },
} as const;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, OPTIONS, ['DRIVER'], usage);
  const id = positionals[0] ?? '';
  const found = findDriver(id);
  if (!found)
    throw new Refusal(1, `no driver '${id}'; there are: ${catalogue.map((entry) => entry.driver.id).join(' ')}`);
  const driver = asSet(found, values.set ?? []);
  if (values.start && !driver.canMeasure)
    throw new Refusal(
      1,
      `${id} cannot be started by the host: ${gauges(driver) ? 'it tells all the time' : 'press its own button'}`,
    );
  if (values.once && !driver.remembers) throw new Refusal(1, `${id} has no memory to read: leave --once out`);
  const { socket, noAnswer } = placeOf(driver, values);
  const firstLoss = Promise.withResolvers<string>();
  const log = diagnostics(({ code, why }) => firstLoss.resolve(code === 'silent' ? noAnswer : String(why)));
  const record = values.record === undefined ? undefined : newFramesFile(values.record);
  const keep = record === undefined ? {} : { keep: WHOLE_SESSION };
  const device = openDevice({ deviceId: id, driver, socket, clock: systemClock, log, ...keep });
  device.onEvent(printEvent);
  const end = new AbortController();
  const memory = printMemory(device, { print: printEvent, clock: systemClock, log, signal: end.signal });
  const connected = new Promise<undefined>((resolve) => {
    device.onHealth(() => device.health().status === 'ok' && resolve(undefined));
  });
  const stopped = values.once ? Promise.race([untilStopped(), memory.printed]) : untilStopped();
  const close = async (): Promise<void> => {
    end.abort();
    await device.close();
    if (record !== undefined) writeFileSync(record, recordingText(driver, device.recording()));
  };
  const trouble = await Promise.race([connected, firstLoss.promise, stopped.then(() => undefined)]);
  if (trouble !== undefined) {
    await close();
    throw new Refusal(2, trouble);
  }
  const abort = new AbortController();
  const hand = createInterface({ input: process.stdin });
  hand.on('line', (line) => line.trim() === 'abort' && abort.abort());
  if (values.start) void measure(device, abort.signal);
  const unread = await Promise.race([stopped.then(() => undefined), ...(values.once ? [memory.given] : [])]);
  hand.close();
  await close();
  if (unread !== undefined) throw new Refusal(2, `the memory of the ${id} could not be read: ${unread}`);
  return 0;
}

const gauges = ({ provides }: Driver): boolean => provides.includes('weight') || provides.includes('level');

interface Place {
  readonly socket: Socket;
  /** What is said when nothing answers there. */
  readonly noAnswer: string;
}

type PlaceOptions = Partial<Record<'serial' | 'baud' | 'line' | 'hid' | 'tcp', string>>;

function placeOf(driver: Driver, { serial, baud, line, hid, tcp }: PlaceOptions): Place {
  const { id, wire } = driver;
  if (tcp !== undefined) {
    if ([serial, baud, line, hid].some((option) => option !== undefined))
      throw new Refusal(1, `name the device with --tcp HOST:PORT alone\n${usage}`);
    const { host, port } = addressOf(tcp);
    const noAnswer = `no ${id} answers on ${tcp}: check that it is on, and the speed of its device server`;
    return { socket: tcpSocket(host, port, wire.kind === 'hid' ? 'reports' : 'bytes'), noAnswer };
  }
  if (wire.kind === 'hid') {
    if (hid === undefined || [serial, baud, line].some((option) => option !== undefined))
      throw new Refusal(1, `${id} speaks in HID reports: name the device with --hid VID:PID alone\n${usage}`);
    const noAnswer = `no ${id} answers on ${hid}: check that it is on, and plug it in again`;
    return { socket: hidSocket(hidIds(hid), wire), noAnswer };
  }
  const speed = baud === undefined ? {} : { baudRate: wholeNumber('--baud', baud, 50, 4_000_000) };
  const settings = { ...lineSettings(driver), ...speed, ...(line !== undefined && bitsOf(line)) };
  if (hid !== undefined) {
    if (!wire.cp2110) throw new Refusal(1, `${id} speaks over a serial line, not in HID reports: --serial PATH`);
    if (serial !== undefined) throw new Refusal(1, `name the device once: --serial PATH or --hid VID:PID\n${usage}`);
    const noAnswer = `no ${id} answers on ${hid} at ${settings.baudRate} baud: check that it is on, and plug it in again`;
    return { socket: cp2110Socket(hidIds(hid), settings), noAnswer };
  }
  if (serial === undefined)
    throw new Refusal(1, `name the port: --serial PATH${wire.cp2110 ? ' or --hid VID:PID' : ''}\n${usage}`);
  const noAnswer = `no ${id} answers on ${serial} at ${settings.baudRate} baud: check that it is on, its cable, and the speed (--baud)`;
  return { socket: serialSocket(serial, settings), noAnswer };
}

const PARITIES = { N: 'none', E: 'even', O: 'odd' } as const;

function bitsOf(text: string): Pick<SerialSettings, 'dataBits' | 'parity' | 'stopBits'> {
  const [, dataBits, letter, stopBits] = /^([78])([NEO])([12])$/.exec(text) ?? [];
  if (letter !== 'N' && letter !== 'E' && letter !== 'O')
    throw new Refusal(1, `--line: found '${text}', expected data bits, parity and stop bits such as 8N1 or 7E1`);
  return { dataBits: dataBits === '7' ? 7 : 8, parity: PARITIES[letter], stopBits: stopBits === '2' ? 2 : 1 };
}

function addressOf(text: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(?:\[(?=.*\]))?([^[\]]+)\]?:(\d+)$/.exec(text) ?? [];
  if (host === undefined || port === undefined)
    throw new Refusal(1, `--tcp: found '${text}', expected HOST:PORT such as 192.168.1.50:4001`);
  return { host, port: wholeNumber('--tcp', port, 1, 65_535) };
}

function hidIds(text: string): { readonly vendorId: number; readonly productId: number } {
  const [, vendor, product] = /^([0-9a-f]{4}):([0-9a-f]{4})$/i.exec(text) ?? [];
  if (vendor === undefined || product === undefined)
    throw new Refusal(1, `--hid: found '${text}', expected two USB ids such as 1a79:7800`);
  return { vendorId: Number.parseInt(vendor, 16), productId: Number.parseInt(product, 16) };
}

async function measure(device: Device, signal: AbortSignal): Promise<void> {
  try {
    await device.measure(signal);
  } catch (error) {
    process.stderr.write(`${error instanceof DeviceError ? error.message : 'the measurement failed'}\n`);
  }
}

/** The log on stderr; the first thing that keeps us from the device ends the command. */
function diagnostics(lost: (facts: LogFacts) => void): Log {
  const log = openLog(2);
  return {
    ...log,
    warn(what, facts = {}) {
      log.warn(what, facts);
      lost({ why: what, ...facts });
    },
  };
}
