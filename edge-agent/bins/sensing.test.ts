import { expect, test } from 'vitest';
import { aFakeClock } from '../../test/fake-clock.ts';
import { theBoard } from '../../test/the-board.ts';
import { openSensing } from './sensing.ts';

const SWITCHES = ['doorClosed', 'serviceClosed', 'beamFree', 'untampered', 'smokeFree'] as const;

function aBoardThatReports() {
  const clock = aFakeClock();
  const board = theBoard();
  let changes = 0;
  const sensing = openSensing(board, {
    calibration: board.cell.calibration,
    clock,
    changed: () => {
      changes += 1;
    },
  });
  const all = (): void => {
    for (const name of SWITCHES) sensing.hearSwitch(name, false);
    for (const [name, adc] of [
      ['level', 254],
      ['cell', 215],
      ['temperature', 512],
      ['motorCurrent', 0],
    ] as const)
      sensing.hearSensor(name, adc);
  };
  return { clock, sensing, all, changes: () => changes };
}

test('nothing is known until all has been heard, and the slowest switch has stood still', async () => {
  const { clock, sensing, all } = aBoardThatReports();
  all();
  await clock.pass(199);
  expect(sensing.senses()).toBeUndefined();
  await clock.pass(1);
  expect(sensing.senses()).toEqual({
    doorClosed: true,
    serviceClosed: true,
    beamFree: true,
    untampered: true,
    smokeFree: true,
    levelMm: 500,
    celsius: 25,
    motorAmps: 0,
    coarseGrams: 10_012,
  });
  sensing.forget();
  expect([sensing.senses(), clock.waiting()]).toEqual([undefined, 0]);
});

test.each([
  ['beamFree', 29, true],
  ['beamFree', 30, false],
  ['smokeFree', 199, true],
  ['smokeFree', 200, false],
  ['untampered', 199, true],
] as const)('%s after %d ms of HIGH is %s', async (name, ms, good) => {
  const { clock, sensing, all } = aBoardThatReports();
  all();
  await clock.pass(200);
  sensing.hearSwitch(name, true);
  await clock.pass(ms);
  expect(sensing.senses()?.[name]).toBe(good);
});

test('a contact that bounces settles once, behind its last bounce', async () => {
  const { clock, sensing, all, changes } = aBoardThatReports();
  all();
  await clock.pass(200);
  const before = changes();
  for (const high of [true, false, true, false, true]) {
    sensing.hearSwitch('doorClosed', high);
    await clock.pass(10);
  }
  expect(sensing.senses()?.doorClosed).toBe(true);
  await clock.pass(20);
  expect([sensing.senses()?.doorClosed, changes() - before]).toEqual([false, 1]);
});

test('one wild look of a slow sensor counts for nothing, each of the motor at once', async () => {
  const { clock, sensing, all } = aBoardThatReports();
  all();
  await clock.pass(200);
  for (const name of ['level', 'temperature', 'cell'] as const)
    for (const adc of [254, 254, 1023, 254, 254]) sensing.hearSensor(name, adc);
  sensing.hearSensor('motorCurrent', 327);
  expect(sensing.senses()).toMatchObject({ levelMm: 500, coarseGrams: 12_393, motorAmps: 0.8 });
});

test.each([
  ['level', 0, { coarseGrams: 10_012, celsius: 25 }],
  ['temperature', 1023, { coarseGrams: 10_012, levelMm: 500 }],
  ['cell', 0, { coarseGrams: 'broken', levelMm: 500, celsius: 25 }],
  ['cell', 1000, { coarseGrams: 'overload', levelMm: 500, celsius: 25 }],
] as const)('%s at %d counts is no number', async (name, adc, rest) => {
  const { clock, sensing, all } = aBoardThatReports();
  all();
  await clock.pass(200);
  for (let i = 0; i < 5; i++) sensing.hearSensor(name, adc);
  const { doorClosed, serviceClosed, beamFree, untampered, smokeFree, motorAmps, ...told } = sensing.senses() ?? {};
  expect([doorClosed, serviceClosed, beamFree, untampered, smokeFree, motorAmps, told]).toEqual([
    true,
    true,
    true,
    true,
    true,
    0,
    rest,
  ]);
});
