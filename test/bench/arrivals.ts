import { spawn } from 'node:child_process';

/** What arrives at a broker, counted line by line as a `mosquitto_sub` in its own process tells it. */
export interface Arrivals extends AsyncDisposable {
  /** Messages a second from the first that arrived to the last of so many: no connecting, no waiting to connect. Rejects when no more come. */
  rateOf(messages: number): Promise<number>;
  /** How many have arrived once no more come. */
  settled(comeWithinMs?: number): Promise<number>;
}

/** No message for so long: there are no more. Longer than any pause of a rival. */
const QUIET_MS = 3000;
/** A rival may wait so long before it tries to connect. */
const COMES_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 5;
const NEW_LINE = 10;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Subscribed when this resolves. */
export async function arrivalsAt(url: string, topic: string): Promise<Arrivals> {
  const { hostname, port } = new URL(url);
  // The broker's version is retained there from the start: that it comes tells that the subscription stands.
  const topics = ['-t', topic, '-t', '$SYS/broker/version'];
  const child = spawn(
    'stdbuf',
    ['-oL', 'mosquitto_sub', '-h', hostname, '-p', port, '-V', 'mqttv5', ...topics, '-F', '.'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const subscribed = Promise.withResolvers<void>();
  child.once('error', subscribed.reject);
  child.once('exit', (code) => subscribed.reject(new Error(`mosquitto_sub ended with ${code}`)));
  let arrived = -1;
  let first: { readonly atMs: number; readonly count: number } | undefined;
  let lastAtMs = 0;
  child.stdout.on('data', (bytes: Buffer) => {
    for (const byte of bytes) if (byte === NEW_LINE) arrived++;
    subscribed.resolve();
    if (arrived === 0) return;
    lastAtMs = performance.now();
    first ??= { atMs: lastAtMs, count: arrived };
  });
  await subscribed.promise;
  const subscribedAtMs = performance.now();
  const quiet = (comeWithinMs = COMES_WITHIN_MS): boolean =>
    first === undefined ? performance.now() - subscribedAtMs > comeWithinMs : performance.now() - lastAtMs > QUIET_MS;
  const rate = (messages: number): number => {
    if (first === undefined || messages <= first.count)
      throw new Error(`${messages} came at once: too few to tell a rate`);
    return ((messages - first.count) * 1000) / (lastAtMs - first.atMs);
  };
  return {
    async rateOf(messages) {
      while (arrived < messages) {
        if (quiet()) throw new Error(`only ${arrived} of ${messages} arrived`);
        await pause(LOOK_EVERY_MS);
      }
      return rate(messages);
    },
    async settled(comeWithinMs) {
      while (!quiet(comeWithinMs)) await pause(LOOK_EVERY_MS);
      return arrived;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await exited;
    },
  };
}
