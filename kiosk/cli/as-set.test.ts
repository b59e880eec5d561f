import { expect, test } from 'vitest';
import { findDriver } from '../../edge-agent/devices.ts';
import { asSet } from './as-set.ts';

function driverOf(id: string) {
  const driver = findDriver(id);
  if (!driver) throw new Error(`no driver ${id}`);
  return driver;
}

test.each([
  ['yaohua-xk3190', ['format=reversed', 'net=true'], { format: 'reversed', net: true }],
  ['yaohua-xk3190', ['address=B'], { address: 'B' }],
  ['modbus-weight', ['address=17', 'unit=g'], { address: 17, unit: 'g' }],
  ['modbus-weight', [], undefined],
  ['caresens-n', [], undefined],
])('%s with %j is set so', (id, words, settings) => {
  expect(asSet(driverOf(id), words).settings).toEqual(settings);
});

test.each([
  ['yaohua-xk3190', 'format=sideways', "--set format: found 'format=sideways', expected one of straight, reversed"],
  ['yaohua-xk3190', 'colour=red', "--set: found 'colour=red', but yaohua-xk3190 takes unit, format, address, net"],
  ['modbus-weight', 'address=0', "--set address: found 'address=0', expected a whole number from 1 to 247"],
  ['modbus-weight', 'decimals', "--set decimals: found 'decimals', expected a whole number from 0 to 6"],
  ['caresens-n', 'unit=kg', "--set: found 'unit=kg', but caresens-n takes no setting"],
])('%s does not take %s, and says what it takes', (id, word, complaint) => {
  expect(() => asSet(driverOf(id), [word])).toThrow(complaint);
});
