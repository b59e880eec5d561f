import { describe, expect, test } from 'vitest';
import {
  aWorld,
  type Happening,
  placeAfter,
  play,
  TO_GLUCOSE,
  TO_MEASURING,
  TO_PRESSURE,
  TO_STRIP,
  told,
  WAITED,
  WAKE,
} from '../../test/play.ts';
import type { GlucoseReading } from './visit.ts';
import { step } from './visit-machine.ts';

const sugar = (mmolPerL: number): GlucoseReading => ({ event: 'reading', kind: 'glucose', mmolPerL });
const beyond = (flag: 'above-range' | 'below-range'): GlucoseReading => ({
  event: 'reading',
  kind: 'glucose',
  flags: [flag],
});

describe('a sugar', () => {
  test('asked when one ate, hands washed, strip, drop, wait', () => {
    const all: Happening[] = [...TO_STRIP, { do: 'next' }, { do: 'next' }];
    expect(all.slice(1).map((_, at) => placeAfter(all.slice(0, at + 2)).id)).toEqual([
      'guest.told',
      'glu.context',
      'glu.wash',
      'glu.strip',
      'glu.drop',
      'glu.wait',
    ]);
    expect(placeAfter([...all, WAITED])).toEqual({ id: 'glu.problem', code: 'GLU-OLD' });
  });

  test.each(['fasting', 'after-meal-2h', 'random'] as const)('taken %s it is filed and shown so', (meal) => {
    const { visit, all } = play([...TO_GLUCOSE, { do: 'ate', meal }, WAITED, told(sugar(7.2))]);
    expect(all).toMatchObject([{ wish: 'file', reading: { mmolPerL: 7.2, meal } }]);
    expect(visit.place).toMatchObject({
      id: 'glu.result',
      meal,
      level: meal === 'fasting' ? 'doctor-soon' : 'ok',
      ...(meal === 'random' ? {} : { band: { name: meal === 'fasting' ? 'high' : 'in-range' } }),
    });
  });

  test('a result counts from the moment that a strip is asked for: before, it may be the late one of another person', () => {
    const washing = [...TO_GLUCOSE, { do: 'ate', meal: 'random' } as const];
    expect(placeAfter([...TO_GLUCOSE, told(sugar(5.6))])).toEqual({ id: 'glu.context' });
    expect(placeAfter([...washing, told(sugar(5.6))])).toEqual({ id: 'glu.wash' });
    expect(placeAfter([...washing, WAITED, told(sugar(5.6))])).toMatchObject({ id: 'glu.result', mmolPerL: 5.6 });
  });

  test('a meter that went away while the hands were washed is said to be broken', () => {
    const washing = play([...TO_GLUCOSE, { do: 'ate', meal: 'random' }]).visit;
    const broken = aWorld({ works: () => false });
    expect(step(washing, WAITED, broken).visit.place).toEqual({ id: 'device.down', service: 'glucose' });
  });

  test.each([
    [told(beyond('above-range')), 'glucose-above-range', false],
    [told(beyond('below-range')), 'glucose-below-range', true],
    [told(sugar(2.9)), 'glucose-low', true],
  ] as const)('%j is act-now', (event, what, helped) => {
    const { visit, all } = play([...TO_STRIP, event]);
    expect(visit.place).toMatchObject({ id: 'act-now', what, sugar: helped, saved: 'saved' });
    expect(all).toContainEqual({ wish: 'alarm', code: 'act-now', raised: true });
    if (event.on === 'reading' && event.reading.kind === 'glucose' && event.reading.flags)
      expect(visit.place).not.toHaveProperty('mmolPerL');
  });

  test('a very high one asks how one feels, once it is on disk', () => {
    const high = [...TO_STRIP, told(sugar(17.4))];
    expect(play(high)).toMatchObject({ visit: { place: { id: 'glu.feel' } }, all: [{ wish: 'file' }] });
    expect(placeAfter([...high, { do: 'feel', ill: false }])).toMatchObject({
      id: 'glu.result',
      level: 'doctor-today',
    });
    expect(placeAfter([...high, { do: 'feel', ill: true }])).toMatchObject({
      id: 'act-now',
      what: 'glucose-high',
      mmolPerL: 17.4,
    });
  });

  test('a control solution is never a value', () => {
    const { visit, all } = play([...TO_STRIP, told({ ...sugar(5.6), flags: ['control'] })]);
    expect(all).toEqual([]);
    expect(visit.place).toEqual({ id: 'glu.problem', code: 'GLU-CONTROL' });
  });

  test('strips past their last day are not used, neither at first nor again', () => {
    const expired = aWorld({ stripsExpired: () => true });
    expect(placeAfter(TO_GLUCOSE, expired)).toEqual({ id: 'glu.problem', code: 'GLU-EXPIRED' });
    expect(placeAfter([...TO_GLUCOSE, { do: 'again' }], expired)).toEqual({ id: 'glu.problem', code: 'GLU-EXPIRED' });
  });

  test('only-show files nothing at all', () => {
    const onlyShow = TO_STRIP.map((one) =>
      'do' in one && one.do === 'understood' ? ({ do: 'only-show' } as const) : one,
    );
    const shown = play([...onlyShow, told(sugar(5.6))]);
    expect(shown.all).toEqual([]);
    expect(shown.visit.place).toMatchObject({ id: 'glu.result', saved: 'shown-only' });
  });

  test('a reading that nobody asked for belongs to nobody', () => {
    for (const events of [[WAKE], TO_PRESSURE, TO_MEASURING])
      expect(play([...events, told(sugar(5.6))]).all).not.toContainEqual(expect.objectContaining({ wish: 'file' }));
    expect(play([told(sugar(5.6))]).all).toEqual([]);
  });

  test('a garbled frame waits for its repeat; a value outside all reason is asked for again', () => {
    const refused = (reason: 'checksum' | 'implausible') => ({ on: 'rejected', reason, dangerous: false }) as const;
    expect(placeAfter([...TO_STRIP, refused('checksum')])).toEqual({ id: 'glu.strip' });
    expect(placeAfter([...TO_STRIP, refused('implausible')])).toEqual({ id: 'glu.problem', code: 'GLU-OLD' });
  });

  test('measured again, the hands are washed and the meal is known', () => {
    expect(placeAfter([...TO_STRIP, { on: 'failure', kind: 'sample' }])).toEqual({
      id: 'glu.problem',
      code: 'GLU-LOWVOL',
    });
    const repeated = play([...TO_STRIP, { on: 'failure', kind: 'sample' }, { do: 'again' }, told(sugar(5.6))]);
    expect(repeated.visit.place).toMatchObject({ id: 'glu.result', meal: 'fasting' });
  });
});
