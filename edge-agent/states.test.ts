import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { someCertificates } from '../test/certificates.ts';
import { aFakeClock } from '../test/fake-clock.ts';
import { aHut, anyFiling, type Hut } from '../test/hut.ts';
import { anAedes, type EmbeddedBroker } from '../test/platform.ts';
import { openContract, theContract } from '../test/wire-contract.ts';
import { armFaultPoints } from './fault-point.ts';

const DAY_MS = 86_400_000;
let hut: Hut;
let broker: EmbeddedBroker & AsyncDisposable;

beforeEach(async () => {
  hut = await aHut();
  broker = await anAedes(hut.brokerPort);
});
afterEach(async () => {
  armFaultPoints();
  await hut.close();
  await broker[Symbol.asyncDispose]();
});

/** The station's state becomes so, as the platform sees it. */
const becomes = (state: object): Promise<void> =>
  vi.waitFor(
    async () => {
      await hut.clock.pass(500);
      const told = broker.log.filter(({ topic }) => topic.endsWith('/up/state')).at(-1);
      expect(JSON.parse(told?.payload ?? '{}')).toMatchObject(state);
    },
    { timeout: 20_000, interval: 5 },
  );
const services = (working: boolean) => ({ 'self-test': { working } });

test('a store that fails takes the services with it until it works again', async () => {
  await becomes({ online: true, services: services(true), store: { works: true }, clock: { trusted: true } });
  armFaultPoints((point) => {
    if (point === 'inside save') throw new Error('no space left');
  });
  await expect(hut.agent.file(anyFiling)).rejects.toThrow();
  await becomes({ services: services(false), store: { works: false } });
  armFaultPoints();
  await becomes({ services: services(true), store: { works: true } });
});

test('the services do not work when no device does, and work again with one', async () => {
  await becomes({ services: services(true) });
  await hut.press('bp-1 unplug');
  await hut.clock.pass(1000);
  await becomes({ services: services(true) });
  await hut.press('glucose-1 unplug');
  await becomes({ services: services(false), store: { works: true } });
  await hut.press('glucose-1 plug');
  await becomes({ services: services(true) });
});

test('a clock that is not trusted is said so at once', async () => {
  await becomes({ clock: { trusted: true } });
  hut.clock.jump(-400 * DAY_MS);
  await hut.agent.file(anyFiling);
  await becomes({ clock: { trusted: false } });
});

test.each([
  ['of the station’s own meter the serial number', {}, 'CNP07A12345'],
  ['of a meter that a resident brought nothing by which it is known again', { for: 'residents' } as const, undefined],
])('the state tells %s', async (_, more, serialNumber) => {
  await hut.close();
  hut = await aHut({ more: { 'glucose-1': { driver: 'caresens-n', ...more } } });
  const state = (): Record<string, unknown> =>
    JSON.parse(broker.log.findLast(({ topic }) => topic.endsWith('glucose-1/state'))?.payload ?? '{}');
  await broker[Symbol.asyncDispose]();
  broker = await anAedes(hut.brokerPort);
  const isTold = (facts: object): Promise<void> =>
    vi.waitFor(
      async () => {
        await hut.clock.pass(500);
        expect(state()).toMatchObject(facts);
      },
      { timeout: 20_000, interval: 5 },
    );
  await isTold({ status: 'ok', driver: 'caresens-n' });
  const meter = hut.agent.hub.devices.find(({ deviceId }) => deviceId === 'glucose-1');
  const read = meter?.readOut(new AbortController().signal);
  await isTold({ readings: 3, clock: expect.anything() });
  expect((await read)?.unit).toMatchObject({ serialNumber: 'CNP07A12345' });
  expect(state().serialNumber).toBe(serialNumber);
});

test('what lies on a scale goes with the heartbeat, is no news, and is no service', async () => {
  await hut.close();
  hut = await aHut({ more: { 'glucose-1': { driver: 'yaohua-xk3190' } }, without: ['bp-1'] });
  await broker[Symbol.asyncDispose]();
  broker = await anAedes(hut.brokerPort);
  const states = () =>
    broker.log.filter(({ topic }) => topic.endsWith('glucose-1/state')).map(({ payload }) => JSON.parse(payload));
  const shows = (facts: object): Promise<void> =>
    vi.waitFor(
      async () => {
        await hut.clock.pass(500);
        expect(states().at(-1)).toMatchObject(facts);
      },
      { timeout: 20_000, interval: 5 },
    );
  await shows({ status: 'ok', grams: 0, stable: true });
  await hut.press('glucose-1 put 1.5');
  const said = states().length;
  await hut.clock.pass(5000);
  expect(states()).toHaveLength(said);
  await shows({ status: 'ok', grams: 1500, stable: true });
  expect(states().length).toBeLessThanOrEqual(said + 1);
  const last = broker.log.findLast(({ topic }) => topic.endsWith('glucose-1/state'));
  if (!last) throw new Error('nothing was said');
  expect(openContract(theContract())({ ...last, qos: 1, retain: true })).toEqual(['deviceState/deviceState']);
  await becomes({ services: services(false) });
});

test('inside TLS the days that the certificate has left, at the connection and with the heartbeat', async () => {
  using ours = someCertificates();
  ours.issue('broker', 'DNS:localhost');
  ours.issue('park-hut-01', 'DNS:park-hut-01', 2);
  const certificate = ours.read('park-hut-01.pem');
  const secrets = { ca: ours.read('ca.pem'), certificate, key: ours.read('park-hut-01.key') };
  const expires = new X509Certificate(certificate).validToDate.getTime();
  await hut.close();
  await broker[Symbol.asyncDispose]();
  hut = await aHut({ clock: aFakeClock(expires - 1.5 * DAY_MS), secrets: () => secrets });
  const tls = { cert: ours.read('broker.pem'), key: ours.read('broker.key'), ca: secrets.ca, requestCert: true };
  broker = await anAedes(hut.brokerPort, tls);
  await becomes({ certificate: { daysLeft: 1 } });
  hut.clock.jump(DAY_MS);
  await becomes({ certificate: { daysLeft: 0 } });
});
