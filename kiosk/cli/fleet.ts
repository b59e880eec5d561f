import { systemClock, systemRandom } from '../../edge-agent/index.ts';
import { complaintText, type FleetFile, loadFleet } from '../../firmware-config/index.ts';
import { addAccount, openFleet, ROLES } from '../../fleet/index.ts';
import { openLog } from '../log.ts';
import { openServiceManager } from '../sd-notify.ts';
import { argumentsOf, wholeNumber } from './arguments.ts';
import { placeOf, settingsOf } from './fleet-settings.ts';
import { portTrouble } from './port-trouble.ts';
import { Refusal } from './refusal.ts';
import { untilStopped } from './signals.ts';

export const usage = `Usage: yike fleet --config FILE [--member N]
       yike fleet admin add --config FILE --name NAME [--role ROLE] [--district ID]...
Runs the city's side of that file: receives what stations say, judges them, shows them in the console.
  --member N     which of the file's members this is (1)
'admin add' makes an account, the first one too, and prints its password and second factor, once and never again.
  --role ROLE    ${ROLES.join(', ')} (admin)
  --district ID  where a fitter works; may be given again`;

export async function run(args: string[]): Promise<number> {
  if (args[0] === 'admin') return add(args);
  const { values } = argumentsOf(
    args,
    { config: { type: 'string' }, member: { type: 'string', default: '1' } },
    [],
    usage,
  );
  const stopped = untilStopped(); // heard from the first moment on: an early wish to end is not lost
  const file = loadOrRefuse(values.config);
  const member = wholeNumber('--member', values.member, 1, file.members);
  const log = openLog(1);
  const manager = openServiceManager(log);
  const settings = settingsOf(file, member, log);
  const fleet = await openFleet({ settings, clock: systemClock, random: systemRandom, log }).catch((error: unknown) => {
    throw refusalFor(error, settings.http.port);
  });
  manager?.tell('READY=1');
  await stopped;
  manager?.tell('STOPPING=1');
  await fleet.close();
  await manager?.close();
  return 0;
}

/** Of the system (ENOENT), of SQLite (SQLITE_CANTOPEN), of PostgreSQL (28P01; its class 42 is wrong SQL, and ours). */
const ENVIRONMENT = /^(E[A-Z]+|SQLITE_\w+|(?!42)[0-9A-Z]{5})$/;
const NAME = /^[a-z][a-z0-9.-]{1,31}$/;

async function add(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(
    args,
    {
      config: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string', default: 'admin' },
      district: { type: 'string', multiple: true, default: [] },
    },
    ['admin', 'add'],
    usage,
  );
  if (positionals[1] !== 'add') throw new Refusal(1, `found '${positionals[1]}', expected admin add\n${usage}`);
  const { name = '', district: districts } = values;
  const role = ROLES.find((one) => one === values.role);
  if (!NAME.test(name)) throw new Refusal(1, `--name: found '${name}', expected a-z, then a-z 0-9 . -, 2 to 32 in all`);
  if (!role) throw new Refusal(1, `--role: found '${values.role}', expected one of ${ROLES.join(', ')}`);
  const place = placeOf(loadOrRefuse(values.config));
  const account = { name, displayName: name, role, districts };
  const around = { clock: systemClock, random: systemRandom, log: openLog(2) };
  const made = await addAccount(place, account, around).catch((error: unknown) => {
    throw refusalFor(error, 0);
  });
  if (!made)
    throw new Refusal(1, `--name: there is an account '${name}' already; an admin may reset it in the console`);
  process.stdout.write(`name      ${made.name}\npassword  ${made.password}\nsecond    ${made.totpUri}\n`);
  return 0;
}

/** A wrong file stops the start: each problem with its line. */
function loadOrRefuse(file: string | undefined): FleetFile {
  if (file === undefined) throw new Refusal(1, `name the fleet file: --config FILE\n${usage}`);
  const loaded = loadFleet(file);
  if ('fleet' in loaded) return loaded.fleet;
  const complaints = loaded.complaints.map((complaint) => complaintText(file, complaint));
  throw new Refusal(1, `the fleet file is wrong\n${complaints.join('\n')}`);
}

/** What the machine, its database or its keys do not allow; whatever else is a bug, and stays one. */
function refusalFor(error: unknown, port: number): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'FleetKeysError') return new Refusal(1, `keys: ${error.message}`);
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'listen') return new Refusal(2, portTrouble(port, error));
  if (code !== undefined && ENVIRONMENT.test(code))
    return new Refusal(2, `database or data.folder cannot be used (${code}): ${error.message}`);
  return error;
}
