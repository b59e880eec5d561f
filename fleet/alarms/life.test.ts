import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Act, begin, type Entry, type Life, live } from './life.ts';

const MINUTE = 60_000;
const START = 1_000_000_000;

/** All lives of one alarm, one behind the other, as a store keeps them. */
function anAlarm(severity: string, origin = 'station', code = 'x') {
  const lives: { life: Life; history: { at: number; entry: Entry }[] }[] = [];
  return {
    lives,
    last: () => lives.at(-1),
    open: () => lives.filter(({ life }) => life.cleared_ms === null),
    act(act: Act, nowMs: number): 'done' | 'refused' | 'nothing' {
      const last = lives.at(-1);
      if (act.kind === 'stands' && last?.life.cleared_ms !== null) {
        const step = begin({ code, severity, origin }, last?.life, nowMs, act.sinceMs);
        if (step) lives.push({ life: step.life, history: step.entries.map((entry) => ({ at: nowMs, entry })) });
        return step ? 'done' : 'nothing';
      }
      if (!last) return 'refused';
      const step = live(last.life, act, nowMs);
      if ('refused' in step) return 'refused';
      last.life = step.life;
      last.history.push(...step.entries.map((entry) => ({ at: nowMs, entry })));
      return step.entries.length > 0 ? 'done' : 'nothing';
    },
  };
}

const by = fc.constantFrom('li', 'wang');
const acts = (severity: string): fc.Arbitrary<Act> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Act>({ kind: 'stands', severity }) },
    { weight: 6, arbitrary: fc.constant<Act>({ kind: 'gone' }) },
    by.map((by): Act => ({ kind: 'acknowledge', by })),
    by.map((by): Act => ({ kind: 'unshelve', by })),
    fc
      .tuple(by, fc.integer({ min: 1, max: 60 }))
      .map(([by, minutes]): Act => ({ kind: 'shelve', by, untilMs: minutes, reason: 'r' })),
    fc.tuple(by, fc.constantFrom('zhao', null)).map(([by, to]): Act => ({ kind: 'assign', by, to })),
    by.map((by): Act => ({ kind: 'comment', by, text: 't' })),
    by.map((by): Act => ({ kind: 'clear', by, reason: 'r' })),
  );
/** The service lets time pass each second; here behind each wait. */
const days = fc
  .constantFrom('task', 'warning', 'critical')
  .chain((severity) =>
    fc.tuple(
      fc.constant(severity),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 4 * MINUTE }), acts(severity)), { minLength: 1, maxLength: 60 }),
    ),
  );

/** Plays a random life; `look` is called behind each act, with what a bystander knows without the machine. */
function play(
  [severity, steps]: [string, [number, Act][]],
  look: (seen: {
    alarm: ReturnType<typeof anAlarm>;
    act: Act;
    done: string;
    at: number;
    before: Life | undefined;
  }) => void,
): void {
  const alarm = anAlarm(severity);
  let at = START;
  for (const [wait, planned] of steps) {
    at += wait;
    alarm.act({ kind: 'tick' }, at);
    const act = planned.kind === 'shelve' ? { ...planned, untilMs: at + planned.untilMs * MINUTE } : planned;
    const before = alarm.last()?.life;
    const done = alarm.act(act, at);
    look({ alarm, act, done, at, before });
  }
}

describe('any life', () => {
  test('what stands at its source is open, unless staff cleared a task since it came', () => {
    fc.assert(
      fc.property(days, (day) => {
        let stands = false;
        let excused = false;
        play(day, ({ alarm, act, done }) => {
          if (act.kind === 'stands') stands = true;
          if (act.kind === 'gone') [stands, excused] = [false, false];
          if (act.kind === 'clear' && done === 'done' && stands) {
            expect(day[0]).toBe('task');
            excused = true;
          }
          expect(alarm.open().length).toBeLessThanOrEqual(1);
          if (stands) expect(alarm.open().length).toBe(excused ? 0 : 1);
        });
      }),
      { numRuns: 500 },
    );
  });

  test('what is gone closes at once, or after ten quiet minutes if it had come back three times in ten', () => {
    fc.assert(
      fc.property(days, (day) => {
        const comings: number[] = [];
        let goneAt: number | undefined;
        let everGone = false;
        play(day, ({ alarm, act, at }) => {
          if (act.kind === 'stands') {
            if (everGone && goneAt !== undefined && at - goneAt < 10 * MINUTE) comings.push(at);
            goneAt = undefined;
          }
          if (act.kind === 'gone' && alarm.lives.length > 0) {
            goneAt ??= at;
            everGone = true;
          }
          if (goneAt === undefined || alarm.open().length === 0) return;
          const gone = goneAt;
          const recent = comings.filter((came) => came <= gone && came > (comings.at(-1) ?? 0) - 10 * MINUTE);
          expect(recent.length).toBeGreaterThanOrEqual(1);
          expect(at - gone).toBeLessThan(10 * MINUTE);
          expect(comings.length).toBeGreaterThanOrEqual(3);
        });
      }),
      { numRuns: 500 },
    );
  });

  test('each act of a person that did something stands in the history once, and closes nothing but by `clear`', () => {
    fc.assert(
      fc.property(days, (day) => {
        let told = 0;
        play(day, ({ alarm, act, done, before }) => {
          if ('by' in act && done === 'done') told += 1;
          const written = alarm.lives.flatMap(({ history }) => history.filter(({ entry }) => entry.by !== null));
          expect(written.length).toBe(told);
          if ('by' in act && act.kind !== 'clear') expect(alarm.last()?.life.cleared_ms).toBe(before?.cleared_ms);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('what is shelved stays so until its time or a person ends it, over its coming and going', () => {
    fc.assert(
      fc.property(days, (day) => {
        let until = 0;
        play(day, ({ alarm, act, done, at }) => {
          if (act.kind === 'shelve' && done === 'done') until = act.untilMs;
          if (act.kind === 'unshelve' && done === 'done') until = 0;
          const [open] = alarm.open();
          if (open) expect(open.life.shelved_until_ms).toBe(until > at ? until : null);
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe('flapping', () => {
  const flap = (times: number, apart: number) => {
    const alarm = anAlarm('warning');
    let at = START;
    for (let i = 0; i <= times; i++) {
      at += 2 * apart;
      alarm.act({ kind: 'stands', severity: 'warning' }, at - apart);
      alarm.act({ kind: 'gone' }, at);
    }
    return { alarm, at };
  };

  test.each([
    ['twice in a few minutes', 2, MINUTE, 0],
    ['three times in a few minutes', 3, MINUTE, 1],
    ['a hundred times', 100, 1000, 1],
    ['three times, too far apart', 3, 4 * MINUTE, 0],
    ['three times, each a new alarm', 3, 11 * MINUTE, 0],
  ])('it came back %s', (_, times, apart, open) => {
    const { alarm, at } = flap(times, apart);
    expect(alarm.open()).toHaveLength(open);
    alarm.act({ kind: 'tick' }, at + 10 * MINUTE - 1);
    expect(alarm.open()).toHaveLength(open);
    alarm.act({ kind: 'tick' }, at + 10 * MINUTE);
    expect(alarm.open()).toHaveLength(0);
    expect(alarm.lives.flatMap(({ history }) => history).length).toBeLessThan(12); // however often it comes
  });

  test('once it stands still it flaps no more, and closes when it is gone', () => {
    const { alarm, at } = flap(3, 1000);
    alarm.act({ kind: 'stands', severity: 'warning' }, at + 1000);
    alarm.act({ kind: 'tick' }, at + 1000 + 10 * MINUTE);
    expect(alarm.last()?.life.flapping).toBe(0);
    alarm.act({ kind: 'gone' }, at + 2000 + 10 * MINUTE);
    expect(alarm.open()).toHaveLength(0);
  });
});

describe('what staff may clear while it stands', () => {
  test.each([
    ['task', 'station', 'deposit-doubtful', 'done'],
    ['warning', 'station', 'bin-full', 'refused'],
    ['critical', 'fleet', 'silent', 'refused'],
    ['warning', 'fleet', 'sequence-fork', 'done'],
    ['warning', 'station', 'sequence-fork', 'refused'],
  ])('%s of a %s, %s: %s', (severity, origin, code, wanted) => {
    const alarm = anAlarm(severity, origin, code);
    alarm.act({ kind: 'stands', severity }, START);
    expect(alarm.act({ kind: 'clear', by: 'li', reason: 'seen' }, START + 1)).toBe(wanted);
  });

  test('comes back when it has been away, or has happened anew', () => {
    const alarm = anAlarm('warning', 'fleet', 'sequence-fork');
    const stands = (sinceMs: number, at: number) => alarm.act({ kind: 'stands', severity: 'warning', sinceMs }, at);
    stands(START, START);
    alarm.act({ kind: 'clear', by: 'li', reason: 'seen' }, START + 10);
    expect(stands(START, START + 20)).toBe('nothing');
    expect(stands(START + 15, START + 20)).toBe('done');
  });

  test('graver than before, it waits for somebody anew', () => {
    const alarm = anAlarm('warning');
    alarm.act({ kind: 'stands', severity: 'warning' }, START);
    alarm.act({ kind: 'acknowledge', by: 'li' }, START + 1);
    alarm.act({ kind: 'stands', severity: 'critical' }, START + 2);
    expect(alarm.last()?.life).toMatchObject({ severity: 'critical', acknowledged_ms: null });
  });
});
