/** What holds for every monitor that a host may start, driver against simulated twin. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aDevice, type DeviceParts } from '../../test/a-monitor.ts';
import { catalogue } from '../catalogue.ts';
import type { DeviceEvent } from '../domain/event.ts';

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
/** Below it an arm can be taken out. */
const LOOSE_MMHG = 10;
const mmHgOf = (events: readonly DeviceEvent[]): number[] =>
  events.flatMap((event) => (event.event === 'pressure' ? [event.mmHg] : []));

const monitors = catalogue.filter(({ driver }) => driver.canMeasure).map(({ driver }) => driver.id);

describe.each(monitors)('%s', (driverId) => {
  /** Greeted, and so its stop is known: whatever was said first. */
  async function aMonitor(parts: DeviceParts = {}) {
    const monitor = aDevice(driverId, parts);
    await monitor.ready();
    const stop = monitor.sent[0]?.hex;
    const begun = monitor.sent.length;
    return {
      ...monitor,
      /** When the stop was said since it was ready. */
      stops: () => monitor.sent.slice(begun).flatMap(({ at, hex }) => (hex === stop ? [at] : [])),
      /** How often what was said first then, the start, was said. */
      starts: () => monitor.sent.slice(begun).filter(({ hex }) => hex === monitor.sent[begun]?.hex).length,
    };
  }

  test('a measurement rises, falls, gives its result, and ends with the stop and a loose cuff', async () => {
    const { clock, device, press, told, toldOf, stops, starts, close } = await aMonitor();
    press('take 131/83/64');
    await clock.until(device.measure(new AbortController().signal));
    await clock.pass(2000);
    const pressures = mmHgOf(told);
    expect(Math.max(...pressures)).toBeGreaterThan(131);
    expect(pressures.at(-1)).toBeLessThan(LOOSE_MMHG);
    expect(toldOf('reading')).toMatchObject([{ systolicMmHg: 131, diastolicMmHg: 83, pulsePerMin: 64 }]);
    const order = told
      .map((event) => ('state' in event ? event.state : event.event))
      .filter((what) => what !== 'pressure');
    expect(order).toEqual(['inflating', 'deflating', 'reading', 'idle']);
    expect([starts(), stops().length]).toEqual([1, 1]);
    await close();
  });

  test('it takes as long as a real one', async () => {
    const { clock, device, close } = await aMonitor();
    const began = clock.now();
    await clock.until(device.measure(new AbortController().signal));
    expect((clock.now() - began) / 1000).toBeGreaterThan(8);
    expect((clock.now() - began) / 1000).toBeLessThan(15);
    await close();
  });

  test.each([0, 1, 150, 1500, 4000, 7000])(
    'stopped after %i ms: the stop at once, no result, and then a loose cuff',
    async (ms) => {
      const { clock, now, device, toldOf, stops, close } = await aMonitor();
      const button = new AbortController();
      const measured = device.measure(button.signal);
      const failed = expect(measured).rejects.toMatchObject({ code: 'aborted' });
      await clock.pass(ms);
      const pressedAt = now();
      button.abort();
      await clock.until(measured.catch(() => {}));
      await clock.pass(2000);
      await failed;
      expect(stops()).toEqual([pressedAt]);
      expect(toldOf('reading')).toEqual([]);
      if (ms > 0) expect(toldOf('state').at(-1)).toMatchObject({ state: 'idle' });
      await close();
    },
  );

  test('a stop that is not heard is repeated every half second until it is confirmed', async () => {
    const { clock, now, device, press, stops, close } = await aMonitor();
    press('fault deaf-to-stop');
    const button = new AbortController();
    const measured = device.measure(button.signal).catch(() => {});
    await clock.pass(1500);
    const pressedAt = now();
    button.abort();
    await clock.until(measured);
    expect(stops().map((at) => at - pressedAt)).toEqual([0, 500, 1000]);
    await close();
  });

  test('until a stop is confirmed no low pressure is told: it may be one that is rising', async () => {
    const { clock, now, device, press, told, close } = await aMonitor();
    press('fault deaf-to-stop');
    const button = new AbortController();
    const measured = device.measure(button.signal).catch(() => {});
    await clock.pass(100);
    const pressedAt = now();
    button.abort();
    await clock.until(measured);
    await clock.pass(2000);
    const since = told.filter(({ at }) => at >= pressedAt);
    expect(since[0]).toMatchObject({ event: 'state', state: 'deflating', at: pressedAt + 1002 });
    expect(mmHgOf(since).at(-1)).toBeLessThan(LOOSE_MMHG);
    expect(since.findLast(({ event }) => event === 'state')).toMatchObject({ state: 'idle' });
    await close();
  });

  test('STOP pressed while the last stop is still unanswered does not cut it short', async () => {
    const { clock, device, press, toldOf, stops, close } = await aMonitor();
    const button = new AbortController();
    const measured = device.measure(button.signal).catch(() => {});
    press('fault deaf-to-stop');
    while (toldOf('reading').length === 0) await clock.pass(10);
    await clock.pass(100);
    button.abort();
    await clock.until(measured);
    expect(stops()).toHaveLength(3);
    await close();
  });

  test('a monitor that never confirms is stopped first again on the next connection', async () => {
    const { clock, device, press, sent, connections, close } = await aMonitor();
    const button = new AbortController();
    const measured = device.measure(button.signal);
    const failed = expect(measured).rejects.toMatchObject({ code: 'silent' });
    await clock.pass(1500);
    press('fault silent');
    button.abort();
    await clock.until(measured.catch(() => {}));
    await failed;
    press('fault none');
    while (device.health().connects < 2) await clock.pass(10);
    const reconnected = sent.find(({ at }) => at >= (connections[1] ?? Number.NaN));
    expect(reconnected?.hex).toBe(sent[0]?.hex);
    await close();
  });

  test('silence for five seconds ends it, and a stop is tried', async () => {
    const { clock, device, press, told, stops, close } = await aMonitor();
    const measured = device.measure(new AbortController().signal);
    const failed = expect(measured).rejects.toMatchObject({ code: 'silent' });
    await clock.pass(1500);
    press('fault silent');
    await clock.pass(1);
    const lastHeardAt = told.at(-1)?.at ?? 0;
    await clock.until(measured.catch(() => {}));
    await failed;
    expect(stops().map((at) => at - lastHeardAt)).toEqual([5000, 5500, 6000, 6500, 7000]);
    await close();
  });

  test('over 300 mmHg we stop it ourselves', async () => {
    const { clock, device, press, told, toldOf, stops, close } = await aMonitor();
    press('fault over-pressure');
    await clock.until(device.measure(new AbortController().signal));
    await clock.pass(2000);
    const failed = told.findIndex(({ event }) => event === 'failure');
    expect(Math.max(...mmHgOf(told.slice(0, failed)))).toBeLessThanOrEqual(300);
    expect(mmHgOf(told).at(-1)).toBeLessThan(LOOSE_MMHG);
    expect(toldOf('failure')).toEqual([{ event: 'failure', kind: 'over-pressure' }]);
    expect(stops()).toHaveLength(1);
    await close();
  });

  test.each(['cuff-loose', 'leak', 'movement', 'weak-signal'])(
    '%s: a failure with its number, no reading, a loose cuff',
    async (fault) => {
      const { clock, device, press, told, toldOf, stops, close } = await aMonitor();
      press(`fault ${fault}`);
      await clock.until(device.measure(new AbortController().signal));
      await clock.pass(2000);
      expect(toldOf('reading')).toEqual([]);
      expect(toldOf('failure')).toMatchObject([{ code: expect.stringMatching(/^[0-9A-F]+$/) }]);
      expect(mmHgOf(told).at(-1)).toBeLessThan(LOOSE_MMHG);
      expect(stops()).toHaveLength(1);
      press('fault none');
      await clock.until(device.measure(new AbortController().signal));
      expect(toldOf('reading')).toHaveLength(1);
      await close();
    },
  );

  test('a monitor whose check values are wrong never gives a reading', async () => {
    const { clock, device, press, toldOf, close } = await aMonitor();
    const measured = device.measure(new AbortController().signal);
    const failed = expect(measured).rejects.toMatchObject({ code: 'silent' });
    await clock.pass(1000);
    press('fault garbled');
    await clock.until(measured.catch(() => {}));
    await failed;
    expect(toldOf('reading')).toEqual([]);
    expect(toldOf('rejected').length).toBeGreaterThan(3);
    await close();
  });

  test('a start that is not answered is not repeated', async () => {
    let cut = false;
    const { clock, device, starts, close } = await aMonitor({ toDevice: (bytes) => (cut ? [] : [bytes]) });
    cut = true;
    const measured = device.measure(new AbortController().signal);
    const failed = expect(measured).rejects.toMatchObject({ code: 'silent' });
    await clock.until(measured.catch(() => {}));
    await failed;
    expect(starts()).toBe(1);
    cut = false;
    await close();
  });

  test.each([1, 1500, 5000])(
    'unplugged after %i ms: told at once, and after the replug the first frame is the stop',
    async (ms) => {
      const { clock, device, sent, connections, unplug, plug, toldOf, close } = await aMonitor();
      const measured = device.measure(new AbortController().signal);
      const failed = expect(measured).rejects.toMatchObject({ code: 'unplugged' });
      await clock.pass(ms);
      unplug();
      await clock.pass(0);
      await failed;
      await clock.pass(3000);
      plug();
      const pluggedAt = clock.now();
      while (device.health().connects < 2) await clock.pass(10);
      expect(clock.now() - pluggedAt).toBeLessThan(5000);
      expect(sent.find(({ at }) => at >= (connections[1] ?? Number.NaN))?.hex).toBe(sent[0]?.hex);
      expect(toldOf('reading')).toEqual([]);
      await close();
    },
  );

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
      expect(starts()).toBe(1);
      expect(stops().length, `from ${from} on`).toBeGreaterThan(0);
      await close();
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
      expect(starts(), `${lost} lost`).toBe(1);
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

  test('the next measurement follows on the last one as soon as its stop is confirmed', async () => {
    const { clock, device, press, toldOf, close } = await aMonitor();
    for (const words of ['take 128/82/71', 'take 117/75/80']) {
      press(words);
      await clock.until(device.measure(new AbortController().signal));
    }
    expect(toldOf('reading')).toMatchObject([{ systolicMmHg: 128 }, { systolicMmHg: 117 }]);
    await close();
  });
});
