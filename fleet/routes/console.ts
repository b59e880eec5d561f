import type { FastifyInstance } from 'fastify';
import { notThere } from './access.ts';

/** The pages themselves hold nothing of anybody; whoever opens one from elsewhere gets the console, which knows where it stands. */
export function consoleRoutes(app: FastifyInstance): void {
  const open = { config: { right: 'anyone' }, schema: { hide: true } } as const;
  app.get('/', open, (_request, reply) => reply.sendFile('index.html'));
  app.get<{ Params: { '*': string } }>('/*', open, (request, reply) => {
    const path = request.params['*'];
    if (path.startsWith('api/')) return notThere(reply);
    return path.includes('.') ? reply.sendFile(path) : reply.sendFile('index.html');
  });
}
