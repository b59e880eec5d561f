/** From the line of a station file to a port: the rest is tested behind it. */
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { knownDrivers } from '../../edge-agent/index.ts';
import { loadStation } from '../../firmware-config/index.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { isSignals, signalsOf } from './around-panels.ts';

const file = join(import.meta.dirname, '..', '..', 'firmware-config', 'stations', 'demo-bins.yaml');
const loaded = loadStation(file, { drivers: knownDrivers, allowSimulated: true });
if ('complaints' in loaded) throw new Error('the demo station is wrong');
const { station } = loaded;

test('what stands around a panel is held by its own driver, and by no other', async () => {
  const clock = aFakeClock();
  const parts = {
    beside: dirname(file),
    simulatedAt: async ({ id }: { readonly id: string }) => ({
      name: id,
      open: () => Promise.reject(new Error('nobody is there')),
    }),
    clock,
    log: { info() {}, warn() {}, error() {} },
  };
  const places = await signalsOf(station, parts);
  expect(station.devices.filter(isSignals).map(({ id }) => id)).toEqual(['signals-1']);
  expect(places).toMatchObject([{ deviceId: 'signals-1', driver: { id: 'firmata-signals' } }]);
  await Promise.all(places.map(({ port }) => clock.until(port.close())));
  const devices = station.devices.map((entry) => ({ ...entry, board: 'no-such-board' }));
  await expect(signalsOf({ ...station, devices }, parts)).rejects.toThrow(
    /no-such-board\.yaml:1 the file: found no readable/,
  );
});
