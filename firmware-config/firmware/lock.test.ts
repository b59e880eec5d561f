import { beforeEach, describe, expect, test } from 'vitest';
import { aBin, NEWS } from '../../test/rig/a-bin.ts';
import { LOCK, PIN } from '../../test/rig/bin-board.ts';
import { bytes } from '../../test/rig/messages.ts';
import { ms, pulses } from '../../test/rig/rig.ts';

const bin = aBin();
const { rig } = bin;
const lengths = (): number[] => pulses(rig.changes, PIN.lock).map(ms);

beforeEach(bin.renew);

/** What else a host says all the time, so fast that the line is never free. */
const TRAFFIC = {
  'a quiet line': [],
  'a line full of questions': bytes('F0 6B F7 F9 F0 6D 07 F7'),
  'a line full of writes that want the lock open': LOCK.high,
  'a line full of nonsense': bytes('F0 0E 11 22 33 F7 F4 63 63 12 34'),
} as const;

describe.each(Object.entries(TRAFFIC))('on %s', (_, traffic) => {
  const busy = (forMs: number): void => {
    const began = rig.cycles;
    while (ms(rig.cycles - began) < forMs) {
      if (traffic.length > 0) while (rig.unsent < 64) rig.send(traffic);
      rig.run(5);
    }
  };

  test.each([
    ['by a write to its port', '90 7C 01'],
    ['by its pin', 'F5 07 01'],
    ['by its own message', 'F0 02 F7'],
  ])('opened %s it is high for 496 to 500 ms', (_how, says) => {
    bin.says(says);
    busy(900);
    expect(lengths()).toHaveLength(1);
    expect(lengths()[0]).toBeGreaterThan(495);
    expect(lengths()[0]).toBeLessThanOrEqual(500);
  });

  test('asked for three seconds it is high for one', () => {
    bin.says('F0 03 00 38 17 F7 F0 02 F7');
    busy(1400);
    expect(lengths()).toHaveLength(1);
    expect(lengths()[0]).toBeGreaterThan(995);
    expect(lengths()[0]).toBeLessThanOrEqual(1000);
  });
});

test('its pulse is told when it begins and when it ends', () => {
  bin.says('F0 02 F7');
  rig.run(5);
  expect(bin.news()).toEqual(['F0 01 03 74 03 F7']); // 500 ms
  rig.run(600);
  expect(bin.news()).toEqual(['F0 01 04 74 03 F7']);
});

test('the host may end it early, and no later', () => {
  bin.says('90 7C 01');
  rig.run(100);
  bin.says('90 7C 00');
  bin.live(1000);
  expect(lengths()).toHaveLength(1);
  expect(Math.abs((lengths()[0] ?? 0) - 101)).toBeLessThan(1);
});

test('a high that stays written opens it once; after the pulse it must first be written low', () => {
  bin.says('90 7C 01');
  bin.live(3000);
  bin.heard();
  bin.says('90 7C 01 90 7C 01');
  bin.live(1000);
  expect(bin.news()).toEqual([NEWS.takenAway(PIN.lock)]);
  expect(lengths()).toHaveLength(1);
  bin.says('90 7C 00 90 7C 01');
  bin.live(1000);
  expect(lengths()).toHaveLength(2);
});

test('two seconds must pass between two pulses', () => {
  bin.says('F0 02 F7');
  bin.live(2400);
  bin.heard();
  bin.says('F0 02 F7');
  rig.run(5);
  expect(bin.news()).toEqual([NEWS.lockPauses]);
  bin.live(200);
  bin.says('F0 02 F7');
  bin.live(600);
  expect(lengths()).toHaveLength(2);
  const [first, second] = rig.changes.filter(({ pin, level }) => pin === PIN.lock && level === 'high');
  expect(ms((second?.cycle ?? 0) - (first?.cycle ?? 0))).toBeGreaterThanOrEqual(2495);
});

test('a host that asks all the time gets six pulses in any minute, through resets of the board too', () => {
  for (let second = 0; second < 85; second++) {
    rig.send(bytes('F0 02 F7'));
    rig.run(1000);
    if (second % 20 === 10) rig.reset('pin');
  }
  const rises = rig.changes.filter(({ pin, level }) => pin === PIN.lock && level === 'high').map(({ cycle }) => cycle);
  expect(rises.length).toBeGreaterThanOrEqual(8);
  for (const [at, rise] of rises.slice(6).entries()) expect(ms(rise - (rises[at] ?? 0))).toBeGreaterThanOrEqual(60_000);
  expect(bin.news()).toContain(NEWS.lockHadItsMinute);
});

test('a power cut forgets the minute, and never the pause', () => {
  rig.reset('power');
  rig.run(10);
  bin.says('F9 F0 02 F7');
  rig.run(5);
  expect(bin.news()).toEqual([NEWS.started(1), NEWS.lockPauses]);
  bin.live(2000);
  bin.says('F0 02 F7');
  rig.run(5);
  expect(rig.level(PIN.lock)).toBe('high');
});

test('the word that ends a silence opens nothing, even the very message', () => {
  bin.silence(1600);
  bin.heard();
  bin.says('F0 02 F7');
  rig.run(20);
  expect(bin.news()).toContain(NEWS.takenAway(PIN.lock));
  expect(lengths()).toEqual([]);
  bin.says('F0 02 F7');
  expect(rig.level(PIN.lock)).toBe('high');
});

test('a program that hangs with the lock open is bitten by the chip’s own watchdog, and comes up with everything off', () => {
  bin.says('F0 02 F7 91 11 00');
  rig.run(50);
  expect([rig.level(PIN.lock), rig.level(PIN.motor)]).toEqual(['high', 'high']);
  const hung = rig.cycles;
  rig.hang();
  rig.run(1500);
  expect(rig.bites).toBe(1);
  for (const pin of [PIN.lock, PIN.motor, PIN.buzzer]) {
    const [fell, ...more] = rig.changes.filter((change) => change.pin === pin && change.cycle > hung);
    expect(ms((fell?.cycle ?? 0) - hung)).toBeLessThan(270);
    expect(more.filter(({ level }) => level === 'high')).toEqual([]);
  }
  bin.heard();
  bin.says('F9');
  rig.run(5);
  expect(bin.news()).toEqual([NEWS.started(8)]);
});
