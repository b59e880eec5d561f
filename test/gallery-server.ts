/** Serves the built screens with the real headers, and feeds them one chosen view: every screen can be forced. */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import type { ActOnTurn } from '../kiosk/contract/act.ts';
import type { View } from '../kiosk/contract/screen.ts';
import { guard, ticketCookie } from '../kiosk/plugins/guard.ts';
import { aFreePort } from './free-port.ts';

const screens = join(import.meta.dirname, '..', 'ui', 'touch', 'dist');

export interface GalleryServer {
  readonly url: string;
  /** What hands did, in order. */
  readonly acts: readonly ActOnTurn[];
  /** Shown at once, and to every page that comes. */
  show(view: View): void;
  /** From here on it obeys as a station does: an act on the turn that stands is taken and brings the next view, any other is stale. */
  obey(next: (act: ActOnTurn) => View): void;
  /** To pages that come now: nothing yet. */
  showNothing(): void;
  /** The station is gone: no stream, no answer, until the next view. */
  vanish(): void;
  close(): Promise<void>;
}

export async function openGalleryServer(): Promise<GalleryServer> {
  const port = await aFreePort();
  const ticket = randomBytes(16).toString('hex');
  const app = Fastify({ forceCloseConnections: true });
  const streams = new Set<ServerResponse>();
  const acts: ActOnTurn[] = [];
  let now: View | undefined;
  let gone = false;
  let obeys: ((act: ActOnTurn) => View) | undefined;

  guard(app, { port, ticket });
  app.addHook('onRequest', async (request) => {
    if (gone) request.raw.destroy();
  });
  await app.register(fastifyStatic, { root: screens, index: false, cacheControl: false });
  app.get('/', (_request, reply) => reply.header('set-cookie', ticketCookie(ticket)).sendFile('index.html'));
  app.get('/healthz', () => ({ status: 'ok' }));
  app.post<{ Body: ActOnTurn }>('/api/panels/:panel/acts', (request) => {
    acts.push(request.body);
    if (!obeys) return { outcome: 'taken' };
    if (!now || request.body.turn !== now.turn) return { outcome: 'stale' };
    show({ ...obeys(request.body), turn: now.turn + 1 });
    return { outcome: 'taken' };
  });
  app.get('/api/live', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    streams.add(reply.raw);
    reply.raw.on('close', () => streams.delete(reply.raw));
    if (now) send(reply.raw, now);
  });
  await app.listen({ port, host: '127.0.0.1' });

  function show(view: View): void {
    gone = false;
    now = view;
    for (const stream of streams) send(stream, view);
  }
  return {
    url: `http://127.0.0.1:${port}/`,
    acts,
    show,
    obey(next) {
      obeys = next;
    },
    showNothing() {
      gone = false;
      now = undefined;
    },
    vanish() {
      gone = true;
      for (const stream of streams) stream.destroy();
    },
    close: () => app.close(),
  };
}

const send = (stream: ServerResponse, view: View): void => void stream.write(`data: ${JSON.stringify(view)}\n\n`);
