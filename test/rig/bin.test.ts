/**
 * The interlocks through our port on real firmware, all in one process and on one clock, which is the chip's: lengths are of
 * its cycles. Each test goes on where the one before it has left the bin.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBinOnAChip, type BinOnAChip } from '../a-bin-on-a-chip.ts';
import { PIN } from './bin-board.ts';
import { FIRMWARES } from './images.ts';
import { ms, pulses, us } from './rig.ts';

/** In CI one of the slow ones, and ours, which sleeps where they spin; `npm run boards` takes them all. */
const firmwares = FIRMWARES.filter(({ name }) => process.env.YIKE_BOARDS === 'all' || name !== 'StandardFirmata 2.4');
const ACTUATORS = [PIN.lock, PIN.motor, PIN.servo, PIN.buzzer] as const;

describe.each(firmwares)('a bin on $name', ({ image }) => {
  let chip: BinOnAChip;
  beforeAll(async () => {
    chip = await aBinOnAChip(image());
  });
  afterAll(() => chip.close());

  const lockPulses = (): number[] => pulses(chip.rig.changes, PIN.lock).map(ms);
  /** Microseconds of the servo's pulses, without the first, by which it takes a new target. */
  const servo = (): number[] => pulses(chip.rig.changes, PIN.servo).slice(2).map(us);
  const near = (wanted: number, widths: readonly number[]): void => {
    expect(widths.length).toBeGreaterThan(3);
    expect(widths.filter((width) => Math.abs(width - wanted) > 25)).toEqual([]);
  };
  test('from its start to locked: every input known, green, and nothing else was ever on', async () => {
    await chip.settled('locked');
    expect(chip.told()).toEqual(['board ready', 'settled']);
    expect(chip.senses()).toEqual({
      ...{ doorClosed: true, serviceClosed: true, beamFree: true, untampered: true, smokeFree: true },
      ...{ levelMm: 802, celsius: 21, motorAmps: 0, coarseGrams: 3175 },
    });
    expect(chip.on()).toEqual([PIN.green]);
    expect(chip.rises(...ACTUATORS)).toEqual([]);
  });

  test('what lies in it is read', async () => {
    for (const words of ['heap 500', 'load 20', 'heat 25']) chip.press(words);
    await chip.pass(600);
    const { levelMm = 0, coarseGrams, celsius = 0 } = chip.senses() ?? {};
    expect(Math.abs(levelMm - 500)).toBeLessThan(15);
    expect(Math.abs(Number(coarseGrams) - 20_000)).toBeLessThan(100);
    expect(Math.abs(celsius - 25)).toBeLessThan(0.3);
  });

  test.each([
    ['smoke', 'smoke gone', 'smokeFree', 'alarm smoke'],
    ['tamper', 'tamper over', 'untampered', 'alarm tamper'],
    ['service open', 'service shut', 'serviceClosed', 'alarm service-door'],
  ] as const)('%s: red, loud, refused, until staff clear it', async (begins, ends, sense, told) => {
    chip.fresh();
    chip.press(begins);
    await chip.settled('alarm');
    expect(chip.senses()?.[sense]).toBe(false);
    expect(chip.on()).toEqual([PIN.red, PIN.buzzer]);
    expect(chip.bin.unlock(chip.authorisation())).toBe('out-of-order');
    chip.press(ends);
    await chip.until(() => chip.senses()?.[sense] === true);
    chip.bin.staff('clear');
    await chip.settled('locked');
    expect(chip.on()).toEqual([PIN.green]);
    expect(chip.told().slice(0, 2)).toEqual([`${told} true`, `${told} false`]);
    expect(chip.rises(PIN.lock, PIN.motor, PIN.servo)).toEqual([]);
  });

  test('full: red, refused, until it is collected with the service door open', async () => {
    chip.press('full');
    await chip.settled('full');
    expect(chip.on()).toEqual([PIN.red]);
    expect(chip.bin.unlock(chip.authorisation())).toBe('full');
    chip.bin.staff('service-begun');
    for (const words of ['service open', 'emptied', 'service shut']) {
      chip.press(words);
      await chip.pass(100);
    }
    chip.bin.staff('collected');
    chip.bin.staff('service-ended');
    await chip.settled('locked');
    expect(chip.on()).toEqual([PIN.green]);
  });

  test('a deposit: one pulse, proved; the door open; a hand, then a jam reopen it; shut, settled, locked', async () => {
    chip.fresh();
    chip.unlock();
    await chip.until(() => chip.rig.level(PIN.motor) === 'high');
    await chip.untilPlace('open');
    await chip.until(() => chip.rig.level(PIN.motor) === 'low');
    const [length = 0, ...more] = lockPulses();
    expect(more).toEqual([]);
    expect(Math.abs(length - 500)).toBeLessThan(5);
    near(1523, servo());
    await chip.pass(150);
    expect(chip.senses()).toMatchObject({ doorClosed: false, motorAmps: 0 });
    chip.press('drop 1.2');
    await chip.pass(400);
    chip.bin.requestClose();
    for (const stops of ['hand', 'jam']) {
      await chip.untilPlace('closing');
      await chip.pass(400);
      chip.fresh();
      const before = chip.rig.cycles;
      chip.press(stops);
      await chip.untilPlace('reopening');
      expect(chip.told()).toEqual(['pinched']);
      await chip.pass(100);
      near(1523, servo().slice(-4));
      const opensAt = chip.rig.changes.find(({ pin, level, cycle }, at) => {
        const falls = chip.rig.changes.slice(at).find((later) => later.pin === pin && later.level === 'low');
        return pin === PIN.servo && level === 'high' && us((falls?.cycle ?? 0) - cycle) > 1400;
      });
      expect(ms((opensAt?.cycle ?? Number.POSITIVE_INFINITY) - before)).toBeLessThan(250);
      chip.press(stops === 'hand' ? 'hand away' : 'jam free');
    }
    await chip.untilPlace('closing');
    chip.fresh();
    await chip.untilPlace('settling');
    await chip.pass(20);
    near(647, servo());
    expect(chip.on()).toEqual([]);
    await chip.settled('locked');
    expect(chip.senses()).toMatchObject({ doorClosed: true, coarseGrams: 1221 });
    expect(chip.told().filter((word) => word !== 'prompt close')).toEqual(['closed', 'settled']);
    expect([chip.rises(PIN.lock), chip.on()]).toEqual([[], [PIN.green]]);
  });

  test('a door that does not come loose: two pulses, the coil rested between them, and no more', async () => {
    chip.fresh();
    chip.press('jam');
    chip.unlock();
    await chip.settled('fault');
    await chip.pass(500);
    const [first, , second, ...more] = chip.rig.changes.filter(({ pin }) => pin === PIN.lock).map(({ cycle }) => cycle);
    expect(more).toHaveLength(1);
    expect(ms((second ?? 0) - (first ?? 0))).toBeGreaterThan(2500);
    expect(chip.on()).toEqual([PIN.red]);
    chip.press('jam free');
    chip.bin.staff('clear');
    await chip.settled('locked');
  });
});
