import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aCp2110 } from '../../test/a-cp2110.ts';
import { cp2110Socket } from './cp2110.ts';
import type { SerialSettings } from './transport.ts';

const ids = { vendorId: 0x10c4, productId: 0xea80 };
const PLAIN: SerialSettings = { baudRate: 19_200, dataBits: 8, parity: 'none', stopBits: 1 };

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

async function anOpenLine(chip = aCp2110(), settings = PLAIN) {
  const heard: number[] = [];
  const lost: string[] = [];
  const socket = cp2110Socket(ids, settings, chip.hid.bus);
  const wire = await socket.open({ chunk: (bytes) => heard.push(...bytes), gone: (why) => lost.push(why) });
  return { chip, heard, lost, socket, wire };
}

test.each([
  [PLAIN, '5000004b0000000300'],
  [{ ...PLAIN, baudRate: 9600 }, '500000258000000300'],
  [{ baudRate: 460_800, dataBits: 7, parity: 'even', stopBits: 2 } as const, '500007080002000201'],
  [{ ...PLAIN, parity: 'odd' } as const, '5000004b0001000300'],
])('the line is set, switched on, and only then emptied: %j', async (settings, config) => {
  const { chip } = await anOpenLine(aCp2110(), settings);
  expect(chip.settings).toEqual([config, '4101', '4303']);
});

test('what was said before the opening is nobody’s: neither what the chip held nor what waits in the kernel', async () => {
  const chip = aCp2110();
  chip.line.fifo = [0x51, 0x26];
  chip.hid.script.waiting = Array.from({ length: 200 }, (_, i) => Uint8Array.of(1, i));
  const { heard } = await anOpenLine(chip);
  expect(chip.line.fifo).toEqual([]);
  chip.meterSays([7]);
  expect(heard).toEqual([7]);
});

test.each([1, 2, 8, 63])('bytes come however the chip cuts them: %d in each report', async (inEach) => {
  const { chip, heard } = await anOpenLine();
  const said = Array.from({ length: 130 }, (_, i) => i);
  chip.meterSays(said, inEach);
  expect(heard).toEqual(said);
});

test('the count alone says how many are of the line: zeros may be, and what follows is not', async () => {
  const { chip, heard } = await anOpenLine();
  chip.hid.say(3, 0, 0, 0, ...new Array(60).fill(0xee));
  expect(heard).toEqual([0, 0, 0]);
});

test.each([
  ['no count', [0, 1, 2]],
  ['a feature', [0x41, 1]],
  ['fewer bytes than it counts', [5, 1, 2]],
  ['nothing', []],
])('a report of %s is none', async (_, report) => {
  const { chip, heard } = await anOpenLine();
  chip.hid.say(...report);
  chip.meterSays([9]);
  expect(heard).toEqual([9]);
});

test('what is written goes out in reports that are numbered by their bytes, unfilled', async () => {
  const { chip, wire } = await anOpenLine();
  await wire.write(Uint8Array.of(0x51, 0x24));
  await wire.write(Uint8Array.from({ length: 130 }, (_, i) => i));
  expect(chip.hid.written.map((report) => [report[0], report.length])).toEqual([
    [2, 3],
    [63, 64],
    [63, 64],
    [4, 5],
  ]);
  expect(chip.hid.written.slice(1).flatMap((report) => [...report.subarray(1)])).toEqual(
    Array.from({ length: 130 }, (_, i) => i),
  );
});

test.each(['50', '41', '43'])('a chip that refuses setting %s is no line, and is let go', async (refused) => {
  const chip = aCp2110();
  const { setting } = chip.hid.script;
  chip.hid.script.setting = (report) => {
    if (report[0] === Number.parseInt(refused, 16)) throw new Error('ioctl (SFEATURE): Input/output error');
    setting(report);
  };
  await expect(anOpenLine(chip)).rejects.toMatchObject({ code: 'wire', message: /refused the setting/ });
  expect(chip.hid.counts).toEqual({ opened: 1, closed: 1 });
  expect(chip.hid.bus.taken.size).toBe(0);
});

test('a chip that takes no setting is given up within two seconds', async () => {
  const chip = aCp2110();
  chip.hid.script.deaf = true;
  const opened = expect(anOpenLine(chip)).rejects.toThrow('did not take the setting');
  await vi.advanceTimersByTimeAsync(2000);
  await opened;
});

test('unplugged it is lost once; plugged in again it is set anew, and what it says is new', async () => {
  const { chip, heard, lost, socket, wire } = await anOpenLine();
  chip.meterSays([1]);
  chip.hid.pull();
  await wire.close();
  chip.line.on = false;
  chip.hid.script.listed = [{ path: '/dev/hidraw1', ...ids }];
  const again: number[] = [];
  await socket.open({ chunk: (bytes) => again.push(...bytes), gone() {} });
  chip.meterSays([2]);
  expect({ heard, again, lost }).toEqual({ heard: [1], again: [2], lost: ['the HID device was unplugged'] });
  expect(chip.settings).toHaveLength(6);
});
