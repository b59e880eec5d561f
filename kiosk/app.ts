/** The station's HTTP server as a plugin-free Fastify app: guard first, then routes; testable without a port. */
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Agent, Clock, Log } from '../edge-agent/index.ts';
import { guard, ticketCookie } from './plugins/guard.ts';
import { compilersFactory } from './plugins/schemas.ts';
import { actsRoute } from './routes/acts.ts';
import { healthzRoute } from './routes/healthz.ts';
import { liveRoute } from './routes/live.ts';
import { metricsRoute } from './routes/metrics.ts';
import type { ThisProcess } from './this-process.ts';
import type { Panels } from './visits/panels.ts';

export interface AppParts {
  readonly agent: Agent;
  readonly panels: Panels;
  readonly clock: Clock;
  readonly log: Log;
  readonly port: number;
  readonly ticket: string;
  /** Folder of the built screens. */
  readonly screens: string;
  readonly thisProcess: ThisProcess;
}

const MOST_BODY_BYTES = 16 * 1024;

export async function buildApp({
  agent,
  panels,
  clock,
  log,
  port,
  ticket,
  screens,
  thisProcess,
}: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false, // the one log is ours: a request line could hold what a person chose
    bodyLimit: MOST_BODY_BYTES,
    requestTimeout: 10_000,
    forceCloseConnections: true, // a browser keeps its connections open; the end does not wait for it
    connectionTimeout: 0, // live streams stay; slow requests are cut by requestTimeout
    http: { headersTimeout: 5_000, maxHeaderSize: MOST_BODY_BYTES },
    schemaController: { compilersFactory },
  });
  guard(app, { port, ticket });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error('request failed', { route: request.routeOptions.url ?? 'none', name: error.name });
    const message = status >= 500 ? 'Something went wrong here; it has been logged.' : error.message;
    return reply.code(status).send({ code: error.code ?? 'error', message });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'not-found', message: 'There is nothing here.' }),
  );
  // A hand makes a few acts a second; a page load some ten requests.
  await app.register(rateLimit, { max: 200, timeWindow: 1000 });
  await app.register(fastifyStatic, { root: screens, index: false, cacheControl: false });
  app.get('/', (_request, reply) => reply.header('set-cookie', ticketCookie(ticket)).sendFile('index.html'));
  liveRoute(app, panels, clock);
  actsRoute(app, panels);
  healthzRoute(app, agent);
  metricsRoute(app, agent, thisProcess);
  return app;
}
