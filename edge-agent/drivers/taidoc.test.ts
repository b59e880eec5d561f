import { expect, test } from 'vitest';
import { aCp2110 } from '../../test/a-cp2110.ts';
import { memoryMeterOf, NEVER_STOPPED } from '../../test/a-memory-meter.ts';
import { aDevice } from '../../test/a-monitor.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { openDevice } from '../device.ts';
import { newRecords } from '../domain/memory.ts';
import { lineSettings, simulate } from '../simulate.ts';
import { taidocSimulator } from '../simulators/taidoc.ts';
import { cp2110Socket } from '../transports/cp2110.ts';
import { taidoc } from './taidoc.ts';

const aMeter = memoryMeterOf('taidoc');

const valuesOf = ({ records }: { readonly records: readonly { readonly event: object }[] }) =>
  records.map(({ event }) =>
    'mmolPerL' in event ? event.mmolPerL : 'systolicMmHg' in event ? event.systolicMmHg : event,
  );

test.each([
  ['none', 'TD-3261', [5.8, 138, 6.2]],
  ['announces', 'TD-3261', [5.8, 138, 6.2]],
  ['late', 'TD-3261', [5.8, 138, 6.2]],
  ['glucose-only', 'TD-4277', [5.8, 6.2]],
  ['pressure-only', 'TD-3128', [138]],
])('read out with fault %s, it tells what it holds', async (fault, model, values) => {
  const meter = await aMeter(`fault ${fault}`);
  const memory = await meter.readOut();
  expect(memory.unit).toEqual({ model, serialNumber: '4277420112345678' });
  expect(valuesOf(memory)).toEqual(values);
  expect(memory.clock?.deviceClock).toMatch(/^2026-11-23T12:2\d:00$/);
  await meter.close();
});

test('a record that never comes the same twice is refused, and the others stand', async () => {
  const meter = await aMeter('fault fickle');
  const checksum = { event: 'rejected', reason: 'checksum' };
  expect(valuesOf(await meter.readOut())).toEqual([checksum, checksum, 6.2]);
  await meter.close();
});

test.each([
  ['silent', 'silent'],
  ['torn', 'silent'],
  ['garbled', 'silent'],
  ['unknown', 'unavailable'],
])('with fault %s it is down, and says why: %s', async (fault, code) => {
  const meter = aDevice('taidoc', { pressed: [`fault ${fault}`] });
  await meter.clock.pass(60_000);
  expect(meter.device.health()).toMatchObject({ status: 'down', lastError: code, readings: 0 });
  meter.press('fault none');
  await meter.ready();
  await meter.close();
});

test('what was measured is told live to nobody; it is news, and read out it is the only new one', async () => {
  const meter = await aMeter();
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(3);
  await meter.clock.pass(60_000);
  expect(meter.news()).toBe(1);
  meter.press('take 128/82/71');
  await meter.clock.pass(10_000);
  expect(meter.told).toEqual([]);
  expect(meter.news()).toBe(2);
  const [record, ...more] = fresh(await meter.readOut());
  expect(record?.event).toMatchObject({
    kind: 'blood-pressure',
    systolicMmHg: 128,
    diastolicMmHg: 82,
    pulsePerMin: 71,
  });
  expect(more).toEqual([]);
  await meter.close();
});

test('of two in one minute the later one comes last', async () => {
  const meter = await aMeter('take 5.0', 'take 9.0');
  expect(valuesOf(await meter.readOut()).slice(-2)).toEqual([5, 9]);
  await meter.close();
});

test('a full memory does not grow; what it took in last is new, and nothing else is', async () => {
  const meter = await aMeter(...Array.from({ length: 97 }, (_, i) => `take ${(4 + i / 100).toFixed(1)}`));
  const fresh = newRecords();
  expect(fresh(await meter.readOut())).toHaveLength(100);
  meter.press('take 9.9');
  await meter.clock.pass(10_000);
  expect(meter.news()).toBe(2);
  expect(fresh(await meter.readOut())).toHaveLength(1);
  await meter.close();
});

test('measured with while it is read, it is read anew, and every value stands at its own time', async () => {
  for (const afterMs of [0, 15, 28, 40]) {
    const meter = await aMeter();
    const reading = meter.device.readOut(NEVER_STOPPED);
    await meter.clock.pass(afterMs);
    meter.press('hold LO after-meal');
    const { records } = await meter.clock.until(reading);
    expect(records.slice(0, 3)).toMatchObject([
      { deviceClock: '2026-11-23T09:15:00', event: { mmolPerL: 5.8, meal: 'before-meal' } },
      { deviceClock: '2026-11-23T09:30:00', event: { systolicMmHg: 138 } },
      { deviceClock: '2026-11-23T12:10:00', event: { mmolPerL: 6.2, flags: ['control'] } },
    ]);
    await meter.close();
  }
});

test('nothing but questions is ever sent', async () => {
  const meter = await aMeter();
  await meter.readOut();
  await meter.clock.pass(60_000);
  expect(meter.sent.filter(({ hex }) => !/^51(2[3478B]|2[56])(........)A3..$/.test(hex))).toEqual([]);
  await meter.close();
});

test.each([1, 3, 8])(
  'behind a CP2110, whose reports carry %d bytes of the line each, it is read as on a cable',
  async (inEach) => {
    const clock = aFakeClock();
    const twin = await simulate(taidocSimulator(), lineSettings(taidoc), { clock, tty: false });
    const chip = aCp2110();
    const line = await twin.socket.open({ chunk: (bytes) => chip.meterSays([...bytes], inEach), gone() {} });
    chip.hid.script.hears = (bytes) => void line.write(bytes);
    // What another program left unread would be a whole record, had it been measured now.
    chip.hid.script.waiting = [Uint8Array.of(8, 0x51, 0x26, 0x68, 0, 0, 0x40, 0xa5, 0xc4)];
    const socket = cp2110Socket({ vendorId: 0x10c4, productId: 0xea80 }, lineSettings(taidoc), chip.hid.bus);
    const log = { info() {}, warn() {}, error() {} };
    const device = openDevice({ deviceId: 'glucose-1', driver: taidoc, socket, clock, log });
    while (device.health().status !== 'ok') await clock.pass(10);
    expect(valuesOf(await clock.until(device.readOut(NEVER_STOPPED)))).toEqual([5.8, 138, 6.2]);
    expect(chip.settings).toEqual(['5000004b0000000300', '4101', '4303']);
    await clock.until(device.close());
    await twin.close();
  },
);
