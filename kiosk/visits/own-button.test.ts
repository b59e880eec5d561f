import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { omronHbp } from '../../edge-agent/drivers/omron-hbp.ts';
import { lineSettings, type SimulatedDevice, simulate } from '../../edge-agent/index.ts';
import { omronHbpSimulator } from '../../edge-agent/simulators/omron-hbp.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { aHut, anyFiling, type Hut } from '../../test/hut.ts';
import { aWorld, type Happening, placeAfter, play, pressure, TO_READY, told, WAITED } from '../../test/play.ts';
import { step } from './visit-machine.ts';

const world = aWorld({ ownButton: () => true });
const TO_BUTTON: readonly Happening[] = [...TO_READY, { do: 'start' }];

describe('the machine', () => {
  test('awaits the result of each measurement, and a hand starts each', () => {
    expect(play(TO_BUTTON, world)).toMatchObject({
      visit: { place: { id: 'bp.own-button', reading: 1 } },
      wishes: [{ wish: 'measure' }],
    });
    const second = [...TO_BUTTON, told(pressure('128/82/71')), WAITED];
    expect(placeAfter(second, world)).toEqual({ id: 'bp.own-button', reading: 2 });
    expect(placeAfter([...second, told(pressure('126/80/70'))], world)).toMatchObject({
      id: 'bp.result',
      averageOf: 2,
    });
  });

  test.each(['stop', 'back', 'help', 'end', 'settings'] as const)('%s: nobody says that the cuff is loose', (act) => {
    expect(play([...TO_BUTTON, { do: act }], world)).toMatchObject({
      visit: { place: { id: 'bp.stopped', released: false } },
      wishes: [{ wish: 'stop' }],
    });
  });

  test.each([
    [{ on: 'failure', kind: 'unknown' }, 'BP-WEAK', []],
    [{ on: 'measured' }, 'BP-WEAK', []],
    [{ on: 'measured', error: 'unplugged' }, 'BP-LOST', []],
    // What is refused was the result, and it does not come again.
    [{ on: 'rejected', reason: 'length', dangerous: false }, 'BP-WEAK', [{ wish: 'stop' }]],
    [{ on: 'rejected', reason: 'range', dangerous: true }, 'BP-DOUBT', [{ wish: 'stop' }]],
  ] as const)('%j gives no reading, and says so', (event, code, wishes) => {
    expect(play([...TO_BUTTON, event], world)).toMatchObject({ visit: { place: { id: 'bp.problem', code } }, wishes });
  });
});

describe('the machine, before a monitor with a memory', () => {
  const world = aWorld({ ownButton: () => true, remembers: () => true });
  const TO_PLUG: readonly Happening[] = [...TO_READY, { do: 'start' }, { do: 'next' }];
  const doubtful = { on: 'memory', found: 'unclear', dangerous: true } as const;

  test('what another device tells meanwhile is not its result', () => {
    expect(placeAfter([...TO_PLUG, told(pressure('199/121/99'))], world)).toMatchObject({ id: 'bp.plug' });
  });

  test('a record that cannot be true and would be dangerous is not passed over, and twice it calls for staff', () => {
    const once = [...TO_PLUG, doubtful];
    expect(placeAfter(once, world)).toMatchObject({ id: 'bp.problem', code: 'BP-DOUBT' });
    const twice = [...once, { do: 'again' }, WAITED, { do: 'start' }, doubtful] as const;
    expect(placeAfter(twice, world)).toMatchObject({ id: 'act-now', what: 'unsure' });
  });

  test('taken by another panel, what was measured before is shown; else that it does not work', () => {
    const gone = { ...world, works: () => false };
    const { visit } = play(TO_PLUG, world);
    expect(step(visit, { on: 'health' }, gone).visit.place).toEqual({ id: 'device.down', service: 'blood-pressure' });
    const had = {
      ...visit,
      series: [{ reading: pressure('118/76/64'), deviceId: 'bp-1', saved: 'saved', id: 'id' }],
    } as const;
    expect(step(had, { on: 'health' }, gone).wishes).toMatchObject([{ wish: 'conclude' }]);
  });
});

describe('a hut with such a monitor', () => {
  let hut: Hut;
  let monitor: SimulatedDevice;
  beforeEach(async () => {
    const clock = aFakeClock();
    monitor = await simulate(omronHbpSimulator(), lineSettings(omronHbp), { clock, tty: false });
    hut = await aHut({ clock, sockets: { 'bp-1': monitor.socket }, drivers: { 'bp-1': omronHbp } });
  });
  afterEach(async () => {
    await hut.close();
    await hut.clock.until(monitor.close());
  });
  const finds = async (numbers: string): Promise<void> => {
    await monitor.press(`take ${numbers}`);
    await hut.clock.pass(0);
  };

  test('two presses of its button are a result, and it is filed', async () => {
    await hut.toReady();
    expect(hut.view().screen).toEqual({ id: 'bp.ready', ownButton: true });
    await hut.act({ do: 'start' });
    await hut.clock.pass(40_000);
    expect(hut.view().screen).toEqual({ id: 'bp.own-button', reading: 1 });
    await finds('118/76/64');
    expect((await hut.until('bp.pause')).screen).toMatchObject({ why: 'exact', ownButton: true });
    await hut.until('bp.own-button');
    await finds('120/78/66');
    expect((await hut.until('bp.result')).screen).toMatchObject({ systolicMmHg: 119, averageOf: 2, saved: 'saved' });
  });

  test('a result that nobody here awaited is nobody’s', async () => {
    const { sequence } = await hut.agent.file(anyFiling);
    await hut.toReady();
    await finds('199/121/99');
    expect(hut.view().screen.id).toBe('bp.ready');
    await hut.act({ do: 'start' }, { do: 'stop' });
    expect(hut.view().screen).toMatchObject({ id: 'bp.stopped', released: false });
    await finds('199/121/99'); // it went on by itself
    expect(hut.view().screen).toMatchObject({ id: 'bp.stopped' });
    expect((await hut.agent.file(anyFiling)).sequence).toBe(sequence + 1);
  });

  test('whom it tells no result within three minutes is told so, and may try again', async () => {
    await hut.toReady();
    await hut.act({ do: 'start' });
    expect((await hut.until('bp.problem', 181_000)).screen).toMatchObject({ code: 'BP-WEAK' });
    await hut.act({ do: 'again' });
    await hut.until('bp.ready', 61_000);
    await hut.act({ do: 'start' });
    await finds('118/76/64');
    await hut.until('bp.pause');
  });

  test('another panel is given it once its result has come, or cannot come any more', async () => {
    await hut.toReady();
    await hut.act({ do: 'start' }, { do: 'stop' });
    const there = () => hut.agent.hub.providing('blood-pressure', 'other').working?.deviceId;
    expect(there()).toBe('glucose-1'); // the terminal's cuff
    await hut.clock.pass(181_000);
    expect(there()).toBe('bp-1');
  });
});
