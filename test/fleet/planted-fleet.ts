/** A service as it must not be: it says a receipt for what it has only heard, and commits when it ends. The checker must see it. */

import { connect } from 'node:net';
import { MqttClient } from 'mqtt';
import { receiptTopic } from '../../edge-agent/wire/topics.ts';
import { readEvent } from '../../fleet/receive/read-event.ts';
import { isRefused } from '../../fleet/receive/refusals.ts';
import { commitEvents } from '../../fleet/store/commit.ts';
import type { HeardEvent } from '../../fleet/store/heard.ts';
import type { Databases } from '../../fleet/store/open.ts';

export async function aHastyFleet(url: string, databases: Databases): Promise<AsyncDisposable> {
  const { hostname, port } = new URL(url);
  const client = new MqttClient(() => connect(Number(port), hostname), { protocolVersion: 5, reconnectPeriod: 0 });
  const batch: HeardEvent[] = [];
  const highest = new Map<string, number>();
  client.on('message', (topic, payload) => {
    const [, , stationId = '', , , kind = ''] = topic.split('/');
    if (kind !== 'observation' && kind !== 'deposit' && kind !== 'alarm') return;
    const event = readEvent(stationId, kind, payload, Date.now());
    if (isRefused(event)) return;
    batch.push(event);
    if (event.sequence !== (highest.get(stationId) ?? 0) + 1) return;
    highest.set(stationId, event.sequence);
    const sequence = String(event.sequence).padStart(20, '0');
    client.publish(receiptTopic(stationId), JSON.stringify({ sequence }), { qos: 1 });
  });
  await new Promise((resolve) => client.once('connect', resolve));
  await client.subscribeAsync('yike/v1/+/up/event/#', { qos: 1 });
  return {
    async [Symbol.asyncDispose]() {
      await client.endAsync();
      await commitEvents(databases, batch, Date.now());
    },
  };
}
