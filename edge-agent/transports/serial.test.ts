import { afterEach, describe, expect, test } from 'vitest';
import { DeviceError } from '../domain/device-error.ts';
import { ptyCable } from './pty.ts';
import { serialSocket } from './serial.ts';
import type { SerialSettings, Wire } from './transport.ts';

const settings: SerialSettings = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 };
const wires: Wire[] = [];
afterEach(async () => {
  await Promise.all(wires.splice(0).map((wire) => wire.close()));
});

/** A tty whose device says back whatever it hears, opened by a host. */
async function anEcho(hears: (text: string) => void = () => {}) {
  const cable = await ptyCable(settings, (bytes) => cable.say(bytes));
  const heard = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<string>();
  const wire = await serialSocket(cable.path(), settings).open({
    chunk(bytes) {
      hears(Buffer.from(bytes).toString());
      heard.resolve();
    },
    gone: gone.resolve,
  });
  wires.push(wire);
  return { cable, wire, heard: heard.promise, gone: gone.promise };
}

describe('a serial port', () => {
  test('carries bytes both ways, however they are cut', async () => {
    let text = '';
    const { cable, wire, heard } = await anEcho((chunk) => {
      text += chunk;
    });
    await wire.write(Buffer.from('abc'));
    await heard;
    expect(text).toBe('abc'.slice(0, text.length));
    await cable.close();
  });

  test('that is unplugged right behind its data tells so, every time', async () => {
    for (let round = 0; round < 30; round++) {
      const { cable, wire, heard, gone } = await anEcho();
      await wire.write(Uint8Array.of(1, 2, 3));
      await heard;
      await cable.close();
      await gone; // else the test's own time runs out
      await expect(wire.write(Uint8Array.of(1))).rejects.toThrow(DeviceError);
    }
  });

  test('that is closed by us tells no loss, and closes twice without harm', async () => {
    const { cable, wire, gone } = await anEcho();
    await wire.close();
    await wire.close();
    await cable.close();
    expect(await Promise.race([gone, 'quiet'])).toBe('quiet');
  });

  test('is one program’s alone', async () => {
    const { cable } = await anEcho();
    const again = serialSocket(cable.path(), settings).open({ chunk() {}, gone() {} });
    await expect(again).rejects.toThrow('is in use by another program');
    await cable.close();
  });
});
