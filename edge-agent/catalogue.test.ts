import { describe, expect, test } from 'vitest';
import { simulatorOf } from '../test/simulators.ts';
import { catalogue, findDriver, findSimulator, uncertain } from './catalogue.ts';
import { parsePress } from './simulators/simulator.ts';

test('every driver is there once', () => {
  const ids = [...catalogue, ...uncertain].map(({ driver }) => driver.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(findDriver('no such driver')).toBeUndefined();
});

describe.each([...catalogue, ...uncertain])('$driver.id', ({ driver }) => {
  const simulator = simulatorOf(driver.id);

  test('is kept from stations when its protocol is only partly documented', () => {
    expect(driver.sureness === 'partly documented').toBe(uncertain.some((entry) => entry.driver === driver));
  });

  test('is found, with its twin', async () => {
    expect(findDriver(driver.id)).toBe(driver);
    expect(simulator.driver).toBe(driver.id);
    expect((await findSimulator(driver.id))?.driver).toBe(driver.id);
  });

  test('its twin takes what it provides', () => {
    expect([...simulator.takes, 'pressure'].sort()).toEqual([...new Set([...driver.provides, 'pressure'])].sort());
  });

  test('each fault of its twin can be pressed, and mended', () => {
    for (const name of [...simulator.faults, 'none']) {
      expect(parsePress(simulator, `fault ${name}`)).toEqual({ press: 'fault', name });
    }
    expect(simulator.faults.length).toBeGreaterThan(0);
    expect(parsePress(simulator, 'fault of mine')).toMatch(/too many words/);
  });

  test('says where its protocol was learnt', () => {
    expect(driver.source).not.toBe('');
    expect(driver.models.length).toBeGreaterThan(0);
  });
});
