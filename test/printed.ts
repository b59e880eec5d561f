import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** That of the product: to strip our TypeScript of its types anew costs each process half a second. */
export const NODE_COMPILE_CACHE = join(import.meta.dirname, '..', 'node_modules', '.cache', 'yike');

/** What a script prints, run by this very Node to its end; rejects when that is not 0. */
export async function printed(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE },
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return out;
}
