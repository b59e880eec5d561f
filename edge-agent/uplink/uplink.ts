import type { Cancel, Clock, Log, Random } from '../ports.ts';
import type { Outbox } from '../store/outbox.ts';
import { stationStateTopic } from '../wire/topics.ts';
import type { RetainedStates } from './announce.ts';
import { openBackOff } from './back-off.ts';
import { type Connect, type Connection, openConnection, type Protocol } from './connection.ts';
import { holdSession, type Session } from './session.ts';
import { brokerAddress, type UplinkSecrets } from './socket.ts';
import { classify, UplinkError } from './uplink-error.ts';

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
  /** After a power cut a whole district starts at once: the first connection waits up to so long, by chance. */
  readonly startSpreadMs?: number;
  /** The way itself; MQTT where no other is given. */
  readonly connect?: Connect;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
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

/**
 * The station's side of MQTT: keeps one connection to the broker, a new one whenever it is lost, and over it the states
 * and the outbox. Costs nothing but time when the broker is away, refuses or lies. Throws a RangeError on a bad url.
 */
export function startUplink(parts: UplinkParts): Uplink {
  const { stationId, platform, clock, random, log, startSpreadMs = 0, connect = openConnection } = parts;
  const { url, protocol: wanted, secrets = () => ({}) } = platform;
  brokerAddress(url);
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
    try {
      connection = await connect({ url, secrets: secrets(), protocol, stationId, will, clock }, stopping.signal);
      const connectedAt = clock.now();
      session = holdSession(connection, { ...parts, will });
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
      if (logged !== message) log.warn('uplink lost', { why: message });
      logged = message; // days without a broker are one line
      if (code === 'version') at++;
      inVain = code === 'version' ? inVain + 1 : 0;
      const otherVersionNow = inVain % protocols.length > 0;
      if (!otherVersionNow) await pause(backOff.next(code));
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
      await session?.stop();
      await running;
    },
  };
}
