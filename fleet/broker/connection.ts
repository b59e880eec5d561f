import { type IClientOptions, MqttClient } from 'mqtt';
import type { Clock } from '../ports.ts';
import { type BrokerSecrets, brokerSocket } from './socket.ts';

export type Protocol = '5' | '3.1.1';

export interface Heard {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The broker had it kept from before the subscription. */
  readonly retained: boolean;
}

export interface ConnectionParts {
  readonly url: string;
  readonly secrets: BrokerSecrets;
  readonly protocol: Protocol;
  readonly clientId: string;
  readonly userName: string;
  /** A promise holds back all that comes behind it, acknowledgements and pings too, until it resolves. */
  readonly hear: (message: Heard) => Promise<void> | undefined;
  readonly clock: Pick<Clock, 'now' | 'at'>;
}

/** One connection from CONNACK to its end; never used again. */
export interface Connection {
  readonly protocol: Protocol;
  /** At QoS 1. Rejects when the broker does not take it, or the connection ends first. */
  publish(topic: string, payload: string, options: { readonly retain: boolean }): Promise<void>;
  /** At QoS 1; the broker says all that it keeps there anew. Resolves once it has confirmed; rejects where it refuses. */
  subscribe(filters: readonly string[]): Promise<void>;
  unsubscribe(filters: readonly string[]): Promise<void>;
  /** Resolves with the reason; never rejects. */
  readonly closed: Promise<ConnectionEnd>;
  end(): Promise<void>;
}

/** `version`: the broker does not speak this one. `why` is a class or a number, nothing that a broker wrote. */
export interface ConnectionEnd {
  readonly version: boolean;
  readonly why: string;
}

const KEEP_ALIVE_S = 30;
const CONNECT_WITHIN_MS = 20_000;
const END_WITHIN_MS = 1000;
/** Unacknowledged ones of ours; mqtt.js itself counts none. */
const WINDOW = 64;
/** What is longer the broker keeps to itself (MQTT 5): nothing honest is near it. */
const MOST_PACKET_BYTES = 2 * 1024 * 1024;

/** MQTT 5, section 3.2.2.2; 3.1.1, section 3.2.2.3. */
const VERSION_REFUSED = [1, 132];

/**
 * mqtt.js is only the pipe: one client object for one connection, no reconnecting, no store. Rejects with an Error whose
 * cause is the ConnectionEnd when there is no CONNACK, or one that refuses; `signal` gives up.
 */
export function openConnection(parts: ConnectionParts, signal: AbortSignal): Promise<Connection> {
  const opened = Promise.withResolvers<Connection>();
  const closed = Promise.withResolvers<ConnectionEnd>();
  const client = new MqttClient(() => brokerSocket(parts.url, parts.secrets), optionsOf(parts));
  let end: ConnectionEnd | undefined; // the first thing that went wrong is the reason

  client.handleMessage = ({ topic, payload, retain }, acknowledge) => {
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const held = parts.hear({ topic, payload: bytes, retained: retain });
    if (held) void held.then(() => acknowledge());
    else acknowledge();
  };
  const giveUp = (): void => {
    end ??= { version: false, why: 'given up' };
    client.stream.destroy();
  };
  signal.addEventListener('abort', giveUp);
  client.on('error', (error) => {
    end ??= endOf(error);
    client.stream.destroy();
  });
  client.on('disconnect', ({ reasonCode }) => {
    end ??= { version: false, why: `the broker said ${reasonCode ?? 0}` };
  });
  let heardAt = Number.NEGATIVE_INFINITY;
  client.on('packetreceive', () => {
    // Whatever comes shows that somebody is there; an answer to a ping waits behind it. Once a second: each costs a timer.
    if (parts.clock.now() - heardAt < 1000) return;
    heardAt = parts.clock.now();
    client.reschedulePing(true);
  });
  client.on('connect', () => {
    signal.removeEventListener('abort', giveUp);
    opened.resolve({
      protocol: parts.protocol,
      publish: publisher(client, Math.min(WINDOW, client.serverProperties?.receiveMaximum ?? WINDOW)),
      async subscribe(filters) {
        const granted = await client.subscribeAsync([...filters], { qos: 1 });
        if (granted.some(({ qos }) => qos >= 128)) throw new Error('the broker refuses a subscription');
      },
      async unsubscribe(filters) {
        await client.unsubscribeAsync([...filters]);
      },
      closed: closed.promise,
      end() {
        end ??= { version: false, why: 'ended' };
        client.end();
        const cancel = parts.clock.at(parts.clock.now() + END_WITHIN_MS, () => client.stream.destroy());
        return closed.promise.then(cancel);
      },
    });
  });
  client.on('close', () => {
    signal.removeEventListener('abort', giveUp);
    client.end(true); // lets go of what it still holds
    const reason = end ?? { version: false, why: 'closed' };
    opened.reject(new Error(reason.why, { cause: reason }));
    closed.resolve(reason);
  });
  if (signal.aborted) giveUp();
  return opened.promise;
}

function optionsOf({ protocol, clientId, userName }: ConnectionParts): IClientOptions {
  return {
    protocolVersion: protocol === '5' ? 5 : 4,
    clientId,
    username: userName,
    clean: true, // session expiry 0 with it: what an absent member was kept would come out of order, and twice
    keepalive: KEEP_ALIVE_S,
    connectTimeout: CONNECT_WITHIN_MS,
    reschedulePings: false,
    reconnectPeriod: 0,
    resubscribe: false,
    log: () => {},
    writeCache: false, // 65,536 ready-made buffers: 14 MB to save a nanosecond
    ...(protocol === '5' && { properties: { sessionExpiryInterval: 0, maximumPacketSize: MOST_PACKET_BYTES } }),
  };
}

/** Gives the client no more than `window` at once. */
function publisher(client: MqttClient, window: number): Connection['publish'] {
  const waiting: (() => Promise<void>)[] = [];
  let inFlight = 0;
  const next = (): void => {
    if (inFlight >= window) return;
    const send = waiting.shift();
    if (!send) return;
    inFlight++;
    void send().finally(() => {
      inFlight--;
      next();
    });
  };
  return (topic, payload, { retain }) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push(() =>
      client.publishAsync(topic, payload, { qos: 1, retain }).then(
        () => resolve(),
        (error: unknown) => reject(new Error(endOf(error).why)),
      ),
    );
    next();
    return promise;
  };
}

/** A number of the broker's, or a code of the system's or of TLS; bare words are not kept. */
function endOf(error: unknown): ConnectionEnd {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return { version: VERSION_REFUSED.includes(code), why: `the broker said ${code}` };
  return { version: false, why: typeof code === 'string' ? code : 'protocol or timeout' };
}
