/** A cable whose bytes are seen on the way to the device, and on which the device can be made to say something. */
import type { Clock } from '../edge-agent/ports.ts';
import type { Socket } from '../edge-agent/transports/transport.ts';
import { hexOf } from './a-talk.ts';

export interface WatchedCable {
  readonly socket: Socket;
  /** What left us, in one string of hexadecimal digits; `forget` empties it. */
  sent(): string;
  forget(): void;
  /** When the device heard something, and what. */
  readonly heard: readonly { readonly at: number; readonly hex: string }[];
  /** As if the device had said it. */
  says(hex: string): void;
}

export function aWatchedCable(inner: Socket, clock: Pick<Clock, 'now'>): WatchedCable {
  let sent = '';
  const heard: { at: number; hex: string }[] = [];
  let hear: ((bytes: Uint8Array) => void) | undefined;
  return {
    socket: {
      name: inner.name,
      async open(listener) {
        hear = listener.chunk;
        const wire = await inner.open(listener);
        return {
          write(bytes) {
            sent += hexOf(bytes);
            heard.push({ at: clock.now(), hex: hexOf(bytes) });
            return wire.write(bytes);
          },
          close: () => wire.close(),
        };
      },
    },
    sent: () => sent,
    heard,
    forget: () => {
      sent = '';
    },
    says: (hex) => hear?.(Buffer.from(hex, 'hex')),
  };
}
