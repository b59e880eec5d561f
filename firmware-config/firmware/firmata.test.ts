import { beforeEach, expect, test } from 'vitest';
import { aBin, DOOR, PORT_1 } from '../../test/rig/a-bin.ts';
import { OUTPUTS, PIN, START, SWITCHES } from '../../test/rig/bin-board.ts';
import { messages, text } from '../../test/rig/messages.ts';
import { ownFirmware } from '../../test/rig/own-firmware.ts';
import { aRig, ms, pulses, us } from '../../test/rig/rig.ts';

const bin = aBin();
const { rig } = bin;
const levels = (pins: readonly number[]): string[] => pins.map((pin) => rig.level(pin));
/** Without the streams. */
const asked = (question: string): string[] => {
  bin.heard();
  bin.says(question);
  rig.run(30);
  return bin.heard().filter((message) => !/^E[0-3] /.test(message));
};

beforeEach(bin.renew);

test('it fits: a quarter of the flash and less than half of the memory', ({ annotate }) => {
  const { flashBytes, ramBytes } = ownFirmware();
  annotate(`flash ${flashBytes} bytes of 32,256, memory ${ramBytes} of 2,048`);
  expect(flashBytes).toBeLessThan(8192);
  expect(ramBytes).toBeLessThan(1024);
});

test('it is there at once: pull-ups, everything off, red lamp, and who it is, within 10 ms', () => {
  const board = aRig(ownFirmware().image);
  board.run(10);
  expect(messages(board.take())).toEqual(['F9 02 05', 'F0 79 01 00 59 00 69 00 6B 00 65 00 42 00 69 00 6E 00 F7']);
  expect(SWITCHES.map(board.level)).toEqual(Array(5).fill('pull-up'));
  expect(OUTPUTS.map(board.level)).toEqual(['low', 'low', 'low', 'high', 'low', 'low']);
  const rose = board.changes.filter(({ level }) => level === 'high').map(({ pin }) => pin);
  expect(rose).toEqual([PIN.red]);
});

test('a host that knows StandardFirmata sets it up with the same bytes', () => {
  const board = aRig(ownFirmware().image);
  board.run(10);
  board.take();
  board.send(START);
  board.run(90);
  const said = messages(board.take()).filter((message) => !/^E[0-3] /.test(message));
  expect(said[0]).toBe('F9 02 05');
  expect(said.filter((message) => message.startsWith('F0 71'))).toEqual([]);
  const capabilities = [
    ...Array(2).fill('7F'),
    ...Array(5).fill('00 01 0B 01 7F'),
    ...Array(2).fill('01 01 7F'),
    '01 01 04 0E 7F 01 01 7F 01 01 03 08 7F 01 01 7F 7F',
    ...Array(4).fill('02 0A 7F'),
    '7F 7F',
  ];
  expect(said).toContain(`F0 6C ${capabilities.join(' ')} F7`);
  expect(said).toContain(`F0 6A ${'7F '.repeat(14)}00 01 02 03 7F 7F F7`);
  expect(said).toContain('90 7C 00'); // with no switch wired, every one reads as the unsafe side
  expect(OUTPUTS.map(board.level)).toEqual(Array(6).fill('low'));
});

test('four analog streams, every 100 ms as asked', () => {
  for (const [channel, volts] of [2.5, 1, 4, 0].entries()) rig.volts(channel, volts);
  rig.run(110);
  bin.heard();
  rig.run(1000);
  const said = bin.heard();
  expect(new Set(said)).toEqual(new Set(['E0 00 04', 'E1 4C 01', 'E2 33 06', 'E3 00 00']));
  expect(Math.abs(said.length - 40)).toBeLessThanOrEqual(4);
});

test('a switch is told when it opens and when it closes; a write to its pin does not take its pull-up', () => {
  expect(asked('90 00 00 F4 04 00')).toEqual([]);
  rig.open(PIN.beamFree);
  rig.run(5);
  rig.close(PIN.beamFree);
  rig.open(PIN.doorClosed);
  rig.run(5);
  expect(bin.heard().filter((message) => message.startsWith('90'))).toEqual(['90 10 00', '90 04 00']);
  expect(levels(SWITCHES)).toEqual(Array(5).fill('pull-up'));
});

test.each([
  ['closed', DOOR.close, 644],
  ['open', DOOR.open, 1520],
  ['0°', 'E9 00 00', 544],
  ['180°', 'E9 34 01', 2400],
  ['a pulse in µs', 'E9 58 0B', 1496],
  ['beyond 180°', 'E9 7F 03', 2400],
  ['a pulse that no servo stands', 'E9 7F 7F', 2500],
  ['90° of a servo with a range of its own', 'F0 70 09 68 07 50 0F F7 E9 5A 00', 1500],
])('the servo: %s', (_, says, wanted) => {
  bin.says(says);
  rig.run(110);
  const widths = pulses(rig.changes, PIN.servo).map(us);
  expect(widths.length).toBeGreaterThanOrEqual(5);
  for (const width of widths) expect(Math.abs(width - wanted)).toBeLessThanOrEqual(4);
  const rises = rig.changes.filter(({ pin, level }) => pin === PIN.servo && level === 'high').map(({ cycle }) => cycle);
  for (const [at, rise] of rises.slice(1).entries()) expect(ms(rise - (rises[at] ?? 0))).toBeCloseTo(20, 5);
});

test('the servo has no pulse until it is told where to, and none when its pin is made an output', () => {
  bin.says('F4 09 04');
  rig.run(50);
  expect(pulses(rig.changes, PIN.servo)).toEqual([]);
  bin.says(DOOR.open);
  rig.run(50);
  bin.says('F4 09 01');
  rig.forget();
  rig.run(50);
  expect(rig.changes).toEqual([]);
  expect(rig.level(PIN.servo)).toBe('low');
});

test('whenever it is stopped, its last pulse is a whole one', () => {
  for (let after = 20; after < 40; after += 0.7) {
    bin.renew();
    bin.says(DOOR.open);
    rig.run(after);
    bin.says('F4 09 01');
    rig.run(30);
    const widths = pulses(rig.changes, PIN.servo);
    expect(widths.length).toBeGreaterThan(0);
    expect(widths.filter((width) => Math.abs(us(width - (widths[0] ?? 0))) > 1)).toEqual([]);
    expect(rig.level(PIN.servo)).toBe('low');
  }
});

test.each([
  ['motor', PIN.motor, '91 01 00'],
  ['red lamp', PIN.red, '91 04 00'],
  ['buzzer', PIN.buzzer, '91 10 00'],
  ['motor by its pin alone', PIN.motor, 'F5 08 01'],
])('%s on, read back, and off', (_, pin, on) => {
  bin.says(on);
  expect(rig.level(pin)).toBe('high');
  const query = `F0 6D ${pin.toString(16).padStart(2, '0')} F7`;
  const state = (level: number): string => `F0 6E ${pin.toString(16).padStart(2, '0').toUpperCase()} 01 0${level} F7`;
  expect(asked(query)).toEqual([state(1)]);
  expect(levels(OUTPUTS.filter((other) => other !== pin))).toEqual(Array(5).fill('low'));
  bin.says(PORT_1.off);
  expect(asked(query)).toEqual([state(0)]);
  expect(rig.level(pin)).toBe('low');
});

test('the green lamp is dimmed, or plain where its mode says so', () => {
  bin.says('EB 40 00'); // 64 of 256
  rig.run(50);
  const dim = pulses(rig.changes, PIN.green).map(us);
  expect(dim.length).toBeGreaterThan(8);
  for (const width of dim) expect(Math.abs(width - 64 * 16)).toBeLessThanOrEqual(16);
  bin.says('EB 7F 01');
  rig.forget();
  rig.run(50);
  expect([rig.level(PIN.green), rig.changes.length]).toEqual(['high', 0]);
  bin.says('91 00 00');
  expect(rig.level(PIN.green)).toBe('high'); // a write to the port does not reach a pin with PWM
  bin.says('F4 0B 01 91 08 00');
  expect(rig.level(PIN.green)).toBe('high');
  bin.says('91 00 00');
  expect(rig.level(PIN.green)).toBe('low');
});

test.each([
  ['an unknown mode', 'F4 09 63', 'Unknown pin mode'],
  ['a mode that the wiring does not have', 'F4 07 00', 'Unknown pin mode'],
  ['an unknown setting', 'F0 03 09 01 00 F7', 'Unknown setting'],
])('%s is refused in words', (_, says, words) => {
  expect(asked(says).map(text)).toEqual([words]);
});

test('its own questions: status, settings within their bounds', () => {
  bin.says('91 14 00');
  expect(asked('F0 05 F7')).toEqual(['F0 05 01 00 18 00 00 00 F7']);
  expect(asked('F0 03 00 38 17 F7')).toEqual(['F0 03 00 68 07 F7']); // 3000 ms: 1000
  expect(asked('F0 03 01 00 00 F7')).toEqual(['F0 03 01 01 00 F7']);
  expect(asked('F0 03 02 7F 7F F7')).toEqual(['F0 03 02 44 13 F7']); // 2500 µs
});

test('a system reset lets everything fall, ends the streams, and leaves the pull-ups', () => {
  bin.says(`91 19 00 ${DOOR.open}`);
  rig.run(30);
  bin.says('FF');
  rig.run(25);
  bin.heard();
  rig.forget();
  rig.run(300);
  expect(bin.heard()).toEqual([]);
  expect(rig.changes).toEqual([]);
  expect(levels(OUTPUTS)).toEqual(['low', 'low', 'low', 'high', 'low', 'low']);
  expect(levels(SWITCHES)).toEqual(Array(5).fill('pull-up'));
});
