/** What the city hears: from the broker through a bounded memory into the database, and a receipt for what is there. */
import type { FleetKeys } from './keys/fleet-keys.ts';
import type { Cancel, Clock, Log, Random } from './ports.ts';
import type { Leadership } from './store/leadership.ts';
import type { Databases } from './store/open.ts';

export interface ReceiverParts {
  readonly databases: Databases;
  /** Of this member: whoever leads writes states and alarms (`openLeadership`). */
  readonly leadership: Leadership;
  /** `secrets` is asked at each connection: a certificate may have been renewed. Contents, PEM. */
  readonly broker: {
    readonly url: string;
    readonly secrets: () => { readonly ca?: string; readonly certificate?: string; readonly key?: string };
  };
  /** 1 of 1, where the service is alone. */
  readonly member: { readonly number: number; readonly of: number };
  /** Receipts are signed with them; absent: they go as they are. */
  readonly keys?: FleetKeys;
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
  readonly repeats: number;
  readonly disputed: number;
  readonly receipts: number;
  /** By why. */
  readonly refused: Readonly<Record<string, number>>;
  readonly inbox: { readonly messages: number; readonly bytes: number };
  /** How long the last commit took, and whether the database refuses since the one before. */
  readonly commitMs: number;
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
