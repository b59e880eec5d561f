/**
 * A fleet service on a made-up city, for whoever works at the console: `node test/fleet/serve-city.ts [PORT] [STATIONS]
 * [CHANGES] [PAGES]`; CHANGES: so many stations change each second; PAGES: folder of the built console.
 */
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
import { codeOf } from './a-fleet.ts';
import { aCity } from './city/a-city.ts';
import { putCity } from './city/put-city.ts';
import { stationIdOf } from './city/sites.ts';

const built = join(import.meta.dirname, '..', '..', 'ui', 'console', 'dist');
const [port = '8090', stations = '200', changes = '0', pages = built] = process.argv.slice(2);
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
await putCity(databases.fleet, aCity({ stations: Number(stations), nowMs: clock.wall(), troubleEvery: 5 }));
const { app } = await buildApp({
  ...parts,
  brokerOnline: () => true,
  figures: () => [],
  address: { port: Number(port), names: [] },
  console: pages,
});
await app.listen({ host: '127.0.0.1', port: Number(port) });

process.stdout.write(`http://127.0.0.1:${port}/\n`);
for (const role of ['admin', 'operator', 'fitter', 'viewer', 'auditor'] as const) {
  const made = await openAccounts(parts).make({ name: role, displayName: role, role, districts: ['wuda'] }, null);
  if (!made) throw new Error('taken');
  process.stdout.write(`${role}  ${made.password}  code now ${await codeOf(made, clock.wall())}  ${made.totpUri}\n`);
}
/** The next ones in turn are heard of, and half of them are in another condition than before. */
let changed = 0;
const changing = setInterval(async () => {
  const ids = Array.from({ length: Number(changes) }, (_, i) => stationIdOf((changed + i * 7) % Number(stations)));
  const nowMs = clock.wall();
  const turned = changed % 2 === 0 ? ('look' as const) : ('ok' as const);
  changed += ids.length + 1;
  if (ids.length === 0) return;
  const those = databases.fleet.updateTable('station').where('station_id', 'in', ids);
  await those.set({ heard_ms: nowMs, changed_ms: nowMs }).execute();
  await those.where('district', '<>', 'haibowan').set({ condition: turned }).execute();
}, 1_000);
process.once('SIGINT', async () => {
  clearInterval(changing);
  await app.close();
  await databases.close();
  rmSync(folder, { recursive: true });
  process.exit(0);
});
