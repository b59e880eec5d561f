import { createServer } from 'node:net';

/** A port of the loopback address that is free now, with the two behind it when `run` is 3. */
export async function aFreePort(run = 1): Promise<number> {
  for (;;) {
    const first = await listenOn(0);
    if (first === undefined) continue;
    const rest = await Promise.all(Array.from({ length: run - 1 }, (_, i) => listenOn(first + 1 + i)));
    if (rest.every((port) => port !== undefined)) return first;
  }
}

/** The port, closed again; undefined when it was taken. */
function listenOn(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
