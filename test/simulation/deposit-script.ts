/**
 * Residents, staff, kills, resets and a refusing disk in any order at one bin, and a checker that knows only what happened to
 * the things: the door's openings, the pulses, the load under the scale, and what lies on the disk in the end.
 */
import fc from 'fast-check';
import { armFaultPoints, DEPOSIT_POINTS } from '../../edge-agent/fault-point.ts';
import type { Store } from '../../edge-agent/store/store.ts';
import { aDepositWorld, aSimulatedDisk, type DepositWorld, PRICES } from '../a-deposit.ts';

const BIN = 'bin-paper';

type Deed =
  | { readonly deed: 'begin' | 'finish' | 'hand in' | 'hand out' | 'shut' | 'tare' | 'shake' | 'rest' | 'wait long' }
  | { readonly deed: 'kill' | 'start' | 'board reset' | 'board lost' | 'board back' | 'jam' | 'free' }
  | { readonly deed: 'disk full' | 'disk free' }
  | { readonly deed: 'kill at'; readonly point: (typeof DEPOSIT_POINTS)[number] }
  | { readonly deed: 'drop'; readonly grams: number };

const often = (deed: 'begin' | 'finish' | 'wait long') => fc.constant<Deed>({ deed });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: often('begin') },
  { weight: 4, arbitrary: often('finish') },
  { weight: 2, arbitrary: often('wait long') },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 300 }).map<Deed>((ten) => ({ deed: 'drop', grams: 10 * ten })) },
  { weight: 3, arbitrary: fc.constantFrom(...DEPOSIT_POINTS).map<Deed>((point) => ({ deed: 'kill at', point })) },
  {
    weight: 12,
    arbitrary: fc
      .constantFrom(
        ...(['hand in', 'hand out', 'shut', 'tare', 'shake', 'rest', 'kill', 'start', 'start'] as const),
        ...(['board reset', 'board lost', 'board back', 'jam', 'free', 'disk full', 'disk free'] as const),
      )
      .map<Deed>((one) => ({ deed: one })),
  },
);
export const script = fc.array(fc.record({ deed, ms: fc.constantFrom(0, 10, 300, 1500, 4000, 9000) }), {
  minLength: 4,
  maxLength: 40,
});

export interface Played {
  readonly world: DepositWorld;
  /** Grams that really went in while the door was open. */
  readonly dropped: number;
  readonly sums: readonly number[];
  /** Somebody pressed that key of the scale. */
  readonly tared: boolean;
}

export type Script = readonly { readonly deed: Deed; readonly ms: number }[];

export async function play(steps: Script, between?: (store: Store) => Store): Promise<Played> {
  let full = false;
  let dropped = 0;
  const sums: number[] = [];
  const world = aDepositWorld(
    aSimulatedDisk(() => full),
    { ...(between && { between }) },
  );
  const { hardware, clock } = world;
  await clock.pass(8000);
  const doing: Readonly<Record<Exclude<Deed['deed'], 'drop' | 'kill at'>, () => unknown>> = {
    begin: () => world.station?.deposits.begin(BIN, 'community'),
    finish: () => world.station?.deposits.finish(BIN),
    'hand in': hardware.reachIn,
    'hand out': hardware.pullOut,
    shut: () => hardware.push('closed'),
    tare: world.tare,
    shake: () => world.unsteady(true),
    rest: () => world.unsteady(false),
    'wait long': () => clock.pass(70_000),
    kill: world.kill,
    start: world.start,
    'board reset': () => hardware.board('reset'),
    'board lost': () => hardware.board('lost'),
    'board back': () => hardware.board('back'),
    jam: () => hardware.jam(true),
    free: () => hardware.jam(false),
    'disk full': () => {
      full = true;
    },
    'disk free': () => {
      full = false;
    },
  };
  for (const { deed: next, ms } of steps) {
    if (next.deed === 'drop') dropped += world.drop(next.grams) ? next.grams : 0;
    else if (next.deed === 'kill at') world.killAt(next.point);
    else await doing[next.deed]();
    await clock.pass(ms);
    sums.push(world.onDisk().ledger.sum());
  }
  armFaultPoints();
  full = false;
  hardware.jam(false);
  hardware.pullOut();
  hardware.board('back');
  world.unsteady(false);
  world.start();
  world.station?.bin.staff('clear');
  await clock.pass(400_000);
  sums.push(world.onDisk().ledger.sum());
  return { world, dropped, sums, tared: steps.some(({ deed: { deed } }) => deed === 'tare') };
}

/** What must not be, in words; empty when all holds. Knows the things, not the program. */
export function breaches({ world, dropped, sums, tared }: Played): string[] {
  const { deposits, ledger, outbox } = world.onDisk();
  const rows = outbox.after(0, 1e6).flatMap((row) => ('damaged' in row ? [] : [JSON.parse(row.payload)]));
  const told = rows.filter(({ type }) => type === 'city.yike.deposit.v1');
  const points = rows.filter(({ type }) => type === 'city.yike.points.v1');
  const credited = told.reduce((sum, { data }) => sum + data.grams, 0);
  // Two tares between two words of the scale are seen by nobody.
  const unsure = tared || told.some(({ data }) => data.flags.length > 0 && !data.flags.includes('unopened'));
  const pulsesOf = told.map(
    ({ id }) => deposits.of(id)?.steps.filter(({ step }) => step.startsWith('pulse')).length ?? 0,
  );
  const wrong = (one: (typeof told)[number]): boolean =>
    (ledger.of(one.id)?.points ?? 0) !== one.data.points ||
    points.filter(({ data }) => data.posting === one.id).length !== Number(one.data.points > 0) ||
    (one.data.points > 0 &&
      one.data.points !== Math.floor((one.data.grams * (PRICES.pointsPerKg.paper ?? 0)) / 1000)) ||
    (one.data.grams > 0 && one.data.after.grams - one.data.before.grams !== one.data.grams);
  const broken: readonly (readonly [boolean, string])[] = [
    [sums.some((sum) => sum !== 0), 'I7: the ledger does not come to nothing'],
    [deposits.unsettled().length > 0, 'a deposit is lost'],
    [new Set(told.map(({ id }) => id)).size < told.length, 'a deposit is told twice'],
    [new Set(points.map(({ data }) => data.posting)).size < points.length, 'I7: a deposit is credited twice'],
    [told.some(wrong), 'I7: what is told, posted and weighed is not the same'],
    [credited > dropped, 'more is credited than went in'],
    [!unsure && credited < dropped, 'something went in, is not credited, and staff do not know'],
    [world.pulses.some(({ uses }) => uses === 0), 'I6: a pulse without a use on the disk'],
    [world.pulses.length > pulsesOf.reduce((sum, uses) => sum + uses, 0), 'I6: more pulses than uses'],
    [Math.max(0, ...pulsesOf) > 2, 'I6: more than two pulses for one deposit'],
    [unbidden(world).length > 0, 'I6: the door opened, and nobody had let it go'],
  ];
  return broken.flatMap(([is, what]) => (is ? [what] : []));
}

/** Openings that no pulse led to: nobody broke in, the motor's move began with none, and the flap had come to rest. */
function unbidden({ hardware: { happened } }: DepositWorld): number[] {
  const since = (at: number, what: string, ms: number): boolean =>
    happened.some((one) => one.what === what && one.at <= at && one.at >= at - ms);
  return happened.flatMap(({ what, at }) => {
    if (what !== 'door open' || since(at, 'pulse', 700) || since(at, 'pushed open', 0)) return [];
    const move = happened.findLast((one) => one.at <= at && one.what.startsWith('drive'));
    const bidden = move?.what === 'drive open' && since(move.at, 'pulse', 0);
    return bidden || since(at, 'door closed', 100) ? [] : [at]; // on its way, and turned back before its bolt
  });
}

/** The script of that seed, played; what must not be of it. */
export async function breachesOf(seed: number): Promise<string[]> {
  const [steps = []] = fc.sample(script, { seed, numRuns: 1 });
  const played = await play(steps);
  played.world.close();
  return breaches(played);
}
