import { knownDrivers } from '../../edge-agent/devices.ts';
import {
  type Complaint,
  complaintText,
  kindOf,
  loadBoard,
  loadFleet,
  loadRules,
  loadSignalsBoard,
  loadStation,
  unsigned,
} from '../../firmware-config/index.ts';
import { argumentsOf } from './arguments.ts';

export const usage = `Usage: yike check [--demo] FILE
Validates a station, board or fleet file: every problem with its key, line, what was found and what was expected. Exit 1 when
there is one.
  --demo   simulated devices are allowed`;

type Found = { readonly complaints: readonly Complaint[] } | { readonly notices: readonly string[] };

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { demo: { type: 'boolean', default: false } }, ['FILE'], usage);
  const file = positionals[0] ?? '';
  const found = checked(file, values.demo);
  if ('complaints' in found) {
    for (const complaint of found.complaints) process.stdout.write(`${complaintText(file, complaint)}\n`);
    return 1;
  }
  process.stdout.write(`${file}: ok\n`);
  for (const notice of found.notices) process.stdout.write(`notice: ${notice}\n`);
  return 0;
}

function checked(file: string, allowSimulated: boolean): Found {
  const kind = kindOf(file);
  if (kind === 'station') {
    const loaded = loadStation(file, { drivers: knownDrivers, allowSimulated });
    return 'complaints' in loaded ? loaded : { notices: unsigned(loadRules(loaded.station.rules)) };
  }
  const loaded = kind === 'fleet' ? loadFleet(file) : kind === 'board' ? loadBoard(file) : loadSignalsBoard(file);
  return 'complaints' in loaded ? loaded : { notices: [] };
}
