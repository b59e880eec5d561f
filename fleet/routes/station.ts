import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { alarmsOf } from '../alarms/list.ts';
import { Problem } from '../contract/problem.ts';
import {
  DevicePage,
  DeviceQuery,
  GapGivenUp,
  Maintenance,
  StationPage,
  type StationRow,
} from '../contract/stations.ts';
import { closed, DeviceId, StationId } from '../contract/words.ts';
import { beginMaintenance, endMaintenance } from '../store/alarm-maintenance.ts';
import type { Audit } from '../store/audit-store.ts';
import { giveUp } from '../store/gap-store.ts';
import { countersOf, trendsOf } from '../views/device-page.ts';
import { deviceRows } from '../views/device-rows.ts';
import { stationPage } from '../views/station-page.ts';
import { stationRows } from '../views/station-rows.ts';
import { notThere, whoAsks, whoSees } from './access.ts';
import type { StationParts } from './stations.ts';

const OneStation = closed({ id: StationId });
type OneStation = Type.Static<typeof OneStation>;
const OneDevice = closed({ id: StationId, deviceId: DeviceId });
type OneDevice = Type.Static<typeof OneDevice>;
/** 204. */
const NOTHING = Type.Null();
const PROBLEMS = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;

export interface OneStationParts extends Pick<StationParts, 'db' | 'dialect' | 'clock'> {
  readonly audit: Audit;
}

/** What concerns one station. Of another district it is not there. */
export function stationRoute(app: FastifyInstance, { db, dialect, audit, clock }: OneStationParts): void {
  async function seen(request: FastifyRequest<{ Params: OneStation }>): Promise<StationRow | undefined> {
    const wanted = { ...whoSees(request), ids: [request.params.id], nowMs: clock.wall() };
    return (await stationRows(db, dialect, wanted))[0];
  }

  app.get<{ Params: OneStation }>(
    '/api/stations/:id',
    { config: { right: 'see' }, schema: { params: OneStation, response: { 200: StationPage, ...PROBLEMS } } },
    async (request, reply) => {
      const station = await seen(request);
      if (!station) return notThere(reply);
      const nowMs = clock.wall();
      const devices = await deviceRows(db, station.id, nowMs);
      const alarms = await alarmsOf(db, station.id, nowMs);
      return (await stationPage(db, { station, devices, alarms, nowMs })) ?? notThere(reply);
    },
  );

  app.get<{ Params: OneDevice; Querystring: DeviceQuery }>(
    '/api/stations/:id/devices/:deviceId',
    {
      config: { right: 'see' },
      schema: { params: OneDevice, querystring: DeviceQuery, response: { 200: DevicePage, ...PROBLEMS } },
    },
    async (request, reply) => {
      const station = await seen(request);
      const { id: stationId, deviceId } = request.params;
      const nowMs = clock.wall();
      const [device] = station ? await deviceRows(db, stationId, nowMs, deviceId) : [];
      if (!station || !device) return notThere(reply);
      return {
        at: nowMs,
        station,
        device,
        counters: await countersOf(db, { stationId, deviceId }),
        trends: await trendsOf(db, { stationId, deviceId }, request.query.days ?? 1, nowMs),
        alarms: await alarmsOf(db, stationId, nowMs, deviceId),
      };
    },
  );

  const done = (reply: FastifyReply): FastifyReply => reply.code(204).send();

  app.post<{ Params: OneStation; Body: Maintenance }>(
    '/api/stations/:id/maintenance',
    {
      config: { right: 'work' },
      schema: { params: OneStation, body: Maintenance, response: { 204: NOTHING, ...PROBLEMS } },
    },
    async (request, reply) => {
      const station = await seen(request);
      if (!station) return notThere(reply);
      const { minutes, reason } = request.body;
      const { name: by } = whoAsks(request);
      const nowMs = clock.wall();
      await db.transaction().execute(async (on) => {
        const untilMs = nowMs + minutes * 60_000;
        await beginMaintenance(on, { stationId: station.id, untilMs, by, reason }, nowMs);
        const detail = `${minutes} min: ${reason}`;
        await audit.append(on, { by, act: 'maintenance begun', target: station.id, detail }, nowMs);
      });
      return done(reply);
    },
  );

  app.delete<{ Params: OneStation }>(
    '/api/stations/:id/maintenance',
    { config: { right: 'work' }, schema: { params: OneStation, response: { 204: NOTHING, ...PROBLEMS } } },
    async (request, reply) => {
      const station = await seen(request);
      if (!station) return notThere(reply);
      const { name: by } = whoAsks(request);
      const nowMs = clock.wall();
      await db.transaction().execute(async (on) => {
        if (await endMaintenance(on, station.id, by, nowMs))
          await audit.append(on, { by, act: 'maintenance ended', target: station.id }, nowMs);
      });
      return done(reply);
    },
  );

  app.post<{ Params: OneStation; Body: GapGivenUp }>(
    '/api/stations/:id/gap',
    {
      config: { right: 'give-up' },
      schema: { params: OneStation, body: GapGivenUp, response: { 204: NOTHING, 409: Problem, ...PROBLEMS } },
    },
    async (request, reply) => {
      const station = await seen(request);
      if (!station) return notThere(reply);
      const { through, reason } = request.body;
      const { name: by } = whoAsks(request);
      const given = await db.transaction().execute(async (on) => {
        if (!(await giveUp(on, station.id, through, dialect))) return false;
        const detail = `through ${through}: ${reason}`;
        await audit.append(on, { by, act: 'gap given up', target: station.id, detail }, clock.wall());
        return true;
      });
      if (!given) return reply.code(409).send({ code: 'no-gap', message: 'Nothing is missing up to there.' });
      return done(reply);
    },
  );
}
