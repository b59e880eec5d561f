import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '../../edge-agent/clock.ts';
import { openReceiver, type Receiver, type ReceiverParts } from '../../fleet/receiver.ts';
import { openLeadership } from '../../fleet/store/leadership.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';

export interface TestReceiver extends AsyncDisposable {
  readonly receiver: Receiver;
  readonly databases: Databases;
  readonly folder: string;
  readonly logged: readonly string[];
}

/** A receiver on this machine's own clocks, over SQLite in a folder of its own unless a database is named. */
export async function aReceiver(
  url: string,
  more: Partial<ReceiverParts> & { readonly database?: string } = {},
): Promise<TestReceiver> {
  const { database, ...parts } = more;
  const folder = mkdtempSync(join(tmpdir(), 'yike-receiver-'));
  const logged: string[] = [];
  const note = (what: string, facts = {}): void => void logged.push(JSON.stringify({ what, ...facts }));
  const log = { info: note, warn: note, error: note };
  const databases = await openDatabases(database ?? folder, systemClock.wall());
  const leadership = openLeadership(database ?? folder, { clock: systemClock, log });
  const receiver = openReceiver({
    databases,
    leadership,
    broker: { url, secrets: () => ({}) },
    member: { number: 1, of: 1 },
    clock: systemClock,
    random: systemRandom,
    log,
    ...parts,
  });
  return {
    receiver,
    databases,
    folder,
    logged,
    async [Symbol.asyncDispose]() {
      await receiver.close();
      await leadership.close();
      await databases.close();
      rmSync(folder, { recursive: true });
    },
  };
}
