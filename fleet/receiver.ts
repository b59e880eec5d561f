/** What the city hears: from the broker through a bounded memory into the database, and a receipt for what is there. */
import type { Heard } from './broker/connection.ts';
import { openLine } from './broker/line.ts';
import type { BrokerSecrets } from './broker/socket.ts';
import { codeOf } from './error-code.ts';
import type { FleetKeys } from './keys/fleet-keys.ts';
import { openListening } from './listening.ts';
import type { Cancel, Clock, Log, Random } from './ports.ts';
import { openReceipts } from './receipts.ts';
import { openEar } from './receive/ear.ts';
import { type InboxLimits, LIMITS, openInbox } from './receive/inbox.ts';
import { openRecorder } from './recorder.ts';
import type { Leadership } from './store/leadership.ts';
import type { Databases } from './store/open.ts';
import { KEEP, type Keep, prune } from './store/retention.ts';

export interface ReceiverParts {
  readonly databases: Databases;
  /** Of this member: whoever leads writes states and alarms (`openLeadership`). */
  readonly leadership: Leadership;
  /** `secrets` is asked at each connection: a certificate may have been renewed. */
  readonly broker: { readonly url: string; readonly secrets: () => BrokerSecrets };
  /** 1 of 1, where the service is alone. */
  readonly member: { readonly number: number; readonly of: number };
  /** Receipts are signed with them; absent: they go as they are. */
  readonly keys?: FleetKeys;
  readonly keep?: Keep;
  readonly limits?: InboxLimits;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Counters since the start, and what is so now. */
export interface ReceiverFigures {
  readonly online: boolean;
  readonly received: number;
  /** Events that are in the database by this member's work. */
  readonly committed: number;
  /** States and alarms that were written. */
  readonly written: number;
  readonly repeats: number;
  readonly disputed: number;
  readonly receipts: number;
  /** By why. */
  readonly refused: Readonly<Record<string, number>>;
  readonly inbox: { readonly messages: number; readonly bytes: number };
  /** How long the last commit took. */
  readonly commitMs: number;
  /** The database refuses since the last commit. */
  readonly failing: boolean;
}

export interface Receiver {
  figures(): ReceiverFigures;
  /** Told after each commit that brought something new: what is passed on may go on. */
  onCommitted(listener: () => void): Cancel;
  /** To a station (`down/…`), at QoS 1. Rejects while there is no line, and where the broker does not take it. */
  publish(topic: string, payload: string, options: { readonly retain: boolean }): Promise<void>;
  /** Hears no more, commits what it has heard, says the last receipts, goes. */
  close(): Promise<void>;
}

/** A broker's rules name the service by it; no station's id has a dot. */
const NAME = 'fleet.service';
const PRUNE_EVERY_MS = 3_600_000;
/** How long goodbye may take where the database is away. */
const CLOSE_WITHIN_MS = 10_000;

export function openReceiver(parts: ReceiverParts): Receiver {
  const { databases, leadership, broker, member, keys, keep = KEEP, limits = LIMITS, clock, random, log } = parts;
  const inbox = openInbox(limits);
  const ear = openEar(inbox);
  const listeners = new Set<() => void>();
  const publish: Receiver['publish'] = async (topic, payload, options) => {
    const connection = line.current();
    if (!connection) throw new Error('no line to the broker');
    await connection.publish(topic, payload, options);
  };
  const receipts = openReceipts({
    databases,
    keys,
    publish: (topic, payload) => publish(topic, payload, { retain: false }),
    clock,
  });
  const recorder = openRecorder({
    databases,
    inbox,
    ear,
    receipts,
    leads: leadership.leads,
    committed: () => {
      for (const listener of listeners) listener();
    },
    clock,
    random,
    log,
  });
  const listening = openListening({ member, ear, leads: leadership.leads, flooded: recorder.sweepBehind, clock });

  const hear = (message: Heard): Promise<void> | undefined => {
    if (message.topic === listening.markerTopic) listening.marker(message.payload);
    else if (listening.wants(message.topic)) ear.hear(message, clock.wall());
    recorder.heard();
    return inbox.room();
  };
  const line = openLine({
    url: broker.url,
    secrets: broker.secrets,
    name: member.of > 1 ? `${NAME}-${member.number}` : NAME,
    hear,
    begin: listening.begin,
    clock,
    random,
    log,
  });
  const cancelLead = leadership.onChange((leads) => {
    if (!leads) inbox.forgetStates();
    const connection = line.current();
    if (connection) listening.leadChanged(connection).catch(() => connection.end());
  });

  let cancelPrune: Cancel = () => {};
  let pruning: Promise<void> = Promise.resolve();
  const pruneLater = (inMs: number): void => {
    cancelPrune = clock.at(clock.now() + inMs, () => {
      if (leadership.leads())
        pruning = prune(databases, keep, clock.wall()).catch((error: unknown) =>
          log.warn('nothing could be pruned', { why: codeOf(error) }),
        );
      pruneLater(PRUNE_EVERY_MS);
    });
  };
  pruneLater(60_000 + random.fraction() * 60_000);

  return {
    figures: () => ({
      online: line.current() !== undefined,
      received: ear.received(),
      refused: ear.refused(),
      receipts: receipts.said(),
      inbox: { messages: inbox.messages(), bytes: inbox.bytes() },
      ...recorder.figures(),
    }),
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish,
    async close() {
      cancelPrune();
      cancelLead();
      await listening.end(line.current());
      await recorder.close(CLOSE_WITHIN_MS);
      await line.close();
      await pruning;
    },
  };
}
