import { type IClientOptions, MqttClient } from 'mqtt';
import { writeToStream } from 'mqtt-packet';
import type { Clock } from '../ports.ts';
import { brokerSocket, type UplinkSecrets } from './socket.ts';
import { brokerSaid, classify, UplinkError } from './uplink-error.ts';

export type Protocol = '5' | '3.1.1';

export interface Publication {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  readonly contentType: string;
}

/** One connection from CONNACK to its end; never used again. */
export interface Connection {
  readonly protocol: Protocol;
  /** So many may be without acknowledgement; what comes above waits for its turn here. */
  readonly window: number;
  /** At QoS 1. Reports once, unless the connection ends first. */
  publish(publication: Publication, settled: (failure?: UplinkError) => void): void;
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

/** Else mqtt.js keeps every number of two bytes as a buffer of its own from the first packet on: 65,536 objects, 10 MB. */
writeToStream.cacheNumbers = false;

/**
 * mqtt.js is only the pipe here: one client object for one connection, no reconnecting, no store of its own that would
 * send again. Rejects with an UplinkError when there is no CONNACK, or one that refuses; `signal` gives up.
 */
export function openConnection(parts: ConnectionParts, signal: AbortSignal): Promise<Connection> {
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
  client.on('error', (error) => drop(classify(error)));
  client.on('disconnect', ({ reasonCode }) => {
    why ??= reasonCode ? brokerSaid(reasonCode) : undefined;
  });
  client.on('connect', () => {
    signal.removeEventListener('abort', giveUp);
    const window = Math.min(WINDOW, client.serverProperties?.receiveMaximum ?? WINDOW);
    resolve({
      protocol: parts.protocol,
      window,
      publish: publisher(client, parts.protocol, window),
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
}

function clientOptions({ protocol, stationId, will }: ConnectionParts): IClientOptions {
  return {
    protocolVersion: protocol === '5' ? 5 : 4,
    clientId: stationId,
    username: stationId,
    clean: true,
    keepalive: KEEP_ALIVE_S,
    connectTimeout: CONNECT_WITHIN_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    log: () => {},
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

/** PUBACK with a reason is about this message alone; everything else is about the line. */
function notTaken(error: Error): UplinkError {
  if (!('code' in error) || typeof error.code !== 'number') return classify(error);
  return new UplinkError('not-taken', `reason 0x${error.code.toString(16)}`);
}
