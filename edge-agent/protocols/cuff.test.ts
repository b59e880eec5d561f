/** What holds for every monitor that a host may start, driver against simulated twin. */
import { describe, expect, test } from 'vitest';
import { aCuff, cuffs, LOOSE_MMHG, mmHgOf, startOf } from '../../test/a-cuff.ts';
import type { DeviceParts } from '../../test/a-monitor.ts';
import { hexOf } from '../../test/a-talk.ts';

describe.each(cuffs)('%s', (driverId) => {
  const aMonitor = (parts: DeviceParts = {}) => aCuff(driverId, parts);

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
      const { clock, now, device, toldOf, starts, stops, close } = await aMonitor();
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
      if (starts() > 0) expect(toldOf('state').at(-1)).toMatchObject({ state: 'idle' });
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
      expect(toldOf('failure')).toMatchObject([{ code: expect.stringMatching(/^[0-9A-F]+(\/[0-9A-F]+)?$/) }]);
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
    const startHex = await startOf(driverId);
    const toDevice = (bytes: Uint8Array) => (hexOf(bytes) === startHex ? [] : [bytes]);
    const { clock, device, starts, close } = await aMonitor({ toDevice });
    const measured = device.measure(new AbortController().signal);
    const failed = expect(measured).rejects.toMatchObject({ code: 'silent' });
    await clock.until(measured.catch(() => {}));
    await failed;
    expect(starts()).toBe(1);
    await close();
  });

  test.each([1, 1500, 5000])(
    'unplugged after %i ms: told at once, and after the replug the stop comes first and the cuff is seen to empty',
    async (ms) => {
      const { clock, device, sent, connections, unplug, plug, told, toldOf, close } = await aMonitor();
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
      await clock.pass(3000);
      if (ms > 1) expect(mmHgOf(told).at(-1)).toBeLessThan(LOOSE_MMHG);
      await close();
    },
  );

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
