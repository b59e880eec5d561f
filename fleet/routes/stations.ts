import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { alarmList } from '../alarms/list.ts';
import { Board } from '../contract/board.ts';
import { Places } from '../contract/places.ts';
import { Problem } from '../contract/problem.ts';
import { type StationListHead, StationListLine, type StationRow } from '../contract/stations.ts';
import type { Clock } from '../ports.ts';
import type { openRounds } from '../rounds/rounds.ts';
import type { Dialect } from '../store/dialect.ts';
import type { Fleet } from '../store/schema.ts';
import { boardOf, WORTH_A_THOUGHT_PERCENT } from '../views/board.ts';
import { placesSeen } from '../views/places.ts';
import { openStationList, textOf } from '../views/station-list.ts';
import { whoAsks, whoSees } from './access.ts';

const LINES = 'application/x-ndjson';
const ROWS_A_LINE = 100;

export interface StationParts {
  readonly db: Kysely<Fleet>;
  readonly dialect: Dialect;
  readonly rounds: ReturnType<typeof openRounds>;
  readonly clock: Pick<Clock, 'wall'>;
}

export function stationRoutes(app: FastifyInstance, { db, dialect, rounds, clock }: StationParts): void {
  const see = { config: { right: 'see' } } as const;
  const list = openStationList(db, dialect);
  const seen = async (request: FastifyRequest, nowMs: number): Promise<readonly StationRow[]> => {
    const { districts } = whoSees(request);
    const rows = await list(nowMs);
    return districts ? rows.filter(({ district }) => districts.includes(district)) : rows;
  };

  app.get('/api/places', { ...see, schema: { response: { 200: Places, 401: Problem } } }, (request) =>
    placesSeen(db, whoSees(request)),
  );

  app.get('/api/board', { ...see, schema: { response: { 200: Board, 401: Problem } } }, async (request) => {
    const nowMs = clock.wall();
    const me = whoAsks(request);
    const stations = await seen(request, nowMs);
    const waiting = await alarmList(db, { show: 'waiting' }, me, nowMs);
    const { bins } = await rounds(db, { leastPercent: WORTH_A_THOUGHT_PERCENT }, whoSees(request), nowMs);
    return boardOf({ stations, waiting, bins, nowMs });
  });

  app.get(
    '/api/stations',
    { ...see, schema: { response: { 200: { content: { [LINES]: { schema: StationListLine } } }, 401: Problem } } },
    async (request, reply) => {
      const nowMs = clock.wall();
      const rows = await seen(request, nowMs);
      return reply.type(LINES).send(Readable.from(written({ at: nowMs, total: rows.length }, rows)));
    },
  );
}

function* written(head: StationListHead, rows: readonly StationRow[]): Generator<string> {
  yield `${JSON.stringify(head)}\n`;
  for (let from = 0; from < rows.length; from += ROWS_A_LINE)
    yield `[${rows
      .slice(from, from + ROWS_A_LINE)
      .map(textOf)
      .join()}]\n`;
}
