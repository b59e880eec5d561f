/** Do sign-ins of unknown and known accounts take as long? `node test/fleet/sign-in-times.ts [TRIES]` prints the medians, taken in turns. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock as clock, systemRandom as random } from '../../edge-agent/clock.ts';
import { openAccounts } from '../../fleet/accounts/accounts.ts';
import { openSignIn } from '../../fleet/accounts/sign-in.ts';
import { accountPartsOf } from '../../fleet/admin.ts';
import { openDatabases } from '../../fleet/store/open.ts';

const tries = Number(process.argv[2] ?? 50);
const folder = mkdtempSync(join(tmpdir(), 'yike-times-'));
const databases = await openDatabases(folder, clock.wall());
const quiet = (): void => {};
const parts = accountPartsOf(databases, folder, { clock, random, log: { info: quiet, warn: quiet, error: quiet } });
const account = { displayName: 'x', role: 'viewer', districts: [] } as const;
const accounts = openAccounts(parts);
for (const name of ['known', 'locked']) await accounts.make({ ...account, name, districts: [] }, null);
const hour = clock.wall() + 3_600_000;
const { fleet } = databases;
await fleet.updateTable('account').set({ locked_until_ms: hour }).where('name', '=', 'locked').execute();

const signIn = openSignIn(parts);
const times = new Map<string, number[]>(['unknown', 'known', 'locked'].map((name) => [name, []]));
for (let i = 0; i < tries; i++)
  for (const [name, took] of times) {
    // Not locked by the tries themselves: what is measured is a wrong password.
    await fleet.updateTable('account').set({ wrong: 0, locked_until_ms: null }).where('name', '=', 'known').execute();
    const began = performance.now();
    await signIn({ name, password: 'wrong', code: '000000' }, undefined);
    took.push(performance.now() - began);
  }
const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const of = median(times.get('unknown') ?? []);
for (const [name, took] of times)
  process.stdout.write(`${name.padEnd(8)} median ${median(took).toFixed(1)} ms  ${(median(took) / of).toFixed(3)}\n`);
await databases.close();
rmSync(folder, { recursive: true });
