import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { alarmList } from '../alarms/list.ts';
import { actOn, alarmPage } from '../alarms/page.ts';
import { type AlarmAct, AlarmActed, AlarmActs, AlarmList, AlarmPage, AlarmQuery } from '../contract/alarms.ts';
import { Problem } from '../contract/problem.ts';
import { Rounds, RoundsQuery } from '../contract/rounds.ts';
import { closed } from '../contract/words.ts';
import type { Audit, AuditAct } from '../store/audit-store.ts';
import { notThere, whoAsks } from './access.ts';
import type { StationParts } from './stations.ts';

const OneAlarm = closed({ id: Type.Integer({ minimum: 1 }) });
type OneAlarm = Type.Static<typeof OneAlarm>;

const WRITTEN: Readonly<Record<AlarmAct['kind'], AuditAct>> = {
  acknowledge: 'alarm acknowledged',
  shelve: 'alarm shelved',
  unshelve: 'alarm unshelved',
  assign: 'alarm assigned',
  comment: 'alarm commented',
  clear: 'alarm cleared',
};

/** What of an act stands in the audit besides. What a comment says stands with its alarm. */
function detailOf(act: AlarmAct): string | undefined {
  if (act.kind === 'shelve') return `${act.minutes} min: ${act.reason}`;
  if (act.kind === 'assign') return act.to ?? 'nobody';
  return act.kind === 'clear' ? act.reason : undefined;
}

export interface AlarmParts extends StationParts {
  readonly audit: Audit;
}

export function alarmRoutes(app: FastifyInstance, { db, rounds, audit, clock }: AlarmParts): void {
  app.get<{ Querystring: AlarmQuery }>(
    '/api/alarms',
    {
      config: { right: 'see' },
      schema: { querystring: AlarmQuery, response: { 200: AlarmList, 400: Problem, 401: Problem } },
    },
    async (request) => alarmList(db, request.query, whoAsks(request), clock.wall()),
  );

  app.get<{ Params: OneAlarm }>(
    '/api/alarms/:id',
    {
      config: { right: 'see' },
      schema: { params: OneAlarm, response: { 200: AlarmPage, 400: Problem, 401: Problem, 404: Problem } },
    },
    async (request, reply) =>
      (await alarmPage(db, request.params.id, whoAsks(request), clock.wall())) ?? notThere(reply),
  );

  app.post<{ Body: AlarmActs }>(
    '/api/alarms/acts',
    {
      config: { right: 'work' },
      schema: { body: AlarmActs, response: { 200: AlarmActed, 400: Problem, 401: Problem, 403: Problem } },
    },
    async (request) => {
      const me = whoAsks(request);
      const { act } = request.body;
      const nowMs = clock.wall();
      return db.transaction().execute(async (on) => {
        const acted = await actOn(on, request.body, me, nowMs);
        if (acted.rows.length === 0) return acted;
        const target = acted.rows.map(({ id }) => `alarm ${id}`).join(', ');
        const detail = detailOf(act);
        const entry = { by: me.name, act: WRITTEN[act.kind], target, ...(detail !== undefined && { detail }) };
        await audit.append(on, entry, nowMs);
        return acted;
      });
    },
  );

  app.get<{ Querystring: RoundsQuery }>(
    '/api/rounds',
    {
      config: { right: 'see' },
      schema: { querystring: RoundsQuery, response: { 200: Rounds, 400: Problem, 401: Problem } },
    },
    async (request) => rounds(db, request.query, whoAsks(request), clock.wall()),
  );
}
