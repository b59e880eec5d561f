/**
 * The interlocks through our port on real firmware, all in one process and on one clock, which is the chip's: lengths are of
 * its cycles. Each test goes on where the one before it has left the bin.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBinOnAChip, type BinOnAChip } from '../a-bin-on-a-chip.ts';
import { OUTPUTS, PIN } from './bin-board.ts';
import { FIRMWARES } from './images.ts';
import { messages } from './messages.ts';
import { ms, pulses, us } from './rig.ts';

/** In CI one of the slow ones, and ours, which sleeps where they spin; `npm run boards` takes them all. */
const firmwares = FIRMWARES.filter(({ name }) => process.env.YIKE_BOARDS === 'all' || name !== 'StandardFirmata 2.4');
const ACTUATORS = [PIN.lock, PIN.motor, PIN.servo, PIN.buzzer] as const;

describe.each(firmwares)('a bin on $name', ({ image, staleMs }) => {
  let chip: BinOnAChip;
  beforeAll(async () => {
    chip = await aBinOnAChip(image());
  });
  afterAll(() => chip.close());

  /** Which outputs are HIGH; fails where one is not driven at all. */
  const on = (): number[] => {
    expect(OUTPUTS.filter((pin) => !['low', 'high'].includes(chip.rig.level(pin)))).toEqual([]);
    return OUTPUTS.filter((pin) => pin !== PIN.servo && chip.rig.level(pin) === 'high');
  };
  const rises = (...pins: readonly number[]): number[] =>
    chip.rig.changes.filter(({ pin, level }) => pins.includes(pin) && level === 'high').map(({ pin }) => pin);
  const lockPulses = (): number[] => pulses(chip.rig.changes, PIN.lock).map(ms);
  /** Microseconds of the servo's pulses, without the first, by which it takes a new target. */
  const servo = (): number[] => pulses(chip.rig.changes, PIN.servo).slice(2).map(us);
  const near = (wanted: number, widths: readonly number[]): void => {
    expect(widths.length).toBeGreaterThan(3);
    expect(widths.filter((width) => Math.abs(width - wanted) > 25)).toEqual([]);
  };
  const fresh = (): void => {
    chip.rig.forget();
    chip.told();
    chip.sent();
  };
  const unlock = (): void => expect(chip.bin.unlock(chip.authorisation())).toBe('begun');
  const settled = async (place: 'locked' | 'open' | 'alarm' | 'full' | 'fault' | 'service'): Promise<void> => {
    await chip.untilPlace(place);
    await chip.pass(20); // lamps on the line
  };

  test('from its start to locked: every input known, green, and nothing else was ever on', async () => {
    await settled('locked');
    expect(chip.told()).toEqual(['board ready', 'settled']);
    expect(chip.senses()).toEqual({
      ...{ doorClosed: true, serviceClosed: true, beamFree: true, untampered: true, smokeFree: true },
      ...{ levelMm: 802, celsius: 21, motorAmps: 0, coarseGrams: 3175 },
    });
    expect(on()).toEqual([PIN.green]);
    expect(rises(...ACTUATORS)).toEqual([]);
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
    fresh();
    chip.press(begins);
    await settled('alarm');
    expect(chip.senses()?.[sense]).toBe(false);
    expect(on()).toEqual([PIN.red, PIN.buzzer]);
    expect(chip.bin.unlock(chip.authorisation())).toBe('out-of-order');
    chip.press(ends);
    await chip.until(() => chip.senses()?.[sense] === true);
    chip.bin.staff('clear');
    await settled('locked');
    expect(on()).toEqual([PIN.green]);
    expect(chip.told().slice(0, 2)).toEqual([`${told} true`, `${told} false`]);
    expect(rises(PIN.lock, PIN.motor, PIN.servo)).toEqual([]);
  });

  test('full: red, refused, until it is collected with the service door open', async () => {
    chip.press('full');
    await settled('full');
    expect(on()).toEqual([PIN.red]);
    expect(chip.bin.unlock(chip.authorisation())).toBe('full');
    chip.bin.staff('service-begun');
    for (const words of ['service open', 'emptied', 'service shut']) {
      chip.press(words);
      await chip.pass(100);
    }
    chip.bin.staff('collected');
    chip.bin.staff('service-ended');
    await settled('locked');
    expect(on()).toEqual([PIN.green]);
  });

  test('a deposit: one pulse, proved; the door open; a hand, then a jam reopen it; shut, settled, locked', async () => {
    fresh();
    unlock();
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
      fresh();
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
    fresh();
    await chip.untilPlace('settling');
    await chip.pass(20);
    near(647, servo());
    expect(on()).toEqual([]);
    await settled('locked');
    expect(chip.senses()).toMatchObject({ doorClosed: true, coarseGrams: 1221 });
    expect(chip.told().filter((word) => word !== 'prompt close')).toEqual(['closed', 'settled']);
    expect([rises(PIN.lock), on()]).toEqual([[], [PIN.green]]);
  });

  test.each([
    { place: 'locked', after: 'locked', was: PIN.green, forMs: 60 },
    { place: 'unlocking', after: 'open', was: PIN.lock, forMs: 60 }, // its motor has begun to open it
    { place: 'open', after: 'open', was: PIN.motor, forMs: 1000 },
    { place: 'closing', after: 'open', was: PIN.motor, forMs: 300 },
  ] as const)(
    'the board restarts while $place: nothing is on behind it, the door is read anew: $after',
    async ({ place, after, was, forMs }) => {
      if (chip.bin.state().place === 'open') chip.bin.requestClose();
      if (place !== 'closing') await chip.untilPlace('locked');
      if (place === 'unlocking' || place === 'open') unlock();
      await chip.untilPlace(place);
      await chip.pass(forMs);
      expect(on()).toContain(was);
      fresh();
      chip.rig.reset('pin');
      for (const pin of OUTPUTS) expect(chip.rig.level(pin)).toBe('input');
      await chip.until(() => ACTUATORS.every((pin) => chip.rig.level(pin) === 'low'));
      const told: string[] = [];
      await chip.until(() => told.push(...chip.told()) > 0 && told.includes('board ready'));
      await settled(after);
      await chip.pass(500);
      expect(told.filter((word) => /^(opened unlocked|pinched)/.test(word))).toEqual([]);
      expect(rises(PIN.lock, PIN.servo, PIN.buzzer)).toEqual([]);
      // The end of the lock's pulse says the motor as well, and waited for the board: without servo pulses nothing moves.
      expect(
        pulses(chip.rig.changes, PIN.motor)
          .map(ms)
          .filter((length) => length > staleMs),
      ).toEqual([]);
      expect(chip.senses()?.doorClosed).toBe(after === 'locked');
      expect(on()).toEqual(after === 'locked' ? [PIN.green] : []);
    },
  );

  test('and what was found open closes when it is asked to', async () => {
    fresh();
    chip.bin.requestClose();
    await settled('locked');
    expect(chip.told().filter((word) => word !== 'prompt close')).toEqual(['closed', 'settled']);
    expect(rises(PIN.lock)).toEqual([]);
  });

  const startsSlowly = staleMs > 0;
  let heard: string[] = [];
  const told = (): string[] => {
    heard.push(...chip.told());
    return heard;
  };
  /** Into the last half second of its start; it has just answered, and is not missed for two seconds. */
  const restartedUnheard = async (): Promise<void> => {
    fresh();
    heard = [];
    await chip.until(() => chip.sent().some(({ hex }) => hex === 'F9'));
    await chip.pass(20);
    chip.rig.reset('pin');
    await chip.pass(1500);
  };

  test.runIf(startsSlowly)(
    'a pulse for a board that starts comes late: it is cut off, and nothing else moves',
    async () => {
      await restartedUnheard();
      unlock();
      await chip.until(() => told().includes('board ready'));
      await settled('locked');
      expect(lockPulses()).toHaveLength(1);
      expect(lockPulses()[0]).toBeLessThan(staleMs);
      expect(rises(PIN.servo).length).toBeLessThanOrEqual(1);
      expect(told().filter((word) => /opened/.test(word))).toEqual(['unopened']);
    },
  );

  test.runIf(startsSlowly)(
    'a board that was talked to while it started: its receiver was full, and its set-up is whole all the same',
    async () => {
      await restartedUnheard();
      for (let times = 0; times < 6; times++) chip.port.buzz(times % 2 === 0).catch(() => {});
      await chip.until(() => told().includes('board ready'));
      await chip.pass(100);
      chip.said();
      await chip.pass(1000);
      const said = messages(chip.said());
      for (const channel of ['E0', 'E1', 'E2', 'E3']) {
        const samples = said.filter((message) => message.startsWith(channel)).length;
        expect(Math.abs(samples - 10)).toBeLessThanOrEqual(1);
      }
      await settled('locked');
      expect(on()).toEqual([PIN.green]);
    },
  );

  test('a door that does not come loose: two pulses, the coil rested between them, and no more', async () => {
    fresh();
    chip.press('jam');
    unlock();
    await settled('fault');
    await chip.pass(500);
    const [first, , second, ...more] = chip.rig.changes.filter(({ pin }) => pin === PIN.lock).map(({ cycle }) => cycle);
    expect(more).toHaveLength(1);
    expect(ms((second ?? 0) - (first ?? 0))).toBeGreaterThan(2500);
    expect(on()).toEqual([PIN.red]);
    chip.press('jam free');
    chip.bin.staff('clear');
    await settled('locked');
  });
});
