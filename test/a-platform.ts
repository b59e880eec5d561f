import net from 'node:net';
import { MqttClient } from 'mqtt';
import { eventTopic, receiptTopic } from '../edge-agent/wire/topics.ts';

/** The city's side of one station, as far as it must be there: keeps what arrives, and says up to where it has all. */
export interface Platform extends AsyncDisposable {
  /** Sequences in the order of their first arrival. */
  readonly arrived: readonly number[];
  /** Arrivals of what had arrived already; a repeat with other bytes throws in `check`. */
  repeats(): number;
  /** Throws when a repeat was not the same byte for byte. */
  check(): void;
  /** Says a receipt that may be false. */
  say(payload: string): Promise<void>;
  /** From here on it gives no receipts, or gives them again. */
  mute(muted: boolean): void;
  /** Everything from 1 on without a gap. */
  mark(): number;
}

/** `sign`: as the platform signs; absent: receipts go as they are. Subscribed when this resolves; comes back when the broker does. */
export async function aPlatform(
  url: string,
  stationId: string,
  sign: (text: string) => Promise<string> = async (text) => text,
): Promise<Platform> {
  const { hostname: host, port } = new URL(url);
  const client = new MqttClient(() => net.connect({ host, port: Number(port) }), {
    protocolVersion: 4,
    clientId: `platform-${stationId}`,
    clean: true,
    reconnectPeriod: 50,
  });
  const payloads = new Map<number, string>();
  const arrived: number[] = [];
  let repeats = 0;
  let differing: number | undefined;
  let muted = false;
  let mark = 0;
  const publish = async (text: string): Promise<void> => {
    await client.publishAsync(receiptTopic(stationId), text, { qos: 1 }).catch(() => {});
  };
  const receipt = async (): Promise<void> => {
    if (muted || mark === 0) return;
    await publish(await sign(JSON.stringify({ sequence: String(mark).padStart(20, '0'), station: stationId })));
  };
  client.on('message', (_topic, bytes) => {
    const payload = bytes.toString();
    const sequence = Number((JSON.parse(payload) as { readonly sequence: string }).sequence);
    const former = payloads.get(sequence);
    if (former === undefined) arrived.push(sequence);
    else {
      repeats++;
      if (former !== payload) differing = sequence;
    }
    payloads.set(sequence, payload);
    while (payloads.has(mark + 1)) mark++;
    void receipt();
  });
  client.on('error', () => {});
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  await client.subscribeAsync(eventTopic(stationId, 'observation').replace(/[^/]+$/, '+'), { qos: 1 });
  return {
    arrived,
    repeats: () => repeats,
    check() {
      if (differing !== undefined) throw new Error(`a repeat of ${differing} differs`);
    },
    say: publish,
    mute(on) {
      muted = on;
      if (!on) void receipt();
    },
    mark: () => mark,
    async [Symbol.asyncDispose]() {
      await client.endAsync(true);
    },
  };
}
