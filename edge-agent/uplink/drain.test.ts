import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aFakeClock, type FakeClock } from '../../test/fake-clock.ts';
import { armFaultPoints, type FaultPoint } from '../fault-point.ts';
import type { Message } from '../store/outbox.ts';
import { type DrainParts, startDrain } from './drain.ts';
import { UplinkError } from './uplink-error.ts';

/** The outbox as the drain sees it; what it promises about the real one is tested there. */
function anOutbox(filed: number) {
  const outbox = {
    filed,
    mark: 0,
    /** Every raising of the mark. */
    marks: [] as number[],
    broken: false,
    acknowledged: () => outbox.mark,
    acknowledge(sequence: number) {
      if (outbox.broken) throw new Error('disk full');
      outbox.mark = sequence;
      outbox.marks.push(sequence);
    },
    after(sequence: number, limit: number): Message[] {
      if (outbox.broken) throw new Error('disk full');
      const count = Math.max(0, Math.min(limit, outbox.filed - sequence));
      return Array.from({ length: count }, (_, i) => ({ sequence: sequence + 1 + i, topic: 't', payload: 'p' }));
    },
  };
  return outbox;
}

/** A drain into a wire that answers only when told to. */
function aDrain({ outbox = anOutbox(0), window = 4, firstWindow = window, clock = aFakeClock() }: Partial<Parts> = {}) {
  const sent: number[] = [];
  const open = new Map<number, (failure?: UplinkError) => void>();
  const troubles: string[] = [];
  let most = 0;
  const drain = startDrain({
    outbox,
    window,
    from: outbox.acknowledged(),
    firstWindow,
    clock,
    onTaken: () => {},
    publish({ sequence }, settled) {
      sent.push(sequence);
      open.set(sequence, settled);
      most = Math.max(most, open.size);
    },
    onTrouble: (why) => troubles.push(why.message),
  });
  return {
    drain,
    outbox,
    clock,
    sent,
    troubles,
    open: () => [...open.keys()],
    mostOpen: () => most,
    /** The broker answers these; the turn of the event loop goes by. */
    async answers(...sequences: number[]): Promise<void> {
      for (const sequence of sequences) {
        const settled = open.get(sequence);
        open.delete(sequence);
        settled?.();
      }
      await clock.pass(0);
    },
    async refuses(sequence: number, code: 'not-taken' | 'lost' = 'not-taken'): Promise<void> {
      open.get(sequence)?.(new UplinkError(code, 'said so'));
      await clock.pass(0);
    },
  };
}
interface Parts {
  readonly outbox: ReturnType<typeof anOutbox>;
  readonly window: number;
  readonly firstWindow: number;
  readonly clock: FakeClock;
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

test('sends in order, and no more than the window before the first answer', async () => {
  const { sent, answers } = aDrain({ outbox: anOutbox(10), window: 4 });
  expect(sent).toEqual([1, 2, 3, 4]);
  await answers(1);
  expect(sent).toEqual([1, 2, 3, 4, 5]);
  await answers(2, 3);
  expect(sent).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('what is filed while others are under way leaves at once, as long as there is room', () => {
  const { drain, outbox, sent } = aDrain({ outbox: anOutbox(1), window: 3 });
  outbox.filed = 5;
  drain.wake();
  expect(sent).toEqual([1, 2, 3]);
});

describe('the mark', () => {
  test('is raised only over an unbroken row of answers', async () => {
    const { outbox, answers } = aDrain({ outbox: anOutbox(4) });
    await answers(2, 3);
    expect(outbox.marks).toEqual([]);
    await answers(4);
    expect(outbox.marks).toEqual([]);
    await answers(1);
    expect(outbox.marks).toEqual([4]);
  });

  test('covers a single event at once, and many in one commit', async () => {
    const single = aDrain({ outbox: anOutbox(1) });
    await single.answers(1);
    expect(single.outbox.marks).toEqual([1]);

    const many = aDrain({ outbox: anOutbox(1000), window: 64 });
    while (many.open().length > 0) await many.answers(...many.open());
    expect(many.outbox.mark).toBe(1000);
    expect(many.outbox.marks.length).toBeLessThanOrEqual(1000 / 64 + 1);
  });

  test('is raised when the line drops, so that only the open ones are sent again', async () => {
    const { drain, outbox, answers } = aDrain({ outbox: anOutbox(10), window: 4 });
    await answers(1, 2, 4);
    expect(outbox.mark).toBe(0);
    drain.stop();
    expect(outbox.mark).toBe(2);
    const next = aDrain({ outbox, window: 4 });
    expect(next.sent).toEqual([3, 4, 5, 6]);
  });

  test('hears nothing of a line that is gone', async () => {
    const { drain, outbox, answers, troubles } = aDrain({ outbox: anOutbox(2) });
    drain.stop();
    await answers(1, 2);
    expect(outbox.marks).toEqual([]);
    expect(troubles).toEqual([]);
  });
});

test('every line that drops anywhere, and every order of answers, ends with all sent in order and a bounded repeat', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 64 }),
      fc.array(fc.record({ pick: fc.nat(), count: fc.integer({ min: 1, max: 80 }), drops: fc.boolean() }), {
        maxLength: 12,
      }),
      async (filed, window, turns) => {
        const outbox = anOutbox(filed);
        const clock = aFakeClock();
        const arrived = new Set<number>();
        let line = aDrain({ outbox, window, clock });
        for (const { pick, count, drops } of [
          ...turns,
          ...upTo(400).map(() => ({ pick: 0, count: 80, drops: false })),
        ]) {
          if (outbox.mark === filed) break;
          const open = line.open();
          const from = pick % Math.max(open.length, 1);
          const answered = [...open.slice(from), ...open.slice(0, from)].slice(0, count);
          for (const sequence of answered) arrived.add(sequence);
          await line.answers(...answered);
          expect(line.mostOpen()).toBeLessThanOrEqual(window);
          expect(line.sent).toEqual(line.sent.map((_, i) => (line.sent[0] ?? 0) + i));
          expect(upTo(outbox.mark).every((sequence) => arrived.has(sequence))).toBe(true);
          expect((line.sent.at(-1) ?? outbox.mark) - outbox.mark).toBeLessThanOrEqual(2 * window + 64);
          if (drops) {
            line.drain.stop();
            line = aDrain({ outbox, window, clock });
          }
        }
        expect(outbox.mark).toBe(filed);
        expect([...arrived].sort((a, b) => a - b)).toEqual(upTo(filed));
        line.drain.stop();
      },
    ),
    { numRuns: 60 },
  );
});

describe('trouble', () => {
  test('is told once, with what was taken before marked and nothing sent after', async () => {
    const { outbox, sent, answers, refuses, troubles } = aDrain({ outbox: anOutbox(10), window: 4 });
    await answers(1);
    await refuses(2);
    await refuses(3);
    await answers(4, 5);
    expect(troubles).toEqual(['not-taken: said so']);
    expect(outbox.mark).toBe(1);
    expect(sent).toEqual([1, 2, 3, 4, 5]);
  });

  test('after it one goes alone, and each one taken widens the window again', async () => {
    const { sent, answers, mostOpen } = aDrain({ outbox: anOutbox(100), window: 4, firstWindow: 1 });
    expect(sent).toEqual([1]);
    await answers(1);
    expect(sent).toEqual([1, 2, 3]);
    await answers(2, 3);
    expect(sent).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await answers(4, 5, 6);
    expect(mostOpen()).toBe(4);
  });

  test('in the store is trouble, not an exception', async () => {
    const { drain, outbox, answers, troubles } = aDrain({ outbox: anOutbox(4) });
    outbox.broken = true;
    await answers(1, 2, 3, 4);
    expect(troubles).toEqual(['store: the outbox']);
    drain.wake();
    drain.stop();
    expect(outbox.mark).toBe(0);
  });

  test('is a line on which no answer comes for half a minute', async () => {
    const { clock, troubles, answers } = aDrain({ outbox: anOutbox(3) });
    await clock.pass(25_000);
    await answers(1);
    await clock.pass(30_000);
    expect(troubles).toEqual([]);
    await clock.pass(35_000);
    expect(troubles).toEqual(['silent: no acknowledgement']);
  });

  test('is not a line on which there is nothing to answer', async () => {
    const { clock, troubles, answers } = aDrain({ outbox: anOutbox(1) });
    await answers(1);
    await clock.pass(600_000);
    expect(troubles).toEqual([]);
  });
});

test('paused, it sends nothing more, but marks what was under way', async () => {
  const { drain, outbox, sent, answers } = aDrain({ outbox: anOutbox(10), window: 2 });
  drain.pause();
  await answers(1, 2);
  drain.wake();
  expect(sent).toEqual([1, 2]);
  expect(outbox.mark).toBe(2);
});

test('answers that come at once change nothing', async () => {
  const outbox = anOutbox(200);
  const clock = aFakeClock();
  const sent: number[] = [];
  const publish: DrainParts['publish'] = ({ sequence }, settled) => {
    sent.push(sequence);
    settled();
  };
  const drain = startDrain({
    outbox,
    publish,
    window: 8,
    from: 0,
    firstWindow: 8,
    clock,
    onTaken: () => {},
    onTrouble: () => {},
  });
  await clock.pass(0);
  expect(sent).toEqual(upTo(200));
  expect(outbox.mark).toBe(200);
  drain.stop();
});

describe('the labelled steps', () => {
  const passed: FaultPoint[] = [];
  beforeEach(() => {
    passed.length = 0;
    armFaultPoints((point) => passed.push(point));
  });
  afterEach(() => armFaultPoints());

  test('of one event are passed in order', async () => {
    const { answers } = aDrain({ outbox: anOutbox(1) });
    await answers(1);
    expect(passed).toEqual([
      'before publish',
      'after publish',
      'puback heard',
      'before acknowledge',
      'after acknowledge',
    ]);
  });
});
