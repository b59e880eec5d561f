import { expect, test } from 'vitest';
import type { AlarmLine, AlarmRow } from '../../../fleet/contract/alarms.ts';
import {
  aimedAt,
  type KeyStroke,
  kept,
  NOTHING_CHOSEN,
  press,
  rowsOf,
  type Selection,
  type Wish,
} from './selection.ts';

const alarm = (id: number): AlarmRow => ({
  id,
  stationId: 'wh-001',
  stationName: { 'zh-CN': '一号站', en: 'Station 1' },
  district: 'wuda',
  circle: 'wuda-01',
  code: 'device-silent',
  severity: 'warning',
  words: { 'zh-CN': '没有回应', en: 'No answer' },
  raisedAt: 0,
  flapping: false,
  comments: 0,
  demo: false,
});
const line = (lead: number, ...others: number[]): AlarmLine => ({ lead: alarm(lead), others: others.map(alarm) });

/** Two alone, a group of three, one alone. */
const LINES = [line(1), line(2), line(3, 31, 32), line(4)];

const ofText = (text: string): KeyStroke => {
  const [, control, shift, key = ''] = /^(\^)?(⇧)?(.+)$/s.exec(text) ?? [];
  return { key: key === '_' ? ' ' : key, shift: shift !== undefined, control: control !== undefined };
};

/** After these keys, from the first row: the cursor, the choice, and the last wish. */
function played(keys: string): { at: number | undefined; chosen: number[]; wish: Wish | undefined; last: boolean } {
  let selection: Selection = kept(NOTHING_CHOSEN, rowsOf(LINES, new Set()));
  let wish: Wish | undefined;
  let last = true;
  for (const key of keys.split(' ')) {
    const turn = press(selection, rowsOf(LINES, selection.unfolded), ofText(key));
    selection = kept(turn.selection, rowsOf(LINES, turn.selection.unfolded));
    wish = turn.wish;
    last = turn.taken;
  }
  return { at: selection.at, chosen: [...selection.chosen].sort((a, b) => a - b), wish, last };
}

test.each<[keys: string, at: number, chosen: number[], wish?: Wish]>([
  ['j', 2, []],
  ['ArrowDown k ArrowUp', 1, []],
  ['End j', 4, []],
  ['End Home', 1, []],
  ['x', 1, [1]],
  ['_ j _ k _', 1, [2]],
  ['⇧ArrowDown ⇧ArrowDown', 3, [1, 2, 3]],
  ['x j j ⇧X', 3, [1, 2, 3]],
  ['x j j j ⇧_ Escape', 4, []],
  ['^a', 1, [1, 2, 3, 4]],
  ['j j ArrowRight j', 31, []],
  ['j j ArrowRight j j ArrowLeft', 3, []],
  ['j j ArrowRight j j ArrowLeft j', 4, []],
  ['a', 1, [], { kind: 'acknowledge', ids: [1] }],
  ['j j a', 3, [], { kind: 'acknowledge', ids: [3, 31, 32] }],
  ['j j ArrowRight a', 3, [], { kind: 'acknowledge', ids: [3] }],
  ['End x Home x s', 1, [1, 4], { kind: 'shelve', ids: [1, 4] }],
  ['j x j g', 3, [2], { kind: 'assign', ids: [2] }],
  ['j c', 2, [], { kind: 'comment', ids: [2] }],
  ['j Enter', 2, [], { kind: 'open', id: 2 }],
  ['?', 1, [], { kind: 'keys' }],
  ['z', 1, [], { kind: 'undo' }],
])('%s: cursor at %i, chosen %j', (keys, at, chosen, wish) => {
  expect(played(keys)).toEqual({ at, chosen, wish, last: true });
});

test.each(['Tab', 'q', '^c', '^s', 'Escape', 'ArrowRight', 'ArrowLeft', 'Shift'])('%s is not ours', (keys) => {
  expect(played(keys)).toMatchObject({ at: 1, chosen: [], wish: undefined, last: false });
});

test('an alarm that leaves is chosen no more, and the cursor stays at its height', () => {
  const before = kept({ ...NOTHING_CHOSEN, at: 2, chosen: new Set([2, 4]) }, rowsOf(LINES, new Set()));
  const after = kept(before, rowsOf([line(1), line(3), line(4)], new Set()));
  expect(after).toMatchObject({ at: 3, place: 1 });
  expect([...after.chosen]).toEqual([4]);
  expect(kept(after, rowsOf([line(1)], new Set()))).toMatchObject({ at: 1, place: 0 });
  expect(kept(after, [])).toMatchObject({ at: undefined, place: 0 });
});

test('with nothing there, keys do nothing', () => {
  for (const key of ['j', 'a', 'x', 'Enter', 's']) expect(press(NOTHING_CHOSEN, [], { key }).taken).toBe(false);
});

test('acts are for what is chosen, in the order of the list', () => {
  const rows = rowsOf(LINES, new Set());
  expect(aimedAt({ ...NOTHING_CHOSEN, at: 1, chosen: new Set([4, 3]) }, rows)).toEqual([3, 31, 32, 4]);
});
