import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { alarmList } from '../alarms/list.ts';
import { Board } from '../contract/board.ts';
import { Problem } from '../contract/problem.ts';
import { StationList, StationsQuery } from '../contract/stations.ts';
import type { Clock } from '../ports.ts';
import type { openRounds } from '../rounds/rounds.ts';
import type { Dialect } from '../store/dialect.ts';
import type { Fleet } from '../store/schema.ts';
import { boardOf } from '../views/board.ts';
import { stationRows } from '../views/station-rows.ts';
import { whoAsks, whoSees } from './access.ts';

/** Rows of one answer. */
const A_PAGE = 2_000;

export interface StationParts {
  readonly db: Kysely<Fleet>;
  readonly dialect: Dialect;
  readonly rounds: ReturnType<typeof openRounds>;
  readonly clock: Pick<Clock, 'wall'>;
}

export function stationRoutes(app: FastifyInstance, { db, dialect, rounds, clock }: StationParts): void {
  const see = { config: { right: 'see' } } as const;

  app.get('/api/board', { ...see, schema: { response: { 200: Board, 401: Problem } } }, async (request) => {
    const nowMs = clock.wall();
    const me = whoAsks(request);
    const stations = await stationRows(db, dialect, { ...whoSees(request), nowMs });
    const waiting = await alarmList(db, { show: 'waiting' }, me, nowMs);
    const { bins } = await rounds(db, {}, whoSees(request), nowMs);
    return boardOf({ stations, waiting, bins, nowMs });
  });

  app.get<{ Querystring: StationsQuery }>(
    '/api/stations',
    { ...see, schema: { querystring: StationsQuery, response: { 200: StationList, 401: Problem } } },
    async (request): Promise<StationList> => {
      const nowMs = clock.wall();
      const { after = '' } = request.query;
      const rows = await stationRows(db, dialect, { ...whoSees(request), nowMs, page: { after, most: A_PAGE + 1 } });
      const stations = rows.slice(0, A_PAGE);
      const last = rows.length > A_PAGE ? stations.at(-1) : undefined;
      return { at: nowMs, stations, ...(last && { next: last.id }) };
    },
  );
}
