import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { armFaultPoints } from '../../edge-agent/fault-point.ts';
import { aHut, anyFiling, type Hut } from '../../test/hut.ts';
import { anAedes } from '../../test/platform.ts';

let hut: Hut;
beforeEach(async () => {
  hut = await aHut();
});
afterEach(async () => {
  armFaultPoints();
  await hut.close();
});

const screen = () => hut.view().screen;

describe('a visit at a hut', () => {
  test('measures, with live pressure, and shows a reading that is on disk', async () => {
    await hut.press('bp-1 take 128/82/71');
    await hut.toReady();
    await hut.act({ do: 'start' });
    const pressures = new Set<number>();
    const stop = hut.panel.onView(() => {
      const now = screen();
      if (now.id === 'bp.measuring' && now.mmHg !== undefined) pressures.add(now.mmHg);
    });
    const { screen: result } = await hut.until('bp.result', 120_000);
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

  test('leads from rest to the result by itself, second by second', async () => {
    await hut.press('bp-1 take 118/74/66');
    await hut.act({ do: 'wake' }, { do: 'choose', service: 'blood-pressure' }, { do: 'understood' }, { do: 'none' });
    expect(screen()).toEqual({ id: 'bp.posture', picture: 1 });
    await hut.clock.pass(36_000);
    expect(screen()).toEqual({ id: 'bp.cuff', armCm: { from: 22, to: 42 } });
    await hut.act({ do: 'fits' });
    expect(screen()).toEqual({ id: 'bp.rest', secondsLeft: 300, ofSeconds: 300, shortened: false });
    await hut.clock.pass(100_000);
    expect(screen()).toMatchObject({ secondsLeft: 200 });
    await hut.act({ do: 'help' });
    await hut.clock.pass(10_000);
    await hut.act({ do: 'back' });
    expect(screen()).toMatchObject({ id: 'bp.rest', secondsLeft: 190 });
    await hut.act({ do: 'rested' }); // a hundred seconds and more are enough
    expect(screen()).toEqual({ id: 'bp.ready' });
    await hut.act({ do: 'start' });
    expect((await hut.until('bp.pause')).screen).toMatchObject({ why: 'exact', secondsLeft: 60, hasReading: true });
    await hut.clock.pass(59_000);
    expect(screen()).toMatchObject({ secondsLeft: 1 });
    await hut.clock.pass(1000);
    expect(screen()).toMatchObject({ id: 'bp.measuring', reading: 2 });
    expect((await hut.until('bp.result')).screen).toMatchObject({ systolicMmHg: 118, averageOf: 2, saved: 'saved' });
  });

  test('rested for less than the least, the rest of it is sat', async () => {
    await hut.toReady();
    await hut.act({ do: 'back' });
    await hut.act({ do: 'choose', service: 'blood-pressure' }, { do: 'none' });
    await hut.clock.pass(36_000);
    await hut.act({ do: 'fits' });
    await hut.clock.pass(20_000);
    await hut.act({ do: 'rested' });
    expect(screen()).toEqual({ id: 'bp.rest', secondsLeft: 40, ofSeconds: 60, shortened: true });
  });

  test('act-now stays, its alarm raised until it is acknowledged', async () => {
    await hut.act({ do: 'wake' }, { do: 'choose', service: 'blood-pressure' }, { do: 'understood' });
    await hut.act({ do: 'answer', answer: 'symptoms' });
    await hut.clock.pass(600_000);
    expect(screen()).toMatchObject({ id: 'act-now', acknowledged: false });
    expect(hut.view().stillThere).toBeUndefined();
    await hut.act({ do: 'end' });
    expect(screen()).toMatchObject({ id: 'act-now', acknowledged: true });
    await hut.clock.pass(120_000);
    expect(hut.view().stillThere).toBeDefined();
  });

  test('large letters give twice the time', async () => {
    await hut.act({ do: 'wake' }, { do: 'size', text: 1.5 });
    await hut.clock.pass(89_000);
    expect(hut.view().stillThere).toBeUndefined();
    await hut.clock.pass(1000);
    expect(hut.view().stillThere).toBeDefined();
  });

  test('a late tap, made on a screen that has gone, does nothing', async () => {
    await hut.act({ do: 'wake' });
    const { turn } = hut.view();
    await hut.act({ do: 'choose', service: 'glucose' });
    expect(hut.panel.act(turn, { do: 'end' })).toBe('stale');
    expect(screen().id).toBe('guest.told');
  });

  test('a stop is obeyed on whatever turn it was made, and the arm is told free', async () => {
    await hut.toReady();
    await hut.act({ do: 'start' });
    await hut.clock.pass(2000);
    expect(hut.panel.act(0, { do: 'stop' })).toBe('taken');
    expect((await hut.until('bp.stopped', 9000)).screen).toMatchObject({ released: true });
  });

  test('a stop that the monitor does not answer shows how to open the cuff, within ten seconds', async () => {
    await hut.toReady();
    await hut.act({ do: 'start' });
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
    await hut.toReady();
    await hut.act({ do: 'start' });
    await hut.until('bp.pause');
    await hut.act({ do: 'see-result' }, { do: 'again' });
    await hut.clock.pass(58_000);
    expect(screen().id).toBe('bp.pause');
    await hut.clock.pass(5000);
    expect(screen().id).toBe('bp.measuring');
    await hut.until('bp.pause');
  });

  test('a measurement that no screen shows any more is stopped', async () => {
    await hut.toReady();
    await hut.act({ do: 'start' });
    await hut.clock.pass(1000);
    hut.panel.watchedBy(0);
    await hut.clock.pass(4000);
    expect(screen().id).toBe('bp.measuring');
    await hut.clock.pass(1100);
    expect(screen().id).not.toBe('bp.measuring');
    expect(hut.logged).toContainEqual(expect.stringContaining('no screen shows it'));
  });

  test('a visit that no screen has shown for long is over, with what it measured kept', async () => {
    await hut.toReady();
    await hut.act({ do: 'start' });
    await hut.until('bp.pause');
    const { sequence: before } = await hut.agent.file(anyFiling);
    hut.panel.watchedBy(0);
    await hut.clock.pass(19_000);
    expect(screen().id).toBe('bp.pause');
    hut.panel.watchedBy(1);
    await hut.clock.pass(19_000);
    hut.panel.watchedBy(0);
    await hut.clock.pass(24_000);
    expect(screen()).toEqual({ id: 'idle' });
    expect((await hut.agent.file(anyFiling)).sequence).toBe(before + 2); // the single reading's result, and this one
  });

  test('a panel that has ended waits for nothing more, though its streams end after it', async () => {
    await hut.act({ do: 'wake' });
    await hut.panel.close();
    hut.panel.watchedBy(0);
    await hut.clock.pass(60_000);
    expect(hut.logged.filter((line) => line.includes('visit ended'))).toEqual([]);
  });

  test('a call for help that no screen shows any more stays', async () => {
    await hut.act({ do: 'wake' }, { do: 'choose', service: 'blood-pressure' }, { do: 'understood' });
    await hut.act({ do: 'answer', answer: 'symptoms' });
    hut.panel.watchedBy(0);
    await hut.clock.pass(60_000);
    expect(screen().id).toBe('act-now');
  });

  test('nobody there: asked for thirty seconds, then ended and forgotten', async () => {
    await hut.toStrip();
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
    await hut.toStrip();
    armFaultPoints((point) => {
      if (point === 'inside save') throw new Error('no space left');
    });
    await hut.press('glucose-1 take 5.6');
    expect((await hut.until('glu.result')).screen).toMatchObject({ mmolPerL: 5.6, saved: 'not-saved' });
    await hut.act({ do: 'done' });
    expect(screen()).toEqual({ id: 'out-of-order', why: 'store' });
    expect(hut.agent.figures()).toMatchObject({ storeWorks: false, counters: { failedSaves: expect.any(Number) } });
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

  test('strips past their last day are refused, by the station’s own calendar', async () => {
    hut.clock.jump(Date.UTC(2099, 11, 31, 15, 59) - hut.clock.wall()); // a minute before midnight there
    await hut.act({ do: 'wake' }, { do: 'choose', service: 'glucose' }, { do: 'understood' });
    expect(screen().id).toBe('glu.context');
    await hut.act({ do: 'back' });
    hut.clock.jump(60_000);
    await hut.act({ do: 'choose', service: 'glucose' });
    expect(screen()).toEqual({
      id: 'glu.problem',
      code: 'GLU-EXPIRED',
      strips: { lot: 'DEMO-01', expires: '2099-12-31' },
    });
  });

  test('a device that goes away is said to be broken where it is asked for, and its tile comes back with it', async () => {
    await hut.toStrip();
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
    await hut.toStrip();
    await hut.clock.pass(5000);
    expect(screen().id).toBe('glu.strip');
  });
});
