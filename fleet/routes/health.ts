import type { FastifyInstance } from 'fastify';
import { type Kysely, sql } from 'kysely';
import { Health } from '../contract/health.ts';
import type { Figure } from '../metrics.ts';
import type { Clock } from '../ports.ts';
import type { Fleet } from '../store/schema.ts';

export interface HealthParts {
  readonly db: Kysely<Fleet>;
  readonly clock: Pick<Clock, 'wall'>;
  readonly brokerOnline: () => boolean;
  /** What is counted outside the database. */
  readonly figures: () => readonly Figure[];
}

export function healthRoutes(app: FastifyInstance, { db, clock, brokerOnline, figures }: HealthParts): void {
  app.get(
    '/healthz',
    { config: { right: 'anyone' }, schema: { response: { 200: Health, 503: Health } } },
    async (_request, reply) => {
      const database = await sql`select 1`.execute(db).then(
        () => true,
        () => false,
      );
      const broker = brokerOnline();
      const health: Health = { status: database && broker ? 'ok' : 'degraded', database, broker };
      return reply.code(database ? 200 : 503).send(health);
    },
  );

  app.get(
    '/metrics',
    { config: { right: 'see', thisMachine: true }, schema: { hide: true } },
    async (_request, reply) => {
      const { figuresOf, metricsText } = await import('../metrics.ts'); // most members are never asked
      const all = [...(await figuresOf(db, clock.wall())), ...figures()];
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metricsText(all));
    },
  );
}
