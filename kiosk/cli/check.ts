import { knownDrivers } from '../../edge-agent/devices.ts';
import { complaintText, loadRules, loadStation, unsigned } from '../../firmware-config/index.ts';
import { argumentsOf } from './arguments.ts';

export const usage = `Usage: yike check [--demo] FILE
Validates a station file: every problem with its key, line, what was found and what was expected. Exit 1 when there is one.
  --demo   simulated devices are allowed`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { demo: { type: 'boolean', default: false } }, ['FILE'], usage);
  const file = positionals[0] ?? '';
  const loaded = loadStation(file, {
    drivers: knownDrivers,
    allowSimulated: values.demo,
  });
  if ('complaints' in loaded) {
    for (const complaint of loaded.complaints) process.stdout.write(`${complaintText(file, complaint)}\n`);
    return 1;
  }
  process.stdout.write(`${file}: ok\n`);
  for (const notice of unsigned(loadRules(loaded.station.rules))) process.stdout.write(`notice: ${notice}\n`);
  return 0;
}
