import type { FastifyInstance } from 'fastify';
import type { Agent } from '../../edge-agent/index.ts';
import { Health } from '../contract/problem.ts';

/** `/healthz`: 503 when no visit may begin; `degraded` when something is away that the station can live without. */
export function healthzRoute(app: FastifyInstance, agent: Agent): void {
  app.get('/healthz', { schema: { response: { 200: Health, 503: Health } } }, async (_request, reply) => {
    const devices = Object.fromEntries([
      ...agent.hub.devices.map(({ deviceId, health }) => [deviceId, health().status] as const),
      ...agent.recycling.offers().map(({ binId, status }) => [binId, status] as const),
      ...agent.signals.statuses().map(({ deviceId, status }) => [deviceId, status] as const),
    ]);
    const store = agent.storeWorks();
    const visits = agent.acceptsVisits();
    const clock = agent.clockTrusted();
    const network = agent.network() !== 'off';
    const well = store && visits && clock && network && Object.values(devices).every((status) => status === 'ok');
    const health: Health = { status: well ? 'ok' : 'degraded', store, visits, clock, network, devices };
    return reply.code(visits ? 200 : 503).send(health);
  });
}
