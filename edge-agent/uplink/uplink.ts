import type { Cancel, Clock, Log, Random } from '../ports.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Retained } from '../store/retained.ts';
import { receiptTopic, stationStateTopic } from '../wire/topics.ts';
import type { RetainedStates } from './announce.ts';
import { openBackOff } from './back-off.ts';
import { type Connect, type Connection, openConnection, type Protocol } from './connection.ts';
import { openLeftovers } from './leftovers.ts';
import { openReceipts } from './receipts.ts';
import { warnSeldom } from './seldom.ts';
import { holdSession, type Session, type SessionParts, type UplinkAlarm } from './session.ts';
import { brokerAddress, type UplinkSecrets } from './socket.ts';
import { openSuspect } from './suspect.ts';
import { classify, UplinkError, type UplinkErrorCode } from './uplink-error.ts';

export type { RetainedStates } from './announce.ts';
export type { Connect, Connection } from './connection.ts';
export type { UplinkSecrets } from './socket.ts';

export interface UplinkParts {
  readonly stationId: string;
  readonly platform: {
    readonly url: string;
    /** Asked at each connection, so that certificates can be renewed while it runs. Where absent there are none. */
    readonly secrets?: () => UplinkSecrets;
    /** `auto`: MQTT 5, and 3.1.1 when the broker refuses the version. */
    readonly protocol: 'auto' | Protocol;
  };
  readonly outbox: Outbox;
  readonly states: RetainedStates;
  /** What the states have left at the broker, over all starts. */
  readonly retained: Retained;
  /** After a power cut a whole district starts at once: the first connection waits up to so long, by chance. */
  readonly startSpreadMs?: number;
  /** The way itself; MQTT where no other is given. */
  readonly connect?: Connect;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Told why each connection ended or never came about. Must not throw. */
  readonly lost?: (code: UplinkErrorCode) => void;
  /** Does the platform give receipts? Then a row is not the platform's before its receipt. */
  readonly receipts?: boolean;
  /** The text that the platform has signed; rejects whatever else. Absent: receipts come unsigned. */
  readonly verify?: (jws: string) => Promise<string>;
  /** Counts a receipt that could not be believed. Must not throw. */
  readonly receiptRefused?: () => void;
  readonly tombstone: SessionParts['tombstone'];
  readonly onBuried: SessionParts['onBuried'];
  /** Must not throw. */
  readonly alarm?: (code: UplinkAlarm, raised: boolean) => void;
}

export interface Uplink {
  status(): 'online' | 'offline';
  /** Wall-clock milliseconds of the last change of status. */
  sinceMs(): number;
  onChange(listener: () => void): Cancel;
  /** Says goodbye and closes; within four seconds in any case. Nothing is sent afterwards. */
  close(): Promise<void>;
}

/** A broker that lets in and throws out at once must not be stormed. */
const STABLE_AFTER_MS = 60_000;
/** So many the platform may have of which we know no PUBACK: a killed process had not marked them, or a drain was begun anew. */
const FORGOTTEN_MARKS = 128;
/** So long alone with our name: the other one has gone. */
const ALONE_AFTER_MS = 600_000;

/**
 * The station's side of MQTT: keeps one connection to the broker, a new one whenever it is lost, and over it the states
 * and the outbox. Costs nothing but time when the broker is away, refuses or lies. Throws a RangeError on a bad url.
 */
export function startUplink(parts: UplinkParts): Uplink {
  const { stationId, platform, clock, random, log, startSpreadMs = 0, connect = openConnection } = parts;
  const { url, protocol: wanted, secrets = () => ({}) } = platform;
  brokerAddress(url);
  const { outbox, receipts = false, alarm = () => {} } = parts;
  const suspect = openSuspect();
  const leftovers = openLeftovers(parts);
  const twice = openTwice(clock);
  const refusedReceipts = warnSeldom('receipt refused', { clock, log });
  let outside = false;
  const unauthorised = (is: boolean): void => {
    if (is !== outside) alarm('not-authorised', is);
    outside = is;
  };
  const will = { topic: stationStateTopic(stationId), payload: '{"online":false}' };
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  const backOff = openBackOff(random);
  const protocols: Protocol[] = wanted === 'auto' ? ['5', '3.1.1'] : [wanted];
  let status: 'online' | 'offline' = 'offline';
  let sinceMs = clock.wall();
  let session: Session | undefined;
  let logged: string | undefined;

  const become = (next: 'online' | 'offline'): void => {
    if (status === next) return;
    status = next;
    sinceMs = clock.wall();
    for (const listener of listeners) listener();
  };

  const pause = async (ms: number): Promise<void> => {
    if (stopping.signal.aborted) return;
    const over = Promise.withResolvers<void>();
    const wake = (): void => over.resolve();
    const cancel = clock.at(clock.now() + ms, wake);
    stopping.signal.addEventListener('abort', wake);
    await over.promise;
    stopping.signal.removeEventListener('abort', wake);
    cancel();
  };

  /** One connection from its beginning to its end, and why it ended. */
  const connectOnce = async (protocol: Protocol): Promise<UplinkError> => {
    let connection: Connection | undefined;
    let cancelAlone: Cancel = () => {};
    try {
      connection = await connect({ url, secrets: secrets(), protocol, stationId, will, clock }, stopping.signal);
      const connectedAt = clock.now();
      const ears = openReceipts({
        stationId,
        outbox,
        ...(parts.verify && { verify: parts.verify }),
        sent: () =>
          Math.min(
            outbox.acknowledged() + outbox.depth(),
            Math.max(outbox.acknowledged() + FORGOTTEN_MARKS, session?.sent() ?? 0),
          ),
        settle: () => session?.settle(),
        onRisen: () => session?.receipted(),
        onRefused(why) {
          refusedReceipts.warn(why);
          parts.receiptRefused?.();
          alarm('receipt-refused', true);
        },
      });
      if (receipts) connection.subscribe(receiptTopic(stationId), ears.hear);
      session = holdSession(connection, {
        ...parts,
        will,
        receipts,
        unauthorised,
        leftovers,
        suspect,
        onTaken: ears.acknowledged,
      });
      cancelAlone = clock.at(connectedAt + ALONE_AFTER_MS, () => {
        twice.forget();
        alarm('station-twice', false);
        unauthorised(false);
      });
      if (stopping.signal.aborted) connection.drop(new UplinkError('lost', 'given up'));
      logged = undefined;
      log.info('uplink connected', { protocol, window: connection.window });
      become('online');
      const why = await session.ended;
      if (clock.now() - connectedAt >= STABLE_AFTER_MS) backOff.reset();
      return why;
    } catch (error) {
      const why = classify(error);
      connection?.drop(why);
      return why;
    } finally {
      cancelAlone();
      session = undefined;
      become('offline');
    }
  };

  const run = async (): Promise<void> => {
    if (startSpreadMs > 0) await pause(random.fraction() * startSpreadMs);
    let inVain = 0; // versions refused in a row
    for (let at = 0; !stopping.signal.aborted; ) {
      const { code, message } = await connectOnce(protocols[at % protocols.length] ?? '5');
      if (stopping.signal.aborted) return;
      parts.lost?.(code);
      if (logged !== message) log.warn('uplink lost', { why: message });
      logged = message; // days without a broker are one line
      if (code === 'version') at++;
      inVain = code === 'version' ? inVain + 1 : 0;
      const otherVersionNow = inVain % protocols.length > 0;
      if (code === 'credentials') unauthorised(true);
      const isTwice = code === 'taken-over' && twice.again();
      if (isTwice) alarm('station-twice', true);
      if (!otherVersionNow) await pause(backOff.next(isTwice || code !== 'taken-over' ? code : 'lost'));
    }
  };
  const running = run();

  return {
    status: () => status,
    sinceMs: () => sinceMs,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      stopping.abort();
      refusedReceipts.cancel();
      await session?.stop();
      await running;
    },
  };
}

/** Twice thrown out by our own name within a minute: two machines have it, or a card was copied. So it stays until forgotten. */
function openTwice(clock: Pick<Clock, 'now'>) {
  let lastMs = Number.NEGATIVE_INFINITY;
  let known = false;
  return {
    again(): boolean {
      const former = lastMs;
      lastMs = clock.now();
      known ||= lastMs - former < STABLE_AFTER_MS;
      return known;
    },
    forget(): void {
      known = false;
    },
  };
}
