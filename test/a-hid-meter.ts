/** A simulated meter with a memory behind the HID reports of a machine, and its driver before them. */
import { expect } from 'vitest';
import { findDriver, findSimulator } from '../edge-agent/catalogue.ts';
import { type MemoryRead, openDevice } from '../edge-agent/device.ts';
import { simulate } from '../edge-agent/simulate.ts';
import { hidSocket } from '../edge-agent/transports/hid.ts';
import { aHidDevice, meter as asListed } from './a-hid-device.ts';
import { NEVER_STOPPED } from './a-memory-meter.ts';
import { aFakeClock } from './fake-clock.ts';

/** Reads it out, pulls it at the fourth report that it hears in the next read-out, plugs it in again and reads the same. */
export async function readOverHid(driverId: string): Promise<MemoryRead> {
  const [driver, simulator] = [findDriver(driverId), await findSimulator(driverId)];
  if (driver?.wire.kind !== 'hid' || !simulator) throw new Error(`no meter of HID reports '${driverId}'`);
  const clock = aFakeClock();
  const hid = aHidDevice();
  const meter = await simulate(simulator, undefined, { clock, tty: false });
  const wire = await meter.socket.open({ chunk: (report) => hid.say(...report), gone() {} });
  hid.script.hears = (report) => void wire.write(report);
  const socket = hidSocket({ vendorId: asListed.vendorId }, { reportBytes: driver.wire.reportBytes }, hid.bus);
  const log = { info() {}, warn() {}, error() {} };
  const device = openDevice({ deviceId: 'glucose-1', driver, socket, clock, log });
  const ready = async () => {
    while (device.health().status !== 'ok') await clock.pass(10);
  };
  await ready();
  const first = await clock.until(device.readOut(NEVER_STOPPED));

  const { hears } = hid.script;
  const begun = hid.written.length;
  hid.script.hears = (report) => (hid.written.length === begun + 4 ? hid.pull() : hears(report));
  await expect(clock.until(device.readOut(NEVER_STOPPED))).rejects.toMatchObject({ code: 'unplugged' });
  await clock.pass(5000);
  expect(device.health().status).toBe('down');

  hid.script.hears = hears;
  hid.plug();
  await ready();
  expect(await clock.until(device.readOut(NEVER_STOPPED))).toMatchObject({ records: first.records });
  await clock.until(device.close());
  expect(hid.counts.closed).toBe(hid.counts.opened);
  await wire.close();
  await clock.until(meter.close());
  return first;
}
