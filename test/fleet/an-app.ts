/** The fleet's server on a real port, over databases of its own, with a person of each role who is signed in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { openAccounts } from '../../fleet/accounts/accounts.ts';
import { type App, buildApp } from '../../fleet/app.ts';
import type { Credentials } from '../../fleet/contract/accounts.ts';
import { ROLES, type Role } from '../../fleet/contract/words.ts';
import { aFreePort } from '../free-port.ts';
import { aFleet, codeOf, type TestFleet } from './a-fleet.ts';

export type Who = Role | 'nobody';
export const DISTRICT = 'wuda';

export interface TestApp extends AsyncDisposable {
  readonly fleet: TestFleet;
  readonly app: FastifyInstance;
  readonly routes: App['routes'];
  readonly url: string;
  readonly host: string;
  readonly credentials: ReadonlyMap<Role, Credentials>;
  /** The cookie's whole `name=token`. */
  cookieOf(who: Who): string;
  signIn(role: Role): Promise<{ readonly status: number; readonly cookie: string | undefined }>;
  ask(who: Who, method: string, path: string, body?: object): Promise<Response>;
}

/** A console of which nothing is asked but that it is there. */
function anEmptyConsole(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yike-console-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>console</title>');
  writeFileSync(join(folder, 'main.js'), '0;');
  return folder;
}

/** `built`: the folder of a built console, where pages are looked at. */
export async function anApp(database?: string, built?: string): Promise<TestApp> {
  const fleet = await aFleet(database);
  const port = await aFreePort();
  const host = `127.0.0.1:${port}`;
  const console = built ?? anEmptyConsole();
  const { app, routes } = await buildApp({
    ...fleet.parts,
    clock: fleet.clock,
    brokerOnline: () => true,
    figures: () => [],
    address: { port, names: [] },
    console,
  });
  await app.listen({ host: '127.0.0.1', port });
  const url = `http://${host}`;
  const credentials = new Map<Role, Credentials>();
  const cookies = new Map<Who, string>();

  async function ask(who: Who, method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${url}${path}`, {
      method,
      headers: {
        origin: url,
        ...(body && { 'content-type': 'application/json' }),
        cookie: cookies.get(who) ?? '',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }
  let from = 1;
  async function signIn(role: Role) {
    const made = credentials.get(role);
    if (!made) throw new Error(`no ${role}`);
    const { name, password } = made;
    const answer = await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host, origin: url },
      remoteAddress: `10.0.0.${from++}`, // each from a place of their own: tries are counted by it
      payload: { name, password, code: await codeOf(made, fleet.clock.wall()) },
    });
    const cookie = [answer.headers['set-cookie']].flat()[0];
    if (cookie !== undefined) cookies.set(role, cookie.split(';')[0] ?? '');
    return { status: answer.statusCode, cookie };
  }
  for (const role of ROLES) {
    const made = await openAccounts(fleet.parts).make(
      { name: role, displayName: role, role, districts: [DISTRICT] },
      null,
    );
    if (!made) throw new Error(`${role} is taken`);
    credentials.set(role, made);
    await signIn(role);
  }
  return {
    fleet,
    app,
    routes,
    url,
    host,
    credentials,
    cookieOf: (who) => cookies.get(who) ?? '',
    signIn,
    ask,
    async [Symbol.asyncDispose]() {
      await app.close();
      await fleet[Symbol.asyncDispose]();
      if (built === undefined) rmSync(console, { recursive: true });
    },
  };
}
