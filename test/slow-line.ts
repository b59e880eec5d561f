import { createServer, connect as netConnect, type Socket } from 'node:net';
import { systemClock } from '../edge-agent/clock.ts';
import type { Clock } from '../edge-agent/ports.ts';

export interface SlowLineParts {
  /** The server behind it, on loopback. */
  readonly to: number;
  /** So long every byte is under way, each way: half of the round trip. */
  readonly delayMs: number;
  /** Each way; no limit if not said. */
  readonly bytesPerSecond?: number;
  readonly clock?: Pick<Clock, 'now' | 'at'>;
}

export interface SlowLine extends AsyncDisposable {
  /** Where it begins, on loopback. */
  readonly port: number;
  /** Chunks that are under way now, both ways, over all connections. */
  underWay(): number;
}

/** What a narrow line's modem holds before it takes no more. */
const MOST_WAITING_BYTES = 64 * 1024;
/** What a narrow line carries at once, as Ethernet does under TCP. */
const MOST_PACKET_BYTES = 1460;

/**
 * A line with a length: a TCP proxy that hands on each chunk, in order, as late as it would come over one. A server that
 * is not there, or goes, ends the connection at once, and so does a client.
 */
export async function aSlowLine({
  to,
  delayMs,
  bytesPerSecond,
  clock = systemClock,
}: SlowLineParts): Promise<SlowLine> {
  const open = new Set<Socket>();
  let underWay = 0;

  function carry(from: Socket, into: Socket): void {
    const queue: { readonly at: number; readonly act: () => void }[] = [];
    let freeAt = clock.now();
    let waitingBytes = 0;
    const later = (bytes: number, act: () => void): void => {
      freeAt = Math.max(freeAt, clock.now()) + (bytesPerSecond === undefined ? 0 : (bytes * 1000) / bytesPerSecond);
      underWay++;
      if (queue.push({ at: freeAt + delayMs, act }) === 1) arrive();
    };
    /** One timer for each way: two that fall due at almost the same time may run in either order. */
    const arrive = (): void => {
      for (let [first] = queue; first !== undefined; [first] = queue) {
        if (first.at > clock.now()) {
          clock.at(first.at, arrive);
          return;
        }
        queue.shift();
        underWay--;
        if (!into.destroyed) first.act();
      }
    };
    from.on('data', (chunk: Buffer) => {
      waitingBytes += chunk.length;
      if (bytesPerSecond !== undefined && waitingBytes > MOST_WAITING_BYTES) from.pause();
      const most = bytesPerSecond === undefined ? chunk.length : MOST_PACKET_BYTES;
      for (let at = 0; at < chunk.length; at += most) {
        const packet = chunk.subarray(at, at + most);
        later(packet.length, () => {
          into.write(packet);
          waitingBytes -= packet.length;
          if (waitingBytes <= MOST_WAITING_BYTES) from.resume();
        });
      }
    });
    from.on('end', () => later(0, () => into.end()));
    from.on('error', () => into.destroy());
    from.on('close', (failed) => {
      open.delete(from);
      if (failed) into.destroy();
    });
    open.add(from);
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = netConnect({ host: '127.0.0.1', port: to, allowHalfOpen: true, noDelay: true });
    carry(near, far);
    carry(far, near);
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
    });
  });
  return {
    port,
    underWay: () => underWay,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
