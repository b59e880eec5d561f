/** A line to ThingsBoard as one of its gateways (thingsboard.io/docs/reference/gateway-mqtt-api): MQTT 3.1.1, QoS 1. */
import { connectAsync, type MqttClient } from 'mqtt';
import type { Clock } from '../ports.ts';

export interface ThingsboardAddress {
  readonly url: string;
  /** The gateway device's access token: MQTT's user name. */
  readonly token: string;
  readonly ca?: string;
}

const WITHIN_MS = 20_000;
const TOPICS = {
  connect: 'v1/gateway/connect',
  attributes: 'v1/gateway/attributes',
  telemetry: 'v1/gateway/telemetry',
} as const;

/** Connects when there is something to say, and anew after whatever went wrong; why it did is a fixed phrase. */
export function openThingsboardLine({ url, token, ca }: ThingsboardAddress, clock: Pick<Clock, 'now' | 'at'>) {
  let client: MqttClient | undefined;
  /** Those that this connection has named. */
  let named = new Set<string>();

  const drop = async (): Promise<void> => {
    const dropped = client;
    client = undefined;
    await dropped?.endAsync(true).catch(() => {});
  };

  async function connected(): Promise<MqttClient> {
    if (client?.connected) return client;
    await drop();
    const options = {
      username: token,
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 0, // who sends tries again, with a pause of its own
      connectTimeout: WITHIN_MS,
      ...(ca !== undefined && { ca }),
    } as const;
    const fresh = await connectAsync(url, options, false).catch((error: unknown) => {
      const refused = error instanceof Error && 'code' in error && typeof error.code === 'number';
      throw new Error(refused ? 'not let in' : 'no connection');
    });
    fresh.on('error', () => {}); // told by what is being said, or by the next
    client = fresh;
    named = new Set();
    return fresh;
  }

  async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
    const over = Promise.withResolvers<never>();
    const cancel = clock.at(clock.now() + WITHIN_MS, () => over.reject(new Error('no answer in time')));
    const end = (): void => over.reject(new Error('ended'));
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
      return await Promise.race([work, over.promise]);
    } finally {
      cancel();
      signal.removeEventListener('abort', end);
    }
  }

  return {
    async say(
      messages: {
        readonly connects: ReadonlyMap<string, string>;
        readonly attributes: string;
        readonly telemetry: string;
      },
      signal: AbortSignal,
    ): Promise<void> {
      try {
        const line = await within(connected(), signal);
        const lost = Promise.withResolvers<never>();
        const onClose = (): void => lost.reject(new Error('connection lost'));
        line.once('close', onClose);
        const publish = (topic: string, payload: string) => line.publishAsync(topic, payload, { qos: 1 });
        const fresh = [...messages.connects].filter(([name]) => !named.has(name));
        const said = Promise.all([
          ...fresh.map(([, payload]) => publish(TOPICS.connect, payload)),
          publish(TOPICS.attributes, messages.attributes),
          publish(TOPICS.telemetry, messages.telemetry),
        ]).catch(() => {
          throw new Error('connection lost');
        });
        await within(Promise.race([said, lost.promise]), signal).finally(() => line.off('close', onClose));
        for (const [name] of fresh) named.add(name);
      } catch (error) {
        await drop();
        throw error;
      }
    },
    close: drop,
  };
}
