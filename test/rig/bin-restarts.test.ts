/** As `bin.test.ts`, when the board loses its power: what it does by itself, and what the host makes of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBinOnAChip, type BinOnAChip } from '../a-bin-on-a-chip.ts';
import { OUTPUTS, PIN } from './bin-board.ts';
import { FIRMWARES } from './images.ts';
import { messages } from './messages.ts';
import { ms, pulses } from './rig.ts';

/** In CI one of the slow ones, and ours, which sleeps where they spin; `npm run boards` takes them all. */
const firmwares = FIRMWARES.filter(({ name }) => process.env.YIKE_BOARDS === 'all' || name !== 'StandardFirmata 2.4');
const ACTUATORS = [PIN.lock, PIN.motor, PIN.servo, PIN.buzzer] as const;

describe.each(firmwares)('a bin on $name', ({ image, staleMs }) => {
  let chip: BinOnAChip;
  beforeAll(async () => {
    chip = await aBinOnAChip(image());
  });
  afterAll(() => chip.close());

  const lockPulses = (): number[] => pulses(chip.rig.changes, PIN.lock).map(ms);

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
      if (place === 'unlocking' || place === 'open') chip.unlock();
      await chip.untilPlace(place);
      await chip.pass(forMs);
      expect(chip.on()).toContain(was);
      chip.fresh();
      chip.rig.reset('pin');
      for (const pin of OUTPUTS) expect(chip.rig.level(pin)).toBe('input');
      await chip.until(() => ACTUATORS.every((pin) => chip.rig.level(pin) === 'low'));
      const told: string[] = [];
      await chip.until(() => told.push(...chip.told()) > 0 && told.includes('board ready'));
      await chip.settled(after);
      await chip.pass(500);
      expect(told.filter((word) => /^(opened unlocked|pinched)/.test(word))).toEqual([]);
      expect(chip.rises(PIN.lock, PIN.servo, PIN.buzzer)).toEqual([]);
      // The end of the lock's pulse says the motor as well, and waited for the board: without servo pulses nothing moves.
      expect(
        pulses(chip.rig.changes, PIN.motor)
          .map(ms)
          .filter((length) => length > staleMs),
      ).toEqual([]);
      expect(chip.senses()?.doorClosed).toBe(after === 'locked');
      expect(chip.on()).toEqual(after === 'locked' ? [PIN.green] : []);
    },
  );

  test('and what was found open closes when it is asked to', async () => {
    chip.fresh();
    chip.bin.requestClose();
    await chip.settled('locked');
    expect(chip.told().filter((word) => word !== 'prompt close')).toEqual(['closed', 'settled']);
    expect(chip.rises(PIN.lock)).toEqual([]);
  });

  const startsSlowly = staleMs > 0;
  let heard: string[] = [];
  const told = (): string[] => {
    heard.push(...chip.told());
    return heard;
  };
  /** Into the last half second of its start; it has just answered, and is not missed for two seconds. */
  const restartedUnheard = async (): Promise<void> => {
    chip.fresh();
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
      chip.unlock();
      await chip.until(() => told().includes('board ready'));
      await chip.settled('locked');
      expect(lockPulses()).toHaveLength(1);
      expect(lockPulses()[0]).toBeLessThan(staleMs);
      expect(chip.rises(PIN.servo).length).toBeLessThanOrEqual(1);
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
      await chip.settled('locked');
      expect(chip.on()).toEqual([PIN.green]);
    },
  );
});
