import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadBoard } from './load.ts';

const good = readFileSync(join(import.meta.dirname, 'boards', 'recycling-bin.yaml'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'yike-boards-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the reference wiring is right', () => {
  expect(loadBoard('recycling-bin')).toMatchObject({
    board: { switches: { smokeFree: { pin: 6, debounceMs: 200 } }, outputs: { lock: { pin: 7 } }, door: { pin: 9 } },
  });
});

test('a board that is not there is told with its file', () => {
  expect(loadBoard('none.yaml', folder)).toEqual({
    file: join(folder, 'none.yaml'),
    complaints: [{ key: '', line: 1, found: 'no readable file (ENOENT)', expected: 'a file' }],
  });
});

const LOCK = 'lock: { pin: 7, active: high, safe: low }';

test.each([
  [
    'two functions on one pin',
    'lock: { pin: 7',
    'lock: { pin: 2',
    'outputs.lock.pin: 2, the pin of switches.doorClosed → a pin of its own',
  ],
  ['two sensors on one pin', 'pin: A1', 'pin: A0', 'cell.pin: "A0", the pin of level → a pin of its own'],
  [
    'an output that blinks at the start',
    'buzzer: { pin: 12',
    'buzzer: { pin: 13',
    'outputs.buzzer.pin: 13 → another pin: 13 blinks a dozen times while the board starts',
  ],
  [
    'a switch on the serial line',
    'pin: 2,',
    'pin: 1,',
    'switches.doorClosed.pin: 1 → another pin: 0 and 1 are the serial line',
  ],
  [
    'a pin that the Uno lacks',
    'pin: 12,',
    'pin: 22,',
    'outputs.buzzer.pin: 22 → a digital pin that the Uno has: 2 to 12',
  ],
  [
    'an analog pin that it lacks',
    'pin: A3',
    'pin: A7',
    'motorCurrent.pin: "A7" → an analog pin that the Uno has: A0 to A5',
  ],
  ['a sensor on a digital pin', 'pin: A3', 'pin: 3', 'motorCurrent.pin: 3 → an analog pin such as A0'],
  [
    'a dimmed lamp beside the servo',
    'redLamp: { pin: 10, active: high, safe: low }',
    'redLamp: { pin: 10, active: high, safe: low, pwm: true }',
    'outputs.redLamp.pwm: a dimmed output on 10 → false, or another pin: the servo has taken the timer of 9 and 10',
  ],
  [
    'a dimmed lamp on a plain pin',
    'greenLamp: { pin: 11',
    'greenLamp: { pin: 13',
    'outputs.greenLamp.pwm: a dimmed output on 13 → false, or a pin that can be dimmed: 3, 5, 6, 11',
  ],
  [
    'a lock that opens at LOW',
    LOCK,
    'lock: { pin: 7, active: low, safe: high }',
    'outputs.lock.active: "low" → high: a starting board drives every pin LOW',
  ],
  [
    'a lock held for two seconds',
    'lockPulse: { ms: 500',
    'lockPulse: { ms: 2000',
    'lockPulse.ms: 2000 → ms: the coil burns out when it is held longer, a whole number from 50 to 1000',
  ],
  [
    'a door that goes nowhere',
    'openDegrees: 95',
    'openDegrees: 10',
    'door.openDegrees: 10 → another angle than closedDegrees',
  ],
  [
    'a curve that turns round',
    '[409, 300]',
    '[520, 300]',
    'level.curve[1]: [520,300] → fewer counts than the point before it, and more millimetres',
  ],
  [
    'a fold inside the curve',
    'foldsBackAboveAdc: 532',
    'foldsBackAboveAdc: 500',
    'level.foldsBackAboveAdc: 500 → more than the first of the curve: 512',
  ],
  [
    'a heap nearer than can be seen',
    'fullMm: 250',
    'fullMm: 150',
    'level.fullMm: 150 → 200 or more: nearer it sees nothing',
  ],
  ['no hysteresis', 'clearPercent: 80', 'clearPercent: 90', 'limits.clearPercent: 90 → less than fullPercent: 90'],
  [
    'a cell that was not loaded',
    'spanAdc: 870',
    'spanAdc: 150',
    'cell.calibration.spanAdc: 150, and 51 empty → 100 counts and more between them: is the weight in, is the cell wired?',
  ],
  [
    'a cell calibrated with a broken wire',
    'zeroAdc: 51',
    'zeroAdc: 3',
    'cell.calibration.zeroAdc: 3 → counts of a whole cell that is not overloaded: 20 to 960',
  ],
  [
    'an unknown key',
    'controller: uno',
    'controler: uno',
    'controler: a key that is not known → one of controller, switches, outputs, door, lockPulse, level, cell, temperature, motorCurrent, limits; did you mean controller?',
  ],
])('%s is refused by name', (_, replace, by, expected) => {
  expect(good).toContain(replace);
  const file = join(folder, 'board.yaml');
  writeFileSync(file, good.replace(replace, by));
  const loaded = loadBoard(file);
  const told = 'complaints' in loaded ? loaded.complaints : [];
  expect(told.map(({ key, found, expected: wanted }) => `${key}: ${found} → ${wanted}`)).toContain(expected);
});
