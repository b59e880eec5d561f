/** Serves the built console with the real service's headers, and answers it out of a city that stands in memory. */
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import type { AlarmActs } from '../../fleet/contract/alarms.ts';
import type { Changed } from '../../fleet/contract/live.ts';
import type { Me, SignIn } from '../../fleet/contract/session.ts';
import { aFreePort } from '../free-port.ts';
import { aCity } from './a-city.ts';
import { type Answers, answersOf } from './answers.ts';

const built = join(import.meta.dirname, '..', '..', 'ui', 'console', 'dist');
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export const OPERATOR: Me = { name: 'operator.one', displayName: '值班一号', role: 'operator', districts: [] };

export interface ConsoleServer {
  readonly url: string;
  readonly answers: Answers;
  /** Questions so far, as `GET /api/board`. */
  readonly asked: readonly string[];
  say(news: Partial<Changed>): void;
  /** Ends every stream and refuses every question until it is called with `false`. */
  vanish(gone: boolean): void;
  signedIn(who: Me | undefined): void;
  close(): Promise<void>;
}

export async function openConsoleServer({
  stations,
  port,
  nowMs = Date.now(),
}: {
  readonly stations: number;
  readonly port?: number;
  readonly nowMs?: number;
}): Promise<ConsoleServer> {
  const answers = answersOf(aCity({ stations, nowMs }));
  const app = Fastify({ forceCloseConnections: true });
  const streams = new Set<ServerResponse>();
  const asked: string[] = [];
  let me: Me | undefined = OPERATOR;
  let gone = false;

  app.addHook('onRequest', async (request, reply) => {
    if (gone) return void request.raw.destroy();
    void reply.header('content-security-policy', POLICY).header('x-content-type-options', 'nosniff');
    if (!request.url.startsWith('/api/')) return;
    asked.push(`${request.method} ${request.url}`);
    if (!me && request.url !== '/api/session') await reply.code(401).send({ code: 'not-signed-in', message: '' });
  });
  await app.register(fastifyStatic, { root: built, index: false, cacheControl: false });
  app.setNotFoundHandler((request, reply) =>
    request.url.startsWith('/api/')
      ? reply.code(404).send({ code: 'not-found', message: '' })
      : reply.header('content-type', 'text/html; charset=utf-8').sendFile('index.html'),
  );
  app.get('/', (_request, reply) => reply.sendFile('index.html'));
  app.get('/api/me', () => me);
  app.post<{ Body: SignIn }>('/api/session', async ({ body }, reply) => {
    if (body.code !== '123456') return reply.code(401).send({ code: 'not-matched', message: '' });
    me = OPERATOR;
    return me;
  });
  app.delete('/api/session', async (_request, reply) => {
    me = undefined;
    return reply.code(204).send();
  });
  const mine = (): string | undefined => (me?.role === 'fitter' ? me.districts[0] : undefined);
  app.get('/api/board', () => answers.board(mine()));
  app.get('/api/stations', () => answers.list());
  app.get('/api/people', () => ({ people: [{ name: 'fitter.one', displayName: '检修一号' }] }));
  app.get<{ Params: { id: string } }>(
    '/api/stations/:id',
    async ({ params }, reply) => answers.station(params.id) ?? reply.code(404).send({ code: 'not-found', message: '' }),
  );
  app.get<{ Params: { id: string; device: string } }>(
    '/api/stations/:id/devices/:device',
    async ({ params }, reply) =>
      answers.device(params.id, params.device) ?? reply.code(404).send({ code: 'not-found', message: '' }),
  );
  app.post('/api/stations/:id/maintenance', (_request, reply) => reply.code(204).send());
  app.delete('/api/stations/:id/maintenance', (_request, reply) => reply.code(204).send());
  app.get<{ Querystring: { show?: string; district?: string; station?: string } }>('/api/alarms', ({ query }) =>
    answers.alarmList(query),
  );
  app.post<{ Body: AlarmActs }>('/api/alarms/acts', ({ body }) => {
    const rows = answers.alarms.filter(({ id }) => body.alarmIds.includes(id));
    if (body.act.kind === 'acknowledge')
      for (const row of rows) row.acknowledged = { at: Date.now(), by: me?.name ?? '' };
    return { rows, refused: [] };
  });
  app.get<{ Querystring: { district?: string } }>('/api/rounds', ({ query }) => answers.rounds(query.district));
  app.get('/api/live', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    streams.add(reply.raw);
    reply.raw.on('close', () => streams.delete(reply.raw));
  });
  const at = port ?? (await aFreePort());
  await app.listen({ port: at, host: '127.0.0.1' });

  return {
    url: `http://127.0.0.1:${at}`,
    answers,
    asked,
    say(news) {
      const said: Changed = { at: Date.now(), stations: [], many: false, devicesOf: [], alarms: 0, ...news };
      for (const stream of streams) stream.write(`event: changed\ndata: ${JSON.stringify(said)}\n\n`);
    },
    vanish(now) {
      gone = now;
      if (gone) for (const stream of streams) stream.destroy();
    },
    signedIn(who) {
      me = who;
    },
    async close() {
      for (const stream of streams) stream.destroy();
      await app.close();
    },
  };
}
