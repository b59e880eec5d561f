/** A fleet service on a made-up city, for whoever works at the console: `node test/fleet/serve-city.ts [PORT] [STATIONS]`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock as clock, systemRandom as random } from '../../edge-agent/clock.ts';
import { openAccounts } from '../../fleet/accounts/accounts.ts';
import { openPasswords } from '../../fleet/accounts/scrypt.ts';
import { openSeal } from '../../fleet/accounts/seal.ts';
import { buildApp } from '../../fleet/app.ts';
import { openAudit } from '../../fleet/store/audit-store.ts';
import { openDatabases } from '../../fleet/store/open.ts';
import { aCity } from './a-city.ts';
import { codeOf } from './a-fleet.ts';

const [port = '8090', stations = '200'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'yike-city-'));
const databases = await openDatabases(folder, clock.wall());
const { console: db, dialect } = databases;
const say = (what: string, facts = {}): void => void process.stderr.write(`${what} ${JSON.stringify(facts)}\n`);
const log = { info: say, warn: say, error: say };
const seal = openSeal(folder, random);
const parts = {
  db,
  dialect,
  audit: openAudit(db, dialect),
  passwords: openPasswords(random),
  seal,
  clock,
  random,
  log,
};
await aCity(databases.fleet, Number(stations), clock.wall());
const { app } = await buildApp({
  ...parts,
  rounds: async (_db, _query, _me, nowMs) => ({ at: nowMs, bins: [] }),
  brokerOnline: () => true,
  figures: () => [],
  address: { port: Number(port), names: [] },
  console: join(import.meta.dirname, '..', '..', 'ui', 'console', 'dist'),
});
await app.listen({ host: '127.0.0.1', port: Number(port) });

process.stdout.write(`http://127.0.0.1:${port}/\n`);
for (const role of ['admin', 'operator', 'fitter', 'viewer', 'auditor'] as const) {
  const made = await openAccounts(parts).make({ name: role, displayName: role, role, districts: ['wuda'] }, null);
  if (!made) throw new Error('taken');
  process.stdout.write(`${role}  ${made.password}  code now ${await codeOf(made, clock.wall())}  ${made.totpUri}\n`);
}
process.once('SIGINT', async () => {
  await app.close();
  await databases.close();
  rmSync(folder, { recursive: true });
  process.exit(0);
});
