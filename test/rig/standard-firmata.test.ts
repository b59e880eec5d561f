import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LOCK, OUTPUTS, PIN, START, SWITCHES } from './bin-board.ts';
import { type Protocol, STANDARD_FIRMATA, standardFirmata } from './images.ts';
import { bytes, messages, text } from './messages.ts';
import { aRig, type Level, ms, pulses, type Rig, us } from './rig.ts';

/** One image through everything in CI; `npm run boards` takes them all. */
const all = Object.keys(STANDARD_FIRMATA).filter((name): name is Protocol => name in STANDARD_FIRMATA);
const images = process.env.YIKE_BOARDS === 'all' ? all : all.filter((name) => name === '2.5');

describe.each(images)('StandardFirmata %s', (protocol) => {
  const version = protocol === '2.5' ? 'F9 02 05' : 'F9 02 04';
  let rig: Rig;
  let reset: () => void;
  let set: () => void;

  beforeAll(() => {
    rig = aRig(standardFirmata(protocol));
    for (const pin of SWITCHES) rig.close(pin);
    rig.run(2300);
    reset = rig.keep();
    rig.send(START);
    rig.run(100);
    set = rig.keep();
  });
  beforeEach(() => {
    set();
    rig.take();
    rig.forget();
  });

  const levels = (pins: readonly number[]): Level[] => pins.map((pin) => rig.level(pin));
  const asks = (question: string): string[] => {
    rig.take();
    rig.send(bytes(question));
    rig.run(20);
    return messages(rig.take());
  };

  test('says once, unasked, who it is, and has driven every pin low by then', () => {
    reset();
    const said = messages(rig.take());
    expect(said).toHaveLength(2);
    expect(said[0]).toBe(version);
    expect(said[1]).toMatch(/^F0 79 02 0[45] 53 00 74 00 61 00/);
    expect(rig.changes.filter(({ pin }) => pin === 13).length).toBeGreaterThan(10);
    expect(levels([...SWITCHES, ...OUTPUTS])).toEqual(Array(11).fill('low'));
  });

  test('the start sequence makes pull-up inputs of the switches, keeps the outputs low, and four analog streams begin', () => {
    expect(levels(SWITCHES)).toEqual(Array(5).fill('pull-up'));
    expect(levels(OUTPUTS)).toEqual(Array(6).fill('low'));
    for (const [channel, volts] of [2.5, 1, 4, 0].entries()) rig.volts(channel, volts);
    rig.run(1000);
    const said = messages(rig.take());
    const streams = ['E0 00 04', 'E1 4C 01', 'E2 33 06', 'E3 00 00'];
    const counts = streams.map((value) => said.filter((message) => message === value).length);
    expect(counts.filter((count) => count < 9 || count > 11)).toEqual([]);
    expect(new Set(said)).toEqual(new Set(streams));
  });

  test('a switch is told when it opens and when it closes', () => {
    rig.open(PIN.beamFree);
    rig.run(5);
    rig.close(PIN.beamFree);
    rig.open(PIN.doorClosed);
    rig.run(5);
    expect(messages(rig.take()).filter((message) => message.startsWith('90'))).toEqual(['90 10 00', '90 04 00']);
  });

  test('the lock is high as long as the host leaves it, and read back', () => {
    rig.send(LOCK.high);
    rig.run(300);
    expect(asks('F0 6D 07 F7')).toContain('F0 6E 07 01 01 F7');
    rig.run(180);
    rig.send(LOCK.low);
    rig.run(20);
    const [length = 0, ...more] = pulses(rig.changes, PIN.lock);
    expect(more).toEqual([]);
    expect(Math.abs(ms(length) - 500)).toBeLessThan(1);
    expect(levels(SWITCHES)).toEqual(Array(5).fill('pull-up'));
    expect(asks('F0 6D 07 F7')).toContain('F0 6E 07 01 00 F7');
  });

  test.each([
    ['closed', 10, 647],
    ['open', 95, 1524],
  ] as const)('the servo is sent to %s, %i°, by pulses of %i µs every 20 ms', (_, degrees, wanted) => {
    rig.send([...bytes('F4 09 04'), 0xe9, degrees, 0]);
    rig.run(200);
    const widths = pulses(rig.changes, PIN.servo).slice(2).map(us);
    expect(widths.length).toBeGreaterThanOrEqual(6);
    // The library takes a few µs off for its own interrupt.
    for (const width of widths) expect(Math.abs(width - wanted)).toBeLessThan(25);
  });

  test('a reset lets every output fall, and is seen by the banner that nobody asked for', () => {
    rig.send([...LOCK.high, ...bytes('91 01 00')]);
    rig.run(20);
    expect(levels([PIN.lock, PIN.motor])).toEqual(['high', 'high']);
    rig.reset('pin');
    expect(levels(OUTPUTS)).toEqual(Array(6).fill('input'));
    rig.take();
    rig.forget();
    rig.run(2300);
    expect(messages(rig.take())[0]).toBe(version);
    expect(rig.changes.filter(({ pin, level }) => pin !== 13 && level === 'high')).toEqual([]);
    expect(levels(OUTPUTS)).toEqual(Array(6).fill('low'));
  });

  test(`pull-ups set by a write to the port ${protocol === '2.5' ? 'and by their mode outlive' : 'are lost by'} a write without them`, () => {
    if (protocol === '2.5') rig.send(bytes('F4 02 0B F4 03 0B F4 04 0B F4 05 0B F4 06 0B'));
    else expect(asks('F4 02 0B').map(text)).toContain('Unknown pin mode');
    rig.send(bytes('90 00 00'));
    rig.run(20);
    expect(levels(SWITCHES)).toEqual(Array(5).fill(protocol === '2.5' ? 'pull-up' : 'input'));
  });

  test('nothing lets go of the lock when the host is gone: why there is a firmware of our own', () => {
    rig.send(LOCK.high);
    rig.run(2000);
    expect(rig.level(PIN.lock)).toBe('high');
  });

  test('a state that was kept and put back goes on in the same way, to the cycle', () => {
    const lives = [1, 2].map(() => {
      set();
      rig.forget();
      rig.send([...LOCK.high, ...bytes('F4 09 04 E9 5A 00 F0 6B F7')]);
      rig.run(150);
      return { said: messages(rig.take()), changes: rig.changes, cycles: rig.cycles };
    });
    expect(lives[0]?.changes.length).toBeGreaterThan(5);
    expect(lives[1]).toEqual(lives[0]);
  });
});
