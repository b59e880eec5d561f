import Fastify from 'fastify';
import { expect, test } from 'vitest';
import type { Agent } from '../../edge-agent/index.ts';
import { NO_RECYCLING } from '../../test/no-recycling.ts';
import { healthzRoute } from './healthz.ts';

type Standing = Partial<Pick<Agent, 'signals' | 'storeWorks' | 'acceptsVisits' | 'clockTrusted' | 'network'>>;

/** An agent of which nothing but its standing is asked. */
const anAgent = (standing: Standing): Agent => ({
  recycling: NO_RECYCLING,
  signals: { statuses: () => [] },
  hub: {
    devices: [],
    providing: () => ({ declared: false, working: undefined }),
    onEvent: () => () => {},
    onHealth: () => () => {},
    claim: () => false,
    othersHadUntil: () => 0,
    letGo: () => {},
    close: async () => {},
  },
  wasFiled: () => false,
  file: async () => ({ id: '', sequence: 1 }),
  alarm: () => {},
  network: () => 'on',
  storeWorks: () => true,
  acceptsVisits: () => true,
  clockTrusted: () => true,
  figures: () => {
    throw new Error('the store cannot be read now');
  },
  recordings: () => [],
  stuck: () => [],
  onChange: () => () => {},
  close: async () => {},
  ...standing,
});

async function asked(standing: Standing = {}): Promise<[number, unknown]> {
  const app = Fastify();
  healthzRoute(app, anAgent(standing));
  const answer = await app.inject('/healthz');
  return [answer.statusCode, answer.json()];
}
const well = { status: 'ok', store: true, visits: true, clock: true, network: true, devices: {} };

test('all is well', async () => {
  expect(await asked()).toEqual([200, well]);
});

test.each<[string, Standing, number, object]>([
  ['no network', { network: () => 'off' }, 200, { network: false }],
  ['a clock that is not trusted', { clockTrusted: () => false }, 200, { clock: false }],
  ['a full station', { acceptsVisits: () => false }, 503, { visits: false }],
  [
    'a call button that is stuck',
    { signals: { statuses: () => [{ deviceId: 'signals-1', status: 'warning' }] } },
    200,
    { devices: { 'signals-1': 'warning' } },
  ],
  ['a store that fails', { storeWorks: () => false, acceptsVisits: () => false }, 503, { store: false, visits: false }],
])('%s', async (_, standing, status, what) => {
  expect(await asked(standing)).toEqual([status, { ...well, status: 'degraded', ...what }]);
});
