/** Our serial wires over the kernel's own FTDI driver and an adapter that is plugged and pulled. */
import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { constants } from 'node:fs';
import { access, readdir, readlink } from 'node:fs/promises';
import { test } from 'node:test';
import { caresensN } from '../../../edge-agent/drivers/caresens-n.ts';
import { serialSocket } from '../../../edge-agent/transports/serial.ts';
import type { Wire } from '../../../edge-agent/transports/transport.ts';
import { usbSerialSocket } from '../../../edge-agent/transports/usb-serial.ts';
import { adapter } from './outside.ts';
import { connected, ears, eventually, NOTICED_MS, openHandles, wholeMemory, withMeter } from './rig.ts';

const LINE = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const CYCLES = 20;
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('hex');
const REMEMBERED = ['2026-11-23T09:15:00 5.8', '2026-11-23T12:05:30 10.4', '2026-11-23T12:10:00 6.1'];

const one = adapter('one');
const two = adapter('two');
const first = serialSocket('/dev/ttyUSB0', LINE);

async function plugged() {
  await one.plug();
  const ear = ears();
  return { ear, wire: await eventually(() => first.open(ear)) };
}

test('every byte crosses an FTDI adapter, both ways', async () => {
  const { ear, wire } = await plugged();
  await one.say(EVERY_BYTE);
  await eventually(() => equal(ear.heard(), EVERY_BYTE));
  await one.hear();
  await wire.write(Buffer.from(EVERY_BYTE, 'hex'));
  let said = '';
  await eventually(async () => {
    said += await one.hear();
    equal(said, EVERY_BYTE);
  });
  await wire.close();
  await one.pull();
});

for (const [when, bytes] of [
  ['idle', ''],
  ['in the middle of a frame', 'aa80'],
] as const) {
  test(`an adapter pulled while ${when} is noticed within a second`, async () => {
    const { ear, wire } = await plugged();
    if (bytes !== '') await one.say(bytes);
    await eventually(() => equal(ear.heard(), bytes));
    const pulledAt = performance.now();
    const pulled = one.pull();
    const noticedMs = (await ear.end) - pulledAt;
    ok(noticedMs <= NOTICED_MS, `noticed after ${noticedMs} ms`);
    await rejects(wire.write(new Uint8Array([1])), { code: 'wire' });
    await pulled;
    await wire.close();
  });
}

test(`after ${CYCLES} times plugged and pulled no handle is left, and the name is the same`, async () => {
  const before = openHandles();
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const { ear, wire } = await plugged();
    if (cycle % 2 === 0) await wire.close();
    await one.pull();
    if (cycle % 2 === 1) await ear.end;
    await wire.close();
  }
  equal(openHandles(), before);
});

test('no order of opening, writing, closing and pulling an adapter ends the process', async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  for (const orders of [
    async ({ write, close }: Wire) => void (await Promise.allSettled([close(), write(bytes), close()])),
    async ({ write, close }: Wire) => {
      const writes = Promise.allSettled([write(bytes), write(bytes)]);
      await one.pull();
      await Promise.allSettled([writes, write(bytes), close()]);
    },
    async ({ close }: Wire) => {
      await close();
      const opening = first.open(ears()).then(
        (late) => late.close(),
        () => {},
      );
      await one.pull();
      await opening;
    },
  ]) {
    await orders((await plugged()).wire);
    await one.pull();
  }
  const { ear, wire } = await plugged();
  await one.say('2a');
  await eventually(() => equal(ear.heard(), '2a'));
  await wire.close();
});

test('two adapters that come back under each other’s name are not confused', async () => {
  const sockets = ['ONE', 'TWO'].map((serialNumber) => usbSerialSocket({ serialNumber }, LINE));
  const nameOfOne = async (): Promise<string> => {
    const links = await readdir('/dev/serial/by-id');
    return readlink(`/dev/serial/by-id/${links.find((link) => link.includes('ONE'))}`);
  };
  const names: string[] = [];
  for (const order of [
    [one, two],
    [two, one],
  ]) {
    for (const [at, next] of order.entries()) {
      await next.plug();
      await eventually(() => access(`/dev/ttyUSB${at}`, constants.R_OK));
    }
    const heard = await Promise.all(
      sockets.map(async (socket) => {
        const ear = ears();
        return { ear, wire: await eventually(() => socket.open(ear)) };
      }),
    );
    await one.say('01');
    await two.say('02');
    await eventually(() =>
      deepEqual(
        heard.map(({ ear }) => ear.heard()),
        ['01', '02'],
      ),
    );
    names.push(await nameOfOne());
    for (const { wire } of heard) await wire.close();
    await one.pull();
    await two.pull();
  }
  deepEqual(names, ['../../ttyUSB0', '../../ttyUSB1']);
});

test('a meter whose adapter may not be opened yet is met when it may', async () => {
  await two.attach('caresens-n');
  await two.plug();
  await eventually(() => access('/dev/ttyUSB0'));
  await rejects(access('/dev/ttyUSB0', constants.R_OK), { code: 'EACCES' });
  await withMeter(caresensN, first, async () => {});
  await two.pull();
});

test('a meter is read out whole, and again after it was pulled and plugged', async () => {
  await one.attach('caresens-n');
  await one.plug();
  await withMeter(caresensN, usbSerialSocket({ vendorId: '0403', productId: '6001' }, LINE), async (meter) => {
    deepEqual(await wholeMemory(meter), REMEMBERED);
    const half = wholeMemory(meter);
    await Promise.all([rejects(half), one.pull()]);
    await one.plug();
    await connected(meter);
    deepEqual(await wholeMemory(meter), REMEMBERED);
  });
  await one.pull();
});
