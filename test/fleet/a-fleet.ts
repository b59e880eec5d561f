/** The city's side without its wires: databases in a folder of their own, a clock passed by hand, chance that repeats itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'otplib';
import { openAccounts } from '../../fleet/accounts/accounts.ts';
import type { AccountParts } from '../../fleet/accounts/parts.ts';
import { openPasswords } from '../../fleet/accounts/scrypt.ts';
import { openSeal } from '../../fleet/accounts/seal.ts';
import type { Credentials } from '../../fleet/contract/accounts.ts';
import { openAudit } from '../../fleet/store/audit-store.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import { aFakeClock, type FakeClock } from '../fake-clock.ts';

export interface TestFleet extends AsyncDisposable {
  readonly databases: Databases;
  readonly clock: FakeClock;
  readonly parts: AccountParts;
  readonly logged: string[];
  /** Opened anew on what is on disk. */
  restart(): Promise<void>;
}

/** What a password costs is no matter of most tests. */
const CHEAP_LOG2_N = 4;

/** Xorshift: each test has the same dice. */
export function someDice(seed = 7) {
  let state = seed;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return { bytes: (count: number) => Uint8Array.from({ length: count }, next), fraction: () => next() / 2 ** 32 };
}

/** `database`: a `postgres://` URL; absent: SQLite. */
export async function aFleet(database?: string): Promise<TestFleet> {
  const folder = mkdtempSync(join(tmpdir(), 'yike-fleet-'));
  const clock = aFakeClock();
  const random = someDice();
  const logged: string[] = [];
  const note = (what: string, facts = {}): void => void logged.push(JSON.stringify({ what, ...facts }));
  const log = { info: note, warn: note, error: note };
  const open = async () => {
    const databases = await openDatabases(database ?? folder, clock.wall());
    const { dialect, console: db } = databases;
    const audit = openAudit(db, dialect);
    const passwords = openPasswords(random, CHEAP_LOG2_N);
    const seal = openSeal(folder, random);
    return { databases, parts: { db, dialect, audit, passwords, seal, clock, random, log } };
  };
  let now = await open();
  return {
    clock,
    logged,
    get databases() {
      return now.databases;
    },
    get parts() {
      return now.parts;
    },
    async restart() {
      await now.databases.close();
      now = await open();
    },
    async [Symbol.asyncDispose]() {
      await now.databases.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The code that this account's authenticator shows now. */
export const codeOf = ({ totpUri }: Pick<Credentials, 'totpUri'>, wallMs: number): Promise<string> =>
  generate({ secret: new URL(totpUri).searchParams.get('secret') ?? '', epoch: Math.floor(wallMs / 1000) });

/** An admin by that name, as `yike fleet admin add` makes it. */
export async function anAdmin({ parts }: TestFleet, name = 'root'): Promise<Credentials> {
  const made = await openAccounts(parts).make({ name, displayName: name, role: 'admin', districts: [] }, null);
  if (!made) throw new Error(`${name} is taken`);
  return made;
}
