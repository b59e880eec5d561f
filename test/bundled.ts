import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';

const CACHE = join(import.meta.dirname, '..', 'node_modules', '.cache', 'yike');

/** Files that lie beside a module are found where it lay. */
const asItLay: Plugin = {
  name: 'as-it-lay',
  transform: (code, id) =>
    isAbsolute(id)
      ? code
          .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
      : null, // the bundler's own
};

/** Found by name at run time: they load code of the machine's own. */
const NATIVE = [/^better-sqlite3$/, /^@serialport\/bindings-cpp$/, /^node-hid$/];

/**
 * A script and all that it loads as one file, whose path is returned: to start a process takes a quarter of a second of CPU
 * instead of one and a quarter, most of it for a thousand small modules. For processes of ours that are started by the
 * hundred; whoever uses the station runs the modules.
 */
export async function bundled(script: string): Promise<string> {
  const bundle = await rolldown({ input: script, platform: 'node', external: NATIVE, plugins: [asItLay] });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
  const [{ code }] = output;
  mkdirSync(CACHE, { recursive: true });
  const file = join(CACHE, `${basename(script, '.ts')}.mjs`);
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, code);
  renameSync(fresh, file); // another may be starting it, from the same code
  return file;
}
