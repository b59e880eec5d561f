/** The fleet's HTTP server: guard first, then who may, then routes. A route that says not whose it is does not get built. */
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { openAccounts } from './accounts/accounts.ts';
import type { AccountParts } from './accounts/parts.ts';
import { openSessions } from './accounts/sessions.ts';
import { openSignIn } from './accounts/sign-in.ts';
import type { Clock } from './ports.ts';
import { openRounds } from './rounds/rounds.ts';
import { access, COOKIE, type RouteFacts } from './routes/access.ts';
import { accountRoutes } from './routes/accounts.ts';
import { alarmRoutes } from './routes/alarms.ts';
import { consoleRoutes } from './routes/console.ts';
import { type Address, guard } from './routes/guard.ts';
import { type HealthParts, healthRoutes } from './routes/health.ts';
import { liveRoute } from './routes/live.ts';
import { type Certificate, LEAST_TLS, renewCertificate } from './routes/renewal.ts';
import { compilersFactory } from './routes/schemas.ts';
import { sessionRoutes } from './routes/session.ts';
import { stationRoute } from './routes/station.ts';
import { stationRoutes } from './routes/stations.ts';

export interface AppParts extends Omit<AccountParts, 'clock'>, Omit<HealthParts, 'clock'> {
  readonly clock: Clock;
  readonly address: Omit<Address, 'tls'>;
  /** Absent: this machine alone is answered, without encryption. Asked again and again: it may have been renewed. */
  readonly certificate?: () => Certificate;
  /** Folder of the built console. */
  readonly console: string;
}

export interface App {
  readonly app: FastifyInstance;
  /** Every route, and whose it is. */
  readonly routes: readonly RouteFacts[];
}

const MOST_BODY_BYTES = 16 * 1024;

export async function buildApp(parts: AppParts): Promise<App> {
  const { log, address } = parts;
  const first = parts.certificate?.();
  const tls = first !== undefined;
  const options = {
    logger: false, // the one log is ours
    bodyLimit: MOST_BODY_BYTES,
    requestTimeout: 10_000,
    forceCloseConnections: true, // a browser keeps its connections open; the end does not wait for it
    connectionTimeout: 0, // live streams stay; slow requests are cut by requestTimeout
    exposeHeadRoutes: false,
    http: { headersTimeout: 5_000, maxHeaderSize: MOST_BODY_BYTES },
    schemaController: { compilersFactory },
  } as const;
  const secure = first && Fastify({ ...options, https: { ...first, ...options.http, minVersion: LEAST_TLS } });
  const app: FastifyInstance = secure ?? Fastify(options);
  if (secure && parts.certificate)
    renewCertificate(app, { ...parts, server: secure.server, first, certificate: parts.certificate });
  guard(app, { ...address, tls });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error('request failed', { route: request.routeOptions.url ?? 'none', name: error.name });
    const message = status >= 500 ? 'Something went wrong here; it has been logged.' : error.message;
    return reply.code(status).send({ code: error.code ?? 'error', message });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'not-found', message: 'There is nothing here.' }),
  );
  await app.register(rateLimit, { max: 200, timeWindow: 1000 });
  const sessions = openSessions(parts);
  const accounts = openAccounts(parts);
  const routes = access(app, sessions);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Yike Station: the fleet service', version: '1' },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: COOKIE } } },
      security: [{ session: [] }],
    },
  });
  await app.register(fastifyStatic, { root: parts.console, serve: false, cacheControl: false });
  consoleRoutes(app);
  sessionRoutes(app, { signIn: openSignIn(parts), sessions, accounts, tls });
  const rounds = openRounds(parts.dialect);
  stationRoutes(app, { ...parts, rounds });
  stationRoute(app, parts);
  alarmRoutes(app, { ...parts, rounds });
  accountRoutes(app, { ...parts, accounts });
  liveRoute(app, { ...parts, sessions });
  healthRoutes(app, parts);
  app.get('/api/openapi.json', { config: { right: 'signed-in' }, schema: { hide: true } }, async () => app.swagger());
  return { app, routes };
}
