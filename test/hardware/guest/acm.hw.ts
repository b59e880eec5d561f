/** Our serial wires over the kernel's CDC-ACM driver: a device without an adapter, as a gadget of this same machine has it. */
import { equal, ok, rejects } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, test } from 'node:test';
import { serialSocket } from '../../../edge-agent/transports/serial.ts';
import { ears, eventually, NOTICED_MS } from './rig.ts';

const LINE = { baudRate: 115_200, dataBits: 8, parity: 'none', stopBits: 1 } as const;
/** Made by `init.sh`; its device's end is ttyGS0. */
const CONTROLLER = '/sys/kernel/config/usb_gadget/meter/UDC';
const host = serialSocket('/dev/ttyACM0', LINE);
const device = serialSocket('/dev/ttyGS0', LINE);

const plug = () => writeFile(CONTROLLER, 'dummy_udc.0');
const pull = () => writeFile(CONTROLLER, '\n');

afterEach(() => pull().catch(() => {})); // it is out already

test('bytes cross a CDC-ACM device both ways; pulled, it is noticed within a second, and comes back', async () => {
  for (const said of ['0102', 'aa80']) {
    await plug();
    const ear = ears();
    const inside = ears();
    const wire = await eventually(() => host.open(ear));
    const line = await eventually(() => device.open(inside));
    await wire.write(Buffer.from(said, 'hex'));
    await eventually(() => equal(inside.heard(), said));
    await line.write(Buffer.from(said, 'hex'));
    await eventually(() => equal(ear.heard(), said));
    await line.close();
    const pulledAt = performance.now();
    await pull();
    const noticedMs = (await ear.end) - pulledAt;
    ok(noticedMs <= NOTICED_MS, `noticed after ${noticedMs} ms`);
    await rejects(wire.write(new Uint8Array([1])), { code: 'wire' });
    await wire.close();
  }
});
