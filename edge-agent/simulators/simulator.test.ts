import { expect, test } from 'vitest';
import { helpOf, parsePress } from './simulator.ts';

const both = { takes: ['blood-pressure', 'glucose'], faults: ['leak'] } as const;
const meter = { takes: ['glucose'], faults: [] } as const;

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

test('a meter takes no blood pressure', () => {
  expect(parsePress(meter, 'take 128/82/71')).toMatch(/takes 5.6, HI or LO/);
  expect(helpOf(meter)).not.toMatch(/128/);
});
