import type { Cancel, Clock, Log, Random } from '../ports.ts';
import type { Message, Outbox, Tombstone } from '../store/outbox.ts';
import { CLOUD_EVENT_CONTENT_TYPE } from '../wire/cloud-event.ts';
import { announce, type RetainedStates } from './announce.ts';
import { openBackOff } from './back-off.ts';
import type { Connection } from './connection.ts';
import { type Drain, startDrain } from './drain.ts';
import type { Leftovers } from './leftovers.ts';
import { type Backlog, openSilence, resumeFrom } from './repeat.ts';
import { retainedState } from './retained-state.ts';
import type { Suspect } from './suspect.ts';
import { messageNotTaken, PACKET_TOO_LARGE, UplinkError, type UplinkErrorCode } from './uplink-error.ts';

/** Calls for staff that only the way to the platform can know of. */
export type UplinkAlarm = 'receipt-refused' | 'station-twice' | 'not-authorised';

/** Why a row's place is taken by a tombstone. */
export interface Burial {
  readonly reason: 'refused' | 'damaged';
  readonly code?: number;
}

export interface SessionParts {
  readonly outbox: Outbox;
  readonly states: RetainedStates;
  readonly leftovers: Leftovers;
  /** What the broker says for us when the line drops, and we ourselves before we go. On the heartbeat's topic. */
  readonly will: { readonly topic: string; readonly payload: string };
  /** Does the platform give receipts? */
  readonly receipts: boolean;
  /** Makes the event that takes a row's place. */
  readonly tombstone: (
    sequence: number,
    row: { readonly id: string; readonly topic: string },
    burial: Burial,
  ) => Tombstone;
  /** It is set aside, and its tombstone on disk. Must not throw. */
  readonly onBuried: (sequence: number, burial: Burial) => void;
  /** The broker does not take what is ours to say, or takes it again. */
  readonly unauthorised: (is: boolean) => void;
  /** Which row makes the line die; of all connections together. */
  readonly suspect: Suspect;
  /** Told with each message that the broker took. */
  readonly onTaken: (sequence: number) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface Session {
  /** Resolves with the reason when the line is gone. */
  readonly ended: Promise<UplinkError>;
  /** Writes down what the broker has acknowledged so far. */
  settle(): void;
  /** The last sequence sent since the drain last began. */
  sent(): number;
  /** The platform's receipt has risen. */
  receipted(): void;
  /** Says goodbye; within three seconds in any case. */
  stop(): Promise<void>;
}

const GOODBYE_WITHIN_MS = 2000;
/** About one message; the line stands. Everything else is about the line. */
const OF_A_MESSAGE: readonly UplinkErrorCode[] = ['not-taken', 'unsendable', 'credentials', 'busy', 'damaged', 'store'];
/** The broker's own word that it will never take that message: the line bore it. */
const answered = ({ code, reason }: UplinkError): boolean => code === 'unsendable' && reason !== PACKET_TOO_LARGE;
/** An acknowledgement is never this late on a line that is any good. */
const PATIENCE_MS = 30_000;

/** Of a PUBLISH in MQTT 5 (sections 2.1.4 and 3.3): the fixed header, lengths, packet id, and the one property that we send. */
function packetBytes({ topic, payload }: Message): number {
  const property = 1 + 2 + CLOUD_EVENT_CONTENT_TYPE.length;
  const rest = 2 + Buffer.byteLength(topic) + 2 + 1 + property + Buffer.byteLength(payload);
  const lengthBytes = rest < 128 ? 1 : rest < 16_384 ? 2 : rest < 2_097_152 ? 3 : 4;
  return 1 + lengthBytes + rest;
}

/**
 * What one connection carries: the states at once, then the outbox for as long as it lasts. A state that changes later
 * never waits behind the backlog, only behind the window that is under way. A row that can never be sent is set aside,
 * and a tombstone sent in its place; whatever else is refused stays where it is and is tried again.
 */
export function holdSession(connection: Connection, parts: SessionParts): Session {
  const { outbox, states, leftovers, will, receipts, tombstone, onBuried, unauthorised, suspect, clock, log } = parts;
  const backOff = openBackOff(parts.random);
  let drain: Drain | undefined;
  let window = connection.window;
  let logged: string | undefined;
  let cancelWait: Cancel = () => {};
  let over = false;

  const publish = (message: Message, settled: (failure?: UplinkError) => void): void => {
    const { topic, payload } = message;
    if (packetBytes(message) > (connection.mostPacketBytes ?? Number.POSITIVE_INFINITY))
      settled(messageNotTaken(PACKET_TOO_LARGE));
    else connection.publish({ topic, payload, retain: false, contentType: CLOUD_EVENT_CONTENT_TYPE }, settled);
  };

  const onTaken = (sequence: number): void => {
    suspect.passed(sequence);
    unauthorised(false);
    parts.onTaken(sequence);
  };

  const begin = (from: number, firstWindow: number): void => {
    try {
      drain?.stop();
      drain = startDrain({ outbox, publish, window, from, firstWindow, clock, onTaken, onTrouble });
    } catch {
      onTrouble(new UplinkError('store', 'the outbox'));
    }
  };

  /** At the beginning of the line: as it is suspected, or behind what the platform is known to have. */
  const start = (): void => {
    const plan = suspect.plan();
    if (plan.send === 'behind') tryBehind(plan.suspect, plan.distance);
    else if (plan.send === 'alone') begin(outbox.acknowledged(), 1);
    else begin(receipts ? resumeFrom(outbox) : outbox.acknowledged(), window);
  };

  /** The row so far behind the suspect, and nothing else: passes it, the suspect goes next, or is set aside when that was proof enough. */
  const tryBehind = (row: number, distance: number): void => {
    const next = outbox.after(row, distance)[distance - 1]; // never a nearer one, which has failed, nor one further off than need be
    if (!next || 'damaged' in next) {
      suspect.unmatched();
      if (next) bury(next.sequence, { reason: 'damaged' });
      else begin(outbox.acknowledged(), 1); // the suspect is tried again
      return;
    }
    cancelWait = clock.at(clock.now() + PATIENCE_MS, () => {
      suspect.died(undefined); // it does not pass either
      connection.drop(new UplinkError('silent', 'no answer'));
    });
    publish(next, (failure) => {
      if (over) return;
      cancelWait();
      if (failure && !answered(failure)) wait(failure);
      else if (suspect.passed(next.sequence)) bury(row, { reason: 'refused' });
      else begin(outbox.acknowledged(), 1);
    });
  };

  const bury = (sequence: number, burial: Burial): void => {
    try {
      outbox.setAside(sequence, burial.reason, (row) => tombstone(sequence, row, burial));
      log.error('row set aside', { sequence, reason: burial.reason, code: burial.code });
      onBuried(sequence, burial);
      // Not in the same turn: the drain that met the row may be at its own beginning still.
      const from = Math.min(outbox.acknowledged(), sequence - 1);
      clock.soon(() => {
        if (!over) begin(from, window);
      });
    } catch {
      // The tombstone itself is refused, or the disk is full: it stays where it is.
      wait(new UplinkError('not-taken', 'a row that cannot be set aside'));
    }
  };

  /** A message not taken stays where it is; after a pause it goes alone, so that nothing overtakes it a second time. */
  const wait = (why: UplinkError): void => {
    if (logged !== why.message) log.warn('uplink pauses', { why: why.message });
    logged = why.message; // a row that is refused for days is one line
    cancelWait();
    cancelWait = clock.at(clock.now() + backOff.next(why.code), () => begin(outbox.acknowledged(), 1));
  };

  function onTrouble(why: UplinkError, sequence?: number): void {
    if (over) return;
    if (!OF_A_MESSAGE.includes(why.code)) connection.drop(why);
    else if (sequence !== undefined && why.code === 'damaged') bury(sequence, { reason: 'damaged' });
    else if (sequence !== undefined && why.code === 'unsendable')
      bury(sequence, { reason: 'refused', ...(why.reason !== undefined && { code: why.reason }) });
    else {
      if (why.code === 'busy') window = Math.max(1, window >> 1);
      unauthorised(why.code === 'credentials');
      wait(why);
    }
  }

  /** What was acknowledged once and is sent again makes no line die: the first new one that went with it is suspected, and tried alone. */
  const ofTheNew = ({ head, sent }: Drain): number | undefined => {
    const oldest = head();
    const firstNew = outbox.acknowledged() + 1;
    if (oldest === undefined || oldest >= firstNew) return oldest;
    return sent() >= firstNew ? firstNew : undefined;
  };

  const backlog: Backlog = {
    repeat(messages) {
      for (const message of messages) publish(message, () => {});
    },
    beginBehind: (sequence) => begin(sequence, window),
  };
  const silence = receipts ? openSilence({ outbox, backlog, window, clock }) : undefined;
  const cancelStates = announce(connection, states, { leftovers, heartbeatTopic: will.topic, clock, log });
  const cancelAdded = outbox.onAdded(() => drain?.wake());
  start();

  const letGo = (): void => {
    over = true;
    cancelStates();
    cancelAdded();
    cancelWait();
    silence?.cancel();
  };
  const ended = connection.closed.then((why) => {
    letGo();
    drain?.stop();
    if (['lost', 'refused', 'unsendable'].includes(why.code)) suspect.died(drain && ofTheNew(drain));
    return why;
  });

  return {
    ended,
    settle: () => drain?.settle(),
    sent: () => drain?.sent() ?? 0,
    receipted: () => silence?.risen(),
    async stop() {
      letGo();
      drain?.pause();
      const said = Promise.withResolvers<void>();
      const cancel = clock.at(clock.now() + GOODBYE_WITHIN_MS, said.resolve);
      connection.publish(retainedState(will), () => said.resolve());
      await Promise.race([said.promise, ended]);
      cancel();
      await connection.end();
      await ended;
    },
  };
}
