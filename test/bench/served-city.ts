/** The real fleet service over a made-up city on SQLite, in a process of its own, and a browser that is signed in to it. */
import type { BrowserContext } from 'playwright-core';
import { codeOf } from '../fleet/a-fleet.ts';
import { aFreePort } from '../free-port.ts';
import { aProcess } from '../process.ts';

export interface ServedCity extends AsyncDisposable {
  readonly url: string;
  /** Signs this browser's context in, as an operator. */
  signIn(context: BrowserContext): Promise<void>;
}

/** `changes`: stations that change each second. `pages`: a folder with the built console. */
export async function servedCity(wanted: { stations: number; changes: number; pages: string }): Promise<ServedCity> {
  const port = await aFreePort();
  const { stations, changes, pages } = wanted;
  const service = aProcess(['test/fleet/serve-city.ts', String(port), String(stations), String(changes), pages]);
  const line = await service.says((said) => said.startsWith('operator '));
  const [name, password, totpUri] = [...line.split(/\s+/).slice(0, 2), line.slice(line.indexOf('otpauth://'))];
  const url = `http://127.0.0.1:${port}`;
  const code = await codeOf({ totpUri: totpUri ?? '' }, Date.now());
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ name, password, code }),
  });
  const [cookie = '', value = ''] = answer.headers.get('set-cookie')?.split(';')[0]?.split('=') ?? [];
  if (!answer.ok) throw new Error(`the sign-in was answered with ${answer.status}`);
  return {
    url,
    signIn: (context) => context.addCookies([{ name: cookie, value, url }]),
    [Symbol.asyncDispose]: () => service.kill('SIGINT'),
  };
}
