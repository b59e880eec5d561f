/** A real HTTP server that things are passed on to: it takes them well, or fails as it is told, a way a request. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

export interface Request {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Weather =
  | 'well'
  /** Never answers. `hung` is called. */
  | 'hang'
  /** The connection goes, nothing was taken. */
  | 'die'
  /** It is taken, a status is said, and the connection goes. */
  | 'die mid-answer'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

export interface FarSide {
  readonly url: string;
  readonly requests: readonly Request[];
  /** What comes next: one for each request; then all is well. */
  readonly weather: Weather[];
  /** Resolves at the next request that is left hanging. */
  hung(): Promise<void>;
  close(): Promise<void>;
}

/** `take` says with which status; it may break the world meanwhile. */
export async function aFarSide(take: (request: Request) => number | Promise<number>): Promise<FarSide> {
  const requests: Request[] = [];
  const weather: Weather[] = [];
  let hung = Promise.withResolvers<void>();
  const answer = async (request: Request, response: ServerResponse): Promise<void> => {
    const now = weather.shift() ?? 'well';
    if (now === 'hang') {
      hung.resolve();
      hung = Promise.withResolvers();
    } else if (now === 'die') response.destroy();
    else if (now === 'die mid-answer') {
      response.writeHead(await take(request), { 'content-length': '1000' });
      response.write('{', () => response.destroy());
    } else if (now === 'well') response.writeHead(await take(request)).end('{}');
    else response.writeHead(now.status, now.headers).end('{"why":"143/87"}');
  };
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = { headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') };
    requests.push(request);
    await answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/r4`,
    requests,
    weather,
    hung: () => hung.promise,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
