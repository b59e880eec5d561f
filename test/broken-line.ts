import { createServer, connect as netConnect, type Socket } from 'node:net';

/** Where a connection drops: so many bytes go through that way, and not one more. */
export interface Cut {
  readonly towards: 'broker' | 'station';
  readonly afterBytes: number;
}

export interface BrokenLine extends AsyncDisposable {
  /** Where it begins, on loopback. */
  readonly port: number;
  /** The next connection drops there; the ones after it are good. */
  cutNext(cut: Cut): void;
  /** Connections that dropped as `cutNext` said. */
  cuts(): number;
  /** Connections that came, from the first on. */
  connections(): number;
  /** Every connection drops now. */
  drop(): void;
  /** What is connected now stays so and carries nothing any more, not even an end, as behind a router that lost its table. */
  mute(): void;
}

type Way = { readonly from: Socket; readonly into: Socket; readonly towards: Cut['towards'] };

/** A line that breaks where a test says: a TCP proxy to that port of loopback. */
export async function aBrokenLine(to: number): Promise<BrokenLine> {
  const open = new Set<Socket>();
  const muted = new WeakSet<Socket>();
  let next: Cut | undefined;
  let cuts = 0;
  let connections = 0;

  function carry({ from, into, towards }: Way, cut: Cut | undefined): void {
    let left = cut?.towards === towards ? cut.afterBytes : Number.POSITIVE_INFINITY;
    from.on('data', (chunk: Buffer) => {
      if (muted.has(from)) return;
      if (chunk.length < left) {
        left -= chunk.length;
        into.write(chunk);
      } else if (left >= 0) {
        into.end(chunk.subarray(0, left)); // what it answers to these bytes does come back, ahead of the end
        left = -1;
        cuts++;
      }
    });
    from.on('error', () => {});
    from.on('close', () => {
      open.delete(from);
      if (!muted.has(from)) into.destroySoon();
    });
    open.add(from);
  }

  const server = createServer({ noDelay: true }, (near) => {
    const cut = next;
    next = undefined;
    connections++;
    const far = netConnect({ host: '127.0.0.1', port: to, noDelay: true });
    carry({ from: near, into: far, towards: 'broker' }, cut);
    carry({ from: far, into: near, towards: 'station' }, cut);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
    });
  });
  const drop = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port,
    cutNext(cut) {
      next = cut;
    },
    cuts: () => cuts,
    connections: () => connections,
    drop,
    mute() {
      for (const socket of open) muted.add(socket);
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      drop();
      await closed;
    },
  };
}
