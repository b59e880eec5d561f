import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect as netConnect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { Aedes } from 'aedes';
import { aFreePort } from './free-port.ts';

export interface Broker {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A real mosquitto in its own process. What it holds survives `stop` and `start`, but not `kill`: it persists on a clean stop. */
export interface Mosquitto extends Broker {
  /** -9. */
  kill(): Promise<void>;
  /** Of the process that runs now. */
  pid(): number;
}

/** Started, anonymous, on loopback, its folder temporary; `more`: further lines of its configuration. MQTT 5 and 3.1.1. */
export const aMosquitto = (more: readonly string[] = [], at?: number): Promise<Mosquitto & AsyncDisposable> =>
  aMosquittoOf(
    (port, folder) =>
      [
        `listener ${port} 127.0.0.1`,
        'allow_anonymous true',
        'max_queued_messages 0',
        'persistence true',
        `persistence_location ${folder}/`,
        ...more,
      ].join('\n'),
    at,
  );

/** The same with a whole configuration of its own: of a free port, or this one, and a folder for what it keeps. */
export async function aMosquittoOf(
  config: (port: number, folder: string) => string,
  at?: number,
): Promise<Mosquitto & AsyncDisposable> {
  const port = at ?? (await aFreePort());
  const folder = mkdtempSync(join(tmpdir(), 'yike-mosquitto-'));
  const file = join(folder, 'mosquitto.conf');
  // as root it would change to its own user, which may not write the folder
  writeFileSync(file, `${config(port, folder)}\nuser root\n`);
  let child: ChildProcess | undefined;

  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    const ending = child;
    child = undefined;
    await ended(ending, signal);
  };
  const broker = {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    async start() {
      const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }; // where Debian puts it, and not everybody looks
      child = spawn('mosquitto', ['-c', file], { stdio: 'ignore', env });
      const failed = new Promise<never>((_, reject) => {
        child?.once('error', reject);
        child?.once('exit', (code) => reject(new Error(`mosquitto ended with ${code}`)));
      });
      failed.catch(() => {});
      await Promise.race([answers(port), failed]);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    pid() {
      if (child?.pid === undefined) throw new Error('mosquitto does not run');
      return child.pid;
    },
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true });
    },
  };
  await broker.start();
  return broker;
}

export interface EmbeddedBroker extends Broker {
  /** Everything that clients published and the broker took, in order, over all restarts. */
  readonly log: readonly Received[];
}

/** The embedded broker, started, in this process: MQTT 3.1.1 only, inside TLS with `tls`. Forgets all but its log when stopped. */
export async function anAedes(port?: number, tls?: TlsOptions): Promise<EmbeddedBroker & AsyncDisposable> {
  const at = port ?? (await aFreePort());
  const log: Received[] = [];
  let stop = async (): Promise<void> => {};
  const broker = {
    url: `mqtt://127.0.0.1:${at}`,
    port: at,
    log,
    async start() {
      const aedes = await Aedes.createBroker();
      aedes.on('publish', ({ topic, payload, qos, retain }, client) => {
        if (client) log.push({ topic, payload: payload.toString(), qos, retain, contentType: '' });
      });
      const server = tls ? createTlsServer(tls, aedes.handle) : createServer(aedes.handle);
      await listening(server, at);
      stop = async () => {
        const closed = new Promise((done) => server.close(done));
        await new Promise<void>((done) => aedes.close(done));
        await closed;
      };
    },
    stop: () => stop(),
    [Symbol.asyncDispose]: () => stop(),
  };
  await broker.start();
  return broker;
}

/** One message as `mosquitto_sub` saw it. */
export interface Received {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
  /** The broker had it kept from before the subscription. */
  readonly retain: boolean;
  /** MQTT 5 property; empty when there was none. */
  readonly contentType: string;
}

export interface Subscriber {
  /** -9: its broker publishes its will. */
  kill(): Promise<void>;
  /** Everything received, in order, over all restarts of the broker. */
  readonly log: readonly Received[];
  /** How often the broker has confirmed the subscription: once at first, once more after each return of the broker. */
  subscriptions(): number;
  stop(): Promise<void>;
}

/**
 * A real `mosquitto_sub` in its own process, subscribed when this resolves. It comes back by itself when the broker does.
 * At QoS 0 the broker hands on a message before it acknowledges it, so that even a killed broker loses none that it had
 * acknowledged, as long as the subscriber keeps up; `session`: at QoS 1 with a session that outlives a clean stop;
 * `words`: further ones of its command line.
 */
export async function aSubscriber(
  url: string,
  topic: string,
  {
    session,
    protocol = '5',
    words = [],
  }: { readonly session?: string; readonly protocol?: '5' | '3.1.1'; readonly words?: readonly string[] } = {},
): Promise<Subscriber & AsyncDisposable> {
  const { hostname, port } = new URL(url);
  const kept = session === undefined ? ['-q', '0'] : ['-q', '1', '-c', '-i', session];
  const version = protocol === '5' ? 'mqttv5' : 'mqttv311';
  const format = ['-d', '-F', '> %t\t%q\t%r\t%C\t%p'];
  const child = spawn(
    'stdbuf',
    ['-oL', 'mosquitto_sub', '-h', hostname, '-p', port, '-V', version, '-t', topic, ...kept, ...format, ...words],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const log: Received[] = [];
  let subscriptions = 0;
  const subscribed = Promise.withResolvers<void>();
  child.once('error', subscribed.reject);
  child.once('exit', (code) => subscribed.reject(new Error(`mosquitto_sub ended with ${code}`)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('Subscribed ')) {
      subscriptions++;
      subscribed.resolve();
    }
    if (!line.startsWith('> ')) return; // what -d says of packets
    const [to = '', qos = '', retain = '', contentType = '', ...payload] = line.slice(2).split('\t');
    log.push({ topic: to, qos: Number(qos), retain: retain === '1', contentType, payload: payload.join('\t') });
  });
  await subscribed.promise;
  const stop = (): Promise<void> => ended(child, 'SIGTERM');
  const kill = (): Promise<void> => ended(child, 'SIGKILL');
  return { log, subscriptions: () => subscriptions, stop, kill, [Symbol.asyncDispose]: stop };
}

/** What makes an event an event, of its CloudEvents payload. */
export interface ReceivedEvent {
  readonly type: string;
  readonly id: string;
  readonly source: string;
  readonly time: string;
  readonly sequence: string;
  readonly data: unknown;
}

/** The events in a log, each once, in the order of their first arrival; throws when a repeat is not the same byte for byte. */
export function fold(log: readonly Received[]): ReceivedEvent[] {
  const payloads = new Map<string, string>();
  const events: ReceivedEvent[] = [];
  for (const { topic, payload } of log) {
    if (!topic.includes('/up/event/')) continue;
    const event = JSON.parse(payload) as ReceivedEvent;
    const key = `${event.source} ${event.id}`;
    const first = payloads.get(key);
    if (first !== undefined && first !== payload) throw new Error(`a repeat of ${event.sequence} differs`);
    if (first === undefined) events.push(event);
    payloads.set(key, payload);
  }
  return events;
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : port);
    });
  });
}

/** Resolves once somebody listens there; rejects after ten seconds. */
async function answers(port: number): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = netConnect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`nobody listens on port ${port}`);
}

async function ended(child: ChildProcess | undefined, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}
