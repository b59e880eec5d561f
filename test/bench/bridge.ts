/** The commonest store-and-forward: a local mosquitto that bridges to the platform's. */
import { aMosquitto, type Mosquitto } from '../platform.ts';
import { bareLoop } from './senders.ts';

export type Safety = 'default' | 'durable';

/** As mosquitto.conf(5) names them. `default` undoes what our brokers of tests are given. */
const SETTINGS: Readonly<Record<Safety, readonly string[]>> = {
  default: ['max_queued_messages 1000'],
  durable: ['max_queued_messages 0', 'autosave_interval 1', 'autosave_on_changes true'],
};

export const bridgeName = (safety: Safety): string =>
  safety === 'default'
    ? 'a mosquitto bridge, default settings'
    : 'a mosquitto bridge made durable (`autosave_on_changes`)';

/**
 * A bridge, started while its upstream is away, that has acknowledged so many messages. It notices that its upstream has
 * come only seconds later; a `start` of its own makes it look at once.
 */
export async function aFilledBridge(
  upstreamPort: number,
  safety: Safety,
  events: number,
  bytes: string,
): Promise<Mosquitto & AsyncDisposable> {
  const bridge = await aMosquitto([
    ...SETTINGS[safety],
    'connection platform',
    `address 127.0.0.1:${upstreamPort}`,
    'topic # out 1',
    'cleansession false',
    'restart_timeout 1',
  ]);
  await bareLoop({ url: bridge.url, events, bytes }, 20);
  return bridge;
}
