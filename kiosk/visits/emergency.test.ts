import { expect, test } from 'vitest';
import { type Happening, placeAfter, play, TO_PRESSURE } from '../../test/play.ts';

const act = (word: 'acknowledge' | 'call-staff' | 'help' | 'how-to-call' | 'back' | 'done' | 'end') =>
  ({ do: word }) as const;
const emergency: Happening[] = [...TO_PRESSURE, { do: 'answer', answer: 'symptoms' }];

test.each(['acknowledge', 'back', 'end', 'done'] as const)(
  'it stays: %s only acknowledges, and lowers the alarm',
  (word) => {
    const { visit, wishes } = play([...emergency, act(word)]);
    expect(visit.place).toMatchObject({ id: 'act-now', acknowledged: true });
    expect(wishes).toEqual([{ wish: 'alarm', code: 'act-now', raised: false }]);
  },
);

test('acknowledged, it can be left', () => {
  expect(placeAfter([...emergency, act('acknowledge'), act('done')])).toEqual({ id: 'home' });
  expect(placeAfter([...emergency, act('acknowledge'), act('end')])).toEqual({ id: 'bye' });
});

test.each(['call-staff', 'help'] as const)('%s calls for staff, and the screen says so', (word) => {
  const { visit, wishes } = play([...emergency, act(word)]);
  expect(visit.place).toMatchObject({ id: 'act-now', called: true, acknowledged: false });
  expect(wishes).toEqual([{ wish: 'alarm', code: 'call', raised: true }]);
});

test('how to ring 120 leads back to it, still unacknowledged, by the end key too', () => {
  expect(placeAfter([...emergency, act('how-to-call'), act('end')])).toMatchObject({
    id: 'act-now',
    acknowledged: false,
  });
  expect(placeAfter([...emergency, act('how-to-call')])).toEqual({ id: 'act-now.call' });
  expect(placeAfter([...emergency, act('how-to-call'), act('back')])).toMatchObject({
    id: 'act-now',
    acknowledged: false,
  });
});

test('an end by nobody being there lowers what was raised', () => {
  const { all } = play([...emergency, act('call-staff'), act('acknowledge'), { on: 'over' }]);
  expect(all.filter((wish) => wish.wish === 'alarm' && !wish.raised)).toHaveLength(3);
});
