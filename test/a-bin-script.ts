/** What residents, staff, accidents and time do to a bin, in any order. */
import fc from 'fast-check';
import type { BinWire } from '../edge-agent/simulators/bin-hardware.ts';
import type { BinWorld } from './a-bin.ts';

type Act =
  | { readonly act: 'unlock' | 'close' | 'hand in' | 'hand out' | 'kill' | 'mend' }
  /** Closes, and so much later has a hand in. */
  | { readonly act: 'reach beneath'; readonly afterMs: number }
  | { readonly act: 'push'; readonly to: 'open' | 'closed' }
  | { readonly act: 'jam' | 'bolt'; readonly on: boolean }
  | { readonly act: 'inside'; readonly change: Parameters<BinWorld['hardware']['inside']>[0] }
  | { readonly act: 'wire'; readonly wire: BinWire; readonly is: 'whole' | 'cut' | 'short' }
  | { readonly act: 'answers'; readonly how: 'always' | 'unheard' | 'unanswered' }
  | { readonly act: 'board'; readonly event: 'reset' | 'lost' | 'back' }
  | { readonly act: 'staff'; readonly does: 'collected' | 'clear' | 'service-begun' | 'service-ended' };

export interface ScriptStep {
  readonly act: Act;
  /** Passes behind it, milliseconds. */
  readonly ms: number;
}

const acts = (weight: number, ...of: readonly Act[]) => ({ weight, arbitrary: fc.constantFrom(...of) });
const changes = (weight: number, ...of: readonly Parameters<BinWorld['hardware']['inside']>[0][]) =>
  acts(weight, ...of.map((change) => ({ act: 'inside', change }) as const));
const wires = (weight: number, is: 'whole' | 'cut' | 'short', ...of: readonly BinWire[]) =>
  acts(weight, ...of.map((wire) => ({ act: 'wire', wire, is }) as const));

const act: fc.Arbitrary<Act> = fc.oneof(
  acts(12, { act: 'unlock' }),
  acts(8, { act: 'close' }),
  acts(8, { act: 'hand in' }),
  acts(5, { act: 'hand out' }),
  { weight: 6, arbitrary: fc.nat(2000).map((afterMs) => ({ act: 'reach beneath', afterMs }) as const) },
  acts(4, { act: 'mend' }),
  acts(1, { act: 'kill' }),
  acts(1, { act: 'push', to: 'open' }, { act: 'push', to: 'closed' }),
  acts(2, { act: 'jam', on: true }, { act: 'jam', on: false }),
  acts(2, { act: 'bolt', on: true }, { act: 'bolt', on: false }),
  changes(3, { levelMm: 950 }, { levelMm: 400 }, { levelMm: 330 }, { levelMm: 270 }, { levelMm: 150 }),
  changes(1, { grams: 5000 }, { grams: 35_000 }, { grams: 41_000 }, { grams: 70_000 }),
  changes(1, { celsius: 22 }, { celsius: 29 }, { celsius: 45 }, { celsius: 61 }),
  changes(1, { smoke: true }, { smoke: false }, { tampered: true }, { serviceOpen: true }, { serviceOpen: false }),
  wires(1, 'cut', 'doorClosed', 'serviceClosed', 'beamFree', 'untampered', 'smokeFree'),
  wires(1, 'cut', 'levelMm', 'celsius', 'motorAmps', 'coarseGrams'),
  wires(1, 'short', 'beamFree', 'beamFree', 'doorClosed'),
  wires(1, 'whole', 'doorClosed', 'beamFree', 'motorAmps', 'levelMm'),
  acts(1, { act: 'answers', how: 'unheard' }, { act: 'answers', how: 'unanswered' }, { act: 'answers', how: 'always' }),
  acts(2, { act: 'board', event: 'reset' }, { act: 'board', event: 'lost' }, { act: 'board', event: 'back' }),
  acts(1, { act: 'staff', does: 'collected' }, { act: 'staff', does: 'clear' }),
  acts(1, { act: 'staff', does: 'service-begun' }, { act: 'staff', does: 'service-ended' }),
);

const ms = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 400 }) },
  { weight: 6, arbitrary: fc.integer({ min: 500, max: 6000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 10_000, max: 35_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(61_000, 301_000) },
);

export const script: fc.Arbitrary<ScriptStep[]> = fc.array(fc.record({ act, ms }), { minLength: 4, maxLength: 24 });

/** `unlock`: whoever asks for it, with what authorisation he has. */
export async function play(
  world: BinWorld,
  steps: readonly ScriptStep[],
  unlock = (): void => void world.bin().unlock(world.anAuthorisation()),
): Promise<void> {
  await world.ready();
  for (const { act, ms } of steps) {
    await does(world, act, unlock);
    await world.clock.pass(ms);
  }
  world.hardware.answers('always'); // the last thing seen: what lasted until now has lasted so long
}

async function does(world: BinWorld, act: Act, unlock: () => void): Promise<void> {
  const { hardware } = world;
  switch (act.act) {
    case 'unlock':
      return unlock();
    case 'close':
      return world.bin().requestClose();
    case 'hand in':
      return hardware.reachIn();
    case 'hand out':
      return hardware.pullOut();
    case 'reach beneath':
      world.bin().requestClose();
      await world.clock.pass(act.afterMs);
      return hardware.reachIn();
    case 'push':
      return hardware.push(act.to);
    case 'jam':
      return hardware.jam(act.on);
    case 'bolt':
      return hardware.stickBolt(act.on);
    case 'inside':
      return hardware.inside(act.change);
    case 'wire':
      return hardware.wire(act.wire, act.is);
    case 'answers':
      return hardware.answers(act.how);
    case 'board':
      return hardware.board(act.event);
    case 'staff':
      if (act.does === 'collected' || act.does === 'clear') world.note(act.does);
      return world.bin().staff(act.does);
    case 'kill':
      world.kill();
      await world.clock.pass(3000);
      return world.begin();
    case 'mend':
      return mend(world);
  }
}

/** Staff come, and put everything right. */
async function mend(world: BinWorld): Promise<void> {
  const { hardware } = world;
  hardware.answers('always');
  hardware.board('back');
  hardware.pullOut();
  hardware.jam(false);
  hardware.stickBolt(false);
  for (const wire of WIRES) hardware.wire(wire, 'whole');
  hardware.inside({ levelMm: 900, grams: 0, celsius: 22, smoke: false, tampered: false, serviceOpen: false });
  hardware.push('closed');
  await world.clock.pass(1500);
  world.note('clear');
  world.bin().staff('service-ended');
  world.bin().staff('clear');
  await world.clock.pass(4700);
}

const WIRES = [
  ...(['doorClosed', 'serviceClosed', 'beamFree', 'untampered', 'smokeFree'] as const),
  ...(['levelMm', 'celsius', 'motorAmps', 'coarseGrams'] as const),
];
