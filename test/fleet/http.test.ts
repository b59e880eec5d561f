/** Who may ask what, held against the app's own table of routes; and that no answer holds what is a resident's, or a secret. */
import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../fleet/app.ts';
import { ROLES } from '../../fleet/contract/words.ts';
import { anApp, type TestApp, type Who } from './an-app.ts';
import { aCity } from './city/a-city.ts';
import { putCity } from './city/put-city.ts';
import { jsonLines, stationList } from './station-list.ts';

const OWN_ID = 'wuda-04-00053'; // in Wuda, where the fitter works; its monitor is down
const OWN = `/api/stations/${OWN_ID}`;
const FOREIGN = '/api/stations/hainan-01-00012';

/** Every route, as this file says it: who may (v viewer, f fitter, o operator, a admin, u auditor; * anybody), and one request to it. */
const ROUTES: Readonly<Record<string, readonly [may: string, path: string, body?: object]>> = {
  'GET /': ['*', '/'],
  'GET /*': ['*', '/alarms/7'],
  'GET /healthz': ['*', '/healthz'],
  'POST /api/session': ['*', '/api/session', { name: 'x', password: 'x', code: '1' }],
  'DELETE /api/session': ['vfoau', '/api/session'],
  'GET /api/me': ['vfoau', '/api/me'],
  'GET /api/openapi.json': ['vfoau', '/api/openapi.json'],
  'GET /api/people': ['vfoau', '/api/people'],
  'GET /api/places': ['vfoau', '/api/places'],
  'GET /api/board': ['vfoau', '/api/board'],
  'GET /api/stations': ['vfoau', '/api/stations'],
  'GET /api/stations/:id': ['vfoau', OWN],
  'GET /api/stations/:id/devices/:deviceId': ['vfoau', `${OWN}/devices/blood-pressure?days=7`],
  'POST /api/stations/:id/maintenance': ['foa', `${OWN}/maintenance`, { minutes: 30, reason: 'new cuff' }],
  'DELETE /api/stations/:id/maintenance': ['foa', `${OWN}/maintenance`],
  'POST /api/stations/:id/gap': ['oa', `${OWN}/gap`, { through: 1, reason: 'card lost' }],
  'GET /api/alarms': ['vfoau', '/api/alarms?show=open'],
  'GET /api/alarms/:id': ['vfoau', '/api/alarms/1'],
  'POST /api/alarms/acts': ['foa', '/api/alarms/acts', { alarmIds: [1], act: { kind: 'acknowledge' } }],
  'GET /api/rounds': ['vfoau', '/api/rounds'],
  'GET /api/live': ['vfoau', '/api/live'],
  'GET /api/accounts': ['a', '/api/accounts'],
  'POST /api/accounts': ['a', '/api/accounts', { name: 'new', displayName: 'New', role: 'viewer', districts: [] }],
  'POST /api/accounts/:name/reset': ['a', '/api/accounts/nobody/reset', {}],
  'POST /api/accounts/:name/disabled': ['a', '/api/accounts/nobody/disabled', { disabled: true }],
  'GET /api/audit': ['au', '/api/audit'],
  'GET /metrics': ['vfoau', '/metrics'],
};
const LETTER: Readonly<Record<Who, string>> = {
  viewer: 'v',
  fitter: 'f',
  operator: 'o',
  admin: 'a',
  auditor: 'u',
  nobody: '-',
};
const EVERYBODY = [...ROLES, 'nobody'] as const;

let city: TestApp;
beforeAll(async () => {
  city = await anApp();
  await putCity(city.fleet.databases.fleet, aCity({ stations: 60, nowMs: city.fleet.clock.wall() }));
});
afterAll(() => city[Symbol.asyncDispose]());

/** A stream is let go as soon as it has answered. */
async function statusOf(who: Who, method: string, path: string, body?: object): Promise<number> {
  const leave = new AbortController();
  const answer = await fetch(`${city.url}${path}`, {
    method,
    signal: leave.signal,
    headers: {
      origin: city.url,
      cookie: city.cookieOf(who),
      via: '1.1 proxy', // whoever comes so is not of this machine
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  leave.abort();
  return answer.status;
}

describe('roles and routes', () => {
  test('the table here is the table of the app', () => {
    expect(city.routes.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(Object.keys(ROUTES).sort());
  });

  test('a route that says not whose it is does not get built', async () => {
    const { app } = await buildApp({
      ...city.fleet.parts,
      clock: city.fleet.clock,
      brokerOnline: () => true,
      figures: () => [],
      address: { port: 1, names: [] },
      console: '/tmp',
    });
    expect(() => app.get('/api/more', async () => '')).toThrow('GET /api/more says not whose it is');
    await app.close();
  });

  test.each(Object.entries(ROUTES).filter(([route]) => route !== 'DELETE /api/session'))(
    '%s',
    async (route, [may, path, body]) => {
      const method = route.split(' ')[0] ?? '';
      const cells: Record<string, string> = {};
      const wanted: Record<string, string> = {};
      for (const who of EVERYBODY) {
        const status = await statusOf(who, method, path, body);
        cells[who] = status === 401 || status === 403 ? String(status) : status < 500 ? 'may' : `fails ${status}`;
        const allowed = may === '*' || may.includes(LETTER[who]);
        wanted[who] = allowed ? 'may' : who === 'nobody' ? '401' : '403';
      }
      expect(cells).toEqual(wanted);
    },
  );

  test.each<[string, string, object?]>([
    ['GET', FOREIGN],
    ['GET', `${FOREIGN}/devices/blood-pressure`],
    ['POST', `${FOREIGN}/maintenance`, { minutes: 30, reason: 'x' }],
    ['DELETE', `${FOREIGN}/maintenance`],
    ['GET', '/api/stations/none-at-all'],
  ])('of another district %s %s is not there for a fitter', async (method, path, body) => {
    expect(await statusOf('fitter', method, path, body)).toBe(404);
  });

  test('a fitter sees and counts their own district alone', async () => {
    const board = await (await city.ask('fitter', 'GET', '/api/board')).json();
    expect(board).toMatchObject({ counts: { total: 16 }, districts: [{ id: 'wuda' }] });
    expect(await (await city.ask('fitter', 'GET', '/api/places')).json()).toMatchObject({
      districts: [{ id: 'wuda' }],
    });
    const { head, stations } = await stationList(await city.ask('fitter', 'GET', '/api/stations'));
    expect([head.total, ...stations.map(({ district }) => district)]).toEqual([
      16,
      ...Array.from({ length: 16 }, () => 'wuda'),
    ]);
    expect(await (await city.ask('viewer', 'GET', '/api/board')).json()).toMatchObject({ counts: { total: 58 } }); // two of sixty are demo
  });
});

describe('the OpenAPI document', () => {
  interface Operation {
    readonly requestBody?: object;
    readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema?: object }>> }>>;
  }
  let doc: { openapi: string; paths: Record<string, Record<string, Operation>> };
  beforeAll(async () => {
    doc = await (await city.ask('viewer', 'GET', '/api/openapi.json')).json();
  });

  test('is of version 3.1 and says every route of the API, with what it answers', () => {
    expect(doc.openapi).toBe('3.1.0');
    const said = Object.entries(doc.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const hidden = ['GET /', 'GET /*', 'GET /metrics', 'GET /api/openapi.json'];
    expect(said.sort()).toEqual(
      Object.keys(ROUTES)
        .filter((route) => !hidden.includes(route))
        .sort(),
    );
    const ajv = new Ajv2020({ strict: false });
    for (const operations of Object.values(doc.paths))
      for (const { responses } of Object.values(operations)) {
        expect(Object.keys(responses).length).toBeGreaterThan(0);
        for (const { content = {} } of Object.values(responses))
          for (const { schema = {} } of Object.values(content)) ajv.compile(schema);
      }
  });

  test.each(Object.entries(ROUTES).filter(([route]) => route.startsWith('GET /api/') && !/openapi|live/.test(route)))(
    'what %s answers is what it says',
    async (route, [, path]) => {
      const answer = await city.ask('admin', 'GET', path);
      const template = (route.split(' ')[1] ?? '').replaceAll(/:(\w+)/g, '{$1}');
      const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
      const said = doc.paths[template]?.get?.responses[answer.status]?.content?.[type]?.schema;
      if (!said) throw new Error(`${answer.status} as ${type} is not said`);
      const ajv = new Ajv2020({ strict: false });
      const check = ajv.compile(said);
      const values = type === 'application/x-ndjson' ? jsonLines(await answer.text()) : [await answer.json()];
      expect(values.length).toBeGreaterThan(0);
      for (const value of values) expect(check(value), ajv.errorsText(check.errors)).toBe(true);
    },
  );
});

test('no answer to anybody holds what is a resident’s, or a secret', async () => {
  const needles = ['128/82-waratah', 'urn:uuid:needle-subject', '7.77-mmol-waratah'];
  await city.fleet.databases.resident
    .insertInto('record')
    .values({ station_id: OWN_ID, sequence: 1, received_ms: 1, kind: 'observation', envelope: needles.join() })
    .execute();
  const kept = await city.fleet.databases.fleet.selectFrom('account').select(['password', 'totp']).execute();
  const cookies = ROLES.map((role) => city.cookieOf(role).split('=')[1] ?? '');
  const hashes = cookies.map((token) => createHash('sha256').update(token).digest('hex'));
  const secrets = [...kept.flatMap(({ password, totp }) => [password, totp]), ...cookies, ...hashes];
  const shown = [...city.credentials.values()].flatMap(({ password, totpUri }) => [
    password,
    new URL(totpUri).searchParams.get('secret') ?? '',
  ]);
  const all = [...needles, ...secrets, ...shown];
  expect(all.every((needle) => needle.length >= 6)).toBe(true);
  for (const [route, [, path, body]] of Object.entries(ROUTES)) {
    const method = route.split(' ')[0] ?? '';
    if (/live|DELETE/.test(route)) continue;
    for (const who of EVERYBODY) {
      const answer = await city.ask(who, method, path, body);
      const heard = (await answer.text()) + JSON.stringify([...answer.headers]);
      expect([route, who, all.filter((needle) => heard.includes(needle))]).toEqual([route, who, []]);
    }
  }
  expect(all.filter((needle) => city.fleet.logged.join().includes(needle))).toEqual([]);
});

describe('a sign-in', () => {
  const trying = (body: object) => city.ask('nobody', 'POST', '/api/session', body);

  test('says the same of an unknown name, a wrong password and a wrong code', async () => {
    const right = city.credentials.get('viewer')?.password ?? '';
    const heard = [];
    for (const body of [
      { name: 'nobody', password: 'x', code: '000000' },
      { name: 'viewer', password: 'x', code: '000000' },
      { name: 'viewer', password: right, code: '000000' },
    ]) {
      const before = city.fleet.parts.passwords.calls();
      const answer = await trying(body);
      const calls = city.fleet.parts.passwords.calls() - before;
      heard.push([answer.status, await answer.text(), answer.headers.get('set-cookie'), calls]);
    }
    const words = '{"code":"refused","message":"Name, password or code is wrong. Try again later."}';
    expect(heard).toEqual([
      [401, words, null, 1],
      [401, words, null, 1],
      [401, words, null, 1],
    ]);
  });

  test('makes a cookie that no script reads, and a sign-out ends it for whoever kept it', async () => {
    city.fleet.clock.jump(30_000);
    const answer = await city.signIn('auditor');
    expect(answer.cookie).toMatch(/^yike-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await city.ask('auditor', 'GET', '/api/me')).status).toBe(200);
    const out = await city.ask('auditor', 'DELETE', '/api/session');
    expect([out.status, out.headers.get('set-cookie')]).toEqual([
      204,
      'yike-console=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    ]);
    expect((await city.ask('auditor', 'GET', '/api/me')).status).toBe(401);
  });

  test('is tried so often from one address in a minute, and no oftener', async () => {
    const tries = await Promise.all(Array.from({ length: 21 }, () => trying({ name: 'x', password: 'x', code: '1' })));
    expect(tries.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  });
});

describe('the guard', () => {
  const inject = (headers: Record<string, string>, method: 'GET' | 'DELETE' = 'DELETE') =>
    city.app.inject({
      method,
      url: `${OWN}/maintenance`,
      headers: { host: city.host, origin: city.url, cookie: city.cookieOf('operator'), ...headers },
    });

  test('lets its own page act', async () => {
    expect((await inject({})).statusCode).toBe(204);
  });

  test.each(['evil.test', 'evil.test:8080', '127.0.0.1.evil.test', '127.0.0.1', '127.0.0.1:1', 'null', ''])(
    'answers 421 to the host %j',
    async (host) => expect((await inject({ host })).statusCode).toBe(421),
  );

  test.each(['http://evil.test', 'https://127.0.0.1', 'http://127.0.0.1:1', 'null'])(
    'answers 403 to the origin %s',
    async (origin) => expect((await inject({ origin })).statusCode).toBe(403),
  );

  test('answers 403 to an act without an origin, and to another site, reading too', async () => {
    const headers = { host: city.host, cookie: city.cookieOf('operator') };
    const url = `${OWN}/maintenance`;
    expect((await city.app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(403);
    for (const site of ['cross-site', 'same-site']) {
      expect((await inject({ 'sec-fetch-site': site })).statusCode).toBe(403);
      const reading = { ...headers, 'sec-fetch-site': site };
      expect((await city.app.inject({ url: '/api/board', headers: reading })).statusCode).toBe(403);
      expect((await city.app.inject({ url: '/alarms', headers: reading })).statusCode).toBe(200); // a link in a mail
    }
  });

  test.each(['/', '/api/me', '/nothing.js', '/healthz', '/api/nothing', '/../etc/passwd'])(
    '%s carries the policy',
    async (url) => {
      const { headers } = await city.app.inject({ url, headers: { host: city.host } });
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  test('a body over 16 KiB is cut off, and what is wrong in one is said without repeating it', async () => {
    const post = (payload: object) =>
      city.app.inject({
        method: 'POST',
        url: `${OWN}/maintenance`,
        headers: { host: city.host, origin: city.url, cookie: city.cookieOf('operator') },
        payload,
      });
    expect((await post({ minutes: 30, reason: 'x'.repeat(17_000) })).statusCode).toBe(413);
    expect((await post({ minutes: 'WARATAH', reason: 'x' })).body).toBe(
      '{"code":"FST_ERR_VALIDATION","message":"body/minutes must be integer"}',
    );
  });
});
