import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { armFaultPoints } from '../../edge-agent/fault-point.ts';
import { aHut, type Hut } from '../../test/hut.ts';
import { anAedes } from '../../test/platform.ts';
import type { Act } from '../contract/act.ts';

let hut: Hut;
beforeEach(async () => {
  hut = await aHut();
});
afterEach(async () => {
  armFaultPoints();
  await hut.close();
});

const toBloodPressure: Act[] = [{ do: 'wake' }, { do: 'choose', service: 'blood-pressure' }, { do: 'understood' }];
const toStrip: Act[] = [{ do: 'wake' }, { do: 'choose', service: 'glucose' }, { do: 'understood' }];
const screen = () => hut.view().screen;

describe('a visit at a hut', () => {
  test('measures, with live pressure, and shows a reading that is on disk', async () => {
    await hut.press('bp-1 take 128/82/71');
    await hut.act(...toBloodPressure, { do: 'start' });
    const pressures = new Set<number>();
    const stop = hut.panel.onView(() => {
      const now = screen();
      if (now.id === 'bp.measuring' && now.mmHg !== undefined) pressures.add(now.mmHg);
    });
    const { screen: result } = await hut.until('bp.result');
    stop();
    expect(pressures.size).toBeGreaterThan(10);
    expect(result).toMatchObject({
      systolicMmHg: 128,
      diastolicMmHg: 82,
      pulsePerMin: 71,
      saved: 'saved',
      level: 'ok',
    });
  });

  test('a late tap, made on a screen that has gone, does nothing', async () => {
    await hut.act({ do: 'wake' });
    const { turn } = hut.view();
    await hut.act({ do: 'choose', service: 'glucose' });
    expect(hut.panel.act(turn, { do: 'end' })).toBe('stale');
    expect(screen().id).toBe('guest.told');
  });

  test('a stop is obeyed on whatever turn it was made, and the arm is told free', async () => {
    await hut.act(...toBloodPressure, { do: 'start' });
    await hut.clock.pass(2000);
    expect(hut.panel.act(0, { do: 'stop' })).toBe('taken');
    expect((await hut.until('bp.stopped', 9000)).screen).toMatchObject({ released: true });
  });

  test('a stop that the monitor does not answer shows how to open the cuff, within ten seconds', async () => {
    await hut.act(...toBloodPressure, { do: 'start' });
    await hut.clock.pass(2000);
    await hut.press('bp-1 fault silent');
    await hut.act({ do: 'stop' });
    await hut.clock.pass(10_000);
    expect(['bp.stopped', 'bp.problem']).toContain(screen().id);
    expect(screen()).toMatchObject(screen().id === 'bp.stopped' ? { released: false } : { code: 'BP-LOST' });
    await hut.press('bp-1 fault none');
  });

  test('measured again at once, while the monitor still confirms its stop: the first end is not taken for the second', async () => {
    await hut.press('bp-1 fault deaf-to-stop');
    await hut.act(...toBloodPressure, { do: 'start' });
    await hut.until('bp.result');
    await hut.act({ do: 'again' }, { do: 'start' });
    await hut.clock.pass(3000);
    expect(screen().id).toBe('bp.measuring');
    await hut.until('bp.result');
  });

  test('a measurement that no screen shows any more is stopped', async () => {
    await hut.act(...toBloodPressure, { do: 'start' });
    await hut.clock.pass(1000);
    hut.panel.watchedBy(0);
    await hut.clock.pass(4000);
    expect(screen().id).toBe('bp.measuring');
    await hut.clock.pass(1100);
    expect(screen().id).not.toBe('bp.measuring');
    expect(hut.logged).toContainEqual(expect.stringContaining('no screen shows it'));
  });

  test('nobody there: asked for thirty seconds, then ended and forgotten', async () => {
    await hut.act(...toStrip);
    await hut.press('glucose-1 take 5.6');
    await hut.until('glu.result');
    await hut.clock.pass(120_000);
    expect(hut.view().stillThere).toEqual({ secondsLeft: 30 });
    await hut.clock.pass(15_000);
    expect(hut.view().stillThere).toEqual({ secondsLeft: 15 });
    await hut.clock.pass(15_000);
    expect(screen()).toEqual({ id: 'bye' });
    await hut.clock.pass(3000);
    expect(screen()).toEqual({ id: 'idle' });
    expect(JSON.stringify(hut.view())).not.toContain('5.6');
  });

  test('still there: the visit goes on, and the waiting begins anew', async () => {
    await hut.act({ do: 'wake' });
    await hut.clock.pass(50_000);
    await hut.act({ do: 'stay' });
    expect([screen().id, hut.view().stillThere]).toEqual(['home', undefined]);
    await hut.clock.pass(44_000);
    expect(hut.view().stillThere).toBeUndefined();
  });

  test('what could not be committed is said to be not saved, and nothing more is measured until a save works again', async () => {
    await hut.act(...toStrip);
    armFaultPoints((point) => {
      if (point === 'inside save') throw new Error('no space left');
    });
    await hut.press('glucose-1 take 5.6');
    expect((await hut.until('glu.result')).screen).toMatchObject({ mmolPerL: 5.6, saved: 'not-saved' });
    await hut.act({ do: 'done' });
    expect(screen().id).toBe('out-of-order');
    armFaultPoints();
    await hut.clock.pass(10_000);
    expect(screen().id).toBe('home');
  });

  test('a network that is lost is said to be away, and for three seconds to be back', { timeout: 30_000 }, async () => {
    const becomes = (network: 'on' | 'off' | 'back') =>
      vi.waitFor(
        async () => {
          await hut.clock.pass(500);
          expect(hut.view().network).toBe(network);
        },
        { timeout: 20_000, interval: 5 },
      );
    expect(hut.view().network).toBe('off');
    await using broker = await anAedes(hut.brokerPort);
    await becomes('on');
    await broker.stop();
    await becomes('off');
    await broker.start();
    await becomes('back');
    await hut.clock.pass(3000);
    expect(hut.view().network).toBe('on');
  });

  test('a device that goes away is said to be broken where it is asked for, and its tile comes back with it', async () => {
    await hut.act(...toStrip);
    await hut.press('glucose-1 unplug');
    await hut.until('device.down', 5000);
    await hut.act({ do: 'back' });
    expect(screen()).toMatchObject({ tiles: [{ working: true }, { service: 'glucose', working: false }] });
    await hut.press('glucose-1 plug');
    await hut.clock.pass(5000);
    expect(screen()).toMatchObject({ tiles: [{ working: true }, { service: 'glucose', working: true }] });
  });

  test('a value that comes when no strip was asked for is shown to nobody', async () => {
    await hut.press('glucose-1 take 9.9');
    await hut.act(...toStrip);
    await hut.clock.pass(5000);
    expect(screen().id).toBe('glu.strip');
  });
});
