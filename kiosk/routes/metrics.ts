import type { FastifyInstance } from 'fastify';
import type { Agent } from '../../edge-agent/index.ts';
import type { ThisProcess } from '../this-process.ts';

/** `/metrics`: Prometheus text. What makes it is loaded when it is first asked for: most stations are never asked. */
export function metricsRoute(app: FastifyInstance, agent: Agent, thisProcess: ThisProcess): void {
  app.get('/metrics', async (_request, reply) => {
    const { metricsText } = await import('../metrics.ts');
    const ofProcess = { loopDelayP99Ms: thisProcess.loopDelayP99Ms(), residentBytes: thisProcess.residentBytes() };
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metricsText(agent.figures(), ofProcess));
  });
}
