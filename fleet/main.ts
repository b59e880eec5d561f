/** Puts the fleet service together: receiver, the leading member's duties, the console's server. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openAccounts } from './accounts/accounts.ts';
import { openPasswords } from './accounts/scrypt.ts';
import { openSeal } from './accounts/seal.ts';
import { alarmList } from './alarms/list.ts';
import { buildApp } from './app.ts';
import { whileLeading } from './duties.ts';
import type { ForwardTarget } from './forward/settings.ts';
import { openForward } from './forward.ts';
import { openJudge } from './judge.ts';
import { readFleetKeys } from './keys/fleet-keys.ts';
import { openNotices } from './notices/notices.ts';
import type { Notify } from './notices/notify.ts';
import type { Clock, Log, Random } from './ports.ts';
import { openReceiver, type ReceiverParts } from './receiver.ts';
import { openNoticeSender } from './senders/notices.ts';
import { openAudit } from './store/audit-store.ts';
import { openLeadership } from './store/leadership.ts';
import { openDatabases } from './store/open.ts';

/** The fleet file, its files read and its credentials fetched. */
export interface FleetSettings {
  readonly broker: ReceiverParts['broker'];
  /** `postgres://…`; absent: SQLite in `folder`. */
  readonly database?: string;
  /** Also where the key lies by which second factors are sealed. */
  readonly folder: string;
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** PEM, and by which names browsers reach it. */
    readonly tls?: { readonly cert: string; readonly key: string; readonly names: readonly string[] };
  };
  readonly member: ReceiverParts['member'];
  /** A JWK Set with the private keys. */
  readonly keys?: string;
  readonly notify?: Notify;
  readonly forward: readonly ForwardTarget[];
}

export interface FleetParts {
  readonly settings: FleetSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}
