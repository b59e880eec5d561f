import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { alarmList } from '../alarms/list.ts';
import { Board } from '../contract/board.ts';
import { Problem } from '../contract/problem.ts';
import { StationList } from '../contract/stations.ts';
import type { Clock } from '../ports.ts';
import type { Dialect } from '../store/dialect.ts';
import type { Fleet } from '../store/schema.ts';
import { boardOf } from '../views/board.ts';
import type { RoundsView } from '../views/rounds-view.ts';
import { stationRows } from '../views/station-rows.ts';
import { whoAsks, whoSees } from './access.ts';

export interface StationParts {
  readonly db: Kysely<Fleet>;
  readonly dialect: Dialect;
  readonly rounds: RoundsView;
  readonly clock: Pick<Clock, 'wall'>;
}

export function stationRoutes(app: FastifyInstance, { db, dialect, rounds, clock }: StationParts): void {
  const see = { config: { right: 'see' } } as const;

  app.get('/api/board', { ...see, schema: { response: { 200: Board, 401: Problem } } }, async (request) => {
    const nowMs = clock.wall();
    const me = whoAsks(request);
    const stations = await stationRows(db, dialect, { ...whoSees(request), nowMs });
    const waiting = await alarmList(db, { show: 'waiting' }, me, nowMs);
    const { bins } = await rounds(db, {}, me, nowMs);
    return boardOf({ stations, waiting, bins, nowMs });
  });

  app.get('/api/stations', { ...see, schema: { response: { 200: StationList, 401: Problem } } }, async (request) => {
    const nowMs = clock.wall();
    return { at: nowMs, stations: await stationRows(db, dialect, { ...whoSees(request), nowMs }) };
  });
}
