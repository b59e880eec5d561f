import { expect, test } from 'vitest';
import { type Deed, onABin, staff } from '../../test/on-a-bin.ts';
import { BIN_LIMITS } from './bin-limits.ts';
import { judgedFrom, looked, NOT_JUDGED } from './fill.ts';

/** What fifteen looks find, of which each five are these. */
function found(...five: readonly (number | undefined)[]): readonly string[] {
  let fill = judgedFrom(NOT_JUDGED, 0);
  for (let nth = 0; nth < 15; nth++) {
    const levelMm = five[nth % 5];
    const senses = { beamFree: true, celsius: 22, motorAmps: 0, ...(levelMm !== undefined && { levelMm }) };
    fill = looked(fill, senses, nth * 100, BIN_LIMITS);
  }
  return fill.full;
}

test.each([
  [[250, 250, 900, 900, 250], ['level']],
  [[900, 900, 250, 250, 900], []],
  [[250, 900, 250, 900, 900], []],
  [[250, undefined, 250, undefined, 900], ['level']],
  [[undefined, 250, undefined, 250, undefined], ['unknown']],
] as const)('looks of %j millimetres, three times: %j', (five, full) => {
  expect(found(...five)).toEqual(full);
});

onABin([
  ...(['levelMm', 'celsius', 'motorAmps', 'coarseGrams', 'beamFree'] as const).map(
    (wire): Deed => ({
      deed: `the wire of ${wire}, cut: nothing more goes in until it is mended`,
      from: 'locked',
      does: async (world) => {
        world.hardware.wire(wire, 'cut');
        await world.clock.pass(2000);
        expect(world.bin().state().place).toBe('full');
        expect(world.bin().unlock(world.anAuthorisation())).toBe('full');
        world.hardware.wire(wire, 'whole');
      },
      ms: 2000,
      place: 'locked',
      told: ['full unknown true', 'full unknown false'],
    }),
  ),
  {
    deed: 'full to 90 %',
    from: 'locked',
    does: ({ hardware }) => hardware.inside({ levelMm: 280 }),
    ms: 1600,
    place: 'full',
    told: ['full level true'],
    check: ({ bin, anAuthorisation, hardware }) => {
      expect(bin().unlock(anAuthorisation())).toBe('full');
      expect(hardware.lamps).toEqual({ red: true, green: false });
    },
  },
  {
    deed: 'full to 89 %',
    from: 'locked',
    does: ({ hardware }) => hardware.inside({ levelMm: 288 }),
    ms: 10_000,
    place: 'locked',
    told: [],
  },
  {
    deed: 'full, and sunk to 80 %',
    from: 'locked',
    does: async ({ hardware, clock }) => {
      hardware.inside({ levelMm: 280 });
      await clock.pass(5000);
      hardware.inside({ levelMm: 360 });
    },
    ms: 10_000,
    place: 'full',
  },
  {
    deed: 'full, and sunk to 79 %',
    from: 'locked',
    does: async ({ hardware, clock }) => {
      hardware.inside({ levelMm: 280 });
      await clock.pass(5000);
      hardware.inside({ levelMm: 368 });
    },
    ms: 1600,
    place: 'locked',
    told: ['full level true', 'full level false'],
  },
  {
    deed: 'full, and collected',
    from: 'locked',
    does: async (world) => {
      world.hardware.inside({ levelMm: 280 });
      await world.clock.pass(5000);
      world.hardware.inside({ levelMm: 330 });
      await world.clock.pass(5000);
      staff('collected')(world);
    },
    ms: 4600,
    place: 'locked',
    told: ['full level true', 'full level false', 'settled'],
  },
  {
    deed: 'collected, they say, and still full',
    from: 'locked',
    does: async (world) => {
      world.hardware.inside({ levelMm: 280 });
      await world.clock.pass(5000);
      staff('collected')(world);
      expect(world.bin().unlock(world.anAuthorisation())).toBe('busy');
    },
    ms: 4600,
    place: 'full',
  },
  {
    deed: 'a wire that goes as the last looks of a round are taken',
    from: 'locked',
    does: async ({ hardware, clock }) => {
      hardware.inside({ levelMm: 330 });
      await clock.pass(1450);
      hardware.wire('levelMm', 'cut');
    },
    ms: 1600,
    place: 'full',
    told: ['full unknown true'],
  },
  {
    deed: 'something that hides the level for a moment',
    from: 'locked',
    does: async ({ hardware, clock }) => {
      hardware.inside({ levelMm: 250 });
      await clock.pass(1000);
      hardware.inside({ levelMm: 900 });
    },
    ms: 10_000,
    place: 'locked',
    told: [],
  },
  {
    deed: '40 kg',
    from: 'locked',
    does: ({ hardware }) => hardware.inside({ grams: 40_000 }),
    ms: 1600,
    place: 'full',
    told: ['full weight true'],
  },
  {
    deed: 'more than its scale can tell',
    from: 'locked',
    does: ({ hardware }) => hardware.inside({ grams: 60_000 }),
    ms: 1600,
    place: 'full',
    told: ['full weight true'],
  },
]);
