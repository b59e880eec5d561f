import { createInterface } from 'node:readline';
import {
  canMakePtys,
  catalogue,
  findDriver,
  findSimulator,
  lineSettings,
  simulate,
  systemClock,
} from '../../edge-agent/index.ts';
import { argumentsOf } from './arguments.ts';
import { Refusal } from './refusal.ts';
import { untilStopped } from './signals.ts';

export const usage = `Usage: yike simulate DRIVER --pty
Is that device, on a new pty whose path is the first line printed. It answers only at its own line speed.
Its buttons are lines on stdin; 'help' lists them.`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { pty: { type: 'boolean', default: false } }, ['DRIVER'], usage);
  const id = positionals[0] ?? '';
  const driver = findDriver(id);
  const simulator = findSimulator(id);
  if (!driver || !simulator) {
    throw new Refusal(1, `no driver '${id}'; there are: ${catalogue.map((entry) => entry.driver.id).join(' ')}`);
  }
  if (!values.pty) throw new Refusal(1, `say where: --pty\n${usage}`);
  if (!(await canMakePtys())) throw new Refusal(2, 'socat is missing: apt-get install socat');
  const stopped = untilStopped();
  const device = await simulate(simulator, lineSettings(driver), { clock: systemClock, tty: true });
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
