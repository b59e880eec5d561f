/** The board file of what stands around a panel, and its line in a station file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadSignalsBoard, loadStation } from './load.ts';

const good = readFileSync(join(import.meta.dirname, 'boards', 'signals.yaml'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'yike-signals-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the reference wiring is right', () => {
  expect(loadSignalsBoard('signals')).toMatchObject({ board: { switches: { callReleased: { pin: 2 } } } });
});

test.each([
  ['two on one pin', 'pin: 8', 'pin: 2', 'outputs.buzzer.pin: 2, the pin of switches.callReleased → a pin of its own'],
  [
    'a button on the serial line',
    'pin: 2',
    'pin: 0',
    'switches.callReleased.pin: 0 → another pin: 0 and 1 are the serial line',
  ],
  [
    'a lamp that blinks at the start',
    'pin: 7',
    'pin: 13',
    'outputs.lamp.pin: 13 → another pin: 13 blinks a dozen times while the board starts',
  ],
  [
    'a buzzer that sounds at LOW',
    'pin: 8, active: high',
    'pin: 8, active: low',
    'outputs.buzzer.active: "low" → high: a starting board drives every pin LOW',
  ],
  [
    'a button that bounces',
    'pin: 2, debounceMs: 30',
    'pin: 2, debounceMs: 0',
    'switches.callReleased.debounceMs: 0 → ms that it must stand still, a whole number from 10 to 1000',
  ],
  [
    'a lamp that is dimmed',
    'pin: 7, active: high',
    'pin: 7, pwm: true, active: high',
    'outputs.lamp.pwm: a key that is not known → one of pin, active, safe',
  ],
  ['no button', '  callReleased:', '  callPressed:', 'switches.callReleased: nothing → a group of keys'],
])('%s is refused by name', (_, replace, by, expected) => {
  expect(good).toContain(replace);
  const file = join(folder, 'board.yaml');
  writeFileSync(file, good.replace(replace, by));
  const loaded = loadSignalsBoard(file);
  const told = 'complaints' in loaded ? loaded.complaints : [];
  expect(told.map(({ key, found, expected: wanted }) => `${key}: ${found} → ${wanted}`)).toContain(expected);
});

const drivers = [
  { id: 'firmata-signals', wire: { kind: 'serial' }, experimental: false, provides: [], isSignals: true },
] as const;
const station = readFileSync(join(import.meta.dirname, 'stations', 'demo.yaml'), 'utf8');

test.each([
  ['board: signals', []],
  ['', ['board: nothing → the board file that says which pin does what, such as signals']],
  [
    'board: recycling-bin',
    [
      expect.stringMatching(
        /^board: \S+recycling-bin\.yaml:\d+ \S+: found .*, and \d+ more → a board file that is right$/,
      ),
    ],
  ],
  ['board: signals, material: paper', ['material: a setting → none: a firmata-signals is no bin']],
])('signals with “%s”', (words, expected) => {
  const file = join(folder, 'station.yaml');
  const line = `{ id: signals-1, driver: firmata-signals, transport: { kind: serial, path: /dev/yike/signals }, ${words} }`;
  writeFileSync(file, station.replace(/devices:\n.*/s, `devices:\n  - ${line}\n`));
  const loaded = loadStation(file, { drivers, allowSimulated: false });
  const told = 'complaints' in loaded ? loaded.complaints : [];
  expect(
    told.map(({ key, found, expected: wanted }) => `${key}: ${found} → ${wanted}`.replace('devices[0].', '')),
  ).toEqual(expected);
});
