import type { FastifyInstance } from 'fastify';
import { Acted, ActOnTurn } from '../contract/act.ts';
import { PanelPath } from '../contract/panel.ts';
import { Problem } from '../contract/problem.ts';
import type { Panels } from '../visits/panels.ts';

/** `POST /api/panels/{panel}/acts`: what a hand did, on which turn of the screen. */
export function actsRoute(app: FastifyInstance, panels: Panels): void {
  app.post<{ Params: PanelPath; Body: ActOnTurn }>(
    '/api/panels/:panel/acts',
    {
      schema: {
        params: PanelPath,
        body: ActOnTurn,
        response: { 200: Acted, 400: Problem, 404: Problem },
      },
    },
    async (request, reply) => {
      const panel = panels.find(request.params.panel);
      if (!panel) return reply.code(404).send({ code: 'panel', message: 'There is no such panel.' });
      return { outcome: panel.act(request.body.turn, request.body.act) };
    },
  );
}
