import { createInterface } from 'node:readline';
import {
  bins,
  canMakePtys,
  catalogue,
  findDriver,
  findFacts,
  findSimulator,
  lineSettings,
  signals,
  simulate,
  systemClock,
} from '../../edge-agent/devices.ts';
import { argumentsOf, wholeNumber } from './arguments.ts';
import { asSet } from './as-set.ts';
import { portTrouble } from './port-trouble.ts';
import { Refusal } from './refusal.ts';
import { untilStopped } from './signals.ts';

export const usage = `Usage: yike simulate DRIVER (--pty | --tcp PORT) [--set NAME=VALUE …]
Is that device, on a new pty or on a TCP port of this machine (0 takes a free one); the first line printed is where.
On a pty it answers only at its own line speed. A HID device's reports go over TCP, each behind its length, two bytes
big-endian.
Its buttons are lines on stdin; 'help' lists them. --set makes it one that is set up so, as 'yike read' takes it.`;

const OPTIONS = {
  pty: { type: 'boolean', default: false },
  tcp: { type: 'string' },
  set: { type: 'string', multiple: true },
} as const;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, OPTIONS, ['DRIVER'], usage);
  const id = positionals[0] ?? '';
  const found = findFacts(id);
  const twin = await findSimulator(id);
  if (!found || !twin) {
    const there = [...catalogue.map((entry) => entry.driver.id), ...[...bins, ...signals].map(({ facts }) => facts.id)];
    throw new Refusal(1, `no driver '${id}'; there are: ${there.join(' ')}`);
  }
  const meter = findDriver(id);
  const set = meter ? asSet(meter, values.set ?? []) : undefined;
  if (!set && values.set !== undefined) throw new Refusal(1, `of ${id} nothing can be set`);
  const driver = set ?? found;
  const simulator = twin.configured?.(set?.settings ?? {}) ?? twin;
  if (values.pty === (values.tcp !== undefined)) throw new Refusal(1, `say where: --pty or --tcp PORT\n${usage}`);
  if (values.pty && driver.wire.kind === 'hid')
    throw new Refusal(1, `${id} speaks in HID reports, which no pty carries: --tcp PORT`);
  if (values.pty && !(await canMakePtys())) throw new Refusal(2, 'socat is missing: apt-get install socat');
  const port = values.tcp === undefined ? undefined : wholeNumber('--tcp', values.tcp, 0, 65_535);
  const stopped = untilStopped();
  const settings = driver.wire.kind === 'serial' ? lineSettings(driver) : undefined;
  const where = port === undefined ? { tty: true } : { tty: false, port };
  const device = await simulate(simulator, settings, { clock: systemClock, ...where }).catch(
    (error: NodeJS.ErrnoException) => {
      throw port === undefined ? error : new Refusal(2, portTrouble(port, error));
    },
  );
  process.stdout.write(`${device.path}\n`);
  const hand = createInterface({ input: process.stdin });
  hand.on('line', (line) => {
    if (line.trim() !== '') void device.press(line).then(({ says }) => process.stdout.write(`${says}\n`));
  });
  await stopped;
  hand.close();
  await device.close();
  return 0;
}
