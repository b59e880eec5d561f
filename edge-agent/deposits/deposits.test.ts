import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aDepositWorld, type DepositWorld } from '../../test/a-deposit.ts';
import { armFaultPoints, DEPOSIT_POINTS } from '../fault-point.ts';

const BIN = 'bin-paper';
let world: DepositWorld;
beforeEach(async () => {
  world = aDepositWorld();
  await world.clock.pass(10_000);
});
afterEach(() => world.close());

const events = () =>
  world
    .onDisk()
    .outbox.after(0, 1e6)
    .flatMap((row) => ('damaged' in row ? [] : [JSON.parse(row.payload)]))
    .map(({ id, type, data }) => ({ id, kind: type.split('.')[2], ...data }));
const outcome = () => {
  const [deposit, points, ...more] = events();
  expect(more).toEqual([]);
  return { deposit, points };
};
const begin = () => world.station?.deposits.begin(BIN, 'community');

/** Begun, and the door wide open. */
async function opened(): Promise<void> {
  begin();
  await world.clock.pass(6000);
  expect(world.phase()).toBe('open');
}

test('what is put in is weighed, credited and told, each once', async () => {
  expect(begin()).toBe('begun');
  expect(begin()).toBe('busy');
  expect(world.phase()).toBe('before');
  expect(world.pulses).toEqual([]);
  await world.clock.pass(6000);
  expect(world.phase()).toBe('open');
  world.drop(1230);
  await world.clock.pass(2000);
  expect(world.station?.deposits.view(BIN)?.grams).toBe(1230);
  world.station?.deposits.finish(BIN);
  await world.clock.pass(10_000);
  expect(world.phase()).toBe('settled');
  const { deposit, points } = outcome();
  expect(deposit).toMatchObject({
    kind: 'deposit',
    material: 'paper',
    scale: 'scale-1',
    grams: 1230,
    before: { grams: 4200 },
    after: { grams: 5430 },
    flags: [],
    account: 'community',
    points: 73, // 60 a kilogram, whole points only
    pointsPerKg: 60,
    prices: 'list-1',
  });
  expect(points).toMatchObject({ kind: 'points', posting: deposit.id, account: 'community', points: 73, balance: 73 });
  const { ledger, deposits } = world.onDisk();
  expect([ledger.balance('community'), ledger.balance('city'), ledger.sum()]).toEqual([73, -73, 0]);
  expect(deposits.of(deposit.id)?.steps.map(({ step }) => step)).toEqual(['pulse-1', 'opened', 'closed', 'settled']);
  expect([world.forStaff, world.pulses.map(({ uses }) => uses)]).toEqual([[], [1]]);
  expect(begin()).toBe('begun'); // the next
});

const UNWEIGHED: readonly (readonly [string, string[], boolean, (open: DepositWorld) => unknown])[] = [
  ['nothing put in', ['nothing'], false, () => {}],
  ['something taken out', ['negative'], true, ({ drop }) => drop(-500)],
  ['more than goes through the door', ['too-much'], true, ({ drop }) => drop(31_000)],
  ['a tare taken on the way', ['tare'], true, (open) => open.drop(900) && open.tare()],
  ['a scale that comes to no rest', ['unweighed'], true, (open) => open.drop(900) && open.unsteady(true)],
];
test.each(UNWEIGHED)('%s brings nothing, says so, and keeps the evidence: %s', async (_, flags, staff, act) => {
  await opened();
  act(world);
  world.station?.deposits.finish(BIN);
  await world.clock.pass(30_000);
  expect(events()).toMatchObject([{ kind: 'deposit', flags, points: 0, grams: 0, before: { grams: 4200 } }]);
  expect(world.onDisk().ledger.sum()).toBe(0);
  expect(world.forStaff).toEqual(staff ? [BIN] : []);
});

test('before a scale that does not stand still nothing is opened, and nothing is on disk', async () => {
  world.unsteady(true);
  begin();
  await world.clock.pass(11_000);
  expect(world.station?.deposits.view(BIN)?.phase).toEqual({ id: 'refused', why: 'unsteady' });
  expect([events(), world.pulses, world.onDisk().deposits.unsettled()]).toEqual([[], [], []]);
});

test('a bin that may not open is not opened: what was begun is over, and nobody waits', async () => {
  world.hardware.inside({ levelMm: 150 });
  await world.clock.pass(10_000);
  begin();
  await world.clock.pass(3000);
  expect([events(), world.pulses]).toMatchObject([[{ flags: ['unopened'], points: 0 }], []]);
  expect(world.phase()).toBe('settled');
});

test('a bolt that does not come out gets two pulses, each on disk first; then nothing has happened', async () => {
  world.hardware.stickBolt(true);
  begin();
  await world.clock.pass(30_000);
  expect(events()).toMatchObject([{ flags: ['unopened'], points: 0 }]);
  expect(world.pulses.map(({ uses }) => uses)).toEqual([1, 2]);
});

test('a door that stays open for five minutes: nothing is certain, and staff are called', async () => {
  await opened();
  world.drop(800);
  world.hardware.jam(true);
  await world.clock.pass(310_000);
  expect(events()).toMatchObject([{ flags: ['left-open'], points: 0 }]);
  expect(world.forStaff).toEqual([BIN]);
});

describe('cut short', () => {
  test.each(DEPOSIT_POINTS)(
    'by a kill at “%s”: it comes to one thing, once, and nothing opens by itself',
    async (point) => {
      world.killAt(point);
      begin();
      await world.clock.pass(6000);
      world.drop(1000);
      world.station?.deposits.finish(BIN);
      world.hardware.push('closed'); // whoever stands there
      await world.clock.pass(8000);
      const before = world.pulses.length;
      world.kill();
      world.start();
      await world.clock.pass(30_000);
      expect(world.phase() ?? 'settled').toBe('settled');
      expect(world.pulses).toHaveLength(before);
      const { ledger, deposits } = world.onDisk();
      expect([deposits.unsettled(), ledger.sum()]).toEqual([[], 0]);
      const [deposit, ...others] = events().filter(({ kind }) => kind === 'deposit');
      expect(others).toEqual([]);
      const inside = world.hardware.happened.some(({ what }) => what === 'door open');
      if (!inside) expect(deposit?.points ?? 0).toBe(0);
      else expect(deposit).toMatchObject({ grams: 1000, points: 60 });
      expect(ledger.balance('community')).toBe(inside ? 60 : 0);
    },
  );

  test.each(DEPOSIT_POINTS)(
    'by the board at “%s”: it comes to one thing, once, and nothing opens by itself',
    async (point) => {
      armFaultPoints((passed) => {
        if (passed !== point) return;
        armFaultPoints();
        world.hardware.board('reset');
      });
      begin();
      await world.clock.pass(6000);
      const dropped = world.drop(1000);
      world.station?.deposits.finish(BIN);
      world.hardware.push('closed');
      await world.clock.pass(60_000);
      expect(world.pulses.length).toBeLessThanOrEqual(1);
      expect(world.phase()).toBe('settled');
      const { ledger, deposits } = world.onDisk();
      expect([deposits.unsettled(), ledger.sum(), ledger.balance('community')]).toEqual([[], 0, dropped ? 60 : 0]);
      expect(events().filter(({ kind }) => kind === 'deposit')).toHaveLength(1);
    },
  );

  test.each(['reset', 'lost'] as const)(
    'by the board (%s) as the door came loose, unseen: what is put in then is credited all the same',
    async (event) => {
      begin();
      for (let waited = 0; world.pulses.length === 0 && waited < 6000; waited += 10) await world.clock.pass(10);
      await world.clock.pass(60);
      expect(world.phase()).toBe('opening');
      world.hardware.board(event);
      await world.clock.pass(3000);
      if (event === 'lost') world.hardware.board('back');
      await world.clock.pass(500);
      expect(world.drop(1000)).toBe(true);
      world.hardware.push('closed');
      await world.clock.pass(20_000);
      expect(outcome()).toMatchObject({ deposit: { flags: ['interrupted'], grams: 1000 }, points: { points: 60 } });
    },
  );

  test('by the board, door closed at once: weighed after it is back, credited once, flagged', async () => {
    await opened();
    world.drop(1000);
    world.hardware.board('reset');
    world.hardware.push('closed');
    await world.clock.pass(20_000);
    expect(outcome()).toMatchObject({ deposit: { flags: ['interrupted'], grams: 1000 }, points: { points: 60 } });
    expect(world.pulses).toHaveLength(1);
  });

  test.each([
    ['that opens the door no more than it was', 'left-open', () => {}],
    [
      'and a scale that comes to no rest',
      'unweighed',
      () => {
        world.unsteady(true);
        world.hardware.push('closed');
      },
    ],
  ])('by the board, %s: nothing now, and staff have the evidence', async (_, flag, act) => {
    await opened();
    world.drop(1000);
    world.hardware.jam(true);
    world.hardware.board('reset');
    await world.clock.pass(1000);
    world.hardware.jam(false);
    act();
    if (flag === 'left-open') world.hardware.jam(true);
    await world.clock.pass(60_000);
    expect(events()).toMatchObject([{ flags: ['interrupted', flag], points: 0, before: { grams: 4200 } }]);
    expect(world.forStaff).toEqual([BIN]);
  });

  test('by a board that does not come back: it is not waited for any longer than a minute', async () => {
    await opened();
    world.hardware.board('lost');
    await world.clock.pass(61_000);
    expect(events()).toMatchObject([{ flags: ['interrupted', 'unweighed'], points: 0 }]);
  });
});
