/**
 * A deposit at a recycling bin, as the person at the screen sees it: chosen, opened, put in, weighed, credited. Pure. The
 * agent owns door, scale and points: it goes on when the visit has ended, and here is only shown what it is at.
 */
import type { BinOffer, DepositAtBin } from '../../edge-agent/index.ts';
import type { Act } from '../contract/act.ts';
import type { Material, RecyclingOffer, RecyclingProblem, ScreenId } from '../contract/screen.ts';
import {
  go,
  type Place,
  type PlaceAt,
  type Step,
  stay,
  type Visit,
  type VisitEvent,
  type Wish,
  type World,
} from './visit.ts';

type FromBin = Extract<VisitEvent, { on: 'deposit' | 'prompt' }>;

/** Among several bins of one material the first that can be used speaks for all. */
const BEST_FIRST = ['ready', 'busy', 'full', 'out-of-order'] as const;
const NOT_NOW: Readonly<Record<Exclude<BinOffer['is'], 'ready'>, RecyclingProblem>> = {
  busy: 'REC-BUSY',
  full: 'REC-FULL',
  'out-of-order': 'REC-DOWN',
};
/** The door may be open, or its bin is not done with it: nothing but the bin, or the end of the visit, leads away. */
const UNDER_WAY: readonly ScreenId[] = ['rec.open', 'rec.deposit', 'rec.closing', 'rec.weigh'];

const bestOf = (bins: readonly BinOffer[], material: Material): BinOffer | undefined =>
  bins
    .filter((bin) => bin.material === material)
    .toSorted((a, b) => BEST_FIRST.indexOf(a.is) - BEST_FIRST.indexOf(b.is))[0];

const offered = ({ material, pointsPerKg, mostGrams, is }: BinOffer): RecyclingOffer => ({
  material,
  pointsPerKg,
  mostKg: mostGrams / 1000,
  is,
});

/** One per material, in the order of the station file. */
export const offersOf = (bins: readonly BinOffer[]): RecyclingOffer[] =>
  [...new Set(bins.map(({ material }) => material))].flatMap((material) => {
    const best = bestOf(bins, material);
    return best ? [offered(best)] : [];
  });

/** Undefined: no bin takes it any more. */
export function offerOf(bins: readonly BinOffer[], material: Material): RecyclingOffer | undefined {
  const best = bestOf(bins, material);
  return best && offered(best);
}

export const beginRecycling = (visit: Visit): Step => go(visit, { id: 'rec.material' });

export function recyclingAct(visit: Visit, act: Act, world: World): Step | undefined {
  const { place } = visit;
  switch (place.id) {
    case 'rec.material':
      return act.do === 'recycle' ? prepare(visit, act.material, world) : undefined;
    case 'rec.prepare':
      if (act.do === 'back') return beginRecycling(visit);
      return act.do === 'next' ? open(visit, place.material, world) : undefined;
    case 'rec.deposit': {
      const { deposit } = visit;
      if (act.do === 'next' && deposit)
        return go(
          { ...visit, deposit: { ...deposit, done: true } },
          { id: 'rec.closing', material: deposit.material, hand: false },
          { wish: 'close-door', binId: deposit.binId },
        );
      return act.do === 'back' ? stay(visit) : undefined;
    }
    case 'rec.open':
    case 'rec.closing':
    case 'rec.weigh':
      return act.do === 'back' ? stay(visit) : undefined;
    case 'rec.points':
      return act.do === 'again' ? beginRecycling(visit) : undefined;
    case 'rec.problem':
      if (act.do === 'again') return prepare(visit, place.material, world);
      return act.do === 'next' || act.do === 'back' ? beginRecycling(visit) : undefined;
    default:
      return undefined;
  }
}

/** What cannot be taken now is said before anybody has flattened anything. */
function prepare(visit: Visit, material: Material, world: World): Step {
  const best = bestOf(world.bins(), material);
  if (!best) return stay(visit);
  // Busy is soon over, and is seen to be.
  if (best.is === 'full' || best.is === 'out-of-order') return go(visit, ended(NOT_NOW[best.is], material));
  return go(visit, { id: 'rec.prepare', material });
}

function open(visit: Visit, material: Material, world: World): Step {
  const best = bestOf(world.bins(), material);
  if (!best) return beginRecycling(visit);
  const { binId, is } = best;
  if (is !== 'ready') return go(visit, ended(NOT_NOW[is], material));
  const deposit = { binId, material, done: false, prompts: 0 };
  return go({ ...visit, deposit }, { id: 'rec.open', material }, { wish: 'open-bin', binId });
}

/** What the bin of this visit's deposit is at. What comes of it is told once: from then on its bin is anybody's. */
export function recyclingTold(visit: Visit, event: FromBin): Step {
  const { deposit, behind } = visit;
  if (!deposit || deposit.binId !== event.binId) return stay(visit);
  if (event.on === 'prompt') return prompted(visit, deposit, event.to);
  const place = event.busy ? ended('REC-BUSY', deposit.material) : shownAt(deposit, event.view);
  const shown = behind ?? visit.place;
  const after = UNDER_WAY.includes(place.id) ? visit : withoutDeposit(visit);
  if (place.id === 'rec.closing' && shown.id === place.id && place.hand === shown.hand) return stay(visit);
  if (place.id !== shown.id) return go(uncovered(after), place); // a door is more urgent than what lies over it
  return behind ? stay({ ...after, behind: place }) : go(after, place);
}

function prompted(visit: Visit, deposit: NonNullable<Visit['deposit']>, to: 'put-in' | 'close'): Step {
  const after = { ...deposit, prompts: deposit.prompts + 1, to };
  const again = (place: Place): Place =>
    place.id === 'rec.deposit' ? { ...place, prompts: after.prompts, to } : place;
  const { place, behind } = visit;
  return stay({ ...visit, deposit: after, place: again(place), ...(behind && { behind: again(behind) }) });
}

/** Whoever ends the visit with the door open is done with it; what was put in is weighed and credited all the same. */
export const leavesBin = ({ deposit }: Visit): Wish[] =>
  deposit ? [{ wish: 'close-door', binId: deposit.binId }] : [];

function withoutDeposit({ deposit: _, ...visit }: Visit): Visit {
  return visit;
}
function uncovered({ behind: _, ...visit }: Visit): Visit {
  return visit;
}

function shownAt(
  deposit: NonNullable<Visit['deposit']>,
  { phase, grams, bin, doorClosed, pinched }: DepositAtBin,
): Place {
  const { material, done, prompts, to } = deposit;
  const weight = grams === undefined ? {} : { grams: Math.max(0, grams) };
  switch (phase.id) {
    case 'before':
    case 'opening':
      return { id: 'rec.open', material };
    case 'interrupted':
      if (!phase.ready || doorClosed !== false) return { id: 'rec.weigh', material, ...weight, wait: 'bin' };
      return { id: 'rec.deposit', material, ...weight, prompts, to: 'close' };
    case 'open':
      if (STOPPED.includes(bin)) return ended('REC-JAM', material);
      if (bin === 'closing') return { id: 'rec.closing', material, hand: false };
      // Done, and it does not close: something is in the opening.
      if (done || pinched || bin === 'reopening') return { id: 'rec.closing', material, hand: true };
      return { id: 'rec.deposit', material, ...weight, prompts, ...(to && { to }) };
    case 'after':
      return { id: 'rec.weigh', material, ...weight, wait: 'scale' };
    case 'settling':
      return { id: 'rec.weigh', material, ...weight, wait: 'disk' };
    case 'refused':
      return ended(REFUSED[phase.why], material);
    case 'settled':
      return outcome(material, phase);
  }
}

/** Alarm, fault and staff rule the door: it stands where it is. */
const STOPPED: readonly DepositAtBin['bin'][] = ['alarm', 'service', 'fault'];
const REFUSED = { unsteady: 'REC-SHAKE', bin: 'REC-DOWN', store: 'REC-STORE' } as const;

type Settled = Extract<DepositAtBin['phase'], { id: 'settled' }>;

function outcome(material: Material, { begun, outcome: { grams, points, flags } }: Settled): Place {
  const [why] = flags.filter((flag) => flag !== 'interrupted');
  switch (why) {
    case undefined:
      return {
        id: 'rec.points',
        material,
        grams,
        points,
        pointsPerKg: begun.prices.pointsPerKg[material] ?? 0,
        ...(flags.includes('interrupted') && { interrupted: true }),
      };
    case 'unopened':
      return ended('REC-SHUT', material);
    case 'nothing':
      return ended('REC-ZERO', material);
    case 'too-much':
      return { ...ended('REC-HEAVY', material), mostKg: begun.prices.mostGrams / 1000 };
    case 'left-open':
      return ended('REC-DOOR', material);
    default:
      return ended('REC-STAFF', material);
  }
}

const ended = (why: RecyclingProblem, material: Material): PlaceAt<'rec.problem'> => ({
  id: 'rec.problem',
  why,
  material,
});
