import { expect, test } from 'vitest';
import { anInnerClock } from '../../test/fake-clock.ts';
import { openBinHardware } from './bin-hardware.ts';

function hardware() {
  const clock = anInnerClock();
  const from = clock.now();
  const bin = openBinHardware(clock);
  const history = (): string[] => bin.happened.map(({ at, what }) => `${at - from} ${what}`);
  return { ...bin, clock, history, senses: () => bin.port.senses() };
}

test('a bolted door does not open; let go for half a second, it does, in two and a half', async () => {
  const { port, clock, history, senses } = hardware();
  await port.drive('open');
  await clock.pass(1000);
  expect(senses()).toMatchObject({ doorClosed: true, motorAmps: 1.3 });
  await port.pulseLock();
  await clock.pass(60);
  expect(senses()).toMatchObject({ doorClosed: true }); // thirty milliseconds until that is told
  await clock.pass(20);
  expect(senses()).toMatchObject({ doorClosed: false, motorAmps: 0.4 });
  await clock.pass(2420);
  expect(senses()).toMatchObject({ motorAmps: 0 });
  expect(history()).toEqual(['0 drive open', '1000 pulse', '1050 door open']);
});

test('a hand beneath it is pressed for as long as nobody stops the motor', async () => {
  const { port, clock, history, reachIn, pullOut, senses } = hardware();
  reachIn(); // there is no room
  await port.pulseLock();
  await port.drive('open');
  await clock.pass(2500);
  reachIn();
  await port.drive('closed');
  await clock.pass(2000);
  expect(senses()).toMatchObject({ doorClosed: false, beamFree: false, motorAmps: 1.3 });
  await port.drive('released');
  pullOut();
  await port.drive('closed');
  await clock.pass(1000);
  expect(history().slice(3)).toEqual([
    ...['2500 hand in', '2500 drive closed', '4250 pressing', '4500 drive released', '4500 not pressing'],
    ...['4500 hand out', '4500 drive closed', '5201 door closed'],
  ]);
});

test('a switch that bounces is not told', async () => {
  const { clock, inside, port } = hardware();
  const told: boolean[] = [];
  port.onSenses(({ smokeFree }) => told.push(smokeFree));
  for (const smoke of [true, false, true, false]) {
    inside({ smoke });
    await clock.pass(199);
  }
  expect(told).toEqual([]);
  inside({ smoke: true });
  await clock.pass(200);
  expect(told).toEqual([false]);
});

test('a reset turns every output off; a pulled cable turns none', async () => {
  const { port, clock, board, history, senses } = hardware();
  const news: string[] = [];
  port.onBoard((one) => news.push(one));
  await port.drive('open');
  board('lost');
  await expect(port.drive('released')).rejects.toMatchObject({ code: 'unavailable' });
  expect(history()).toEqual(['0 drive open', '0 board lost']);
  board('back');
  await port.buzz(true);
  board('reset');
  expect(senses()).toBeUndefined();
  await clock.pass(2500);
  expect(news).toEqual(['lost', 'ready', 'restarted']);
  expect(history().slice(2)).toEqual([
    ...['0 board back', '0 buzzer on', '0 board reset', '0 drive released', '0 buzzer off', '2500 board back'],
  ]);
});

test.each([
  ['unheard', []],
  ['unanswered', ['0 drive open']],
] as const)('a command that is %s rejects', async (how, history) => {
  const bin = hardware();
  bin.answers(how);
  await expect(bin.clock.until(bin.port.drive('open'))).rejects.toMatchObject({ code: 'silent' });
  expect(bin.history().filter((what) => what.includes('drive'))).toEqual(history);
});
