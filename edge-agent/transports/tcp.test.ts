import { connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CableEnd } from './pipe.ts';
import { type Carried, tcpCable, tcpSocket } from './tcp.ts';
import type { Wire } from './transport.ts';

const LOCAL = '127.0.0.1';
const open: (Wire | CableEnd)[] = [];
afterEach(async () => {
  for (const end of open.splice(0)) await end.close();
});

/** A device on a port that hears into `device`, and a host that hears into `host`. */
async function aLine(carries: Carried) {
  const heard = { device: [] as Uint8Array[], host: [] as Uint8Array[], gone: [] as string[] };
  const cable = await tcpCable(0, carries, (bytes) => heard.device.push(bytes));
  const socket = tcpSocket(LOCAL, cable.port, carries);
  const wire = await socket.open({
    chunk: (bytes) => heard.host.push(bytes),
    gone: (why) => heard.gone.push(why),
  });
  open.push(wire, cable);
  return { heard, cable, socket, wire };
}

const textOf = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString();

describe('over TCP', () => {
  test('bytes come both ways', async () => {
    const { heard, cable, wire } = await aLine('bytes');
    await wire.write(Buffer.from('abc'));
    await vi.waitFor(() => expect(textOf(heard.device)).toBe('abc'));
    cable.say(Buffer.from('def'));
    await vi.waitFor(() => expect(textOf(heard.host)).toBe('def'));
  });

  test('reports come whole, though the network may glue them', async () => {
    const { heard, cable, wire } = await aLine('reports');
    const reports = [1, 64, 300].map((length) => new Uint8Array(length).fill(length & 0xff));
    for (const report of reports) await wire.write(report);
    for (const report of reports) cable.say(report);
    await vi.waitFor(() => expect(heard).toMatchObject({ device: reports, host: reports }));
  });

  test('a report that comes byte by byte is heard once it is whole', async () => {
    const heard: Uint8Array[] = [];
    const cable = await tcpCable(0, 'reports', (report) => heard.push(report));
    open.push(cable);
    const byHand = connect({ port: cable.port, host: LOCAL, noDelay: true });
    for (const byte of [0, 2, 7, 8, 0, 1, 9])
      await new Promise((resolve) => byHand.write(Uint8Array.of(byte), resolve));
    await vi.waitFor(() => expect(heard).toEqual([Uint8Array.of(7, 8), Uint8Array.of(9)]));
    byHand.destroy();
  });

  test('what can be no report ends the wire, and is heard by nobody', async () => {
    const { heard, cable } = await aLine('reports');
    cable.say(new Uint8Array(5000));
    await vi.waitFor(() => expect(heard.gone).toEqual(['what comes is no HID report']));
    expect(heard.host).toEqual([]);
  });

  test.each(['bytes', 'reports'] as const)(
    'an unplug is told once, and plugged again it is a new wire: %s',
    async (carries) => {
      const { heard, cable, socket, wire } = await aLine(carries);
      await cable.unplug();
      await vi.waitFor(() => expect(heard.gone).toHaveLength(1));
      await expect(wire.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'wire' });
      await expect(socket.open({ chunk() {}, gone() {} })).rejects.toThrow('cannot be reached');
      await cable.plug();
      const again = await socket.open({ chunk() {}, gone() {} });
      open.push(again);
      await again.write(Uint8Array.of(5));
      await vi.waitFor(() => expect(heard.device).toEqual([Uint8Array.of(5)]));
      expect(heard.gone).toHaveLength(1);
    },
  );

  test('closed by us it tells no loss, and takes no more', async () => {
    const { heard, cable, wire } = await aLine('bytes');
    await wire.close();
    await wire.close();
    await cable.unplug();
    await expect(wire.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'wire' });
    expect(heard.gone).toEqual([]);
  });

  test('one host has the device alone', async () => {
    const { heard, socket, wire } = await aLine('bytes');
    const gone = Promise.withResolvers<string>();
    const second = await socket.open({ chunk() {}, gone: gone.resolve });
    open.push(second);
    await gone.promise;
    await wire.write(Uint8Array.of(1));
    await vi.waitFor(() => expect(heard.device).toHaveLength(1));
  });
});
