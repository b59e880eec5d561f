/**
 * Who may speak to this server at all: a page that it served itself, under a name that is its own. Against DNS rebinding (Host),
 * against other sites in the same browser (Origin, Sec-Fetch-Site), and against whatever a page could be made to load or be
 * framed by (Content Security Policy and its company). Who is asking is looked at behind it.
 */
import type { FastifyInstance } from 'fastify';

export interface Address {
  readonly port: number;
  /** With TLS: the names by which browsers reach it. Without: this machine alone, whatever stands here. */
  readonly names: readonly string[];
  readonly tls: boolean;
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

const THIS_MACHINE = ['127.0.0.1', 'localhost', '[::1]'];
const HTTPS_PORT = 443;
const ONE_YEAR_S = 31_536_000;
const SAFE_METHODS = new Set(['GET', 'HEAD']);

export function guard(app: FastifyInstance, { port, names, tls }: Address): void {
  const own = tls ? [...THIS_MACHINE, ...names] : THIS_MACHINE;
  // A browser leaves out the port that its scheme has anyway.
  const hosts = new Set(own.flatMap((name) => [`${name}:${port}`, ...(tls && port === HTTPS_PORT ? [name] : [])]));
  const origins = new Set([...hosts].map((host) => `${tls ? 'https' : 'http'}://${host}`));

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      ...(tls && { 'strict-transport-security': `max-age=${ONE_YEAR_S}` }),
    });
    const { host, origin } = request.headers;
    if (host === undefined || !hosts.has(host))
      return reply.code(421).send({ code: 'host', message: 'This server does not go by that name.' });
    const site = request.headers['sec-fetch-site'];
    const unsafe = !SAFE_METHODS.has(request.method);
    const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
    // A link from elsewhere may open a page; it may not ask for anything in somebody's name.
    if (foreign && (unsafe || request.url.startsWith('/api/')))
      return reply.code(403).send({ code: 'site', message: 'Only its own page may ask.' });
    if (origin === undefined ? unsafe : !origins.has(origin))
      return reply.code(403).send({ code: 'origin', message: 'Only its own page may ask.' });
    return undefined;
  });
}
