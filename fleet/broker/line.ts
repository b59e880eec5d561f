/** A line to the broker that is there as often as it can be. */
import type { Clock, Log, Random } from '../ports.ts';
import {
  type Connection,
  type ConnectionEnd,
  type ConnectionParts,
  openConnection,
  type Protocol,
} from './connection.ts';
import type { BrokerSecrets } from './socket.ts';

export interface LineParts extends Omit<ConnectionParts, 'secrets' | 'protocol'> {
  readonly secrets: () => BrokerSecrets;
  /** A new connection stands. A rejection of it ends the connection. */
  readonly begin: (connection: Connection) => Promise<void>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  readonly log: Log;
}

export interface Line {
  /** The connection that stands. */
  current(): Connection | undefined;
  close(): Promise<void>;
}

const LEAST_MS = 1000;
const MOST_MS = 30_000;
/** A broker that takes us and throws us out at once is not well yet. */
const STANDS_AFTER_MS = 60_000;
const PROTOCOLS: readonly Protocol[] = ['5', '3.1.1'];

/** Exponential with full jitter, 1 to 30 s. The other version of MQTT is tried at once where one is refused. */
export function openLine(parts: LineParts): Line {
  const { clock, random, log } = parts;
  const stopping = new AbortController();
  let current: Connection | undefined;
  let failures = 0;
  let at = 0;
  let logged = '';
  let wake = (): void => {};

  const once = async (protocol: Protocol): Promise<ConnectionEnd> => {
    const { secrets, ...rest } = parts;
    let connection: Connection;
    try {
      connection = await openConnection({ ...rest, secrets: secrets(), protocol }, stopping.signal);
    } catch (error) {
      return causeOf(error);
    }
    const since = clock.now();
    current = connection;
    if (stopping.signal.aborted) void connection.end();
    else {
      log.info('the broker is there', { protocol });
      logged = '';
      parts.begin(connection).catch(() => connection.end());
    }
    const end = await connection.closed;
    current = undefined;
    if (clock.now() - since >= STANDS_AFTER_MS) failures = 0;
    return end;
  };
  const pause = (): Promise<void> => {
    const ceiling = Math.min(MOST_MS, LEAST_MS * 2 ** ++failures);
    return new Promise((resolve) => {
      const cancel = clock.at(clock.now() + LEAST_MS + random.fraction() * (ceiling - LEAST_MS), resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
  };
  const run = async (): Promise<void> => {
    for (let inVain = 0; !stopping.signal.aborted; ) {
      const { version, why } = await once(PROTOCOLS[at % PROTOCOLS.length] ?? '5');
      if (stopping.signal.aborted) return;
      if (logged !== why && !version) log.warn('the broker is away', { why });
      if (!version) logged = why; // hours without a broker are one line
      inVain = version ? inVain + 1 : 0;
      if (version) at++;
      if (inVain % PROTOCOLS.length === 0) await pause();
    }
  };
  const running = run();
  return {
    current: () => current,
    async close() {
      stopping.abort();
      wake();
      await current?.end();
      await running;
    },
  };
}

function causeOf(error: unknown): ConnectionEnd {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null && 'version' in cause && 'why' in cause)
    return { version: cause.version === true, why: String(cause.why) };
  return { version: false, why: 'no connection' }; // the url, or a secret that cannot be read
}
