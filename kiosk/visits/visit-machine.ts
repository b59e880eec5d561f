/**
 * A visit: one person at one screen, from waking it to walking away. Pure: state and event in, state and wishes out.
 * Knows neither time nor devices nor the store; `visits.ts` grants its wishes and feeds back what came of them.
 */
import type { Act } from '../contract/act.ts';
import type { Offered, Service } from '../contract/screen.ts';
import { emergencyAct } from './emergency.ts';
import { beginGlucose, glucoseAct, glucoseTaken, glucoseTold, glucoseWaited } from './glucose-flow.ts';
import {
  beginPressure,
  concludingWish,
  pressureAct,
  pressureResult,
  pressureTaken,
  pressureTold,
  pressureUnavailable,
  pressureWaited,
} from './pressure-flow.ts';
import { beginRecycling, leavesBin, recyclingAct, recyclingTold } from './recycling-flow.ts';
import { awaitedBy } from './uses.ts';
import { go, nobody, type Step, stay, type Visit, type VisitEvent, type Wish, type World } from './visit.ts';

export function step(visit: Visit, event: VisitEvent, world: World): Step {
  switch (event.on) {
    case 'act':
      return act(visit, event.act, world);
    case 'over':
      return visit.place.id === 'bye' ? stay(nobody(world.language)) : over(visit);
    case 'waited':
      return visit.behind ? waitedBehind(visit, visit.behind, world) : waited(visit, world);
    case 'filed': {
      const { reading } = event.taken;
      return reading.kind === 'blood-pressure'
        ? pressureTaken(visit, { ...event.taken, reading }, world)
        : glucoseTaken(visit, { ...event.taken, reading }, world);
    }
    case 'concluded':
      return pressureResult(visit, event.saved, world);
    case 'health':
      return health(visit, world);
    case 'deposit':
    case 'prompt':
      return recyclingTold(visit, event);
    default:
      return visit.place.id.startsWith('bp.') ? pressureTold(visit, event, world) : glucoseTold(visit, event, world);
  }
}

/** The device of the result that is awaited has gone. A cuff that is measured with live says so by itself. */
function health(visit: Visit, world: World): Step {
  const service = awaitedBy(visit);
  if (service === undefined || world.works(service)) return stay(visit);
  if (service === 'blood-pressure') return visit.remembers ? pressureUnavailable(visit, world) : stay(visit);
  return go(visit, { id: 'device.down', service });
}

const waited = (visit: Visit, world: World): Step =>
  visit.place.id.startsWith('bp.') ? pressureWaited(visit, world) : glucoseWaited(visit, world);

/** Time passes behind the help too; but nothing tightens while its STOP is out of sight. */
function waitedBehind(visit: Visit, behind: Visit['place'], world: World): Step {
  const { visit: after, wishes } = waited({ ...visit, place: behind }, world);
  return stay({ ...visit, behind: wishes.length > 0 ? { id: 'bp.ready' } : after.place });
}

/** The farewell holds nothing of the visit but its language and its letters. */
function over(visit: Visit): Step {
  const wishes: Wish[] = [
    ...leavesBin(visit),
    { wish: 'alarm', code: 'act-now', raised: false },
    { wish: 'alarm', code: 'call', raised: false },
  ];
  const concluding = concludingWish(visit);
  if (concluding) wishes.unshift(concluding);
  const { language, textSize } = visit;
  return stay({ ...nobody(language), textSize, place: { id: 'bye' } }, ...wishes);
}

function act(visit: Visit, act: Act, world: World): Step {
  const { place } = visit;
  if (place.id === 'bye') return stay(visit); // forgotten: nothing leads back into it
  if (act.do === 'speak') return stay({ ...visit, language: act.language });
  if (act.do === 'size') return stay({ ...visit, textSize: act.text });
  if (place.id === 'idle') return act.do === 'wake' ? go(visit, { id: 'home' }) : stay(visit);
  return (
    emergencyAct(visit, act) ??
    pressureAct(visit, act, world) ??
    glucoseAct(visit, act, world) ??
    recyclingAct(visit, act, world) ??
    common(visit, act, world)
  );
}

/** What can be done on every screen that has nothing of its own for it. */
function common(visit: Visit, act: Act, world: World): Step {
  const { place } = visit;
  switch (act.do) {
    case 'end':
      return over(visit);
    case 'help':
    case 'settings':
      if (place.id === act.do) return stay(visit);
      return stay({ ...visit, place: { id: act.do }, behind: visit.behind ?? place });
    case 'back':
    case 'done':
      return back(visit);
    case 'choose':
      return place.id === 'home' ? choose(visit, act.service, world) : stay(visit);
    case 'understood':
    case 'only-show':
      if (place.id !== 'guest.told') return stay(visit);
      return begin({ ...visit, filing: act.do === 'understood' ? 'file' : 'show-only' }, place.service, world);
    case 'stop':
      return stay(visit, { wish: 'stop' }); // nothing should be moving; a stop is never refused
    default:
      return stay(visit);
  }
}

/** From what lies over another screen back to that one; else home. */
function back(visit: Visit): Step {
  const { behind, ...rest } = visit;
  return go(rest, behind ?? { id: 'home' });
}

function choose(visit: Visit, service: Offered, world: World): Step {
  if (service === 'recycling') return beginRecycling(visit);
  if (!world.works(service)) return go(visit, { id: 'device.down', service });
  return visit.filing === undefined ? go(visit, { id: 'guest.told', service }) : begin(visit, service, world);
}

const begin = (visit: Visit, service: Service, world: World): Step =>
  service === 'glucose' ? beginGlucose(visit, world) : beginPressure(visit, world);
