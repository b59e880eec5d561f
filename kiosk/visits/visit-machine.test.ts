import { describe, expect, test } from 'vitest';
import type { Reading } from '../../edge-agent/index.ts';
import type { Act } from '../contract/act.ts';
import { nobody, type Place, type Step, step, type Visit, type VisitEvent, type World } from './visit-machine.ts';

const reading: Reading = { event: 'reading', kind: 'blood-pressure', systolicMmHg: 128, diastolicMmHg: 82 };
const sugar: Reading = { event: 'reading', kind: 'glucose', mmolPerL: 5.6 };

const aWorld = (works = true): World => ({
  works: () => works,
  language: 'zh-CN',
  result: (_reading, saved): Place => ({ id: 'glu.result', level: 'ok', low: false, saved, time: '14:20' }),
});

/** Plays events from an idle panel; answers the last step and every wish on the way. */
function play(events: readonly (VisitEvent | Act)[], world = aWorld()): Step & { readonly all: readonly string[] } {
  let last: Step = { visit: nobody('zh-CN'), wishes: [] };
  const all: string[] = [];
  for (const event of events) {
    last = step(last.visit, 'do' in event ? { on: 'act', act: event } : event, world);
    all.push(...last.wishes.map(({ wish }) => wish));
  }
  return { ...last, all };
}

const wake: Act = { do: 'wake' };
const toBloodPressure: Act[] = [wake, { do: 'choose', service: 'blood-pressure' }, { do: 'understood' }];
const toMeasuring: Act[] = [...toBloodPressure, { do: 'start' }];
const toStrip: Act[] = [wake, { do: 'choose', service: 'glucose' }, { do: 'understood' }];
const told = (reading: Reading): VisitEvent => ({ on: 'reading', reading, deviceId: 'bp-1' });
const place = (events: readonly (VisitEvent | Act)[], world?: World) => play(events, world).visit.place;

describe('a visit', () => {
  test('the first tap only wakes, whatever it would have hit', () => {
    expect(place([{ do: 'choose', service: 'glucose' }])).toEqual({ id: 'idle' });
    expect(place([wake])).toEqual({ id: 'home' });
  });

  test('the guest is told once where the value goes, before the first measurement', () => {
    expect(place(toBloodPressure.slice(0, 2))).toEqual({ id: 'guest.told', service: 'blood-pressure' });
    expect(place([...toBloodPressure, { do: 'back' }, { do: 'choose', service: 'glucose' }])).toEqual({
      id: 'glu.strip',
    });
  });

  test('only-show files nothing at all', () => {
    const shown = play([wake, { do: 'choose', service: 'glucose' }, { do: 'only-show' }, told(sugar)]);
    expect(shown.all).toEqual([]);
    expect(shown.visit.place).toMatchObject({ id: 'glu.result', saved: 'shown-only' });
  });

  test('a result is shown only once it has been filed', () => {
    const before = play([...toMeasuring, told(reading)]);
    expect(before.visit.place.id).toBe('bp.measuring');
    expect(before.wishes).toEqual([{ wish: 'file', reading, deviceId: 'bp-1' }]);
    expect(place([...toMeasuring, told(reading), { on: 'filed', reading, saved: 'saved' }])).toMatchObject({
      saved: 'saved',
    });
    expect(place([...toMeasuring, told(reading), { on: 'filed', reading, saved: 'not-saved' }])).toMatchObject({
      saved: 'not-saved',
    });
  });

  test.each(['stop', 'back', 'help', 'end'] as const)('while the cuff holds an arm, %s lets it go first', (hand) => {
    const stopped = play([...toMeasuring, { on: 'pressure', mmHg: 150 }, { do: hand }]);
    expect(stopped.visit.place).toEqual({ id: 'bp.stopping' });
    expect(stopped.wishes).toEqual([{ wish: 'stop' }]);
  });

  test('the arm is told free only when the monitor showed less than 10 mmHg', () => {
    const stopping: (VisitEvent | Act)[] = [...toMeasuring, { do: 'stop' }, { on: 'measured', error: 'aborted' }];
    expect(place([...stopping, { on: 'pressure', mmHg: 10 }])).toEqual({ id: 'bp.stopping' });
    expect(place([...stopping, { on: 'pressure', mmHg: 9 }])).toEqual({ id: 'bp.stopped', released: true });
    expect(place([...stopping, { on: 'not released' }])).toEqual({ id: 'bp.stopped', released: false });
  });

  test('a result that comes after the stop is not taken', () => {
    const late = play([...toMeasuring, { do: 'stop' }, told(reading)]);
    expect(late.all).toEqual(['measure', 'stop']);
    expect(late.visit.place.id).toBe('bp.stopping');
  });

  test('a stop is never refused, on whatever screen', () => {
    expect(play([wake, { do: 'stop' }]).wishes).toEqual([{ wish: 'stop' }]);
  });

  test.each([
    ['unplugged', 'BP-LOST'],
    ['silent', 'BP-LOST'],
    ['wire', 'BP-LOST'],
    [undefined, 'BP-WEAK'],
  ] as const)('a measurement that ends by %s says %s', (error, code) => {
    expect(place([...toMeasuring, { on: 'measured', ...(error && { error }) }])).toEqual({ id: 'bp.problem', code });
  });

  test('failed twice in a row sends to a person', () => {
    const again: (VisitEvent | Act)[] = [{ do: 'again' }, { do: 'start' }, { on: 'failure', kind: 'movement' }];
    expect(place([...toMeasuring, { on: 'failure', kind: 'cuff' }])).toEqual({ id: 'bp.problem', code: 'BP-CUFF' });
    expect(place([...toMeasuring, { on: 'failure', kind: 'cuff' }, ...again])).toEqual({
      id: 'bp.problem',
      code: 'BP-TWICE',
    });
  });

  test('a control solution is never a value', () => {
    const control = play([...toStrip, told({ ...sugar, flags: ['control'] })]);
    expect(control.all).toEqual([]);
    expect(control.visit.place).toEqual({ id: 'glu.problem', code: 'GLU-AGAIN' });
  });

  test('a reading that nobody asked for belongs to nobody', () => {
    for (const events of [[wake], toBloodPressure, toMeasuring])
      expect(play([...events, told(sugar)]).all).not.toContain('file');
    expect(play([told(sugar)]).all).toEqual([]);
  });

  test('a garbled frame waits for its repeat; a value outside all reason is asked for again', () => {
    expect(place([...toStrip, { on: 'rejected', reason: 'checksum' }])).toEqual({ id: 'glu.strip' });
    expect(place([...toStrip, { on: 'rejected', reason: 'implausible' }])).toEqual({
      id: 'glu.problem',
      code: 'GLU-AGAIN',
    });
  });

  test('what is broken says so and starts nothing', () => {
    const broken = aWorld(false);
    expect(place([wake, { do: 'choose', service: 'glucose' }], broken)).toEqual({
      id: 'device.down',
      service: 'glucose',
    });
    expect(play([wake, { do: 'choose', service: 'blood-pressure' }, { do: 'start' }], broken).all).toEqual([]);
  });

  test('help leads back to where it was asked for', () => {
    expect(place([...toBloodPressure, { do: 'help' }])).toEqual({ id: 'help' });
    expect(place([...toBloodPressure, { do: 'help' }, { do: 'back' }])).toEqual({ id: 'bp.ready' });
  });

  test.each(['done', 'back', 'help', 'end', 'wake'] as const)('from the farewell, %s leads nowhere', (hand) => {
    expect(place([wake, { do: 'end' }, { do: hand }])).toEqual({ id: 'bye' });
  });

  test('the end forgets everything but the language of the farewell', () => {
    const ended = play([
      ...toStrip,
      told(sugar),
      { on: 'filed', reading: sugar, saved: 'saved' },
      { do: 'speak', language: 'en' },
      { do: 'end' },
    ]);
    const empty: Visit = { place: { id: 'bye' }, language: 'en', failedInARow: 0 };
    expect(ended.visit).toEqual(empty);
    expect(step(ended.visit, { on: 'over' }, aWorld()).visit).toEqual(nobody('zh-CN'));
  });
});
