/**
 * Where the command `yike` begins, on the pinned Node. Plain JavaScript, since two things must be so before the first of our
 * TypeScript is read: from the compile cache, which our own user alone may write, it is not stripped of its types again
 * (that costs 0.4 s and 25 MB); and what dies young is swept up from 1 MB of memory instead of up to 16 MB.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'yike'));
await import('./main.ts');
