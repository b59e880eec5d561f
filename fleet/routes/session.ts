import type { FastifyInstance } from 'fastify';
import type { Accounts } from '../accounts/accounts.ts';
import { TooManyAtOnce } from '../accounts/scrypt.ts';
import type { Sessions } from '../accounts/sessions.ts';
import type { openSignIn } from '../accounts/sign-in.ts';
import { Problem } from '../contract/problem.ts';
import { Me, People, SignIn } from '../contract/session.ts';
import { sessionCookie, whoAsks } from './access.ts';

export interface SessionParts {
  readonly signIn: ReturnType<typeof openSignIn>;
  readonly sessions: Sessions;
  readonly accounts: Pick<Accounts, 'people'>;
  readonly tls: boolean;
}

/** A hand signs in once; from one address come a few people's. */
const TRIES = { max: 20, timeWindow: 60_000 };

export function sessionRoutes(app: FastifyInstance, { signIn, sessions, accounts, tls }: SessionParts): void {
  app.post<{ Body: SignIn }>(
    '/api/session',
    {
      config: { right: 'anyone', rateLimit: TRIES },
      schema: { body: SignIn, response: { 200: Me, 401: Problem, 503: Problem } },
    },
    async (request, reply) => {
      try {
        const signedIn = await signIn(request.body, request.token);
        const me = signedIn && (await sessions.whose(signedIn.token, 'a person asks'));
        if (!me)
          return reply
            .code(401)
            .send({ code: 'refused', message: 'Name, password or code is wrong. Try again later.' });
        return reply.header('set-cookie', sessionCookie(signedIn.token, tls)).send(me);
      } catch (error) {
        if (!(error instanceof TooManyAtOnce)) throw error;
        return reply.code(503).send({ code: 'busy', message: 'Too many sign in at once. Try again in a moment.' });
      }
    },
  );

  app.delete(
    '/api/session',
    { config: { right: 'signed-in' }, schema: { response: { 204: {}, 401: Problem } } },
    async (request, reply) => {
      if (request.token !== undefined) await sessions.end(request.token, whoAsks(request));
      return reply.code(204).header('set-cookie', sessionCookie('', tls)).send();
    },
  );

  app.get(
    '/api/me',
    { config: { right: 'signed-in' }, schema: { response: { 200: Me, 401: Problem } } },
    async (request) => whoAsks(request),
  );

  app.get(
    '/api/people',
    { config: { right: 'see' }, schema: { response: { 200: People, 401: Problem } } },
    async () => ({ people: await accounts.people() }),
  );
}
