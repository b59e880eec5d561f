import { expect, test } from 'vitest';
import { check, INVARIANTS } from './checker.ts';
import type { Fact, Happened } from './history.ts';

/** One good hour: two visits, three measurements, all of them where they belong. */
const ANNA = 'urn:uuid:00000000-0000-4000-8000-00000000000a';
const BO = 'urn:uuid:00000000-0000-4000-8000-00000000000b';
const WALL = Date.UTC(2026, 10, 23);

const payload = (sequence: number, value: number, subject: string, more: object = {}): string =>
  JSON.stringify({
    id: `id-${sequence}`,
    source: '/stations/s/devices/d',
    type: 'city.yike.observation.v1',
    time: new Date(WALL + 1000 * sequence).toISOString(),
    sequence: String(sequence).padStart(20, '0'),
    data: { subject: { reference: subject }, valueQuantity: { value } },
    ...more,
  });
const measured = (mark: number, subject: string, sequence: number): Fact => ({
  what: 'measured',
  mark,
  device: 'd',
  subject,
  wallMs: WALL + 1000 * sequence - 200,
});
const shown = (subject: string, as: 'saved' | 'shown-only', ...marks: number[]): Fact => ({
  what: 'shown',
  subject,
  marks,
  as,
});
const arrived = (text: string): Fact => ({ what: 'arrived', payload: text });
const refused = (text: string): Fact => ({ what: 'refused for good', payload: text, code: 0x99 });
/** What stands in for the event of that sequence. */
const stone = (sequence: number, data: object = {}, id = `stone-${sequence}`): string =>
  payload(sequence, 0, BO, {
    type: 'city.yike.tombstone.v1',
    id,
    data: { replaces: { id: `id-${sequence}` }, reason: 'refused', code: 0x99, ...data },
  });
const ALARM: Fact = { what: 'said', where: 'topic', text: 'yike/v1/s/up/alarm/station.row-set-aside' };
const rest = { what: 'rest', waiting: 0, down: [], online: true, screen: 'idle' } as const;

const GOOD: readonly Fact[] = [
  { what: 'started', wallMs: WALL },
  { what: 'ready' },
  { what: 'line opened', line: 1, mostOpen: 2 },
  { what: 'visit began', subject: ANNA },
  measured(5.0001, ANNA, 1),
  { what: 'published', line: 1, sequence: 1, open: 1 },
  shown(ANNA, 'saved', 5.0001),
  arrived(payload(1, 5.0001, ANNA)),
  { what: 'puback', line: 1, sequence: 1 },
  { what: 'visit began', subject: BO },
  measured(6.0002, BO, 2),
  { what: 'published', line: 1, sequence: 2, open: 1 },
  arrived(payload(2, 6.0002, BO)),
  shown(BO, 'saved', 6.0002),
  measured(7.0003, BO, 3),
  shown(BO, 'shown-only', 7.0003),
  { what: 'healed' },
  rest,
];

const historyOf = (facts: readonly Fact[]): Happened[] => facts.map((fact, index) => ({ at: index * 100, ...fact }));
const broken = (facts: readonly Fact[]): string[] => [
  ...new Set(check(historyOf(facts)).map(({ invariant }) => invariant)),
];

/** The good hour with one fact more behind its third measurement, or with one of its facts another. */
const also = (...facts: readonly Fact[]): readonly Fact[] => [...GOOD.slice(0, -2), ...facts, ...GOOD.slice(-2)];
const instead = (of: Fact['what'], nth: number, ...facts: readonly Fact[]): readonly Fact[] => {
  let seen = 0;
  return GOOD.flatMap((fact) => (fact.what === of && ++seen === nth ? facts : [fact]));
};

test('a good history breaks nothing', () => {
  expect(broken(GOOD)).toEqual([]);
});

const BAD: Readonly<Record<string, readonly (readonly Fact[])[]>> = {
  'I1 no loss': [instead('arrived', 2), also({ what: 'lost', by: 'platform', sequences: [2] })],
  'I2 once': [
    also(arrived(payload(1, 5.0001, ANNA, { time: '2026-11-23T00:00:02Z' }))),
    also(arrived(payload(1, 5.0001, ANNA, { id: 'anew' }))),
    also(measured(8.0004, BO, 3), arrived(payload(3, 8.0004, BO)), arrived(payload(4, 8.0004, BO))),
  ],
  'I3 order': [
    instead('arrived', 1, arrived(payload(2, 6.0002, BO)), arrived(payload(1, 5.0001, ANNA))),
    also(measured(8.0004, BO, 4), arrived(payload(4, 8.0004, BO))),
  ],
  'I4 time': [
    instead('arrived', 2, arrived(payload(2, 6.0002, BO, { time: '2026-11-24T00:00:02Z' }))),
    instead('arrived', 2, arrived(payload(2, 6.0002, BO, { time: '2026-11-22T23:00:02Z' }))),
  ],
  'I5 person': [
    instead('arrived', 2, arrived(payload(2, 6.0002, ANNA))),
    also(arrived(payload(3, 7.0003, BO))), // only to be shown
    also(arrived(payload(3, 9.9999, BO))), // nobody's
    also(
      arrived(
        payload(3, 5.5, ANNA, {
          data: {
            subject: { reference: ANNA },
            derivedFrom: [{ reference: 'Observation/id-1' }, { reference: 'Observation/id-2' }],
          },
        }),
      ),
    ),
  ],
  'I8 bounded': [
    also({ what: 'published', line: 1, sequence: 2, open: 5 }),
    also({ what: 'gauge', name: 'rows', value: 65, most: 64 }),
  ],
  'I9 no silence': [
    also(measured(8.0004, BO, 4), { what: 'lost', by: 'broker', sequences: [3] }, arrived(payload(4, 8.0004, BO))),
    also(refused(payload(3, 8.0004, BO)), arrived(stone(3))), // without an alarm
  ],
  'I10 liveness': [
    GOOD.slice(0, -1),
    also(...Array.from({ length: 20 }, (): Fact => ({ what: 'hung up', payload: payload(0, 8.0004, BO) }))),
    instead('rest', 1, { ...rest, waiting: 1 }),
    instead('rest', 1, { ...rest, online: false }),
    instead('rest', 1, { ...rest, down: ['d'] }),
    instead('rest', 1, { ...rest, screen: 'out-of-order' }),
    instead('rest', 1, { ...rest, screen: 'bp.rest' }),
  ],
  'I11 privacy': [
    also({ what: 'said', where: 'log', text: 'reading not saved {"value":5.0001}' }),
    also({ what: 'said', where: 'topic', text: `yike/v1/s/up/event/${ANNA}` }),
    also({ what: 'said', where: 'retained', text: '{"last":"6.0002 mmol/L"}' }),
    also(ALARM, refused(payload(3, 6.0002, BO)), arrived(stone(3, { value: '6.0002' }))),
    also(ALARM, refused(payload(3, 6.0002, BO)), arrived(stone(3, { of: BO }))),
  ],
  'I12 restart': [also({ what: 'died' }), also({ what: 'refused to start', why: 'the marks are gone' })],
  'I13 burial': [
    also(ALARM, arrived(stone(3))), // of a row that nothing was wrong with
    also(ALARM, { what: 'not taken', sequence: 3 }, arrived(stone(3))), // of one that was refused for now
    also(ALARM, { what: 'damaged', payload: payload(3, 8.0004, BO) }, arrived(stone(3))), // for another reason
    also(ALARM, refused(payload(3, 8.0004, BO)), arrived(stone(3, { code: 0x90 }))),
    also(ALARM, refused(payload(3, 8.0004, BO)), arrived(stone(3, { replaces: { id: 'id-2' } }))),
    also(ALARM, refused(payload(3, 8.0004, BO)), arrived(stone(3)), arrived(stone(3, {}, 'a second one'))),
    also(refused(payload(3, 8.0004, BO))), // and none in its place
    also(ALARM, { what: 'hung up', payload: payload(4, 8.0004, BO) }, arrived(stone(3, { code: undefined }))), // beside it
    also(ALARM, arrived(payload(3, 8.0004, BO)), refused(payload(3, 8.0004, BO)), arrived(stone(3))), // it was there
  ],
};

test('there is a bad history for each invariant', () => {
  expect(Object.keys(BAD)).toEqual(Object.keys(INVARIANTS));
});

for (const [invariant, histories] of Object.entries(BAD)) {
  test.each(histories.map((facts, index) => [index + 1, facts] as const))(
    `${invariant} is broken by its history %i`,
    (_, facts) => {
      expect(broken(facts)).toContain(invariant);
    },
  );
}

test('what was lost after its acknowledgement may come late, and a row that was buried with an alarm may be missing', () => {
  expect(
    broken(
      also(
        { what: 'lost', by: 'platform', sequences: [2] },
        measured(8.0004, BO, 3),
        shown(BO, 'saved', 8.0004),
        { what: 'damaged', payload: payload(3, 8.0004, BO) },
        ALARM,
        arrived(stone(3, { reason: 'damaged', code: undefined })),
        arrived(payload(2, 6.0002, BO)),
      ),
    ),
  ).toEqual([]);
});

test.each([
  ['that the broker refused', refused(payload(3, 8.0004, BO)), stone(3)],
  ['at which the line died', { what: 'hung up', payload: payload(3, 8.0004, BO) }, stone(3, { code: undefined })],
] as const)(
  'the tombstone of a row %s may come behind what was sent after it, as often as every event, and stands for what was saved',
  (_, trouble, grave) => {
    const after = payload(4, 9.0005, BO);
    expect(
      broken(
        also(
          measured(8.0004, BO, 3),
          shown(BO, 'saved', 8.0004),
          measured(9.0005, BO, 4),
          trouble,
          arrived(after),
          ALARM,
          arrived(grave),
          arrived(after),
          { what: 'lost', by: 'platform', sequences: [3] },
          arrived(grave),
          arrived(grave),
        ),
      ),
    ).toEqual([]);
  },
);
