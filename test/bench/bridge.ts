/** The commonest store-and-forward: a local mosquitto that bridges to the platform's. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aMosquitto, type Mosquitto } from '../platform.ts';
import { aFolder } from './event.ts';
import { bareLoop } from './senders.ts';

export type Safety = 'default' | 'durable';
/** `unbounded`: it drops nothing, and saves only when it ends. */
type Settings = Safety | 'unbounded';

/** As mosquitto.conf(5) names them. The first undoes what our brokers of tests are given. */
const DEFAULT = ['max_queued_messages 1000'];
const DURABLE = ['autosave_interval 1', 'autosave_on_changes true'];

export const bridgeName = (safety: Safety, events: number): string =>
  safety === 'default'
    ? `a mosquitto bridge, default settings, ${events.toLocaleString('en')} of them`
    : `a mosquitto bridge made durable (\`autosave_on_changes\`), ${events.toLocaleString('en')} of them: the more, the slower`;

export interface Bridge extends Mosquitto, AsyncDisposable {
  /** Resolves once it has acknowledged so many messages more. */
  fill(events: number, bytes: string): Promise<void>;
  /** Saves at each change, from its next start on. */
  becomeDurable(): void;
}

/**
 * Running, its upstream perhaps away. That this has come it notices only seconds later; a `start` of its own makes it
 * look at once.
 */
export async function aBridge(upstreamPort: number, settings: Settings): Promise<Bridge> {
  const folder = aFolder();
  const more = join(folder.path, 'more.conf');
  const becomeDurable = (): void => writeFileSync(more, `${DURABLE.join('\n')}\n`);
  if (settings === 'durable') becomeDurable();
  const broker = await aMosquitto([
    ...(settings === 'default' ? DEFAULT : []),
    `include_dir ${folder.path}`,
    'connection platform',
    `address 127.0.0.1:${upstreamPort}`,
    'topic # out 1',
    'cleansession false',
  ]);
  return {
    ...broker,
    fill: async (events, bytes) => void (await bareLoop({ url: broker.url, events, bytes }, { inFlight: 20 })),
    becomeDurable,
    async [Symbol.asyncDispose]() {
      await broker[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
