/** Against the bytes that were played to real StandardFirmata 2.4 and 2.5, and what its pins then did. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { theBoard } from '../../test/the-board.ts';
import { changedProofs } from '../firmata/pins.ts';
import { ALL_SAFE, changeWrites, proofs, setUpWrites, type Wish } from './outputs.ts';

const board = theBoard();
const hex = (bytes: readonly number[]): string => hexOf(Uint8Array.from(bytes));
const moved = (before: Partial<Wish>, after: Partial<Wish>): string =>
  hex(changeWrites(board, { ...ALL_SAFE, ...before }, { ...ALL_SAFE, ...after }));

test('the set-up: inputs with pull-ups, outputs low, no servo mode, and no software reset', () => {
  expect(hex(setUpWrites(board, 100))).toBe(
    [
      'F07A6400F7', // 100 ms
      'F40200 F40300 F40400 F40500 F40600 907C00', // pull-ups on bits 2 to 6, bit 7: the lock is LOW
      'F40701 F40801 F40A01 F40C01 F40901',
      'F40B03',
      '907C00 910000 EB0000',
      'F40E02 F40F02 F41002 F41102 C001 C101 C201 C301',
      'D001',
    ]
      .join('')
      .replaceAll(' ', ''),
  );
});

test.each<[string, Partial<Wish>, Partial<Wish>, string]>([
  ['the lock on, with the pull-ups', {}, { lock: true }, '907C01 910000 EB0000'],
  ['the lock off', { lock: true }, {}, '907C00 910000 EB0000'],
  [
    'the door opens: mode and target, then the supply',
    {},
    { door: 95, motorSupply: true },
    'F40904 E95F00 907C00 910100 EB0000',
  ],
  [
    'the door turns round',
    { door: 95, motorSupply: true },
    { door: 10, motorSupply: true },
    '910000 E90A00 907C00 910100 EB0000',
  ],
  ['the door is let go: no supply, then no pulse', { door: 10, motorSupply: true }, {}, '907C00 910000 EB0000 F40901'],
  ['both lamps and the buzzer', {}, { redLamp: true, greenLamp: true, buzzer: true }, '907C00 911400 EB7F01'],
])('%s', (_, before, after, expected) => {
  expect(moved(before, after)).toBe(expected.replaceAll(' ', ''));
});

test('every write to port 0 carries the pull-ups, whatever is wished', () => {
  for (let bits = 0; bits < 64; bits++) {
    const on = (bit: number): boolean => (bits & (1 << bit)) !== 0;
    const wish: Wish = {
      lock: on(0),
      motorSupply: on(1),
      redLamp: on(2),
      greenLamp: on(3),
      buzzer: on(4),
      door: on(5) ? 95 : undefined,
    };
    expect(hex(changeWrites(board, wish, wish))).toMatch(on(0) ? /907C01/ : /907C00/);
    expect(hex(changeWrites(board, ALL_SAFE, wish))).toMatch(on(0) ? /907C01/ : /907C00/);
  }
});

test('only the pins that change are asked for their state', () => {
  expect(changedProofs(proofs(board, ALL_SAFE), proofs(board, { ...ALL_SAFE, lock: true }))).toEqual([
    { pin: 7, modes: [1], states: [1] },
  ]);
  expect(
    changedProofs(
      proofs(board, ALL_SAFE),
      proofs(board, { ...ALL_SAFE, motorSupply: true, door: 95, greenLamp: true }),
    ),
  ).toEqual([
    { pin: 8, modes: [1], states: [1] },
    { pin: 11, modes: [3], states: [255] },
    { pin: 9, modes: [4], states: [95, 1523] },
  ]);
  expect(changedProofs(proofs(board, ALL_SAFE), proofs(board, ALL_SAFE))).toEqual([]);
});
