import { expect, test } from 'vitest';
import type { AlarmAct, AlarmRow } from '../../../fleet/contract/alarms.ts';
import { acted, withPending, withRows } from './pending.ts';

const row = (id: number, more: Partial<AlarmRow> = {}): AlarmRow => ({
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
  ...more,
});
const DOER = { name: 'li', atMs: 1000 };
const shelved = { until: 301_000, by: 'li', reason: 'parts ordered' };

test.each<[AlarmAct, before: Partial<AlarmRow>, after: Partial<AlarmRow>]>([
  [{ kind: 'acknowledge' }, {}, { acknowledged: { at: 1000, by: 'li' } }],
  [{ kind: 'acknowledge' }, { acknowledged: { at: 5, by: 'wu' } }, { acknowledged: { at: 5, by: 'wu' } }],
  [{ kind: 'shelve', minutes: 5, reason: 'parts ordered' }, {}, { shelved }],
  [{ kind: 'unshelve' }, { shelved }, {}],
  [{ kind: 'assign', to: 'wu' }, { assignee: 'li' }, { assignee: 'wu' }],
  [{ kind: 'assign', to: null }, { assignee: 'li' }, {}],
  [{ kind: 'comment', text: 'on my way' }, { comments: 2 }, { comments: 3 }],
  [{ kind: 'clear', reason: 'done' }, {}, { clearedAt: 1000 }],
])('%j makes %j into %j', (act, before, after) => {
  expect(acted(row(1, before), act, DOER)).toEqual(row(1, after));
});

const LINES = [
  { lead: row(1), others: [row(2)] },
  { lead: row(3), others: [] },
];

test('what is on its way is shown on its rows alone, one act after the other', () => {
  const shown = withPending(
    LINES,
    [
      { ids: new Set([2, 3]), act: { kind: 'assign', to: 'wu' } },
      { ids: new Set([3]), act: { kind: 'assign', to: null } },
    ],
    DOER,
  );
  expect(shown).toEqual([{ lead: row(1), others: [row(2, { assignee: 'wu' })] }, LINES[1]]);
});

test('rows of the answer take the place of theirs, wherever they stand', () => {
  expect(withRows(LINES, [row(2, { comments: 9 }), row(7)])).toEqual([
    { lead: row(1), others: [row(2, { comments: 9 })] },
    LINES[1],
  ]);
});
