/** How each of two members is opened that share a broker, a database and a folder. */
import type { FleetSettings } from '../../fleet/index.ts';

export interface WholeMember {
  readonly number: number;
  readonly broker: string;
  readonly database: string;
  readonly folder: string;
  readonly port: number;
}

export const settingsOf = ({ number, broker, database, folder, port }: WholeMember): FleetSettings => ({
  broker: { url: broker, secrets: () => ({}) },
  database,
  folder,
  http: { host: '127.0.0.1', port },
  member: { number, of: 2 },
  forward: [],
});
