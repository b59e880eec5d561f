/** Our HID wires over the kernel's hidraw, with a Contour that is plugged and pulled. */
import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { test } from 'node:test';
import { contourNext } from '../../../edge-agent/drivers/contour-next.ts';
import { frameOf, reportsOf } from '../../../edge-agent/protocols/contour-frame.ts';
import { hidSocket } from '../../../edge-agent/transports/hid.ts';
import { hidDevice } from './hid-orders.ts';
import { connected, ears, eventually, NOTICED_MS, openHandles, wholeMemory, withMeter } from './rig.ts';

const CYCLES = 20;
const KEPT_BY_THE_KERNEL = 63;
const REMEMBERED = ['2026-11-23T07:01:00 5.2', '2026-11-23T09:15:00 7.8', '2026-11-23T09:25:00 6.1'];
const PRODUCT = { vendorId: 0x1a79, productId: 0x7800 };
const LENGTHS = { reportBytes: 64 };
/** A whole report with somebody's glucose in it. */
const SOMEBODYS = reportsOf(frameOf(1, 'R|1|^^^Glucose|9.9^P||M0||202611231000')).map((bytes) =>
  Buffer.from(bytes).toString('hex'),
);

const device = hidDevice('contour');
const socket = hidSocket(PRODUCT, LENGTHS);
const report = (number: number): string => number.toString(16).padStart(2, '0').padEnd(128, '0');

async function opened() {
  const ear = ears();
  return { ear, wire: await eventually(() => socket.open(ear)) };
}

test('a Contour is read out whole, and again after it was pulled and plugged', async () => {
  await device.plug();
  await withMeter(contourNext, socket, async (meter) => {
    deepEqual(await wholeMemory(meter), REMEMBERED);
    const half = wholeMemory(meter);
    await Promise.all([rejects(half), device.pull()]);
    await device.plug();
    await connected(meter);
    deepEqual(await wholeMemory(meter), REMEMBERED);
  });
});

test(`${KEPT_BY_THE_KERNEL} reports that a Contour says as it is opened are nobody’s reading`, async () => {
  await device.saysFirst(Array.from({ length: KEPT_BY_THE_KERNEL }, () => SOMEBODYS).flat());
  await device.plug();
  await withMeter(contourNext, socket, async (meter) => deepEqual(await wholeMemory(meter), REMEMBERED));
});

for (const [when, said] of [
  ['idle', []],
  ['in the middle of a frame', [report(1)]],
] as const) {
  test(`a HID device pulled while ${when} is noticed within a second`, async () => {
    await device.plug();
    const { ear, wire } = await opened();
    for (const hex of said) await device.say(hex);
    await eventually(() => ok(ear.heard().endsWith(said.join(''))));
    const pulledAt = performance.now();
    await device.pull();
    const noticedMs = (await ear.end) - pulledAt;
    ok(noticedMs <= NOTICED_MS, `noticed after ${noticedMs} ms`);
    await rejects(wire.write(new Uint8Array([1])), { code: 'wire' });
    await wire.close();
  });
}

test(`after ${CYCLES} times plugged and pulled no handle is left`, async () => {
  await device.plug();
  await (await opened()).wire.close(); // the library itself keeps some
  await device.pull();
  const before = openHandles();
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    await device.plug();
    const { ear, wire } = await opened();
    if (cycle % 2 === 0) await wire.close();
    await device.pull();
    if (cycle % 2 === 1) await ear.end;
    await wire.close();
  }
  equal(openHandles(), before);
});

test('a device that may not be opened yet is waited for', async () => {
  await device.plug('late contour');
  await eventually(() => access('/dev/hidraw0'));
  await rejects(access('/dev/hidraw0', constants.R_OK), { code: 'EACCES' });
  const wire = await hidSocket({ vendorId: 0x1a79, productId: 0x7410 }, LENGTHS).open(ears());
  await wire.close();
});

test('no order of opening, writing, closing and pulling a HID device ends the process', async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  await device.plug();
  const { wire } = await opened();
  await rejects(socket.open(ears()), { code: 'wire' });
  const closing = wire.close();
  await Promise.allSettled([wire.write(bytes), wire.close(), closing]);
  await rejects(wire.write(bytes), { code: 'wire' });
  for (const orders of [
    async () => (await opened()).wire.close(),
    async () => {
      const { wire: busy } = await opened();
      const writes = Promise.allSettled(Array.from({ length: 8 }, () => busy.write(bytes)));
      await device.pull();
      await Promise.allSettled([writes, busy.write(bytes), busy.close()]);
    },
    async () => {
      const opening = socket.open(ears()).then(
        (late) => late.close(),
        () => {},
      );
      await device.pull();
      await opening;
    },
  ]) {
    await orders();
    await device.pull();
    await device.plug();
  }
  const again = await opened();
  await again.wire.write(bytes);
  await eventually(() => ok(device.outputs.at(-1)?.startsWith('00010203')));
  await again.wire.close();
});
