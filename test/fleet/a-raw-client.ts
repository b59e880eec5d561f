import net from 'node:net';
import { MqttClient } from 'mqtt';

export interface RawClient extends AsyncDisposable {
  /** At QoS 1; resolves when the broker has taken it. */
  say(topic: string, payload: string | Buffer | object, retain?: boolean): Promise<void>;
}

/** Says whatever a test wants, as no honest station would. */
export async function aRawClient(url: string, clientId: string): Promise<RawClient> {
  const { hostname: host, port } = new URL(url);
  const client = new MqttClient(() => net.connect({ host, port: Number(port) }), {
    protocolVersion: 4,
    clientId,
    clean: true,
    reconnectPeriod: 0,
  });
  client.on('error', () => {});
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return {
    async say(topic, payload, retain = false) {
      const bytes = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
      await client.publishAsync(topic, bytes, { qos: 1, retain });
    },
    async [Symbol.asyncDispose]() {
      await client.endAsync(true);
    },
  };
}
