/** `/api/live`: the screen's one source of truth, as server-sent events. Each event is the whole view; the latest wins. */
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Cancel, Clock } from '../../edge-agent/index.ts';
import { PanelQuery } from '../contract/panel.ts';
import { Problem } from '../contract/problem.ts';
import type { Panels } from '../visits/panels.ts';

const MOST_STREAMS = 8;
const HEARTBEAT_MS = 10_000;

export function liveRoute(app: FastifyInstance, panels: Panels, clock: Clock): void {
  const streams = new Map<ServerResponse, string>();
  const watching = (panelId: string): number => [...streams.values()].filter((id) => id === panelId).length;

  app.get<{ Querystring: PanelQuery }>(
    '/api/live',
    {
      schema: {
        querystring: PanelQuery,
        response: { 404: Problem, 503: Problem },
      },
    },
    (request, reply) => {
      const panel = panels.find(request.query.panel);
      if (!panel) return reply.code(404).send({ code: 'panel', message: 'There is no such panel.' });
      if (streams.size >= MOST_STREAMS) return reply.code(503).send({ code: 'streams', message: 'Too many screens.' });
      reply.hijack();
      const out = reply.raw;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) out.setHeader(name, value);
      out.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
      streams.set(out, panel.panelId);

      let last = '';
      /** Sends what is new. A reader that is behind gets the newest when it has caught up, and nothing in between. */
      const send = (): void => {
        if (out.writableNeedDrain) return;
        const view = JSON.stringify(panel.view());
        if (view === last) return;
        last = view;
        out.write(`data: ${view}\n\n`);
      };
      out.on('drain', send);
      let cancelBeat: Cancel = () => {};
      const beat = (): void => {
        send(); // the clock may have moved on
        if (!out.writableNeedDrain) out.write(': still here\n\n');
        cancelBeat = clock.at(clock.now() + HEARTBEAT_MS, beat);
      };
      const cancelView = panel.onView(send);
      panel.watchedBy(watching(panel.panelId));
      beat();
      out.on('close', () => {
        cancelBeat();
        cancelView();
        streams.delete(out);
        panel.watchedBy(watching(panel.panelId));
      });
      return undefined;
    },
  );

  app.addHook('preClose', async () => {
    for (const out of streams.keys()) out.end();
  });
}
