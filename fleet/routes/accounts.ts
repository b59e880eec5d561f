import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Accounts as OpenAccounts } from '../accounts/accounts.ts';
import { Accounts, Credentials, Disabling, NewAccount } from '../contract/accounts.ts';
import { AuditList, AuditQuery } from '../contract/audit.ts';
import { Problem } from '../contract/problem.ts';
import { AccountName, closed } from '../contract/words.ts';
import type { Clock } from '../ports.ts';
import type { Audit } from '../store/audit-store.ts';
import { notThere, whoAsks } from './access.ts';

const OneAccount = closed({ name: AccountName });
type OneAccount = Type.Static<typeof OneAccount>;
const PROBLEMS = { 400: Problem, 401: Problem, 403: Problem } as const;

export interface AccountRouteParts {
  readonly accounts: OpenAccounts;
  readonly audit: Audit;
  readonly clock: Pick<Clock, 'wall'>;
}

export function accountRoutes(app: FastifyInstance, { accounts, audit, clock }: AccountRouteParts): void {
  const keep = { right: 'keep-accounts' } as const;

  app.get(
    '/api/accounts',
    { config: keep, schema: { response: { 200: Accounts, 401: Problem, 403: Problem } } },
    async () => ({ accounts: await accounts.list() }),
  );

  app.post<{ Body: NewAccount }>(
    '/api/accounts',
    { config: keep, schema: { body: NewAccount, response: { 201: Credentials, 409: Problem, ...PROBLEMS } } },
    async (request, reply) => {
      const made = await accounts.make(request.body, whoAsks(request).name);
      if (!made) return reply.code(409).send({ code: 'taken', message: 'There is an account by that name.' });
      return reply.code(201).send(made);
    },
  );

  app.post<{ Params: OneAccount }>(
    '/api/accounts/:name/reset',
    { config: keep, schema: { params: OneAccount, response: { 200: Credentials, 404: Problem, ...PROBLEMS } } },
    async (request, reply) => (await accounts.reset(request.params.name, whoAsks(request).name)) ?? notThere(reply),
  );

  app.post<{ Params: OneAccount; Body: Disabling }>(
    '/api/accounts/:name/disabled',
    {
      config: keep,
      schema: {
        params: OneAccount,
        body: Disabling,
        response: { 204: Type.Null(), 404: Problem, 409: Problem, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const { name: by } = whoAsks(request);
      // Whoever is left can always let the others in again.
      if (name === by) return reply.code(409).send({ code: 'yourself', message: 'Nobody disables their own account.' });
      if (!(await accounts.disable(name, request.body.disabled, by))) return notThere(reply);
      return reply.code(204).send();
    },
  );

  app.get<{ Querystring: AuditQuery }>(
    '/api/audit',
    { config: { right: 'see-audit' }, schema: { querystring: AuditQuery, response: { 200: AuditList, ...PROBLEMS } } },
    async (request) => audit.list(request.query.before, clock.wall()),
  );
}
