import { beforeEach, expect, test } from 'vitest';
import { aBin } from '../../test/rig/a-bin.ts';
import { bytes } from '../../test/rig/messages.ts';
import { type Change, us } from '../../test/rig/rig.ts';

const TRIGGER = 18;
const ECHO = 19;
/** From the end of the trigger to the echo line's rise: eight periods at 40 kHz, and some. */
const SENDS_US = 460;
const NO_TARGET_US = 38_000;

const bin = aBin();
const { rig } = bin;
let echoUs = 0;
let rose: Change | undefined;
/** An HC-SR04: a trigger of 10 µs or more, and its line is high for as long as the sound was under way. */
rig.onChange((change) => {
  if (change.pin !== TRIGGER) return;
  if (change.level === 'high') rose = change;
  else if (rose !== undefined && us(change.cycle - rose.cycle) >= 10) {
    rig.later(SENDS_US, () => rig.drive(ECHO, true));
    rig.later(SENDS_US + echoUs, () => rig.drive(ECHO, false));
  }
});

beforeEach(() => {
  bin.renew();
  rig.drive(ECHO, false);
});

const echoes = (): number[] =>
  bin
    .heard()
    .filter((message) => message.startsWith('F0 04'))
    .map((message) => [...bytes(message)])
    .map(([, , low = 0, middle = 0, high = 0]) => low + (middle << 7) + (high << 14));

test.each([116, 580, 5831, 23_200])('an echo of %i µs is told to within 40', (length) => {
  echoUs = length;
  bin.says('F0 04 64 00 F7'); // every 100 ms
  bin.live(1050);
  const told = echoes();
  expect(told).toHaveLength(9);
  for (const value of told) expect(Math.abs(value - length)).toBeLessThanOrEqual(40);
});

test('a line full of other talk changes it by less than 1 cm', () => {
  echoUs = 5831;
  bin.says('F0 04 3C 00 F7');
  for (let sent = 0; sent < 1000; sent += 5) {
    while (rig.unsent < 32) rig.send(bytes('F0 6D 07 F7 91 04 00'));
    rig.run(5);
  }
  const told = echoes();
  expect(told.length).toBeGreaterThan(12);
  for (const value of told) expect(Math.abs(value - 5831)).toBeLessThanOrEqual(58);
});

test.each([
  ['no target', NO_TARGET_US],
  ['a target beyond four metres', 25_400],
])('%s is told as 0', (_, length) => {
  echoUs = length;
  bin.says('F0 04 64 00 F7');
  bin.live(450);
  expect(echoes()).toEqual([0, 0, 0]);
});

test('no sensor is told as 0; never faster than its cycle of 60 ms; and off is off', () => {
  echoUs = 0;
  bin.says('F0 04 05 00 F7');
  bin.live(1000);
  const told = echoes();
  expect(new Set(told)).toEqual(new Set([0]));
  expect(told.length).toBeGreaterThanOrEqual(14);
  expect(told.length).toBeLessThanOrEqual(16);
  bin.says('F0 04 00 00 F7');
  rig.forget();
  bin.live(500);
  expect(echoes()).toEqual([]);
  expect(rig.changes).toEqual([]);
});
