import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { caresensN } from '../../edge-agent/drivers/caresens-n.ts';
import { lineSettings, type SimulatedDevice, simulate } from '../../edge-agent/index.ts';
import { caresensSimulator } from '../../edge-agent/simulators/caresens-n.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { aHut, type Hut } from '../../test/hut.ts';
import { anAedes } from '../../test/platform.ts';

/** A hut whose only glucose meter is one that is read out. */
let hut: Hut;
let meter: SimulatedDevice;
beforeEach(async () => {
  const clock = aFakeClock();
  meter = await simulate(caresensSimulator(), lineSettings(caresensN), { clock, tty: false });
  hut = await aHut({ clock, sockets: { 'glucose-1': meter.socket }, drivers: { 'glucose-1': caresensN } });
});
afterEach(async () => {
  await hut.close();
  await hut.clock.until(meter.close());
});

test('read out, the city learns which meter it is and how far its clock is off, while the station’s own is trusted', async () => {
  await using broker = await anAedes(hut.brokerPort);
  const state = (): { clock?: { aheadS: number; read: string }; serialNumber?: string } => {
    const told = broker.log.findLast(({ topic }) => topic.endsWith('/device/glucose-1/state'));
    return JSON.parse(told?.payload ?? '{}');
  };
  const becomes = (known: boolean) =>
    vi.waitFor(
      async () => {
        await hut.clock.pass(500);
        expect('clock' in state()).toBe(known);
      },
      { timeout: 20_000, interval: 5 },
    );
  const local = new Date(hut.clock.wall() + 8 * 3_600_000 + 90_000).toISOString().slice(0, 19);
  await meter.press(`clock ${local}`);
  await hut.clock.pass(10);
  const device = hut.agent.hub.devices.find(({ deviceId }) => deviceId === 'glucose-1');
  await hut.clock.until(device?.readOut(new AbortController().signal) ?? Promise.reject(), 600_000);
  await becomes(true);
  expect(state().clock?.aheadS).toBeCloseTo(90, -1); // the wire is slow, and the meter shows whole seconds
  expect(state()).toMatchObject({ serialNumber: 'CNP07A12345', clock: { read: expect.stringMatching(/\+08:00$/) } });
  hut.clock.jump(60_000); // nobody knows now how far which clock is off
  await hut.clock.pass(30_000);
  await meter.press('unplug');
  await becomes(false);
  hut.clock.jump(-60_000);
  await hut.clock.pass(30_000);
  await meter.press('plug');
  await becomes(true);
  expect(state().clock?.aheadS).toBeCloseTo(90, -1);
});
