/**
 * Where the station's Node comes in. Plain JavaScript: the cache of compiled code must be open before the first
 * TypeScript file is read, since a single one to strip brings the whole stripper in, 18 MB that stay.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Stripping types at every start costs 0.4 s and 37 MB; from this cache, which our own user alone may write, a quarter of it.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'yike'));
await import('./main.ts');
