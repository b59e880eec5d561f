/**
 * Every route says whose it is, or the server is not built. Signed out: 401. Without the right: 403. What belongs to a
 * district that a person does not see is not there for them: 404.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { may, type Right, type Sight, sightOf } from '../accounts/rights.ts';
import type { Sessions } from '../accounts/sessions.ts';
import type { Me } from '../contract/session.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `anyone`: signed in or not. `signed-in`: whoever is, whatever their role. */
    right?: Right | 'signed-in' | 'anyone';
    /** Programs of this machine may ask too (a collector of metrics). */
    thisMachine?: boolean;
  }
  interface FastifyRequest {
    me: Me | undefined;
    /** Of their session; undefined where none was sent. */
    token: string | undefined;
  }
}

export interface RouteFacts {
  readonly method: string;
  readonly url: string;
  readonly right: Right | 'signed-in' | 'anyone';
}

export const COOKIE = 'yike-console';
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** An empty token takes the cookie away. */
export const sessionCookie = (token: string, tls: boolean): string =>
  `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict${tls ? '; Secure' : ''}${token === '' ? '; Max-Age=0' : ''}`;

const tokenIn = (cookies: string | undefined): string | undefined =>
  cookies
    ?.split(/;\s*/)
    .find((cookie) => cookie.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);

/** The table grows as routes are added. */
export function access(app: FastifyInstance, sessions: Sessions): readonly RouteFacts[] {
  const table: RouteFacts[] = [];
  app.decorateRequest('me', undefined);
  app.decorateRequest('token', undefined);
  app.addHook('onRoute', ({ method, url, config }) => {
    const right = config?.right;
    if (right === undefined) throw new Error(`${String(method)} ${url} says not whose it is`);
    for (const one of [method].flat()) table.push({ method: one, url, right });
  });
  app.addHook('onRequest', async (request, reply) => {
    const { right, thisMachine } = request.routeOptions.config;
    request.token = tokenIn(request.headers.cookie);
    if (right === 'anyone' || (thisMachine && isHere(request))) return undefined;
    if (request.is404) return undefined;
    request.me = request.token === undefined ? undefined : await sessions.whose(request.token, 'a person asks');
    if (!request.me) return reply.code(401).send({ code: 'signed-out', message: 'Sign in first.' });
    if (right === undefined || (right !== 'signed-in' && !may(request.me, right)))
      return reply.code(403).send({ code: 'no-right', message: 'Your role does not allow this.' });
    return undefined;
  });
  return table;
}

/** Not through a proxy of this machine, behind which anybody may stand. */
const isHere = ({ socket, headers }: FastifyRequest): boolean =>
  LOOPBACK.has(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  headers.via === undefined;

/** Whoever asks on a route that only a person may. */
export function whoAsks({ me }: FastifyRequest): Me {
  if (!me) throw new Error('nobody asks here');
  return me;
}

export const whoSees = (request: FastifyRequest): Sight => sightOf(whoAsks(request));

export const notThere = (reply: FastifyReply): FastifyReply =>
  reply.code(404).send({ code: 'not-found', message: 'There is nothing here.' });
