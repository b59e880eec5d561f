import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aHidDevice, meter } from '../../test/a-hid-device.ts';
import { DeviceError } from '../domain/device-error.ts';
import { hidBus, hidSocket, listHidDevices, matchesHid } from './hid.ts';

const ids = { vendorId: 0x1a79, productId: 0x7800 };
const REPORT_BYTES = 64;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** What a host hears, in its order: reports as their first byte, the loss by its cause. */
function aHost() {
  const heard: (number | string)[] = [];
  const listener = {
    chunk: (report: Uint8Array) => void heard.push(report[0] ?? -1),
    gone: (why: string) => void heard.push(why),
  };
  return { heard, listener };
}

async function anOpenDevice(device = aHidDevice()) {
  const { heard, listener } = aHost();
  const socket = hidSocket(ids, REPORT_BYTES, device.bus);
  return { device, heard, socket, wire: await socket.open(listener) };
}

const GONE = 'the HID device was unplugged';
const lost = { code: 'wire' };

describe('a HID device', () => {
  test('takes whole reports, behind their number, and gives them as they came', async () => {
    const { device, heard, wire } = await anOpenDevice();
    await wire.write(Uint8Array.of(1, 2, 3));
    device.say(7, 0, 0);
    device.say(8);
    expect(device.written).toEqual([Uint8Array.from([0, 1, 2, 3, ...new Uint8Array(REPORT_BYTES - 3)])]);
    expect(heard).toEqual([7, 8]);
  });

  test('takes no more than one report at a time', async () => {
    const { device, wire } = await anOpenDevice();
    await expect(wire.write(new Uint8Array(REPORT_BYTES + 1))).rejects.toThrow(RangeError);
    await wire.write(new Uint8Array(REPORT_BYTES));
    expect(device.written).toHaveLength(1);
  });

  test('says nothing of before it was opened', async () => {
    const device = aHidDevice();
    device.script.waiting = Array.from({ length: 200 }, (_, i) => Uint8Array.of(i));
    const { heard } = await anOpenDevice(device);
    device.say(201);
    expect(heard).toEqual([201]);
  });

  test('that never falls silent is opened all the same', async () => {
    const device = aHidDevice();
    device.port.open = async () => ({
      on() {},
      read: async () => Uint8Array.of(1),
      write: async () => {},
      sendFeatureReport: async () => {},
      close: async () => {},
    });
    await expect(anOpenDevice(device)).resolves.toBeDefined();
  });

  test.each([
    ['while idle', []],
    ['in the middle of a frame', [1]],
  ])('unplugged %s is told once, and last', async (_, reports) => {
    const { device, heard, wire } = await anOpenDevice();
    if (reports.length > 0) device.say(...reports);
    device.pull();
    device.say(2);
    expect(heard).toEqual([...reports, GONE]);
    await expect(wire.write(Uint8Array.of(1))).rejects.toMatchObject(lost);
    await wire.close();
    await wire.close();
    expect(device.counts).toEqual({ opened: 1, closed: 1 });
    expect(heard).toEqual([...reports, GONE]);
  });

  test('unplugged and plugged again is a new wire', async () => {
    const { device, heard, socket, wire } = await anOpenDevice();
    device.pull();
    await wire.close();
    await expect(socket.open(aHost().listener)).rejects.toThrow('no HID device 1a79:7800 is plugged in');
    device.plug();
    const again = aHost();
    await socket.open(again.listener);
    device.say(5);
    expect({ old: heard, new: again.heard }).toEqual({ old: [GONE], new: [5] });
  });

  test('unplugged while it is opened is no wire, and is let go', async () => {
    const device = aHidDevice();
    const { open } = device.port;
    device.port.open = async (path) => {
      const handle = await open(path);
      device.pull();
      return handle;
    };
    await expect(anOpenDevice(device)).rejects.toMatchObject(lost);
    expect(device.counts).toEqual({ opened: 1, closed: 1 });
    expect([...device.bus.taken]).toEqual([]);
  });

  test('closed by us tells no loss, says no more, and takes no more', async () => {
    const { device, heard, wire } = await anOpenDevice();
    const closed = Promise.all([wire.close(), wire.close()]);
    device.say(1);
    device.pull();
    await closed;
    await wire.close();
    await expect(wire.write(Uint8Array.of(1))).rejects.toMatchObject(lost);
    expect(heard).toEqual([]);
    expect(device.counts.closed).toBe(1);
    expect(device.written).toEqual([]);
  });

  test('has one owner, though two ask at once; then the next', async () => {
    const device = aHidDevice();
    const socket = hidSocket(ids, REPORT_BYTES, device.bus);
    const [first, second] = await Promise.allSettled([socket.open(aHost().listener), socket.open(aHost().listener)]);
    expect(second).toMatchObject({ reason: { message: expect.stringContaining('is in use by another device') } });
    expect(device.counts.opened).toBe(1);
    if (first.status === 'fulfilled') await first.value.close();
    await expect(socket.open(aHost().listener)).resolves.toBeDefined();
  });

  test('that takes nothing holds up neither a write nor a close, and is nobody else’s until it is let go', async () => {
    const { device, socket, wire } = await anOpenDevice();
    device.script.deaf = true;
    const refused = expect(wire.write(Uint8Array.of(1))).rejects.toThrow('did not take the report');
    await vi.advanceTimersByTimeAsync(1000);
    await refused;
    const closed = wire.close();
    await vi.advanceTimersByTimeAsync(1000);
    await closed;
    await expect(socket.open(aHost().listener)).rejects.toThrow('is in use');
    device.pull();
    device.plug();
    device.script.deaf = false;
    await vi.waitFor(() => expect(device.bus.taken.size).toBe(0));
    await expect(socket.open(aHost().listener)).resolves.toBeDefined();
  });

  test('whose reports a bug of ours cannot stand is not taken for unplugged', async () => {
    const device = aHidDevice();
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      const bug = new Promise((resolve) => process.once('uncaughtException', resolve));
      const gone = vi.fn();
      await hidSocket(ids, REPORT_BYTES, device.bus).open({
        chunk() {
          throw new RangeError('ours');
        },
        gone,
      });
      device.say(1);
      expect(await bug).toEqual(new RangeError('ours'));
      expect(gone).not.toHaveBeenCalled();
    } finally {
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });
});

describe('a device that cannot be opened', () => {
  test('yet, because udev has not let us at it, is tried again', async () => {
    const device = aHidDevice();
    device.script.openErrors = ['Permission denied', 'Permission denied'];
    const opened = anOpenDevice(device);
    await vi.advanceTimersByTimeAsync(200);
    await expect(opened).resolves.toBeDefined();
  });

  test.each([
    [Array(10).fill('Permission denied'), /no permission for \/dev\/hidraw0: .* udev rule/],
    [['No such file or directory'], /hidraw0 is not there: plug the device in/],
    [['ioctl(GRDESCSIZE) error'], /hidraw0 cannot be opened: .*GRDESCSIZE/],
  ])('says why, and is let go: %j', async (openErrors, why) => {
    const device = aHidDevice();
    device.script.openErrors = openErrors;
    const opened = expect(anOpenDevice(device)).rejects.toThrow(why);
    await vi.advanceTimersByTimeAsync(1000);
    await opened;
    await expect(anOpenDevice(device)).resolves.toBeDefined();
  });

  test.each([
    ['libusb-1.0.so.0: cannot open shared object file', /Debian package libusb-1.0-0/],
    ['hid_init failed', /cannot be listed: hid_init failed/],
  ])('because there is no HID at all says so: %s', async (message, why) => {
    const device = aHidDevice();
    device.port.list = () => Promise.reject(new Error(message));
    const opened = anOpenDevice(device);
    await expect(opened).rejects.toThrow(why);
    await expect(opened).rejects.toBeInstanceOf(DeviceError);
  });

  test('because two match is not guessed at', async () => {
    const device = aHidDevice();
    device.script.listed = [meter, { ...meter, path: '/dev/hidraw1' }];
    await expect(anOpenDevice(device)).rejects.toThrow('2 HID devices match 1a79:7800');
  });
});

test('a device with two usages stands in the list once', async () => {
  const other = { path: '/dev/hidraw1', vendorId: 1, productId: 2 };
  const bus = hidBus({ ...aHidDevice().port, list: async () => [meter, meter, other] });
  expect(await listHidDevices(bus)).toEqual([meter, other]);
});

test.each([
  [{ vendorId: 0x1a79 }, true],
  [{ vendorId: 0x1a79, productId: 0x7800, serialNumber: 'A1' }, true],
  [{ vendorId: 0x1a7a }, false],
  [{ vendorId: 0x1a79, productId: 0x7900 }, false],
  [{ vendorId: 0x1a79, serialNumber: 'A2' }, false],
])('%j fits: %s', (wanted, fits) => {
  expect(matchesHid(meter, wanted)).toBe(fits);
});
