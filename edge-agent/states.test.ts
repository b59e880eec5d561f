import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aHut, anyFiling, type Hut } from '../test/hut.ts';
import { anAedes, type EmbeddedBroker } from '../test/platform.ts';
import { armFaultPoints } from './fault-point.ts';

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
  hut.clock.jump(-400 * 86_400_000);
  await hut.agent.file(anyFiling);
  await becomes({ clock: { trusted: false } });
});
