/** Pressure monitors that are read out: with a clock and a number, with a number alone, with neither. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { microlifeUsb } from '../../edge-agent/drivers/microlife-usb.ts';
import { omronHemUsb } from '../../edge-agent/drivers/omron-hem-usb.ts';
import { taidoc } from '../../edge-agent/drivers/taidoc.ts';
import { type SimulatedDevice, simulate } from '../../edge-agent/index.ts';
import { microlifeSimulator } from '../../edge-agent/simulators/microlife.ts';
import { omronHemSimulator } from '../../edge-agent/simulators/omron-hem.ts';
import { taidocSimulator } from '../../edge-agent/simulators/taidoc.ts';
import { aFakeClock, type FakeClock } from '../../test/fake-clock.ts';
import { aHut, anyFiling, type Hut } from '../../test/hut.ts';
import { anAedes, fold } from '../../test/platform.ts';

const MONITORS = [
  { driver: taidoc, simulator: taidocSimulator(), time: true, unit: 'TD-3261' },
  { driver: omronHemUsb, simulator: omronHemSimulator(), time: false, unit: 'M7080IT' },
  { driver: microlifeUsb, simulator: microlifeSimulator(), time: false, unit: 'Microlife BP3GX1-5X' },
] as const;

let clock: FakeClock;
let monitor: SimulatedDevice;
let hut: Hut;
async function begin({ driver, simulator }: Pick<(typeof MONITORS)[number], 'driver' | 'simulator'>): Promise<void> {
  clock = aFakeClock();
  monitor = await simulate(simulator, undefined, { clock, tty: false });
  hut = await aHut({ clock, sockets: { 'bp-1': monitor.socket }, drivers: { 'bp-1': driver }, without: ['glucose-1'] });
}
afterEach(async () => {
  await hut.close();
  await clock.until(monitor.close());
});

const press = async (...lines: readonly string[]): Promise<void> => {
  for (const line of lines) expect((await monitor.press(line)).ok, line).toBe(true);
};
/** Taken off its cable, used, and put back: in another minute than what was there, for clocks that show no seconds. */
async function measures(...lines: readonly string[]): Promise<void> {
  await press('unplug');
  await clock.pass(70_000);
  await press(...lines);
  await clock.pass(1000);
  await press('plug');
}
/** Time in which the monitor talks: its answers take their turns. */
async function goesOn(ms: number): Promise<void> {
  for (const end = clock.now() + ms; clock.now() < end; ) await clock.pass(10);
}
/** To the last screen before its button; what lies in its memory is read while the person is asked. */
async function toReady(filing: 'understood' | 'only-show' = 'understood'): Promise<void> {
  await hut.act({ do: 'wake' }, { do: 'choose', service: 'blood-pressure' }, { do: filing });
  await goesOn(8000);
  await hut.act({ do: 'none' }, ...Array.from({ length: 6 }, () => ({ do: 'next' }) as const), { do: 'fits' });
  await hut.act({ do: 'rested' });
  await clock.pass(60_000);
  expect(hut.view().screen).toEqual({ id: 'bp.ready', ownButton: true });
}
async function toButton(filing: 'understood' | 'only-show' = 'understood'): Promise<void> {
  await toReady(filing);
  await hut.act({ do: 'start' });
  expect(hut.view().screen).toEqual({ id: 'bp.own-button', reading: 1, unplug: true });
}
const nothingFiled = async (): Promise<void> => expect((await hut.agent.file(anyFiling)).sequence).toBe(2); // the start is the first

describe.each(MONITORS)('$driver.id', ({ time, unit, ...one }) => {
  beforeEach(() => begin(one));

  test('each measurement is asked about, and their average is filed under the monitor that was read', async () => {
    await using broker = await anAedes(hut.brokerPort);
    await toButton();
    await hut.act({ do: 'next' });
    expect(hut.view().screen).toMatchObject({ id: 'bp.plug', reading: 1 });
    await measures('take 118/76/64');
    expect((await hut.until('bp.yours', 90_000)).screen).toEqual({
      id: 'bp.yours',
      systolicMmHg: 118,
      diastolicMmHg: 76,
      pulsePerMin: 64,
      ...(time && { time: expect.stringMatching(/^14:2\d$/) }),
    });
    await hut.act({ do: 'mine' });
    expect((await hut.until('bp.pause')).screen).toMatchObject({ why: 'exact', ownButton: true });
    expect((await hut.until('bp.own-button', 61_000)).screen).toMatchObject({ reading: 2, unplug: true });
    await measures('take 120/78/66');
    await hut.until('bp.yours', 90_000);
    await hut.act({ do: 'mine' });
    expect((await hut.until('bp.result')).screen).toMatchObject({ systolicMmHg: 119, averageOf: 2, saved: 'saved' });
    await clock.pass(5000);
    const filed = fold(broker.log).flatMap(({ type, data }) => (type.includes('observation') ? [data] : []));
    const withClock = expect.arrayContaining([
      expect.objectContaining({ valueString: expect.stringMatching(/^2026-11-23T12:/) }),
    ]);
    const by = { device: { display: unit } };
    expect(filed).toMatchObject([{ component: withClock, ...by }, { component: withClock, ...by }, by]);
  });

  test.each([
    ['two', ['take 118/76/64', 'take 119/77/65'], 'BP-SEVERAL'],
    ['none', [], 'BP-OLD'],
  ])('of %s nothing is taken, and the next one alone is asked about', async (_, lines, code) => {
    await toButton();
    await hut.act({ do: 'next' });
    await measures(...lines);
    expect((await hut.until('bp.problem', 90_000)).screen).toMatchObject({ code });
    await nothingFiled();
    await hut.act({ do: 'again' });
    await hut.until('bp.ready', 61_000);
    await hut.act({ do: 'start' });
    await measures('take 121/79/67');
    expect((await hut.until('bp.yours', 90_000)).screen).toMatchObject({ systolicMmHg: 121 });
  });
});

describe('with a number and no clock', () => {
  beforeEach(() => begin({ driver: omronHemUsb, simulator: omronHemSimulator() }));

  test.each(['not-mine', 'back', 'end'] as const)('what is answered with %s stays on the monitor', async (answer) => {
    await toButton();
    await measures('take 171/93/77');
    await hut.until('bp.yours', 90_000);
    await hut.act({ do: answer });
    expect(hut.view().screen).toMatchObject(
      answer === 'end' ? { id: 'bye' } : { id: 'bp.problem', code: 'BP-OTHER', hasReading: false },
    );
    await nothingFiled();
    expect(hut.logged.join()).not.toMatch(/171|KIOSK01|123456/);
  });

  test('a danger is acted on at once, as soon as it is the person’s own', async () => {
    await toButton('only-show');
    await measures('take 192/124/88');
    await hut.until('bp.yours', 90_000);
    await hut.act({ do: 'mine' });
    expect(hut.view().screen).toMatchObject({ id: 'bp.pause', why: 'confirm' });
    await hut.until('bp.own-button', 61_000);
    await measures('take 194/126/88');
    await hut.until('bp.yours', 90_000);
    await hut.act({ do: 'mine' });
    expect(hut.view().screen).toMatchObject({ id: 'act-now', what: 'bp-high', systolicMmHg: 194, saved: 'shown-only' });
  });

  test('what it measured before the button was asked for is nobody’s', async () => {
    await toReady();
    await goesOn(5000);
    await press('take 171/93/77'); // on its cable: it is seen to be new, and read
    await goesOn(20_000);
    expect(hut.view().screen).toMatchObject({ id: 'bp.ready' });
    await hut.act({ do: 'start' }, { do: 'next' });
    await goesOn(10_000);
    expect(hut.view().screen).toEqual({ id: 'bp.plug', reading: 1, isBeingRead: false });
  });

  test('stopped: nobody says that the cuff is loose, and whoever presses nothing is asked whether they are there', async () => {
    await toButton();
    await hut.act({ do: 'stop' });
    expect(hut.view().screen).toEqual({ id: 'bp.stopped', released: false, hasReading: false });
    await hut.act({ do: 'again' });
    await hut.until('bp.ready', 61_000);
    await hut.act({ do: 'start' });
    await clock.pass(181_000);
    expect(hut.view().stillThere).toBeDefined();
    await clock.pass(31_000);
    expect(hut.view().screen).toMatchObject({ id: 'bye' });
  });

  test('it is this panel’s while it is off its cable, and for as long as its result may still come', async () => {
    const there = () => hut.agent.hub.providing('blood-pressure', 'other').working;
    await toReady();
    await press('unplug');
    await clock.pass(10_000);
    await hut.act({ do: 'start' });
    expect(hut.view().screen).toMatchObject({ id: 'bp.own-button' });
    await hut.act({ do: 'stop' }, { do: 'end' });
    await press('plug');
    await goesOn(10_000);
    expect(there()).toBeUndefined();
    await clock.pass(170_000);
    await goesOn(10_000);
    expect(there()?.deviceId).toBe('bp-1');
  });
});

test('a TaiDoc that keeps sugars alone offers no blood pressure, on its cable or off it', async () => {
  await begin({ driver: taidoc, simulator: taidocSimulator() });
  const declared = () => hut.agent.hub.providing('blood-pressure', 'main').declared;
  expect(declared()).toBe(true);
  await press('unplug', 'fault glucose-only', 'plug');
  await goesOn(5000);
  expect(declared()).toBe(false);
  await press('unplug');
  await clock.pass(10_000);
  expect(declared()).toBe(false);
});
