import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Agent, Log } from '../edge-agent/index.ts';
import { aFakeClock } from '../test/fake-clock.ts';
import { NO_RECYCLING } from '../test/no-recycling.ts';
import { buildApp } from './app.ts';
import { panelsOf } from './visits/panels.ts';
import type { PanelVisits } from './visits/visits.ts';

const PORT = 8080;
const TICKET = 'a'.repeat(32);
const screens = mkdtempSync(join(tmpdir(), 'yike-screens-'));
const acts: string[] = [];
const logged: string[] = [];
let app: FastifyInstance;

/** An agent without devices, store or network: this file is about what the server lets through to one. */
const agent: Agent = {
  recycling: NO_RECYCLING,
  signals: { statuses: () => [] },
  hub: {
    devices: [],
    providing: () => ({ declared: false, working: undefined }),
    claim: () => false,
    othersHadUntil: () => 0,
    letGo: () => {},
    onEvent: () => () => {},
    onHealth: () => () => {},
    close: async () => {},
  },
  wasFiled: () => false,
  file: async () => ({ id: '', sequence: 1 }),
  alarm: () => {},
  network: () => 'on',
  storeWorks: () => true,
  acceptsVisits: () => true,
  clockTrusted: () => true,
  figures: () => ({
    storeWorks: true,
    clockTrusted: true,
    outbox: { depth: 0, last: 0, acknowledged: 0, receipted: 0 },
    uplink: 'online',
    counters: { saves: 0, failedSaves: 0, rowsSetAside: 0, receiptsRefused: 0, connections: 0, losses: new Map() },
    devices: [],
    disk: { usedRatio: 0, level: 'roomy' },
    auditEntries: 0,
  }),
  recordings: () => [],
  stuck: () => [],
  onChange: () => () => {},
  close: async () => {},
};

const panel: PanelVisits = {
  panelId: 'main',
  view: () => {
    throw new Error('nobody looks here');
  },
  act: (turn, act) => {
    if (act.do === 'help') throw new Error('128/82 of resident 7');
    acts.push(act.do);
    return turn === 1 ? 'taken' : 'stale';
  },
  onView: () => () => {},
  watchedBy: () => {},
  close: async () => {},
};

const note = (what: string, facts = {}): void => void logged.push(JSON.stringify({ what, ...facts }));
const log: Log = { info: note, warn: note, error: note };

beforeAll(async () => {
  writeFileSync(join(screens, 'index.html'), '<!doctype html><title>screen</title>');
  app = await buildApp({
    agent,
    panels: panelsOf([panel]),
    clock: aFakeClock(),
    log,
    port: PORT,
    ticket: TICKET,
    screens,
    thisProcess: { loopDelayP99Ms: () => 1, residentBytes: () => 1, cancel: () => {} },
  });
});
afterAll(async () => {
  await app.close();
  rmSync(screens, { recursive: true });
});

const HOST = `127.0.0.1:${PORT}`;
const ours = { host: HOST, origin: `http://${HOST}`, cookie: `yike-panel=${TICKET}` };
const act = (headers: Record<string, string>, payload: InjectOptions['payload'] = { turn: 1, act: { do: 'wake' } }) =>
  app.inject({ method: 'POST', url: '/api/panels/main/acts', headers, payload: payload ?? {} });

describe('the guard', () => {
  test('lets the page that it served itself act', async () => {
    const page = await app.inject({ url: '/', headers: { host: HOST } });
    expect(page.headers['set-cookie']).toBe(`yike-panel=${TICKET}; Path=/; HttpOnly; SameSite=Strict`);
    const answer = await act(ours);
    expect([answer.statusCode, answer.json()]).toEqual([200, { outcome: 'taken' }]);
  });

  test('lets nobody count from elsewhere', async () => {
    expect((await app.inject({ url: '/metrics', headers: { host: 'evil.test' } })).statusCode).toBe(421);
    const { statusCode, headers } = await app.inject({ url: '/metrics', headers: { host: HOST } });
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  });

  test.each([`localhost:${PORT}`, `[::1]:${PORT}`])('knows itself as %s too', async (host) => {
    expect((await app.inject({ url: '/', headers: { host } })).statusCode).toBe(200);
  });

  test.each([`evil.test:${PORT}`, `127.0.0.1.evil.test:${PORT}`, '127.0.0.1', '127.0.0.1:9999', 'null', ''])(
    'answers 421 to the host %j',
    async (host) => {
      expect((await app.inject({ url: '/', headers: { host } })).statusCode).toBe(421);
      expect((await act({ ...ours, host })).statusCode).toBe(421);
    },
  );

  test.each([
    'http://evil.test',
    `http://evil.test:${PORT}`,
    `https://127.0.0.1:${PORT}`,
    'http://127.0.0.1:9999',
    'null',
  ])('answers 403 to the origin %s', async (origin) => {
    expect((await act({ ...ours, origin })).statusCode).toBe(403);
  });

  test('answers 403 to an act without an origin, and to another site', async () => {
    const { origin: _, ...without } = ours;
    expect((await act(without)).statusCode).toBe(403);
    for (const site of ['cross-site', 'same-site'])
      expect((await act({ ...ours, 'sec-fetch-site': site })).statusCode).toBe(403);
  });

  test('answers 401 under /api without the cookie of this process', async () => {
    expect((await act({ ...ours, cookie: 'yike-panel=guessed' })).statusCode).toBe(401);
    const { cookie: _, ...without } = ours;
    expect((await act(without)).statusCode).toBe(401);
    expect((await app.inject({ url: '/api/live', headers: { host: HOST } })).statusCode).toBe(401);
  });

  test('did none of the refused', () => {
    expect(acts).toEqual(['wake']);
  });
});

test.each(['/', '/healthz', '/metrics', '/nothing', '/api/live', '/../etc/passwd'])(
  '%s carries the policy, errors included',
  async (url) => {
    const { headers } = await app.inject({ url, headers: { host: HOST } });
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  },
);

test.each([
  ['no act', {}],
  ['an unknown act', { turn: 1, act: { do: 'open-door' } }],
  ['a further key', { turn: 1, act: { do: 'wake', force: true } }],
  ['a turn in words', { turn: 'one', act: { do: 'wake' } }],
  ['a service that is none', { turn: 1, act: { do: 'choose', service: 'surgery' } }],
])('%s is answered 400 and reaches no visit', async (_, payload) => {
  const before = acts.length;
  expect((await act(ours, payload)).statusCode).toBe(400);
  expect(acts).toHaveLength(before);
});

test('an act that is none is told where it is wrong, not what stood there', async () => {
  const { body } = await act(ours, { turn: 'WARATAH', act: { do: 'wake' } });
  expect(JSON.parse(body)).toEqual({ code: 'FST_ERR_VALIDATION', message: 'body/turn must be integer' });
});

test('a body over 16 KiB is cut off', async () => {
  expect((await act(ours, { turn: 1, act: { do: 'wake' }, more: 'x'.repeat(17_000) })).statusCode).toBe(413);
});

test('an unknown panel is answered 404', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/panels/other/acts',
    headers: ours,
    payload: { turn: 1, act: { do: 'wake' } },
  });
  expect(answer.statusCode).toBe(404);
});

test('a failure of ours is logged and answered without what it was about', async () => {
  const answer = await act(ours, { turn: 1, act: { do: 'help' } });
  expect(answer.statusCode).toBe(500);
  expect(logged).toEqual(['{"what":"request failed","route":"/api/panels/:panel/acts","name":"Error"}']);
  expect(answer.body).not.toContain('128');
});

test('more than 200 requests a second are answered 429', async () => {
  const answers = await Promise.all(
    Array.from({ length: 260 }, () => app.inject({ url: '/healthz', headers: { host: HOST } })),
  );
  const statuses = Map.groupBy(answers, ({ statusCode }) => statusCode);
  expect(statuses.get(429)?.length).toBeGreaterThanOrEqual(59);
});
