import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';

/** Of the simulated sensor, told in ten seconds after these presses. */
async function aSensor(...presses: readonly string[]) {
  const twin = aDevice('a02yyuw');
  await twin.ready();
  await twin.clock.pass(1000);
  for (const press of presses) twin.press(press);
  await twin.clock.pass(1000);
  const before = twin.told.length;
  await twin.clock.pass(9000);
  const health = twin.device.health();
  await twin.close();
  expect(twin.sent).toEqual([]);
  return { told: twin.told.slice(before).map(({ at: _, ...event }) => event), all: twin.told, health };
}

test('the level is told as long as it stays, and is its gauge; it is no news', async () => {
  const { told, health } = await aSensor('level 420');
  expect(told).toEqual(Array(9).fill({ event: 'level', millimetres: 420 }));
  expect(health).toMatchObject({ status: 'ok', gauge: { millimetres: 420 } });
});

test('an arm that reaches in is not the heap', async () => {
  const { told } = await aSensor('level 600', 'fault arm');
  expect(new Set(told.map((event) => JSON.stringify(event)))).toEqual(new Set(['{"event":"level","millimetres":600}']));
});

test.each([['level none'], ['fault disturbed']])('%s is a failure, told once', async (press) => {
  const { told, all, health } = await aSensor(press);
  expect(told).toEqual([]);
  expect(all.at(-1)).toMatchObject({ event: 'failure', kind: 'range' });
  expect(health.status).toBe('ok');
  expect(health.gauge).toBeUndefined();
});

test.each(['torn', 'garbled', 'silent'])('%s it tells nothing, and is lost', async (fault) => {
  const { told, health } = await aSensor(`fault ${fault}`);
  expect(told.filter(({ event }) => event !== 'rejected')).toEqual([]);
  expect(health).toMatchObject({ status: 'down', losses: { silent: 1 } });
});
