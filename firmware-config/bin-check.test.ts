/** The lines of bins in a station file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadStation } from './load.ts';

const drivers = [
  { id: 'creative-pc', wire: { kind: 'serial' }, experimental: false, provides: ['glucose'] },
  { id: 'mt-sics', wire: { kind: 'serial' }, experimental: false, provides: ['weight'] },
  { id: 'firmata-bin', wire: { kind: 'serial' }, experimental: false, provides: ['level'], isBin: true },
] as const;
const folder = mkdtempSync(join(tmpdir(), 'yike-bins-'));
afterAll(() => rmSync(folder, { recursive: true }));
const good = readFileSync(join(import.meta.dirname, 'stations', 'demo.yaml'), 'utf8');

/** About a file with these devices and a glucose meter, each as `line key: found → expected`. */
function complaints(devices: string, recycling = 'recycling: { prices: example-2026-11 }\n'): string[] {
  const file = join(folder, 'station.yaml');
  const glucose = '- { id: glucose-1, driver: creative-pc, transport: { kind: simulated } }';
  const text = good.replace(/devices:\n.*/s, `${recycling}devices:\n  ${devices}\n  ${glucose}\n`);
  writeFileSync(file, text);
  const loaded = loadStation(file, { drivers, allowSimulated: true });
  if ('station' in loaded) return [];
  return loaded.complaints.map(({ line, key, found, expected }) => `${line} ${key}: ${found} → ${expected}`);
}

const BIN = 'driver: firmata-bin, transport: { kind: serial, path: /dev/yike/bin }';
/** All that a bin must say beside its board. */
const CREDIT = 'scale: scale-1, material: paper';
const SCALE = '- { id: scale-1, driver: mt-sics, transport: { kind: simulated } }\n  ';

test.each([
  [
    'a bin without a board',
    SCALE,
    `${BIN}, ${CREDIT}`,
    ['board: nothing → the board file that says which pin does what, such as recycling-bin'],
  ],
  [
    'a bin that nobody pays by',
    '',
    `${BIN}, board: recycling-bin`,
    [
      'scale: nothing → the id of the scale under it: paid is by weight',
      'material: nothing → what goes into it: paper, bottles, metal, clothes, glass or other',
    ],
  ],
  ['a bin on a scale', SCALE, `${BIN}, board: recycling-bin, ${CREDIT}`, []],
  [
    'a bin of a material that is none',
    SCALE,
    `${BIN}, board: recycling-bin, scale: scale-1, material: plutonium`,
    ['material: "plutonium" → paper, bottles, metal, clothes, glass or other'],
  ],
  [
    'a bin on nothing',
    SCALE,
    `${BIN}, board: recycling-bin, scale: scale-2, material: paper`,
    ['scale: "scale-2" → the id of a device of this file that weighs: scale-1'],
  ],
  [
    'a bin on a glucose meter',
    '',
    `${BIN}, board: recycling-bin, scale: glucose-1, material: paper`,
    ['scale: "glucose-1" → the id of a device of this file that weighs: there is none'],
  ],
  [
    'a bin on the scale of another',
    `${SCALE}- { id: bin-1, ${BIN}, board: recycling-bin, ${CREDIT} }\n  `,
    `${BIN}, board: recycling-bin, ${CREDIT}`,
    ['scale: "scale-1" a second time → a scale of its own'],
  ],
  [
    'a board that is not there',
    SCALE,
    `${BIN}, board: ./no-board.yaml, ${CREDIT}`,
    [
      `board: ${join(folder, 'no-board.yaml')}:1 the file: found no readable file (ENOENT), expected a file → a board file that is right`,
    ],
  ],
  [
    'a cell that was not loaded',
    SCALE,
    `${BIN}, board: recycling-bin, ${CREDIT}, cell: { zeroAdc: 51, spanAdc: 60, spanKg: 10, date: 2026-11-29, who: Li }`,
    ['cell.spanAdc: 60, and 51 empty → 100 counts and more between them: is the weight in, is the cell wired?'],
  ],
  [
    'a meter with a board',
    '',
    'driver: creative-pc, transport: { kind: simulated }, board: recycling-bin',
    ['board: a setting → none: a creative-pc is no bin'],
  ],
])('%s', (_, before, words, expected) => {
  const told = complaints(`${before}- { id: bin-2, ${words} }`);
  expect(told.map((line) => line.replace(/^\d+ devices\[\d\]\./, ''))).toEqual(expected);
});

test.each([
  ['', 'recycling.prices: nothing → the name of a list of prices: a bin stands in this file'],
  [
    'recycling: { prices: no-list }\n',
    'recycling.prices: ' +
      `${join(import.meta.dirname, 'prices', 'no-list.yaml')}:1 the file: found no readable file (ENOENT), expected a file` +
      ' → a list of prices that is right',
  ],
])('a bin in a file with “%s”', (recycling, expected) => {
  const told = complaints(`${SCALE}- { id: bin-2, ${BIN}, board: recycling-bin, ${CREDIT} }`, recycling);
  expect(told.map((line) => line.replace(/^\d+ /, ''))).toEqual([expected]);
});
