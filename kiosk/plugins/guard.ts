/**
 * Who may speak to this server at all: only a page that it served itself, on this machine. Against DNS rebinding (Host),
 * against other sites in the same browser (Origin, Sec-Fetch-Site, a cookie that only our own page carries), and against
 * whatever a page could be made to load or be framed by (Content Security Policy and its company).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface GuardSettings {
  readonly port: number;
  /** 128 random bits of this process; a page gets them as its cookie, and no request under `/api` goes without. */
  readonly ticket: string;
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const COOKIE = 'yike-panel';
const SAFE_METHODS = new Set(['GET', 'HEAD']);

export const ticketCookie = (ticket: string): string => `${COOKIE}=${ticket}; Path=/; HttpOnly; SameSite=Strict`;

export function guard(app: FastifyInstance, { port, ticket }: GuardSettings): void {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
  const origins = new Set([...hosts].map((host) => `http://${host}`));

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    const { host, origin } = request.headers;
    if (host === undefined || !hosts.has(host))
      return refuse(reply, 421, 'host', 'This server answers only on this machine.');
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      return refuse(reply, 403, 'site', 'Only its own page may ask.');
    const unsafe = !SAFE_METHODS.has(request.method);
    if (origin === undefined ? unsafe : !origins.has(origin))
      return refuse(reply, 403, 'origin', 'Only its own page may ask.');
    if (request.url.startsWith('/api/') && !carries(request, ticket))
      return refuse(reply, 401, 'ticket', 'Load the page first.');
    return undefined;
  });
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).send({ code, message });

const carries = (request: FastifyRequest, ticket: string): boolean =>
  (request.headers.cookie ?? '').split(/;\s*/).includes(`${COOKIE}=${ticket}`);
