/** Puts the fleet service together: receiver, the leading member's duties, the console's server. */
import { join } from 'node:path';
import { type Accounts, openAccounts } from './accounts/accounts.ts';
import { accountPartsOf } from './admin.ts';
import { buildApp } from './app.ts';
import { type Duty, whileLeading } from './duties.ts';
import type { ForwardTarget } from './forward/settings.ts';
import { openForward } from './forward.ts';
import { openJudge } from './judge.ts';
import { type FleetKeys, readFleetKeys } from './keys/fleet-keys.ts';
import { openNotices } from './notices/notices.ts';
import type { Notify } from './notices/notify.ts';
import type { Clock, Log, Random } from './ports.ts';
import { openReceiver, type Receiver, type ReceiverParts } from './receiver.ts';
import { receiverFigures } from './receiver-figures.ts';
import { openNearby } from './rounds/nearby.ts';
import type { Certificate } from './routes/renewal.ts';
import { openNoticeSender } from './senders/notices.ts';
import { openLeadership } from './store/leadership.ts';
import { type Databases, openDatabases } from './store/open.ts';
import { KEEP } from './store/retention.ts';

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
    /** By which names browsers reach it; `certificate` is asked again and again: it may have been renewed. */
    readonly tls?: { readonly certificate: () => Certificate; readonly names: readonly string[] };
  };
  readonly member: ReceiverParts['member'];
  /** A JWK Set with the private keys. */
  readonly keys?: string;
  readonly notify?: Notify;
  readonly forward: readonly ForwardTarget[];
  /** How long residents' own records are kept; absent: for ever. */
  readonly recordDays?: number;
}

export interface FleetParts {
  readonly settings: FleetSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface RunningFleet {
  readonly url: string;
  readonly accounts: Accounts;
  close(): Promise<void>;
}

const CONSOLE = join(import.meta.dirname, '..', 'ui', 'console', 'dist');

/** Rejects where a database, the keys or the port do not serve; the broker may be away. */
export async function openFleet({ settings, clock, random, log }: FleetParts): Promise<RunningFleet> {
  const { broker, folder, http, member } = settings;
  const database = settings.database ?? folder;
  const keys = settings.keys === undefined ? undefined : await readFleetKeys(settings.keys);
  const databases = await openDatabases(database, clock.wall());
  const leadership = openLeadership(database, { clock, log });
  const keep = { ...KEEP, ...(settings.recordDays !== undefined && { recordDays: settings.recordDays }) };
  const receiver = openReceiver({
    databases,
    leadership,
    broker,
    member,
    keep,
    ...(keys && { keys }),
    clock,
    random,
    log,
  });
  const duties = whileLeading(leadership, dutiesOf({ settings, clock, random, log }, databases, receiver, keys));
  const close = async (): Promise<void> => {
    await duties.close(); // they speak through the receiver
    await receiver.close();
    await leadership.close();
    await databases.close();
  };

  const accountParts = accountPartsOf(databases, folder, { clock, random, log });
  const { tls } = http;
  try {
    const { app } = await buildApp({
      ...accountParts,
      brokerOnline: () => receiver.figures().online,
      figures: () => receiverFigures(receiver.figures()),
      address: { port: http.port, names: tls?.names ?? [] },
      ...(tls && { certificate: tls.certificate }),
      console: CONSOLE,
    });
    await app.listen({ host: http.host, port: http.port });
    log.info('fleet ready', { port: http.port, member: member.number, of: member.of });
    return {
      url: `${tls ? 'https' : 'http'}://${tls?.names[0] ?? '127.0.0.1'}:${http.port}/`,
      accounts: openAccounts(accountParts),
      async close() {
        await app.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Of the leading member alone. */
function dutiesOf(
  { settings: { notify, forward }, clock, random, log }: FleetParts,
  databases: Databases,
  receiver: Receiver,
  keys: FleetKeys | undefined,
): (() => Duty)[] {
  const send = openNoticeSender(notify ?? {});
  return [
    () => openJudge({ databases, clock, log }),
    () =>
      openNearby({
        databases,
        clock,
        log,
        publish: (topic, payload) => receiver.publish(topic, payload, { retain: true }),
      }),
    ...(notify ? [() => openNotices({ databases, clock, log, notify, send })] : []),
    ...(forward.length > 0
      ? [() => openForward({ databases, targets: forward, clock, random, log, ...(keys && { open: keys.open }) })]
      : []),
  ];
}
