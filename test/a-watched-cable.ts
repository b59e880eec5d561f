/** A cable whose bytes are seen on the way to the device, and on which the device can be made to say something. */
import type { Socket } from '../edge-agent/transports/transport.ts';
import { hexOf } from './a-talk.ts';

export interface WatchedCable {
  readonly socket: Socket;
  /** What left us, in one string of hexadecimal digits; `forget` empties it. */
  sent(): string;
  forget(): void;
  /** As if the device had said it. */
  says(hex: string): void;
}

export function aWatchedCable(inner: Socket): WatchedCable {
  let sent = '';
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
            return wire.write(bytes);
          },
          close: () => wire.close(),
        };
      },
    },
    sent: () => sent,
    forget: () => {
      sent = '';
    },
    says: (hex) => hear?.(Buffer.from(hex, 'hex')),
  };
}
