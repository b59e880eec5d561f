import { expect, test } from 'vitest';
import { helpOf, parsePress } from './simulator.ts';

const both = { takes: ['blood-pressure', 'glucose'], faults: ['leak'] } as const;
const meter = { takes: ['glucose'], faults: [] } as const;

const memory = { takes: ['glucose'], faults: [], marks: ['fasting', 'control'] } as const;

test.each([
  ['hold 5.6 fasting', { press: 'hold glucose', mmolPerL: 5.6, mark: 'fasting' }],
  ['hold HI control', { press: 'hold glucose', mmolPerL: 'HI', mark: 'control' }],
  ['hold 5.6', { press: 'take glucose', mmolPerL: 5.6 }],
  ['clock 2026-11-23T09:15:00', { press: 'set clock', fields: [2026, 11, 23, 9, 15, 0] }],
])('%s is a press on a meter with a memory', (words, press) => {
  expect(parsePress(memory, words)).toEqual(press);
  expect(parsePress(meter, words)).toMatch(/no button/);
});

const cuff = { takes: ['blood-pressure'], faults: [], marks: ['irregular'] } as const;

test.each([
  ['hold 128/82/71 irregular', { press: 'hold blood-pressure', mark: 'irregular' }],
  ['hold 128/82/71', { press: 'take blood-pressure' }],
])('%s is a press on a monitor with a memory', (words, press) => {
  expect(parsePress(cuff, words)).toEqual({ systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71, ...press });
  expect(parsePress(memory, words)).toMatch(/cannot hold '128\/82\/71'/);
  expect(parsePress(cuff, 'hold 5.6')).toMatch(/cannot hold '5.6'; a record is 128\/82\/71/);
});

test.each([
  ['hold 5.6 supper', /no mark 'supper'.*fasting control/],
  ['hold 5.6 fasting twice', /too many words/],
  ['hold five', /cannot hold 'five'/],
  ['clock 2026-02-30T09:15:00', /no time/],
  ['clock noon', /no time/],
])('%j is none, and the complaint says why, on a meter with a memory', (words, complaint) => {
  expect(parsePress(memory, words)).toMatch(complaint);
});

test.each([
  ['take 128/82/71', { press: 'take blood-pressure', systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 }],
  ['  take   5.6 ', { press: 'take glucose', mmolPerL: 5.6 }],
  ['take HI', { press: 'take glucose', mmolPerL: 'HI' }],
  ['fault leak', { press: 'fault', name: 'leak' }],
  ['fault none', { press: 'fault', name: 'none' }],
])('%s is a press', (words, press) => {
  expect(parsePress(both, words)).toEqual(press);
});

test.each([
  ['take 128/82', /cannot take '128\/82'/],
  ['take 5.6 fasting', /too many words/],
  ['fault earthquake', /no fault 'earthquake'.*none leak/],
  ['shake', /no button 'shake'/],
  ['', /no button/],
])('%j is none, and the complaint says why', (words, complaint) => {
  expect(parsePress(both, words)).toMatch(complaint);
});

test('an oximeter and a thermometer take theirs, and a strip is not a temperature', () => {
  const terminal = { takes: ['glucose', 'oxygen-saturation', 'temperature'], faults: [] } as const;
  expect(parsePress(terminal, 'take 97%/71')).toEqual({
    press: 'take oxygen-saturation',
    percent: 97,
    pulsePerMin: 71,
  });
  expect(parsePress(terminal, 'take 36.6C')).toEqual({ press: 'take temperature', celsius: 36.6 });
  expect(parsePress(terminal, 'take 36.6')).toMatchObject({ press: 'take glucose' });
  expect(parsePress(meter, 'take 97%/71')).toMatch(/takes 5.6, HI or LO/);
  expect(parsePress(meter, 'take 36.6C')).toMatch(/takes 5.6, HI or LO/);
  expect(helpOf(terminal)).toMatch(/97%[\s\S]*36.6C/);
  expect(helpOf(meter)).not.toMatch(/97%|36.6C/);
});

test('a scale is loaded, shaken and overloaded, and a level set', () => {
  const scale = { takes: ['weight'], faults: [] } as const;
  const sensor = { takes: ['level'], faults: [] } as const;
  expect(parsePress(scale, 'put 1.234')).toEqual({ press: 'put', grams: 1234 });
  expect(parsePress(scale, 'put -0.02')).toEqual({ press: 'put', grams: -20 });
  expect(parsePress(scale, 'move')).toEqual({ press: 'move' });
  expect(parsePress(scale, 'overload')).toEqual({ press: 'overload' });
  expect(parsePress(scale, 'put much')).toMatch(/cannot put 'much'/);
  expect(parsePress(scale, 'put 1.2345')).toMatch(/cannot put/);
  expect(parsePress(scale, 'move it')).toMatch(/too many words/);
  expect(parsePress(sensor, 'level 420')).toEqual({ press: 'level', millimetres: 420 });
  expect(parsePress(sensor, 'level none')).toEqual({ press: 'level', millimetres: 'none' });
  expect(parsePress(sensor, 'level high')).toMatch(/no level 'high'/);
  for (const words of ['put 1.234', 'move', 'level 420']) expect(parsePress(meter, words)).toMatch(/no button/);
  expect(helpOf(scale)).toMatch(/put 1\.234[\s\S]*move[\s\S]*overload/);
  expect(helpOf(sensor)).toMatch(/level 420/);
  expect(helpOf(meter)).not.toMatch(/put|level/);
});

test('a meter takes no blood pressure', () => {
  expect(parsePress(meter, 'take 128/82/71')).toMatch(/takes 5.6, HI or LO/);
  expect(helpOf(meter)).not.toMatch(/128|hold|clock/);
  expect(helpOf(memory)).toMatch(/hold 5.6 \[MARK\].*fasting control/);
  expect(helpOf(cuff)).toMatch(/hold 128\/82\/71 \[MARK\].*irregular/);
});

test('a monitor with its own button measures when that is pressed', () => {
  expect(helpOf({ ...both, ownButton: true })).toMatch(/128\/82\/71 +its button is pressed/);
  expect(helpOf(both)).toMatch(/128\/82\/71 +the next measurement/);
});
