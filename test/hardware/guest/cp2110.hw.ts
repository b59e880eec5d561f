/** Our CP2110 wires over the kernel's feature reports, with a TaiDoc meter behind the bridge. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { taidoc } from '../../../edge-agent/drivers/taidoc.ts';
import { answer, RECORD_VALUE } from '../../../edge-agent/protocols/taidoc-frame.ts';
import { cp2110Socket } from '../../../edge-agent/transports/cp2110.ts';
import { hidDevice } from './hid-orders.ts';
import { ears, eventually, wholeMemory, withMeter } from './rig.ts';

const LINE = { baudRate: 19_200, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const device = hidDevice('cp2110');
const socket = cp2110Socket({ vendorId: 0x10c4, productId: 0xea80 }, LINE);
/** 19,200 baud, 8 data bits; the line on; both FIFOs emptied. */
const SETTINGS = ['5000004b0000000300', '4101', '4303'];
const REMEMBERED = ['2026-11-23T09:15:00 5.8', '2026-11-23T09:30:00 138/86', '2026-11-23T12:10:00 6.2'];
/** A whole report of the line that holds an answer of a TaiDoc meter: somebody's glucose of 187 mg/dL. */
const SOMEBODYS = Buffer.from([8, ...answer(RECORD_VALUE, 0xbb, 0x00, 0x19, 0x80)]).toString('hex');
const KEPT_BY_THE_KERNEL = 63;

test('the line is set, switched on and emptied; then a TaiDoc meter is read out whole', async () => {
  await device.plug();
  await withMeter(taidoc, socket, async (meter) => deepEqual(await wholeMemory(meter), REMEMBERED));
  deepEqual(device.features, SETTINGS);
});

test(`${KEPT_BY_THE_KERNEL} old reports that wait in the kernel are no bytes of the line, and no reading`, async () => {
  await device.saysFirst(Array.from({ length: KEPT_BY_THE_KERNEL }, () => SOMEBODYS));
  await device.plug();
  const ear = ears();
  const wire = await eventually(() => socket.open(ear));
  await device.say('022a2b');
  await eventually(() => equal(ear.heard(), '2a2b'));
  await wire.close();
  await withMeter(taidoc, socket, async (meter) => deepEqual(await wholeMemory(meter), REMEMBERED));
});

for (const answers of ['no', 'never'] as const) {
  test(`a bridge whose answer to its settings is ${answers} is no wire; once it takes them, it is one`, async () => {
    await device.answersSettings(answers);
    await device.plug();
    await eventually(() => rejects(socket.open(ears()), /setting/));
    await device.answersSettings('yes');
    const wire = await eventually(() => socket.open(ears()));
    await wire.close();
  });
}
