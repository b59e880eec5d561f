/** The city's side of `npm start`: the fleet service on SQLite beside the station's records, and a first account. */
import { join } from 'node:path';
import { type Clock, type Log, systemRandom } from '../../edge-agent/index.ts';
import { type Credentials, codeAt, openFleet } from '../../fleet/index.ts';
import { portTrouble } from './port-trouble.ts';
import { Refusal } from './refusal.ts';

export interface DemoCity {
  readonly url: string;
  /** Made anew at each start: whoever sees this terminal is the admin. */
  readonly signIn: Credentials;
  /** What an authenticator would show now; each counts once. */
  code(): Promise<string>;
  close(): Promise<void>;
}

export interface DemoCityParts {
  readonly port: number;
  readonly brokerUrl: string;
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

const ADMIN = { name: 'admin', displayName: '管理员', role: 'admin', districts: [] } as const;

/** Throws a Refusal where the port is taken. */
export async function openDemoCity({ port, brokerUrl, folder, clock, log }: DemoCityParts): Promise<DemoCity> {
  const fleet = await openFleet({
    settings: {
      broker: { url: brokerUrl, secrets: () => ({}) },
      folder: join(folder, 'fleet'),
      http: { host: '127.0.0.1', port },
      member: { number: 1, of: 1 },
      forward: [],
    },
    clock,
    random: systemRandom,
    log,
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.syscall === 'listen' ? new Refusal(2, portTrouble(port, error)) : error;
  });
  const { accounts, url, close } = fleet;
  const signIn = (await accounts.make({ ...ADMIN, districts: [] }, null)) ?? (await accounts.reset(ADMIN.name, null));
  if (!signIn) throw new Error('no account could be made');
  return { url, signIn, code: () => codeAt(signIn.totpUri, clock.wall()), close };
}
