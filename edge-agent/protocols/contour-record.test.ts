import { describe, expect, test } from 'vitest';
import { clockOf, headerOf, resultOf } from './contour-record.ts';

const range = { least: 1.1, most: 33.3 };
const at = { deviceClock: '2026-11-23T07:01:00' };

/** A result with these fields instead of a plain one's. */
function result(fields: Partial<Record<'index' | 'test' | 'value' | 'unit' | 'marks' | 'time', string>> = {}) {
  const plain = { index: '1', test: '^^^Glucose', value: '93', unit: 'mg/dL^P', marks: 'M0', time: '202611230701' };
  const { index, test: what, value, unit, marks, time } = { ...plain, ...fields };
  return resultOf(`R|${index}|${what}|${value}|${unit}||${marks}||${time}`, 7, range);
}

const reading = (facts: object) => ({ event: 'reading', kind: 'glucose', ...at, ...facts });
const of93 = { mmolPerL: 5.2, meterValue: 93, meterUnit: 'mg/dL' };

describe('a result', () => {
  test.each([
    ['plain', {}, of93],
    ['in mmol/L', { value: '5.6', unit: 'mmol/L^P' }, { mmolPerL: 5.6, meterValue: 5.6, meterUnit: 'mmol/L' }],
    ['before a meal', { marks: 'B/M0/T1' }, { ...of93, meal: 'before-meal' }],
    ['after one', { marks: 'A/M0/T1' }, { ...of93, meal: 'after-meal' }],
    ['HI', { value: '601', marks: '>/M0' }, { flags: ['above-range'] }],
    ['LO', { value: '19', marks: '</M0' }, { flags: ['below-range'] }],
    ['HI, though its number is none', { value: '', marks: '>' }, { flags: ['above-range'] }],
    ['of control solution', { marks: 'C/M0' }, { ...of93, flags: ['control'] }],
    ['HI of control solution', { marks: 'C/>' }, { flags: ['above-range', 'control'] }],
    ['with notes', { marks: 'D/I/S/X/Z/12/M0/T1' }, of93],
    ['without a mark', { marks: '' }, of93],
    ['at the least the meter shows', { value: '1.1', unit: 'mmol/L^P' }, { mmolPerL: 1.1, meterValue: 1.1 }],
    ['at the most', { value: '600' }, { mmolPerL: 33.3, meterValue: 600 }],
  ])('%s is a reading', (_, fields, facts) => {
    const { event, ...stored } = result(fields);
    expect(stored).toEqual({ index: 1, ...at });
    expect(event).toMatchObject(reading(facts));
    if ('flags' in facts && !('meterValue' in facts)) expect(event).toEqual(reading(facts));
  });

  test.each([
    ['another analyte', { test: '^^^Carb' }, 'unsupported'],
    ['another analyte with glucose in its name', { test: '^^^Glucose2' }, 'unsupported'],
    ['another unit', { unit: 'g/L^P' }, 'unsupported'],
    ['another unit of a result beyond the range', { unit: 'lg/eL^P', marks: '>/M0' }, 'unsupported'],
    ['what is no number beside a mark', { value: '6>1', marks: '>/M0' }, 'range'],
    ['whole blood', { unit: 'mg/dL^B' }, 'unsupported'],
    ['no reference', { unit: 'mg/dL' }, 'unsupported'],
    ['LO and HI at once', { marks: '</>' }, 'unknown'],
    ['before and after a meal at once', { marks: 'A/B' }, 'unknown'],
    ['a mark that may hold control solution', { marks: 'BC' }, 'unknown'],
    ['a mark that may hold HI', { marks: '>M0' }, 'unknown'],
    ['a day that no calendar has', { time: '202602300701' }, 'date'],
    ['no time', { time: '' }, 'date'],
    ['no number', { value: '' }, 'range'],
    ['a part of mg/dL', { value: '93.5' }, 'range'],
    ['whole mmol/L', { value: '5', unit: 'mmol/L^P' }, 'range'],
    ['a number in words', { value: '1e2' }, 'range'],
    ['more than any meter shows, without its mark', { value: '601' }, 'implausible'],
    ['less than the meter shows, without its mark', { value: '18' }, 'range'],
    ['no sugar at all', { value: '0' }, 'implausible'],
    ['no number of its own', { index: '' }, 'unknown'],
  ])('%s is refused', (_, fields, reason) => {
    expect(result(fields).event).toEqual({ event: 'rejected', reason });
  });

  test('above what this meter shows, without its mark, is refused', () => {
    const text = 'R|1|^^^Glucose|510|mg/dL^P||M0||202611230701';
    expect(resultOf(text, 1, { least: 1.1, most: 27.8 }).event).toEqual({ event: 'rejected', reason: 'range' });
  });

  test('short of a field is refused, and counted by its place', () => {
    expect(resultOf('R|x|^^^Glucose|93', 7, range)).toEqual({
      index: 7,
      event: { event: 'rejected', reason: 'unknown' },
    });
  });

  test('may have more fields than are known', () => {
    expect(resultOf('R|1|^^^Glucose|93|mg/dL^P||M0||202611230701|x', 1, range).event).toMatchObject(of93);
  });
});

const header = (settings: string, more: Partial<Record<'model' | 'results' | 'time', string>> = {}) => {
  const { model, results, time } = {
    model: 'Contour7350^01.20^7350-1234567^0000-',
    results: '4',
    time: '202611230915',
    ...more,
  };
  return headerOf(`H|\\^&||aB3dEf|${model}|${settings}|${results}|||||P|1|${time}`);
};

describe('the header', () => {
  test('tells the meter, its clock and how much it will send', () => {
    expect(header('A=1^U=1^V=11333^Z=1')).toEqual({
      unit: { model: 'Contour7350', serialNumber: '7350-1234567' },
      deviceClock: '2026-11-23T09:15:00',
      results: 4,
      range: { least: 1.1, most: 33.3 },
    });
  });

  test.each([
    ['7830H5001733', '7830H5001733'],
    ['6301-1C2CF8C', '6301-1C2CF8C'],
    ['7350- 123', '7350- 123'],
  ])('keeps the serial number %s whole', (written, serialNumber) => {
    expect(header('U=0', { model: `Contour7800^01.20^${written}^x` })?.unit.serialNumber).toBe(serialNumber);
  });

  test.each([
    ['mg/dL', 'U=0^V=20600', { least: 1.1, most: 33.3 }],
    ['mg/dL, lower', 'U=0^V=10600', { least: 0.6, most: 33.3 }],
    ['tenths of mmol/L', 'U=1^V=11333', range],
    ['the unit behind the range', 'V=11333^U=1', range],
    ['mmol/L whose range can only be mg/dL', 'U=1^V=20600', range],
    ['none', 'A=1', range],
    ['one that is none', 'U=0^V=2060', range],
  ])('says from where on it shows LO and HI: %s', (_, settings, shown) => {
    expect(header(settings)?.range).toEqual(shown);
  });

  test('leaves out what it does not say clearly', () => {
    expect(header('', { model: '^^<7350>', results: '', time: '20261123' })).toEqual({ unit: {}, range });
    expect(headerOf('H|\\^&')).toEqual({ unit: {}, range });
  });

  test.each(['P|1', 'H|^\\&||x', 'L|1||N', ''])('%j is none', (text) => {
    expect(headerOf(text)).toBeUndefined();
  });
});

test.each([
  ['202611230915', '2026-11-23T09:15:00'],
  ['20261123091559', '2026-11-23T09:15:59'],
  ['202402292359', '2024-02-29T23:59:00'],
  ['202302292359', undefined],
  ['2026112309155', undefined],
  ['202611232460', undefined],
])('the time %s is %s', (digits, text) => {
  expect(clockOf(digits)).toBe(text);
});
