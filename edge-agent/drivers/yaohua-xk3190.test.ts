import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';

test.each([
  [{ format: 'straight' }, 1234, {}],
  [{ format: 'reversed' }, 1234, {}],
  [{ format: 'reversed', unit: 'lb' }, 560, {}],
  [{ address: 'B', net: true }, 1234, { net: true }],
])('an indicator that is set to %j shows what lies on it', async (settings, grams, more) => {
  const twin = aDevice('yaohua-xk3190', { settings });
  await twin.ready();
  twin.press('put 1.234');
  await twin.clock.pass(3000);
  expect(twin.toldOf('weight').at(-1)).toEqual({ event: 'weight', grams, stable: true, ...more });
  await twin.close();
});
