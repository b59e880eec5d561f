/** What every driver's frames must stand, in words that hold for all: called once in each protocol's test. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeviceEvent } from '../edge-agent/domain/event.ts';
import type { Driver } from '../edge-agent/drivers/driver.ts';
import { concat, fromHex } from '../edge-agent/protocols/bytes.ts';
import { type Answers, type Chunk, toldOf } from './a-talk.ts';
import { doubles, flips, losses, splits, torn } from './bad-bytes.ts';

export interface Worked {
  /** What it shows, for the test's title. */
  readonly what: string;
  readonly hex: string;
  readonly tells: readonly DeviceEvent[];
  /** Only heard within a measurement, behind a live pressure. */
  readonly measuring?: boolean;
  /** A live pressure without a check value: spoiled, it may show another pressure, and nothing else. */
  readonly unchecked?: boolean;
  /** Of a frame without a check value: exactly at these bytes a wrong bit may make it say something else. */
  readonly unseen?: readonly number[];
  /** And at these it may go on saying what it means. */
  readonly unread?: readonly number[];
}

export interface WorkedFrames {
  readonly answers: Answers;
  readonly frames: readonly Worked[];
  /** What none of the frames says, a live pressure where there is any: it must be heard behind whatever was spoiled. */
  readonly next:
    | { readonly hex: string; readonly mmHg: number }
    | { readonly hex: string; readonly tells: DeviceEvent };
  /** Said behind the live pressure where a measurement's outcome comes only when the host has asked. */
  readonly over?: string;
  /** The frame's first byte, or whatever may be that; junk without it can begin none. */
  readonly firstByte: number | readonly number[];
  /** The bytes of one frame come this close together; absent: as far apart as at a slow adapter. */
  readonly lateMs?: number;
  /** Only what comes behind a frame tells that it is over: junk there spoils it. */
  readonly endsByNext?: true;
}

/** A slow adapter's pause within a frame. */
const LATE_MS = 100;

export function onABadWire(
  driver: Driver,
  { answers, frames, next, over, firstByte, lateMs = LATE_MS, endsByNext }: WorkedFrames,
): void {
  const nextTold: DeviceEvent = 'tells' in next ? next.tells : { event: 'pressure', mmHg: next.mmHg };

  /** What these chunks tell, refusals left out; `refused` counts those. */
  async function heard({ measuring = false }: Worked, chunks: readonly Chunk[]) {
    const told = await toldOf(
      driver,
      answers,
      measuring ? 'measure' : 'idle',
      measuring ? [next.hex, ...(over ? [over] : []), ...chunks] : chunks,
    );
    const events = measuring ? told.slice(1) : told;
    const refused = events.filter(({ event }) => event === 'rejected');
    return { events, refused, meant: events.filter(({ event }) => event !== 'rejected') };
  }

  test.each(frames)('$what: $hex', async (worked) => {
    expect((await heard(worked, [worked.hex])).events).toEqual(worked.tells);
  });

  test.each(frames)('$what: heard however the frame is cut', async (worked) => {
    const frame = fromHex(worked.hex);
    const cuts = [...splits(frame), Array.from(frame, (byte) => Uint8Array.of(byte))];
    for (const chunks of cuts) expect((await heard(worked, chunks)).events).toEqual(worked.tells);
  });

  test.each(frames)('$what: one wrong bit, and it says nothing, and the next frame is heard', async (worked) => {
    const unseen = new Set<number>();
    for (const [bit, spoiled] of flips(fromHex(worked.hex)).entries()) {
      const { meant } = await heard(worked, [concat(spoiled, fromHex(next.hex))]);
      if (worked.unchecked) {
        expect(new Set(meant.map(({ event }) => event)), `${spoiled}`).toEqual(new Set(['pressure']));
        continue;
      }
      expect(meant.at(-1), `${spoiled}`).toEqual(nextTold);
      if (meant.length === 1) continue;
      expect(meant, `${spoiled}`).toHaveLength(2);
      if (worked.unread?.includes(bit >> 3)) expect(meant.slice(0, 1), `${spoiled}`).toEqual(worked.tells);
      else unseen.add(bit >> 3);
    }
    expect([...unseen]).toEqual(worked.unseen ?? []);
  });

  test.each(frames)(
    '$what: a byte lost, or its end, and it says nothing, and the next frame is heard',
    async (worked) => {
      const frame = fromHex(worked.hex);
      for (const spoiled of [...losses(frame), ...torn(frame)]) {
        const { meant } = await heard(worked, [concat(spoiled, fromHex(next.hex))]);
        expect(meant, `${spoiled}`).toEqual([nextTold]);
      }
    },
  );

  test.each(frames)('$what: a byte doubled, and it says what it means or nothing', async (worked) => {
    const truth = worked.tells.filter(({ event }) => event !== 'rejected');
    for (const spoiled of doubles(fromHex(worked.hex))) {
      const { meant } = await heard(worked, [concat(spoiled, fromHex(next.hex))]);
      // What ends a measurement leaves nobody to hear the next frame.
      const allowed = [[nextTold], [...truth, nextTold], ...(worked.measuring ? [truth] : [])];
      expect(allowed, `${spoiled}`).toContainEqual(meant);
    }
  });

  test.each(frames)('$what: the other half comes late', async (worked) => {
    const frame = fromHex(worked.hex);
    for (const [head, tail] of splits(frame))
      expect((await heard(worked, [head, lateMs, tail])).events).toEqual(worked.tells);
  });

  test('frames between junk are all heard, in order, however the whole is cut', async () => {
    const live = frames.filter(
      ({ measuring, tells }) => !measuring && tells.every(({ event }) => event !== 'rejected'),
    );
    const nothing = new Uint8Array();
    const junk = fc
      .uint8Array({ maxLength: 6 })
      .map((bytes) => bytes.filter((byte) => ![firstByte].flat().includes(byte)));
    const some = fc.shuffledSubarray(live, { minLength: 1 }).chain((chosen) =>
      fc.record({
        chosen: fc.constant(chosen),
        between: fc.array(junk, { minLength: chosen.length + 1, maxLength: chosen.length + 1 }),
        cuts: fc.array(fc.nat(300), { maxLength: 8 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(some, async ({ chosen, between, cuts }) => {
        const stream = concat(
          ...chosen.flatMap(({ hex }, i) => [(i > 0 && endsByNext ? undefined : between[i]) ?? nothing, fromHex(hex)]),
          endsByNext ? nothing : (between.at(-1) ?? nothing),
        );
        const edges = [0, ...cuts.filter((at) => at < stream.length).sort((a, b) => a - b), stream.length];
        const chunks = edges.slice(1).map((end, i) => stream.slice(edges[i], end));
        expect(await toldOf(driver, answers, 'idle', chunks)).toEqual(chosen.flatMap(({ tells }) => tells));
      }),
      { numRuns: 100 },
    );
  });
}
