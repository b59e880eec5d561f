import { expect } from 'vitest';
import type { BinWorld } from '../../test/a-bin.ts';
import { dead, drivesOf, never, onABin, staff, timesOf } from '../../test/on-a-bin.ts';

/** Closes, and has its hand in when the door is on its way. */
async function handBeneath(world: BinWorld): Promise<void> {
  world.bin().requestClose();
  await world.clock.pass(1000);
  world.hardware.reachIn();
}
onABin([
  {
    deed: 'a hand beneath the closing door',
    from: 'open',
    does: handBeneath,
    ms: 40,
    place: 'reopening',
    told: ['pinched'],
    check: (world) => {
      never('pressing')(world);
      expect(drivesOf(world).at(-1)).toBe('drive open');
    },
  },
  {
    deed: 'a hand that stays: the door waits for it, moving not at all',
    from: 'open',
    does: handBeneath,
    ms: 40_000,
    place: 'open',
    check: (world) => expect(timesOf(world, 'drive closed')).toHaveLength(1),
  },
  {
    deed: 'a hand, then nothing: closed at the second try, three seconds after it has left',
    from: 'open',
    does: async (world) => {
      await handBeneath(world);
      await world.clock.pass(10_000);
      world.hardware.pullOut();
    },
    ms: 3030 + 2800,
    place: 'settling',
    check: (world) => {
      const [left] = timesOf(world, 'hand out');
      expect(timesOf(world, 'drive closed').at(-1)).toBe((left ?? 0) + 30 + 3000);
    },
  },
  {
    deed: 'a hand, and a resident who insists: three seconds all the same',
    from: 'open',
    does: async (world) => {
      await handBeneath(world);
      await world.clock.pass(100);
      world.hardware.pullOut();
      await world.clock.pass(3000);
      world.bin().requestClose();
    },
    ms: 2400,
    place: 'open',
  },
  {
    deed: 'a thing that the light barrier does not see: felt by the motor’s current, three times, and given up',
    from: 'open',
    does: async (world) => {
      world.hardware.wire('beamFree', 'short');
      world.hardware.reachIn();
      world.bin().requestClose();
    },
    ms: 3 * (2500 + 2500) + 2 * 3000 + 500,
    place: 'fault',
    told: ['pinched', 'prompt close', 'pinched', 'pinched', 'prompt close', 'fault blocked true'],
    check: (world) => {
      dead(world);
      const released = timesOf(world, 'not pressing');
      for (const [nth, from] of timesOf(world, 'pressing').entries())
        expect((released[nth] ?? Number.NaN) - from).toBeLessThanOrEqual(150);
    },
  },
  {
    deed: 'a closed door that reads open: it is tried three times',
    from: 'open',
    does: (world) => {
      world.hardware.wire('doorClosed', 'cut');
      world.bin().requestClose();
    },
    ms: 3 * (3500 + 2500) + 2 * 3000,
    place: 'fault',
    check: (world) => {
      expect(timesOf(world, 'drive closed')).toHaveLength(3);
      dead(world);
    },
  },
  {
    deed: 'a motor whose current is not known does not close',
    from: 'open',
    does: (world) => {
      world.hardware.wire('motorAmps', 'cut');
      world.bin().requestClose();
    },
    ms: 350,
    place: 'reopening',
    told: ['pinched'],
  },
  {
    deed: 'nothing put in: asked at 20 s',
    from: 'open',
    does: () => {},
    ms: 17_100,
    place: 'open',
    told: ['prompt close', 'prompt put-in', 'prompt close'],
  },
  { deed: 'nothing put in: closed at 30 s', from: 'open', does: () => {}, ms: 27_100, place: 'closing' },
  {
    deed: 'something put in now and then: it stays open',
    from: 'open',
    does: async ({ hardware, clock }) => {
      for (let bag = 0; bag < 4; bag++) {
        await clock.pass(15_000);
        hardware.reachIn();
        await clock.pass(500);
        hardware.pullOut();
      }
    },
    ms: 1000,
    place: 'open',
    told: ['prompt close', 'prompt close', 'prompt close', 'alarm door-open true'],
  },
  {
    deed: 'a door that stays open: staff are called, once, and no more once it is closed',
    from: 'open',
    does: async ({ hardware, clock }) => {
      hardware.reachIn();
      await clock.pass(600_000);
      hardware.pullOut();
    },
    ms: 33_000,
    place: 'settling',
    told: [
      ...['prompt close', 'prompt close', 'prompt close', 'alarm door-open true', 'task door-open'],
      ...['prompt put-in', 'closed', 'alarm door-open false'],
    ],
  },
  {
    deed: 'closed by its motor: pressed home, so that the bolt catches',
    from: 'open',
    does: ({ bin }) => bin().requestClose(),
    ms: 2800,
    place: 'settling',
    check: (world) => {
      const [closed = 0] = timesOf(world, 'door closed');
      expect(timesOf(world, 'drive released').at(-1)).toBe(closed + 30 + 200);
    },
  },
  {
    deed: 'a contact that says closed too early, and a hand: it stops',
    from: 'open',
    does: async ({ bin, clock, hardware }) => {
      bin().requestClose();
      await clock.pass(1000);
      hardware.wire('doorClosed', 'short');
      await clock.pass(40);
      hardware.reachIn();
    },
    ms: 30,
    place: 'settling',
    check: dead,
  },
  {
    deed: 'pushed shut by hand',
    from: 'open',
    does: ({ hardware }) => hardware.push('closed'),
    ms: 40,
    place: 'settling',
    told: ['closed'],
  },
  {
    deed: 'the wire of the door, cut: open, and nothing was unlocked',
    from: 'locked',
    does: ({ hardware }) => hardware.wire('doorClosed', 'cut'),
    ms: 40,
    place: 'open',
    told: ['opened unbidden'],
  },
  {
    deed: 'forced open',
    from: 'locked',
    does: ({ hardware }) => hardware.push('open'),
    ms: 40,
    place: 'open',
    told: ['opened unbidden'],
    check: never('pulse'),
  },
  {
    deed: 'a bolt that does not come out: two pulses, then a fault',
    from: 'locked',
    does: async (world) => {
      world.hardware.stickBolt(true);
      expect(world.bin().unlock(world.anAuthorisation())).toBe('begun');
    },
    ms: 5100,
    place: 'fault',
    told: ['fault stuck true', 'unopened'],
    check: (world) => {
      const [first = 0, second = 0, ...more] = timesOf(world, 'pulse');
      expect(second - first).toBe(2500);
      expect(more).toEqual([]);
      expect(drivesOf(world).slice(1)).toEqual(['drive open', 'drive released', 'drive open', 'drive released']);
    },
  },
  {
    deed: 'a door that bounces as it is opened',
    from: 'locked',
    does: async ({ hardware, bin, clock, anAuthorisation }) => {
      bin().unlock(anAuthorisation());
      await clock.pass(400);
      hardware.push('closed');
    },
    ms: 2500,
    place: 'open',
    told: ['opened unlocked', 'closed', 'opened found'],
    check: (world) => expect(timesOf(world, 'pulse')).toHaveLength(1),
  },
  {
    deed: 'a bolt that comes out at the second pulse',
    from: 'locked',
    does: async ({ hardware, bin, clock, anAuthorisation }) => {
      hardware.stickBolt(true);
      bin().unlock(anAuthorisation());
      await clock.pass(1000);
      hardware.stickBolt(false);
    },
    ms: 1700,
    place: 'open',
    told: ['opened unlocked'],
  },
  {
    deed: 'given up, the door stands open, and nothing more goes in; staff have looked, and it closes',
    from: 'open',
    does: async (world) => {
      world.hardware.jam(true);
      world.bin().requestClose();
      await world.clock.pass(20_000);
      expect(world.bin().state().place).toBe('fault');
      expect(world.bin().unlock(world.anAuthorisation())).toBe('out-of-order');
      world.hardware.jam(false);
      staff('clear')(world);
    },
    ms: 30_000 + 3000,
    place: 'settling',
  },
]);
