import { expect } from 'vitest';
import { type Deed, dead, never, onABin, staff, timesOf } from '../../test/on-a-bin.ts';

onABin([
  {
    deed: 'smoke',
    from: 'open',
    does: ({ hardware }) => hardware.inside({ smoke: true }),
    ms: 210,
    place: 'alarm',
    told: ['alarm smoke true'],
    check: dead,
  },
  {
    deed: 'smoke while it closes: it stops where it is',
    from: 'open',
    does: async ({ bin, clock, hardware }) => {
      bin().requestClose();
      await clock.pass(500);
      hardware.inside({ smoke: true });
    },
    ms: 60_000,
    place: 'alarm',
    check: (world) => {
      dead(world);
      never('door closed')(world);
    },
  },
  {
    deed: 'an alarm that staff clear while there is smoke',
    from: 'open',
    does: async (world) => {
      world.hardware.inside({ smoke: true });
      await world.clock.pass(1000);
      staff('clear')(world);
    },
    ms: 100,
    place: 'alarm',
    told: ['alarm smoke true'],
  },
  {
    deed: 'an alarm that staff clear when it is over',
    from: 'open',
    does: async (world) => {
      world.hardware.inside({ smoke: true });
      await world.clock.pass(1000);
      world.hardware.inside({ smoke: false });
      await world.clock.pass(1000);
      expect(world.bin().state().place).toBe('alarm');
      staff('clear')(world);
    },
    ms: 0,
    place: 'open',
    told: ['alarm smoke true', 'alarm smoke false'],
    check: (world) => expect(timesOf(world, 'buzzer off')).toHaveLength(1),
  },
  {
    deed: '60 °C',
    from: 'locked',
    does: ({ hardware }) => hardware.inside({ celsius: 60 }),
    ms: 1,
    place: 'alarm',
    told: ['alarm heat-rise true'],
  },
  {
    deed: '30 °C within two minutes',
    from: 'locked',
    does: async ({ hardware, clock }) => {
      for (let celsius = 22; celsius <= 30; celsius += 2, await clock.pass(30_000)) hardware.inside({ celsius });
    },
    ms: 0,
    place: 'locked',
  },
  {
    deed: '8.5 °C within a minute',
    from: 'locked',
    does: async ({ hardware, clock }) => {
      await clock.pass(300_000);
      for (let celsius = 22; celsius <= 30.5; celsius += 0.5, await clock.pass(3000)) hardware.inside({ celsius });
    },
    ms: 0,
    place: 'alarm',
    told: ['alarm heat-rise true'],
  },
  {
    deed: 'somebody at its back',
    from: 'locked',
    does: ({ hardware }) => hardware.inside({ tampered: true }),
    ms: 210,
    place: 'alarm',
    told: ['alarm tamper true'],
  },
  {
    deed: 'the collector’s door, unasked',
    from: 'locked',
    does: ({ hardware }) => hardware.inside({ serviceOpen: true }),
    ms: 40,
    place: 'alarm',
    told: ['alarm service-door true'],
  },
  {
    deed: 'the collector at it: neither his door nor his shaking alarms',
    from: 'locked',
    does: async (world) => {
      staff('service-begun')(world);
      world.hardware.inside({ serviceOpen: true, tampered: true });
      await world.clock.pass(10_000);
      expect(world.bin().state().place).toBe('service');
      expect(world.bin().unlock(world.anAuthorisation())).toBe('out-of-order');
      world.hardware.inside({ serviceOpen: false, tampered: false });
      await world.clock.pass(1000);
      staff('service-ended')(world);
    },
    ms: 5000,
    place: 'locked',
    told: ['settled'],
  },
  {
    deed: 'a collector who leaves his door open',
    from: 'locked',
    does: async (world) => {
      staff('service-begun')(world);
      world.hardware.inside({ serviceOpen: true });
      await world.clock.pass(10_000);
      staff('service-ended')(world);
    },
    ms: 0,
    place: 'alarm',
    told: ['alarm service-door true'],
  },
  {
    deed: 'smoke while the collector is at it',
    from: 'open',
    does: async (world) => {
      staff('service-begun')(world);
      world.hardware.inside({ smoke: true });
    },
    ms: 300,
    place: 'alarm',
  },
  ...(['smokeFree', 'untampered', 'serviceClosed'] as const).map(
    (wire): Deed => ({
      deed: `the wire of ${wire}, cut`,
      from: 'locked',
      does: ({ hardware }) => hardware.wire(wire, 'cut'),
      ms: 210,
      place: 'alarm',
    }),
  ),
  {
    deed: '61 °C, by and by',
    from: 'locked',
    does: async ({ hardware, clock }) => {
      for (let celsius = 22; celsius <= 61; celsius++, await clock.pass(20_000)) hardware.inside({ celsius });
    },
    ms: 0,
    place: 'alarm',
    told: ['alarm heat true'],
  },
]);
