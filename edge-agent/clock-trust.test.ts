import { describe, expect, test } from 'vitest';
import { aFakeClock, type FakeClock } from '../test/fake-clock.ts';
import { openClockTrust } from './clock-trust.ts';

const RELEASED = Date.UTC(2026, 10, 1);
const TODAY = Date.UTC(2026, 10, 23, 6, 20);
const MINUTE = 60_000;
const DAY = 86_400_000;

function started(wallMs: number, newestSavedAtMs?: number): { readonly clock: FakeClock; look: () => unknown } {
  const clock = aFakeClock(wallMs);
  return { clock, look: openClockTrust(clock, { releasedAtMs: RELEASED, newestSavedAtMs }) };
}

describe('at the start', () => {
  test.each([
    ['today', TODAY, undefined, true],
    ['1970', 60_000, undefined, false],
    ['the day before the release', RELEASED - 1, undefined, false],
    ['before the newest event', TODAY - DAY, TODAY, false],
    ['four seconds before the newest event', TODAY - 4000, TODAY, true],
    ['nine years on', RELEASED + 9 * 365 * DAY, undefined, true],
    ['eleven years on', RELEASED + 11 * 365 * DAY, undefined, false],
  ])('%s', (_, wall, newest, trusted) => {
    expect(started(wall, newest).look()).toEqual({ trusted });
  });
});

test('a clock that runs, or is slewed, stays trusted', async () => {
  const { clock, look } = started(TODAY);
  for (let hour = 0; hour < 48; hour++) {
    await clock.pass(60 * MINUTE);
    clock.jump(4900);
    expect(look()).toEqual({ trusted: true });
  }
});

test('a start in 1970 is put right by one step, and says how far it was off, once', async () => {
  const { clock, look } = started(0);
  await clock.pass(20_000);
  expect(look()).toEqual({ trusted: false });
  const off = TODAY - clock.wall();
  clock.jump(off);
  expect(look()).toEqual({ trusted: true, correctedByMs: off });
  expect(look()).toEqual({ trusted: true });
});

test('a step out of 1970 to where it cannot be either puts nothing right', () => {
  const { clock, look } = started(0, TODAY);
  clock.jump(RELEASED + DAY);
  expect(look()).toEqual({ trusted: false });
  clock.jump(TODAY + DAY - clock.wall());
  expect(look()).toMatchObject({ trusted: true });
});

test.each([-400, -1, 1, 400])('a step of %i days is not believed at once; the step back is, and says so', (days) => {
  const { clock, look } = started(TODAY, TODAY - 1000 * DAY);
  clock.jump(days * DAY);
  expect(look()).toEqual({ trusted: false });
  clock.jump(-days * DAY);
  expect(look()).toEqual({ trusted: true, correctedByMs: -days * DAY });
});

test('a step to a time that may be is believed once the clock has run true for forty minutes: what was marked was right', async () => {
  const { clock, look } = started(TODAY);
  clock.jump(DAY);
  expect(look()).toEqual({ trusted: false });
  await clock.pass(39 * MINUTE);
  expect(look()).toEqual({ trusted: false });
  await clock.pass(MINUTE);
  expect(look()).toEqual({ trusted: true, correctedByMs: 0 });
});

test('a step below the floor is never borne out by waiting', async () => {
  const { clock, look } = started(TODAY, TODAY);
  clock.jump(-DAY);
  expect(look()).toEqual({ trusted: false });
  await clock.pass(23 * 60 * MINUTE);
  expect(look()).toEqual({ trusted: false });
});

test('a second step begins the waiting anew', async () => {
  const { clock, look } = started(TODAY);
  clock.jump(3 * DAY);
  look();
  await clock.pass(30 * MINUTE);
  clock.jump(-DAY);
  expect(look()).toEqual({ trusted: false });
  await clock.pass(30 * MINUTE);
  expect(look()).toEqual({ trusted: false });
});
