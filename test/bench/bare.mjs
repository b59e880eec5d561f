/** The least that Node can do with the packages a station stands on: import them, and answer one route. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'yike'));
const { default: Fastify } = await import('fastify');
await Promise.all([import('better-sqlite3'), import('mqtt'), import('serialport')]);
const app = Fastify();
app.get('/healthz', () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
