/**
 * Residents, staff, kills, resets and a refusing disk in any order at one bin, and a checker that knows only what happened to
 * the things: the door's openings, the pulses, the load under the scale, and what lies on the disk in the end.
 *
 *   YIKE_DEPOSITS=10000 … --project simulation test/simulation/deposits.test.ts
 */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { armFaultPoints, DEPOSIT_POINTS } from '../../edge-agent/fault-point.ts';
import type { DepositStep } from '../../edge-agent/store/deposit-journal.ts';
import type { Store } from '../../edge-agent/store/store.ts';
import { aDepositWorld, aSimulatedDisk, type DepositWorld, PRICES } from '../a-deposit.ts';

const RUNS = Number(process.env.YIKE_DEPOSITS ?? 400);
const BIN = 'bin-paper';
afterEach(() => armFaultPoints());

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
const script = fc.array(fc.record({ deed, ms: fc.constantFrom(0, 10, 300, 1500, 4000, 9000) }), {
  minLength: 4,
  maxLength: 40,
});

interface Played {
  readonly world: DepositWorld;
  /** Grams that really went in while the door was open. */
  readonly dropped: number;
  readonly sums: readonly number[];
}

type Script = readonly { readonly deed: Deed; readonly ms: number }[];

async function play(steps: Script, between?: (store: Store) => Store): Promise<Played> {
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
  return { world, dropped, sums };
}

/** Knows the things, not the program. */
function check({ world, dropped, sums }: Played): void {
  const { deposits, ledger, outbox } = world.onDisk();
  const rows = outbox.after(0, 1e6).flatMap((row) => ('damaged' in row ? [] : [JSON.parse(row.payload)]));
  const told = rows.filter(({ type }) => type === 'city.yike.deposit.v1');
  const points = rows.filter(({ type }) => type === 'city.yike.points.v1');
  expect(new Set(sums), 'the ledger comes to nothing at any time').toEqual(new Set([0]));
  expect(deposits.unsettled(), 'none is lost').toEqual([]);
  expect(new Set(told.map(({ id }) => id)).size, 'none is told twice').toBe(told.length);
  expect(new Set(points.map(({ data }) => data.posting)).size, 'none is credited twice').toBe(points.length);
  for (const { id, data } of told) {
    const booked = ledger.of(id);
    expect(booked?.points ?? 0).toBe(data.points);
    expect(points.filter((one) => one.data.posting === id)).toHaveLength(data.points > 0 ? 1 : 0);
    if (data.points > 0) expect(data.points).toBe(Math.floor((data.grams * (PRICES.pointsPerKg.paper ?? 0)) / 1000));
    if (data.grams > 0) expect(data.after.grams - data.before.grams).toBe(data.grams);
  }
  const credited = told.reduce((sum, { data }) => sum + data.grams, 0);
  expect(credited, 'no more is credited than went in').toBeLessThanOrEqual(dropped);
  const open = told.some(({ data }) => data.flags.length > 0 && !data.flags.includes('unopened'));
  if (!open) expect(credited, 'all that went in is credited, or is for staff').toBe(dropped);
  expect(
    world.pulses.every(({ uses }) => uses > 0),
    'no pulse whose use does not lie on the disk',
  ).toBe(true);
  const steps = told.map(({ id }) => deposits.of(id)?.steps.filter(({ step }) => step.startsWith('pulse')).length ?? 0);
  expect(world.pulses.length).toBeLessThanOrEqual(steps.reduce((sum, uses) => sum + uses, 0));
  expect(Math.max(0, ...steps)).toBeLessThanOrEqual(2);
  expect(unbidden(world), 'no door opens without a pulse').toEqual([]);
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

test(`${RUNS} scripts of everything at once: each deposit comes to one thing, once`, async () => {
  await fc.assert(
    fc.asyncProperty(script, async (steps) => {
      const played = await play(steps);
      try {
        check(played);
      } finally {
        played.world.close();
      }
    }),
    { numRuns: RUNS, ...(process.env.YIKE_SEED && { seed: Number(process.env.YIKE_SEED) }) },
  );
});

/** Mistakes that a station could make, each in one place. */
const forgetting =
  (step: DepositStep) =>
  (store: Store): Store => ({
    ...store,
    deposits: {
      ...store.deposits,
      note(id, name, ...more) {
        if (name !== step) store.deposits.note(id, name, ...more);
      },
    },
  });
const MISTAKES: readonly (readonly [string, (store: Store) => Store])[] = [
  ['a pulse is not noted before it is sent', forgetting('pulse-1')],
  ['what came of it is not noted', forgetting('settled')],
  ['points are told and not posted', (store) => ({ ...store, ledger: { ...store.ledger, post() {} } })],
  ['what is open is not resumed', (store) => ({ ...store, deposits: { ...store.deposits, unsettled: () => [] } })],
  [
    'points are reckoned twice',
    (store) => {
      const twice: Store['ledger'] = {
        ...store.ledger,
        post: (of) => store.ledger.post({ ...of, points: 2 * of.points }),
      };
      return { ...store, ledger: twice };
    },
  ],
];
test.each(MISTAKES)('the control: it is found when %s', async (_, between) => {
  const found = await fc.check(
    fc.asyncProperty(script, async (steps) => {
      const played = await play(steps, between);
      try {
        check(played);
      } finally {
        played.world.close();
      }
    }),
    { numRuns: 300, endOnFailure: true },
  );
  expect(found.failed).toBe(true);
});
