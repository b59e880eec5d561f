/** What holds for every monitor that a host may start when the wire between it and its simulated twin is bad. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aCuff, cuffs } from '../../test/a-cuff.ts';
import { aDevice, type DeviceParts } from '../../test/a-monitor.ts';

interface Person {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
}

/** Cuts what is said into pieces of these lengths, over and over. */
function inPieces(lengths: readonly number[]) {
  let turn = 0;
  return (bytes: Uint8Array): Uint8Array[] => {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = lengths[turn++ % lengths.length] ?? 1;
      pieces.push(bytes.slice(at, at + length));
      at += length;
    }
    return pieces;
  };
}

/** Of those that carry a result, in bytes. */
const LONGEST_FRAME = 42;

describe.each(cuffs)('%s', (driverId) => {
  const aMonitor = (parts: DeviceParts = {}) => aCuff(driverId, parts);

  /** A measurement on a wire that does something at each chunk of the device's: `on` hears its number, from 0. */
  async function measuredOn(on: (chunk: number) => 'passes' | 'is lost', parts: DeviceParts = {}) {
    let chunk: number | undefined;
    const toHost = (bytes: Uint8Array) => (chunk === undefined || on(chunk++) === 'passes' ? [bytes] : []);
    const monitor = await aMonitor({ ...parts, toHost });
    chunk = 0;
    const measured = monitor.device.measure(new AbortController().signal);
    const error = await monitor.clock.until(
      measured.then(
        () => undefined,
        (why: unknown) => why,
      ),
    );
    return { ...monitor, error, chunks: () => chunk ?? 0 };
  }
  /** Its chunks at either end of a whole one, each, and some of the many like ones between. */
  async function steps(): Promise<number[]> {
    const { chunks, close } = await measuredOn(() => 'passes');
    await close();
    const all = Array.from({ length: chunks() }, (_, at) => at);
    return all.filter((at) => at < 4 || at >= all.length - 8 || at % 9 === 0);
  }

  test('silent for ever from any of its words on: no reading that is not theirs, and the stop is said', async () => {
    for (const from of await steps()) {
      const { error, toldOf, stops, starts, close } = await measuredOn((chunk) =>
        chunk < from ? 'passes' : 'is lost',
      );
      expect(error, `from ${from} on`).toMatchObject({ code: 'silent' });
      expect([0, 1], `from ${from} on`).toContain(toldOf('reading').length);
      for (const reading of toldOf('reading')) expect(reading).toMatchObject({ systolicMmHg: 122, diastolicMmHg: 78 });
      expect(starts(), `from ${from} on`).toBeLessThanOrEqual(1);
      expect(stops().length, `from ${from} on`).toBeGreaterThan(0);
      await close();
    }
  });

  test('silent from any word of its greeting on: never connected, stopped first each time, and healed it is there', async () => {
    let heard = 0;
    let from = Number.POSITIVE_INFINITY;
    const greeted = (words: number) => {
      heard = 0;
      from = words;
      return aDevice(driverId, { toHost: (bytes) => (heard++ < from ? [bytes] : []) });
    };
    const whole = greeted(Number.POSITIVE_INFINITY);
    await whole.ready();
    await whole.close();
    for (let words = 0, all = heard; words < all; words++) {
      const monitor = greeted(words);
      while (monitor.connections.length < 3) await monitor.clock.pass(100);
      expect(monitor.device.health().connects, `${words}`).toBe(0);
      const first = monitor.connections.map((from) => monitor.sent.find(({ at }) => at >= from)?.hex);
      expect(new Set(first.slice(0, 2)), `${words}`).toEqual(new Set([monitor.sent[0]?.hex]));
      from = Number.POSITIVE_INFINITY;
      await monitor.ready();
      await monitor.close();
    }
  });

  test('unplugged at any of its words: told, no second reading, and the stop comes first on the next wire', async () => {
    for (const at of await steps()) {
      let pull = (): void => {};
      const monitor = aDevice(driverId, {
        toHost(bytes) {
          if (count++ === at) pull();
          return [bytes];
        },
      });
      let count = Number.NEGATIVE_INFINITY;
      await monitor.ready();
      count = 0;
      pull = monitor.unplug;
      const measured = monitor.device.measure(new AbortController().signal);
      await monitor.clock.until(measured.catch(() => {}));
      await expect(measured, `at ${at}`).rejects.toMatchObject({ code: 'unplugged' });
      monitor.plug();
      while (monitor.device.health().connects < 2) await monitor.clock.pass(10);
      const again = monitor.sent.find((said) => said.at >= (monitor.connections.at(-1) ?? Number.NaN));
      expect(again?.hex, `at ${at}`).toBe(monitor.sent[0]?.hex);
      expect(monitor.toldOf('reading').length).toBeLessThanOrEqual(1);
      await monitor.close();
    }
  });

  test('any one of its words lost: their reading or none, one start, and it ends', async () => {
    for (const lost of await steps()) {
      const { clock, error, told, toldOf, starts, stops, close } = await measuredOn((chunk) =>
        chunk === lost ? 'is lost' : 'passes',
      );
      await clock.pass(2000);
      for (const reading of toldOf('reading')) expect(reading).toMatchObject({ systolicMmHg: 122, pulsePerMin: 68 });
      expect(starts(), `${lost} lost`).toBeLessThanOrEqual(1);
      expect(stops().length, `${lost} lost`).toBeGreaterThan(0);
      if (!error)
        expect(
          told.findLast(({ event }) => event === 'state'),
          `${lost} lost`,
        ).toMatchObject({ state: 'idle' });
      await close();
    }
  });

  test('answers that come late are answers', async () => {
    const { error, toldOf, starts, close } = await measuredOn(() => 'passes', { latencyMs: 200 });
    expect(error).toBeUndefined();
    expect(toldOf('reading')).toMatchObject([{ systolicMmHg: 122 }]);
    expect(starts()).toBe(1);
    await close();
  });

  const persons = fc
    .record({
      diastolic: fc.integer({ min: 45, max: 120 }),
      over: fc.integer({ min: 12, max: 90 }),
      pulse: fc.integer({ min: 35, max: 180 }),
    })
    .map(({ diastolic, over, pulse }) => ({
      systolicMmHg: diastolic + over,
      diastolicMmHg: diastolic,
      pulsePerMin: pulse,
    }));
  const words = ({ systolicMmHg, diastolicMmHg, pulsePerMin }: Person) =>
    `take ${systolicMmHg}/${diastolicMmHg}/${pulsePerMin}`;

  test('whoever sits there, the reading is theirs, however the wire cuts', async () => {
    await fc.assert(
      fc.asyncProperty(
        persons,
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
        async (person, lengths) => {
          const { clock, device, press, toldOf, close } = await aMonitor({ toHost: inPieces(lengths) });
          press(words(person));
          await clock.until(device.measure(new AbortController().signal));
          expect(toldOf('reading')).toMatchObject([person]);
          await close();
        },
      ),
      { numRuns: 10 },
    );
  });

  test('a byte spoiled now and then, one a frame at most: their reading, or none', async () => {
    const damages = fc.record({
      every: fc.integer({ min: LONGEST_FRAME, max: 120 }),
      mask: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(persons, damages, async (person, { every, mask }) => {
        let count = 0;
        const spoil = (bytes: Uint8Array) => [bytes.map((byte) => (++count % every === 0 ? byte ^ mask : byte))];
        const monitor = aDevice(driverId, { toHost: spoil, pressed: [words(person)] });
        await monitor.clock.pass(10_000);
        await monitor.clock.until(monitor.device.measure(new AbortController().signal).catch(() => {}));
        for (const reading of monitor.toldOf('reading')) expect(reading).toMatchObject(person);
        await monitor.close();
      }),
      { numRuns: 20 },
    );
  });
});
