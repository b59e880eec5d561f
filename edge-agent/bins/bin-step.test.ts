/** What two things at one and the same moment do: no clock is fine enough to bring them about by chance. */
import { expect, test } from 'vitest';
import { BIN_LIMITS } from './bin-limits.ts';
import { dueAt, placeOf, step } from './bin-machine.ts';
import type { BinSenses } from './bin-port.ts';
import { type BinDoes, type BinInput, type BinState, UNKNOWN } from './bin-state.ts';

const FINE: BinSenses = {
  doorClosed: true,
  serviceClosed: true,
  beamFree: true,
  untampered: true,
  smokeFree: true,
  levelMm: 900,
  celsius: 22,
  motorAmps: 0,
};
const OPEN: BinSenses = { ...FINE, doorClosed: false };
const SMOKE = { smokeFree: false };

/** A bin whose authorisations are letters, stepped by hand. */
function aMachine() {
  let state: BinState<string> = UNKNOWN;
  let now = 0;
  const feed = (input: BinInput<string>): readonly BinDoes<string>[] => {
    const next = step(state, input, now, BIN_LIMITS);
    state = next.state;
    return next.does;
  };
  const look = (senses: BinSenses) => feed({ on: 'senses', senses });
  return {
    feed,
    look,
    place: () => placeOf(state),
    /** Steps it at every moment it wants, up to `ms` from now. */
    pass(ms: number, senses: BinSenses): void {
      const end = now + ms;
      for (let at = dueAt(state, BIN_LIMITS); at < end; at = dueAt(state, BIN_LIMITS)) {
        expect(at).toBeGreaterThan(now); // or it would be stepped for ever
        now = at;
        look(senses);
      }
      now = end;
    },
    locked(): void {
      feed({ on: 'board', news: 'ready', senses: FINE });
      this.pass(5000, FINE);
      expect(placeOf(state)).toBe('locked');
    },
    unlocking(): void {
      this.locked();
      expect(feed({ on: 'unlock', authorisation: 'a' })).toContainEqual({ does: 'pulse', authorisation: 'a' });
      feed({ on: 'pulsed' });
    },
    open(): void {
      this.unlocking();
      this.pass(100, FINE);
      look(OPEN);
      expect(placeOf(state)).toBe('open');
    },
  };
}

const deeds = (does: readonly BinDoes<string>[]): string[] =>
  does.flatMap((one) => (one.does === 'drive' ? [one.drive] : one.does === 'tell' ? [] : [one.does]));

test('the second pulse is due, and read closed: sent; with smoke it is not', () => {
  const machine = aMachine();
  machine.unlocking();
  machine.pass(2500, FINE);
  expect(deeds(machine.look(FINE))).toEqual(['released', 'pulse']);
  expect(deeds(machine.feed({ on: 'pulsed' }))).toEqual(['open', 'spend']);
  const burning = aMachine();
  burning.unlocking();
  burning.pass(2500, FINE);
  expect(deeds(burning.look({ ...FINE, ...SMOKE }))).toEqual(['released', 'spend', 'lamps', 'buzz']);
});

test('the second pulse is due, and the door reads open: it is spent instead', () => {
  const machine = aMachine();
  machine.unlocking();
  machine.pass(2500, FINE);
  expect(deeds(machine.look(OPEN))).toContain('spend');
  expect(deeds(machine.look(OPEN))).not.toContain('pulse');
});

test.each([
  ['smoke', SMOKE],
  ['a hand', { beamFree: false }],
])('the closing move is due, and there is %s: it does not begin', (_, what) => {
  const machine = aMachine();
  machine.open();
  machine.pass(30_000, OPEN);
  expect(deeds(machine.look({ ...OPEN, ...what }))).not.toContain('closed');
  const free = aMachine();
  free.open();
  free.pass(30_000, OPEN);
  expect(deeds(free.look(OPEN))).toContain('closed');
});

test('a board that restarted and was never seen to be away: no second pulse', () => {
  const machine = aMachine();
  machine.unlocking();
  machine.pass(1000, FINE);
  expect(deeds(machine.feed({ on: 'board', news: 'restarted', senses: FINE }))).toContain('spend');
  machine.pass(1500, FINE);
  expect(deeds(machine.look(FINE))).not.toContain('pulse');
  expect(machine.place()).toBe('settling');
});

test('a pulse that was sent as the alarm came moves no door', () => {
  const machine = aMachine();
  machine.locked();
  machine.feed({ on: 'unlock', authorisation: 'a' });
  machine.look({ ...FINE, ...SMOKE });
  expect(deeds(machine.feed({ on: 'pulsed' }))).toEqual([]);
});

test('a door that bounces as it opens is not closed, though that is wanted, before it has opened', () => {
  const machine = aMachine();
  machine.open();
  machine.look(FINE);
  expect(deeds(machine.feed({ on: 'close' }))).not.toContain('closed');
  machine.pass(1000, FINE);
  expect(deeds(machine.look(OPEN))).toContain('closed');
});

test('a door that the board has stopped by itself is opened again, whatever the sensors show by then', () => {
  const bin = aMachine();
  bin.open();
  bin.pass(3000, OPEN);
  expect(bin.feed({ on: 'close' })).toContainEqual({ does: 'drive', drive: 'closed' });
  bin.pass(300, OPEN);
  expect(bin.look({ ...OPEN, pinched: true })).toContainEqual({ does: 'drive', drive: 'open' });
  expect(bin.place()).toBe('reopening');
});
