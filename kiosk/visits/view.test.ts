import { expect, test } from 'vitest';
import { type Around, type PanelFacts, project } from './view.ts';
import { nobody, type Place } from './visit.ts';

const facts: PanelFacts = {
  panel: { id: 'main', diagonalInch: 21.5, widthPx: 1080, heightPx: 1920 },
  languages: ['zh-CN', 'en'],
  station: { name: {}, phone: '0473-1234567' },
  demo: false,
  selfTest: true,
  alarmsAs: 'bp-1',
  devices: new Map(),
};
const around = (closed: ReturnType<Around['closed']>): Around => ({
  turn: 1,
  clock: { time: '14:20', month: 11, day: 23, weekday: 1 },
  network: 'on',
  closed: () => closed,
  secondsLeft: undefined,
  wait: () => ({ secondsLeft: 0, ofSeconds: 1 }),
  cuff: () => undefined,
  strips: () => undefined,
  works: () => true,
  ownButton: () => false,
  declared: () => true,
  uncalibrated: () => false,
  bins: () => [],
});
const shown = (place: Place, closed: ReturnType<Around['closed']>) =>
  project({ ...nobody('zh-CN'), place }, facts, around(closed)).screen;

test.each(['store', 'full'] as const)(
  'no visit begins at a station that can keep nothing, and it says why: %s',
  (why) => {
    expect(shown({ id: 'idle' }, why)).toEqual({ id: 'out-of-order', why });
    expect(shown({ id: 'home' }, why)).toEqual({ id: 'out-of-order', why });
  },
);

test('a visit that is under way goes on to its end, and a call for help stays', () => {
  expect(shown({ id: 'bp.ready' }, 'store').id).toBe('bp.ready');
  expect(shown({ id: 'act-now.call' }, 'full').id).toBe('act-now.call');
});
