import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { caresensN } from '../../edge-agent/drivers/caresens-n.ts';
import { lineSettings, type SimulatedDevice, simulate } from '../../edge-agent/index.ts';
import { caresensSimulator } from '../../edge-agent/simulators/caresens-n.ts';
import { aFakeClock, type FakeClock } from '../../test/fake-clock.ts';
import { aHut, anyFiling, type Hut } from '../../test/hut.ts';
import { anAedes, type EmbeddedBroker, fold } from '../../test/platform.ts';

/** A hut whose only glucose meter is one that is read out. Its clock shows 12:20 at the station's 14:20. */
let clock: FakeClock;
let meter: SimulatedDevice;
let hut: Hut;
const aHutWithIt = (home?: Pick<Hut, 'folder' | 'brokerPort'>): Promise<Hut> =>
  aHut({
    clock,
    sockets: { 'glucose-1': meter.socket },
    drivers: { 'glucose-1': caresensN },
    ...(home && { home }),
  });
beforeEach(async () => {
  clock = aFakeClock();
  meter = await simulate(caresensSimulator(), lineSettings(caresensN), { clock, tty: false });
  hut = await aHutWithIt();
});
afterEach(async () => {
  await hut.close();
  await clock.until(meter.close());
});

const press = async (...lines: readonly string[]): Promise<void> => {
  for (const line of lines) expect((await meter.press(line)).ok, line).toBe(true);
};
/** Time in which the meter talks: its bytes come one by one. */
async function goesOn(ms: number): Promise<void> {
  for (const end = clock.now() + ms; clock.now() < end; ) await clock.pass(10);
}
/** Taken off its cable, used, and put back. */
async function measures(...lines: readonly string[]): Promise<void> {
  await press('unplug');
  await clock.pass(20_000);
  await press(...lines);
  await press('plug');
}
/** To where a strip is asked for; what lies in the memory is read while the hands are washed. */
async function toStrip(filing: 'understood' | 'only-show' = 'understood', washingMs = 5000): Promise<void> {
  await hut.act({ do: 'wake' }, { do: 'choose', service: 'glucose' }, { do: filing }, { do: 'ate', meal: 'fasting' });
  await goesOn(washingMs);
  await hut.act({ do: 'next' });
  expect(hut.view().screen).toMatchObject({ id: 'glu.strip', unplug: true });
}
const toPlug = (): Promise<void> => hut.act({ do: 'next' }, { do: 'next' });
/** What was filed, by the platform's own account. */
async function filedIn(broker: EmbeddedBroker): Promise<readonly object[]> {
  await clock.pass(5000);
  return fold(broker.log).flatMap(({ type, time, data }) =>
    type.includes('observation') ? [{ time, ...(data as object) }] : [],
  );
}
const nothingFiled = async (): Promise<void> => expect((await hut.agent.file(anyFiling)).sequence).toBe(2); // the start is the first

describe('the one result that is new', () => {
  test('is asked about, and filed for who says that it is theirs, as of the moment of measuring', async () => {
    await using broker = await anAedes(hut.brokerPort);
    await toStrip();
    await toPlug();
    expect(hut.view().screen).toMatchObject({ id: 'glu.plug' });
    const before = clock.wall();
    await measures('take 5.6');
    const { screen } = await hut.until('glu.yours');
    expect(screen).toEqual({ id: 'glu.yours', mmolPerL: 5.6, time: '14:20' });
    expect(await filedIn(broker)).toEqual([]);
    await hut.act({ do: 'mine' });
    expect((await hut.until('glu.result')).screen).toMatchObject({ mmolPerL: 5.6, meal: 'fasting', saved: 'saved' });
    const [filed, ...more] = await filedIn(broker);
    expect(more).toEqual([]);
    expect(filed).toMatchObject({
      valueQuantity: { value: 5.6 },
      device: { identifier: { value: 'CNP07A12345' } },
      component: expect.arrayContaining([
        expect.objectContaining({ valueString: expect.stringMatching(/^2026-11-23T12:/) }),
      ]),
    });
    const { time } = filed as { time: string };
    expect(Math.abs(Date.parse(time) - (before + 20_000))).toBeLessThan(2000);
  });

  test.each(['not-mine', 'back', 'end'] as const)('is left on the meter by who answers %s', async (answer) => {
    await toStrip();
    await toPlug();
    await measures('take 27.8');
    await hut.until('glu.yours');
    await hut.act({ do: answer });
    expect(hut.view().screen).toMatchObject(
      answer === 'end' ? { id: 'bye' } : { id: 'glu.problem', code: 'GLU-OTHER' },
    );
    await hut.act({ do: 'end' });
    await nothingFiled();
    expect(hut.logged.join()).not.toMatch(/27\.8|500|CNP07/);
  });

  test('refused, it is not asked about again; the next one is', async () => {
    await toStrip();
    await toPlug();
    await measures('take 9.9');
    await hut.until('glu.yours');
    await hut.act({ do: 'not-mine' }, { do: 'again' });
    await toPlug();
    await measures('take 5.6');
    expect((await hut.until('glu.yours')).screen).toMatchObject({ mmolPerL: 5.6 });
  });

  test('is found as soon as the meter is back, also by who has not tapped on', async () => {
    await toStrip();
    await measures('take HI');
    expect((await hut.until('glu.yours')).screen).toEqual({ id: 'glu.yours', beyond: 'above-range', time: '14:20' });
    await hut.act({ do: 'mine' });
    expect(hut.view().screen).toMatchObject({ id: 'act-now', what: 'glucose-above-range' });
  });

  test('is shown and not filed for who wished so', async () => {
    await toStrip('only-show');
    await toPlug();
    await measures('take 5.6');
    await hut.until('glu.yours');
    await hut.act({ do: 'mine' });
    expect(hut.view().screen).toMatchObject({ id: 'glu.result', saved: 'shown-only' });
    await nothingFiled();
  });
});

describe('nothing is taken', () => {
  test.each([
    ['two results', ['take 5.6', 'take 7.8'], 'GLU-SEVERAL'],
    ['a control solution', ['hold 5.6 control'], 'GLU-CONTROL'],
    ['another analyte', ['hold 1.2 ketone'], 'GLU-OLD'],
    ['nothing new', [], 'GLU-OLD'],
  ])('of %s', async (_, lines, code) => {
    await toStrip();
    await toPlug();
    await measures(...lines);
    expect((await hut.until('glu.problem')).screen).toMatchObject({ code });
    await hut.act({ do: 'end' });
    await nothingFiled();
  });

  test('beside a control solution the person’s own is found', async () => {
    await toStrip();
    await toPlug();
    await measures('hold 5.6 control', 'take 7.8');
    expect((await hut.until('glu.yours')).screen).toMatchObject({ mmolPerL: 7.8 });
  });

  test('of what another person measured before this visit, though nobody has read it yet', async () => {
    await press('unplug');
    await clock.pass(30_000);
    await press('take 9.9');
    await clock.pass(10_000);
    await press('plug');
    await goesOn(5000);
    await toStrip('understood', 0); // nor is it read before the meter is taken off again
    await toPlug();
    await measures('take 5.6');
    expect((await hut.until('glu.yours')).screen).toMatchObject({ mmolPerL: 5.6 });
  });

  test('a meter that stays on its cable tells nothing, and its visit waits', async () => {
    await toStrip();
    await toPlug();
    await goesOn(5000);
    expect(hut.view().screen).toEqual({ id: 'glu.plug', reading: false });
  });

  test('the same memory read again adds nothing, over a restart, and with the meter’s clock set anew', async () => {
    await toStrip();
    await toPlug();
    await measures('take 5.6');
    await hut.until('glu.yours');
    await hut.act({ do: 'mine' }, { do: 'end' });
    await clock.pass(3000);
    const home = hut;
    await clock.until(hut.panel.close());
    await clock.until(hut.agent.close());
    hut = await aHutWithIt({ folder: home.folder, brokerPort: home.brokerPort });
    await toStrip('understood', 0);
    await press('unplug');
    // By this clock the reading that was filed a minute ago was measured just now.
    await clock.pass(50_000);
    await press('clock 2026-11-23T12:20:40');
    await toPlug();
    await press('plug');
    expect((await hut.until('glu.problem')).screen).toMatchObject({ code: 'GLU-OLD' });
  });
});

describe('a meter whose clock cannot be read', () => {
  beforeEach(async () => {
    await press('unplug', 'fault older', 'plug');
    await goesOn(5000);
  });

  test('only what was not there when the test began is new', async () => {
    await toStrip();
    await toPlug();
    await measures('take 5.6');
    expect((await hut.until('glu.yours', 120_000)).screen).toEqual({ id: 'glu.yours', mmolPerL: 5.6 });
  });

  test('of one whose memory was not read before nobody knows what is new: measured again, it is known', async () => {
    await toStrip('understood', 0);
    await toPlug();
    await measures('take 5.6');
    expect((await hut.until('glu.problem', 120_000)).screen).toMatchObject({ code: 'GLU-OLD' });
    await hut.act({ do: 'again' });
    await toPlug();
    await measures('take 7.8');
    expect((await hut.until('glu.yours', 120_000)).screen).toMatchObject({ mmolPerL: 7.8 });
  });
});

test('the city is told that it works, and how far its clock is out; it is never set', async () => {
  await using broker = await anAedes(hut.brokerPort);
  await toStrip();
  const device = (): unknown =>
    JSON.parse(broker.log.filter(({ topic }) => topic.endsWith('/glucose-1/state')).at(-1)?.payload ?? '{}');
  await vi.waitFor(async () => {
    await clock.pass(500);
    expect(device()).toMatchObject({ clock: { aheadS: expect.any(Number) } });
  });
  expect((device() as { clock: { aheadS: number } }).clock.aheadS).toBeCloseTo(-7200, -1);
});
