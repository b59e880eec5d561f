import { join } from 'node:path';
import { buildApp } from '../kiosk/app.ts';
import { panelsOf } from '../kiosk/visits/panels.ts';
import { aFreePort } from './free-port.ts';
import type { Hut } from './hut.ts';

/** A hut's panel over HTTP, as the product serves it. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

const BUILT = join(import.meta.dirname, '..', 'ui', 'touch', 'dist');

/** `screens`: a folder with an `index.html`; the built screens where none is named. */
export async function served(hut: Hut, screens = BUILT): Promise<Served> {
  const port = await aFreePort();
  const note = (): void => {};
  const app = await buildApp({
    agent: hut.agent,
    panels: panelsOf([hut.panel]),
    clock: hut.clock,
    log: { info: note, warn: note, error: note },
    port,
    ticket: 'a'.repeat(32),
    thisProcess: { loopDelayP99Ms: () => 0, residentBytes: () => 0, cancel: () => {} },
    screens,
  });
  await app.listen({ host: '127.0.0.1', port });
  return { url: `http://127.0.0.1:${port}/`, close: () => app.close() };
}
