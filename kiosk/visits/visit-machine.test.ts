import { describe, expect, test } from 'vitest';
import {
  aWorld,
  placeAfter,
  play,
  TO_GLUCOSE,
  TO_PRESSURE,
  TO_READY,
  TO_STRIP,
  told,
  WAITED,
  WAKE,
} from '../../test/play.ts';
import { nobody } from './visit.ts';
import { step } from './visit-machine.ts';

describe('a visit', () => {
  test('the first tap only wakes, whatever it would have hit', () => {
    expect(placeAfter([{ do: 'choose', service: 'glucose' }])).toEqual({ id: 'idle' });
    expect(placeAfter([WAKE])).toEqual({ id: 'home' });
  });

  test('the guest is told once where the value goes, before the first measurement', () => {
    expect(placeAfter(TO_PRESSURE.slice(0, 2))).toEqual({ id: 'guest.told', service: 'blood-pressure' });
    expect(placeAfter([...TO_PRESSURE, { do: 'back' }, { do: 'choose', service: 'glucose' }])).toEqual({
      id: 'glu.context',
    });
  });

  test('a stop is never refused, on whatever screen', () => {
    expect(play([WAKE, { do: 'stop' }]).wishes).toEqual([{ wish: 'stop' }]);
  });

  test('what is broken says so and starts nothing', () => {
    const broken = aWorld({ works: () => false });
    for (const service of ['glucose', 'blood-pressure'] as const)
      expect(placeAfter([WAKE, { do: 'choose', service }], broken)).toEqual({ id: 'device.down', service });
    expect(play([...TO_PRESSURE, { do: 'start' }], broken).all).toEqual([]);
  });

  test.each(['help', 'settings'] as const)('%s leads back to where it was asked for, through the other too', (word) => {
    expect(placeAfter([...TO_PRESSURE, { do: word }])).toEqual({ id: word });
    expect(placeAfter([...TO_PRESSURE, { do: word }, { do: 'back' }])).toEqual({ id: 'bp.ask', noted: [] });
    const other = word === 'help' ? 'settings' : 'help';
    expect(placeAfter([...TO_PRESSURE, { do: word }, { do: other }, { do: 'back' }])).toEqual({
      id: 'bp.ask',
      noted: [],
    });
  });

  test('time passes behind the help, but nothing tightens there', () => {
    const resting = TO_READY.slice(0, -1);
    expect(placeAfter([...resting, { do: 'help' }, WAITED, { do: 'back' }])).toEqual({ id: 'bp.ready' });
    const pausing = [
      ...TO_READY,
      { do: 'start' },
      told({ event: 'reading', kind: 'blood-pressure', systolicMmHg: 120, diastolicMmHg: 75 }),
    ] as const;
    const behind = play([...pausing, { do: 'help' }, WAITED]);
    expect(behind).toMatchObject({ visit: { place: { id: 'help' } }, wishes: [] });
    expect(placeAfter([...pausing, { do: 'help' }, WAITED, { do: 'back' }])).toEqual({ id: 'bp.ready' });
  });

  test('language and size of the letters change on any screen, and stay for the visit', () => {
    const { visit } = play([...TO_GLUCOSE, { do: 'speak', language: 'en' }, { do: 'size', text: 1.5 }]);
    expect(visit).toMatchObject({ place: { id: 'glu.context' }, language: 'en', textSize: 1.5 });
  });

  test.each(['done', 'back', 'help', 'end', 'wake', 'settings'] as const)(
    'from the farewell, %s leads nowhere',
    (hand) => {
      expect(placeAfter([WAKE, { do: 'end' }, { do: hand }])).toEqual({ id: 'bye' });
    },
  );

  test('the end forgets everything but how the farewell is written', () => {
    const { visit } = play([
      ...TO_STRIP,
      told({ event: 'reading', kind: 'glucose', mmolPerL: 5.6 }),
      { do: 'speak', language: 'en' },
      { do: 'size', text: 1.25 },
      { do: 'end' },
    ]);
    expect(visit).toEqual({ ...nobody('en'), textSize: 1.25, place: { id: 'bye' } });
    expect(step(visit, { on: 'over' }, aWorld()).visit).toEqual(nobody('zh-CN'));
  });
});
