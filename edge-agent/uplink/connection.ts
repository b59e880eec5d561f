import { type IClientOptions, MqttClient } from 'mqtt';
import type { Clock } from '../ports.ts';
import { brokerSocket, type UplinkSecrets, unproved } from './socket.ts';
import { brokerSaid, classify, messageNotTaken, UplinkError } from './uplink-error.ts';

export type Protocol = '5' | '3.1.1';

export interface Publication {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  readonly contentType: string;
}

/** What came on a topic we listen to. */
export interface Heard {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The broker had it kept from before. */
  readonly retained: boolean;
}

/** One connection from CONNACK to its end; never used again. */
export interface Connection {
  readonly protocol: Protocol;
  /** So many may be without acknowledgement; what comes above waits for its turn here. */
  readonly window: number;
  /** At QoS 1. Reports once, unless the connection ends first. */
  publish(publication: Publication, settled: (failure?: UplinkError) => void): void;
  /** Listens to this topic at QoS 1. `heard` must return at once: whatever comes behind it waits, acknowledgements too. */
  subscribe(topic: string, heard: (message: Heard) => void): void;
  /** The most bytes that the broker takes in one packet, where it says so. */
  readonly mostPacketBytes?: number;
  /** Resolves with the reason; never rejects. */
  readonly closed: Promise<UplinkError>;
  /** Says DISCONNECT and closes; within a second in any case. */
  end(): Promise<void>;
  /** Closes without a word: the broker publishes the will. */
  drop(why: UplinkError): void;
}

export interface ConnectionParts {
  readonly url: string;
  readonly secrets: UplinkSecrets;
  readonly protocol: Protocol;
  /** Client id and user name. */
  readonly stationId: string;
  readonly will: Pick<Publication, 'topic' | 'payload'>;
  readonly clock: Pick<Clock, 'now' | 'at'>;
}

const KEEP_ALIVE_S = 30;
const CONNECT_WITHIN_MS = 20_000;
const END_WITHIN_MS = 1000;
/** 64 in flight fill a line of 40 ms; a broker that wants fewer says so (Receive Maximum). */
const WINDOW = 64;

export type Connect = (parts: ConnectionParts, signal: AbortSignal) => Promise<Connection>;

/**
 * mqtt.js is only the pipe here: one client object for one connection, no reconnecting, no store of its own that would
 * send again. Rejects with an UplinkError when there is no CONNACK, or one that refuses; `signal` gives up.
 */
export const openConnection: Connect = (parts, signal) => {
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  const closed = Promise.withResolvers<UplinkError>();
  const client = new MqttClient(() => brokerSocket(parts.url, parts.secrets), clientOptions(parts));
  let why: UplinkError | undefined; // the first thing that went wrong is the reason

  const drop = (reason: UplinkError): void => {
    why ??= reason;
    client.stream.destroy();
  };
  const giveUp = (): void => drop(new UplinkError('lost', 'given up'));
  signal.addEventListener('abort', giveUp);
  client.on('error', (error) => {
    const reason = classify(error);
    // whoever closes the line, or lets it stand, in the middle of the handshake speaks no TLS, or none with us
    drop(reason.code === 'lost' && unproved(client.stream) ? new UplinkError('tls', 'no handshake') : reason);
  });
  client.on('disconnect', ({ reasonCode }) => {
    why ??= reasonCode ? brokerSaid(reasonCode) : undefined;
  });
  let answeredAt = Number.NEGATIVE_INFINITY;
  client.on('packetreceive', ({ cmd }) => {
    // On a slow line PINGREQ waits behind a whole window: an answer says as much. Once a second: each costs a timer.
    if (cmd !== 'puback' || parts.clock.now() - answeredAt < 1000) return;
    answeredAt = parts.clock.now();
    client.reschedulePing(true);
  });
  client.on('connect', () => {
    signal.removeEventListener('abort', giveUp);
    const { receiveMaximum = WINDOW, maximumPacketSize: mostPacketBytes } = client.serverProperties ?? {};
    const window = Math.min(WINDOW, receiveMaximum);
    resolve({
      protocol: parts.protocol,
      window,
      publish: publisher(client, parts.protocol, window),
      subscribe: subscriber(client),
      ...(mostPacketBytes !== undefined && { mostPacketBytes }),
      closed: closed.promise,
      end() {
        client.end();
        const cancel = parts.clock.at(parts.clock.now() + END_WITHIN_MS, () => client.stream.destroy());
        return closed.promise.then(cancel);
      },
      drop,
    });
  });
  client.on('close', () => {
    signal.removeEventListener('abort', giveUp);
    client.end(true); // lets go of what it still holds
    const reason = why ?? new UplinkError('lost', 'closed');
    reject(reason);
    closed.resolve(reason);
  });
  if (signal.aborted) giveUp();
  return promise;
};

function clientOptions({ protocol, stationId, will }: ConnectionParts): IClientOptions {
  return {
    protocolVersion: protocol === '5' ? 5 : 4,
    clientId: stationId,
    username: stationId,
    clean: true,
    keepalive: KEEP_ALIVE_S,
    connectTimeout: CONNECT_WITHIN_MS,
    reschedulePings: false, // while we send it would put off asking whether anybody is there; and a timer for each packet
    reconnectPeriod: 0,
    resubscribe: false,
    log: () => {},
    writeCache: false, // 65,536 buffers of two bytes each, ready-made: 14 MB to save a nanosecond
    will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true },
  };
}

/** Never gives the client more than `window` at once: it would neither count nor hold back. */
function publisher(client: MqttClient, protocol: Protocol, window: number): Connection['publish'] {
  type Waiting = Readonly<{ publication: Publication; settled: (failure?: UplinkError) => void }>;
  const waiting: Waiting[] = [];
  let inFlight = 0;

  const write = (): void => {
    while (inFlight < window) {
      const next = waiting.shift();
      if (!next) return;
      const { topic, payload, retain, contentType } = next.publication;
      inFlight++;
      client.publish(
        topic,
        payload,
        { qos: 1, retain, ...(protocol === '5' && { properties: { contentType } }) },
        (error) => {
          inFlight--;
          next.settled(error ? notTaken(error) : undefined);
          write();
        },
      );
    }
  };
  return (publication, settled) => {
    waiting.push({ publication, settled });
    write();
  };
}

function subscriber(client: MqttClient): Connection['subscribe'] {
  const listeners = new Map<string, (message: Heard) => void>();
  client.on('message', (topic, payload, { retain }) => listeners.get(topic)?.({ topic, payload, retained: retain }));
  return (topic, heard) => {
    listeners.set(topic, heard);
    client.subscribe(topic, { qos: 1 }, () => {}); // a broker that refuses it lets the line stand: nothing will be heard
  };
}

/** PUBACK with a reason is about this message alone; everything else is about the line. */
function notTaken(error: Error): UplinkError {
  if (!('code' in error) || typeof error.code !== 'number') return classify(error);
  return messageNotTaken(error.code);
}
