import { beforeEach, describe, expect, test } from 'vitest';
import { ACTUATORS, aBin, DOOR, NEWS, PORT_1 } from '../../test/rig/a-bin.ts';
import { PIN } from '../../test/rig/bin-board.ts';
import { bytes } from '../../test/rig/messages.ts';
import { type Change, ms, pulses, us } from '../../test/rig/rig.ts';

const bin = aBin();
const { rig } = bin;

beforeEach(bin.renew);

const amps = (value: number): void => rig.volts(3, value * 2);
const changesOf = (pin: number, from = 0): Change[] =>
  rig.changes.filter((change) => change.pin === pin && change.cycle >= from);

describe('a host that dies leaves every actuator safe within two seconds', () => {
  test.each([
    ['lock pulsed', 'F0 02 F7'],
    ['lock pulsed for as long as can be', 'F0 03 00 68 07 F7 F0 02 F7'],
    ['door closing', `${DOOR.close} ${PORT_1.motor}`],
    ['door opening', `${DOOR.open} ${PORT_1.motor}`],
    ['buzzer on', PORT_1.buzzer],
    ['green lamp on', 'EB 7F 01'],
    ['everything at once', `F0 02 F7 ${DOOR.close} 91 11 00 EB 40 00`],
    ['in the midst of a message', `${DOOR.open} 91 11 00 F0 03 00`],
  ])('%s', (_, says) => {
    rig.open(PIN.doorClosed);
    const last = bin.says(says);
    rig.run(20);
    expect(rig.changes.some(({ level }) => level === 'high')).toBe(true);
    bin.silence(3000);
    const widths = pulses(rig.changes, PIN.servo);
    expect(widths.filter((width) => Math.abs(us(width - (widths[0] ?? 0))) > 1)).toEqual([]); // the last one is whole too
    for (const pin of [...ACTUATORS, PIN.green]) {
      expect(rig.level(pin)).toBe('low');
      const end = changesOf(pin).at(-1);
      if (end) expect(ms(end.cycle - last)).toBeLessThan(2000);
    }
    expect(rig.level(PIN.red)).toBe('high');
    const redOn = changesOf(PIN.red).at(-1)?.cycle ?? 0;
    expect(ms(redOn - last)).toBeGreaterThan(1490);
    expect(ms(redOn - last)).toBeLessThan(1510);
  });

  test.each([
    ['bytes without a command', bytes('12 34 56')],
    ['messages that it does not know', bytes('F0 0F 01 F7 F4 63 63 FA 01')],
    ['half messages', bytes('F4 08 90 7C F5 0C')],
    ['sysex that never ends', bytes('F0 05')],
  ])('noise is no host: %s', (_, noise) => {
    const last = bin.says(`${DOOR.open} 91 11 00`);
    for (let sent = 0; sent < 2000; sent += 50) {
      while (rig.unsent < 100) rig.send(noise);
      rig.run(50);
    }
    for (const pin of ACTUATORS) expect(rig.level(pin)).toBe('low');
    expect(ms((changesOf(PIN.motor).at(-1)?.cycle ?? 0) - last)).toBeLessThan(1510);
  });

  test('a beat a second keeps everything as it is', () => {
    bin.says(`${DOOR.open} 91 11 00`);
    rig.forget();
    for (let second = 0; second < 4; second++) {
      rig.run(1000);
      bin.says('F9');
    }
    expect(rig.changes.filter(({ pin }) => pin !== PIN.servo)).toEqual([]);
    expect(changesOf(PIN.servo).length).toBeGreaterThan(300);
  });
});

test('a host that comes back is told how long it was gone; what it has not written low stays off', () => {
  bin.says(`${DOOR.open} 91 11 00`);
  bin.silence(5000);
  bin.heard();
  bin.says('91 15 00'); // it believes that the motor and the buzzer are on
  rig.run(10);
  const news = bin.news();
  expect(news.slice(0, 2)).toEqual([NEWS.takenAway(PIN.motor), NEWS.takenAway(PIN.buzzer)]);
  expect(news[2]).toBe(`${NEWS.hostBack} 32 00 F7`); // 5.0 s
  expect([PIN.motor, PIN.buzzer].map(rig.level)).toEqual(['low', 'low']);
  bin.says('F4 08 01 91 15 00');
  expect([PIN.motor, PIN.buzzer].map(rig.level)).toEqual(['high', 'low']);
  bin.says('91 04 00 91 15 00');
  expect([PIN.motor, PIN.buzzer].map(rig.level)).toEqual(['high', 'high']);
});

/** Questions whose answers fill the line the other way too. */
const TRAFFIC = { 'a quiet line': [], 'a full line': bytes('F0 6B F7 F9 91 01 00') } as const;

describe.each(Object.entries(TRAFFIC))('a door that closes, on %s', (_, traffic) => {
  /** Passes a time with the traffic on the line. */
  const pass = (length: number): void => {
    const began = rig.cycles;
    while (ms(rig.cycles - began) < length) {
      if (traffic.length > 0) while (rig.unsent < 32) rig.send(traffic);
      rig.run(Math.min(2, length));
    }
  };
  const closes = (): void => {
    rig.open(PIN.doorClosed);
    amps(0.4);
    bin.says(`${DOOR.close} ${PORT_1.motor}`);
    pass(300);
    bin.heard();
    rig.forget();
  };

  test.each([
    ['the beam is blocked', () => rig.open(PIN.beamFree), NEWS.pinchedByBeam],
    ['the motor stalls', () => amps(1.2), NEWS.pinchedByCurrent],
  ])('%s: the motor is dead within 45 ms, and the host is told at once', (_what, happens, told) => {
    closes();
    const at = rig.cycles;
    happens();
    pass(45);
    expect(changesOf(PIN.motor).map(({ level }) => level)).toEqual(['low']);
    expect(ms((changesOf(PIN.motor)[0]?.cycle ?? 0) - at)).toBeGreaterThan(20);
    expect(
      changesOf(PIN.servo, (changesOf(PIN.motor)[0]?.cycle ?? 0) + 1).filter(({ level }) => level === 'high'),
    ).toEqual([]);
    pass(45);
    expect(bin.news()[0]).toBe(told);
    pass(500); // the traffic goes on wanting the motor on
    expect(rig.level(PIN.motor)).toBe('low');
    rig.run(500); // it first answers all that it has taken in, and until then loses what comes on top
    bin.says(`91 00 00 ${DOOR.open} 91 01 00`);
    pass(300);
    expect(rig.level(PIN.motor)).toBe('high');
  });

  test.each([
    ['the beam flickers for 15 ms', () => rig.open(PIN.beamFree), () => rig.close(PIN.beamFree), 15],
    ['a spike of current', () => amps(1.5), () => amps(0.4), 15],
    ['a current just under the limit', () => amps(0.79), () => amps(0.4), 100],
  ])('%s: it goes on', (_what, begins, ends, length) => {
    closes();
    for (let times = 0; times < 3; times++) {
      begins();
      pass(length);
      ends();
      pass(30);
    }
    pass(100);
    expect(changesOf(PIN.motor)).toEqual([]);
    expect(changesOf(PIN.servo).length).toBeGreaterThan(20);
  });
});

test('a motor may draw more for 200 ms when it starts, and no longer', () => {
  rig.open(PIN.doorClosed);
  amps(2);
  const started = bin.says(`${DOOR.close} ${PORT_1.motor}`);
  rig.run(400);
  const [on, off] = changesOf(PIN.motor);
  expect(ms((off?.cycle ?? 0) - (on?.cycle ?? started))).toBeGreaterThan(215);
  expect(ms((off?.cycle ?? 0) - (on?.cycle ?? started))).toBeLessThan(245);
});

test('a door that is sent step by step is watched as well', () => {
  rig.open(PIN.doorClosed);
  amps(0.4);
  bin.says(`E9 50 00 ${PORT_1.motor}`);
  bin.live(600);
  amps(1.2);
  const stalls = rig.cycles;
  for (let degrees = 0x4f; degrees > 0x45; degrees--) {
    rig.send([0xe9, degrees, 0]);
    rig.run(100);
  }
  const [fell] = changesOf(PIN.motor, stalls);
  expect(fell?.level).toBe('low');
  expect(ms((fell?.cycle ?? 0) - stalls)).toBeLessThan(250);
});

test.each([
  ['that opens', DOOR.open, true],
  ['that is closed already', DOOR.close, false],
])('a door %s is not stopped', (_, says, doorOpen) => {
  if (doorOpen) rig.open(PIN.doorClosed);
  rig.open(PIN.beamFree);
  bin.says(`${says} ${PORT_1.motor}`);
  amps(1.5);
  bin.live(1000);
  expect(rig.level(PIN.motor)).toBe('high');
});

test('a door on its way to a place short of open is watched; from which place on is a setting, and so is the current', () => {
  rig.open(PIN.doorClosed);
  amps(0.5);
  bin.says(`E9 50 00 ${PORT_1.motor}`); // 80°
  bin.live(400);
  expect(rig.level(PIN.motor)).toBe('high');
  bin.says('F0 03 01 48 01 F7'); // 200 counts: 0.49 A
  bin.live(400);
  expect(rig.level(PIN.motor)).toBe('low');
  bin.says(`F0 03 02 58 08 F7 91 00 00 E9 50 00 ${PORT_1.motor}`); // open from 1112 µs on
  bin.live(400);
  expect(rig.level(PIN.motor)).toBe('high');
});
