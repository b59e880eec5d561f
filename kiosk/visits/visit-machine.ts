/**
 * A visit: one person at one screen, from waking it to walking away. Pure: state and event in, state and wishes out.
 * Knows neither time nor devices nor the store; `visits.ts` grants its wishes and feeds back what came of them.
 */
import type { DeviceErrorCode, FailureKind, Reading, RejectReason } from '../../edge-agent/index.ts';
import type { Act } from '../contract/act.ts';
import type { BloodPressureProblem, GlucoseProblem, Language, Saved, Screen, Service } from '../contract/screen.ts';

/** A screen as the visit keeps it; home's tiles are looked up when it is shown. */
export type Place = Exclude<Screen, { id: 'home' }> | { readonly id: 'home' };

export interface Visit {
  readonly place: Place;
  readonly language: Language;
  /** Where 帮助 was asked for: 返回 goes back there. */
  readonly beforeHelp?: Place;
  /** The guest's answer; absent until asked. `show-only`: nothing at all is filed. */
  readonly filing?: 'file' | 'show-only';
  /** Blood-pressure measurements in a row that gave no reading. */
  readonly failedInARow: number;
}

export type VisitEvent =
  | { readonly on: 'act'; readonly act: Act }
  | { readonly on: 'pressure'; readonly mmHg: number }
  | { readonly on: 'deflating' }
  | { readonly on: 'reading'; readonly reading: Reading; readonly deviceId: string }
  | { readonly on: 'failure'; readonly kind: FailureKind }
  | { readonly on: 'rejected'; readonly reason: RejectReason }
  /** The measurement is over, by itself or by this error. */
  | { readonly on: 'measured'; readonly error?: DeviceErrorCode }
  /** A reading has been committed, or could not be. */
  | { readonly on: 'filed'; readonly reading: Reading; readonly saved: Saved }
  /** Ten seconds after STOP nobody has seen the cuff empty. */
  | { readonly on: 'not released' }
  /** The device of this service went away or came back. */
  | { readonly on: 'health' }
  /** Nobody is there any more; or the farewell has been read. */
  | { readonly on: 'over' };

export type Wish =
  | { readonly wish: 'measure' }
  | { readonly wish: 'stop' }
  | { readonly wish: 'file'; readonly reading: Reading; readonly deviceId: string };

/** What the machine may look up while it steps. */
export interface World {
  works(service: Service): boolean;
  /** The result's screen by the station's rules. */
  result(reading: Reading, saved: Saved): Place;
  readonly language: Language;
}

export interface Step {
  readonly visit: Visit;
  readonly wishes: readonly Wish[];
}

/** Below this the cuff is loose: an arm can be taken out. */
const RELEASED_BELOW_MMHG = 10;

export const nobody = (language: Language): Visit => ({ place: { id: 'idle' }, language, failedInARow: 0 });

export function step(visit: Visit, event: VisitEvent, world: World): Step {
  switch (event.on) {
    case 'act':
      return act(visit, event.act, world);
    case 'over':
      return stay(visit.place.id === 'bye' ? nobody(world.language) : over(visit));
    case 'filed':
      return stay({ ...visit, place: world.result(event.reading, event.saved), failedInARow: 0 });
    case 'health':
      return visit.place.id === 'glu.strip' && !world.works('glucose')
        ? go(visit, { id: 'device.down', service: 'glucose' })
        : stay(visit);
    default:
      return device(visit, event, world);
  }
}

const stay = (visit: Visit, ...wishes: readonly Wish[]): Step => ({ visit, wishes });
const go = (visit: Visit, place: Place, ...wishes: readonly Wish[]): Step => stay({ ...visit, place }, ...wishes);

/** The farewell holds nothing of the visit but its language. */
const over = ({ language }: Visit): Visit => ({ ...nobody(language), place: { id: 'bye' } });

function act(visit: Visit, act: Act, world: World): Step {
  const { place } = visit;
  if (act.do === 'speak') return stay({ ...visit, language: act.language });
  if (place.id === 'bye') return stay(visit); // forgotten: nothing leads back into it
  if (place.id === 'idle') return act.do === 'wake' ? go(visit, { id: 'home' }) : stay(visit);
  if (place.id === 'bp.measuring' || place.id === 'bp.stopping') {
    // Whatever else a hand finds there, back, help or end: the cuff lets go first.
    return ['stop', 'back', 'help', 'end'].includes(act.do)
      ? go(visit, { id: 'bp.stopping' }, { wish: 'stop' })
      : stay(visit);
  }
  switch (act.do) {
    case 'end':
      return stay(over(visit));
    case 'help':
      return place.id === 'help' ? stay(visit) : stay({ ...visit, place: { id: 'help' }, beforeHelp: place });
    case 'back':
      return back(visit);
    case 'done':
      return go(visit, { id: 'home' });
    case 'choose':
      return choose(visit, act.service, world);
    case 'understood':
    case 'only-show':
      if (place.id !== 'guest.told') return stay(visit);
      return ready({ ...visit, filing: act.do === 'understood' ? 'file' : 'show-only' }, place.service, world);
    case 'start':
      return place.id === 'bp.ready' ? start(visit, world) : stay(visit);
    case 'again':
      if (place.id.startsWith('bp.')) return ready(visit, 'blood-pressure', world);
      return place.id.startsWith('glu.') ? ready(visit, 'glucose', world) : stay(visit);
    case 'show-open-cuff':
      return place.id.startsWith('bp.') ? go(visit, { id: 'bp.open-cuff' }) : stay(visit);
    case 'stop':
      return stay(visit, { wish: 'stop' }); // nothing should be moving; a stop is never refused
    default:
      return stay(visit);
  }
}

function back(visit: Visit): Step {
  if (visit.place.id !== 'help') return go(visit, { id: 'home' });
  const { beforeHelp, ...rest } = visit;
  return go(rest, beforeHelp ?? { id: 'home' });
}

function choose(visit: Visit, service: Service, world: World): Step {
  if (visit.place.id !== 'home') return stay(visit);
  if (!world.works(service)) return go(visit, { id: 'device.down', service });
  return visit.filing === undefined ? go(visit, { id: 'guest.told', service }) : ready(visit, service, world);
}

function ready(visit: Visit, service: Service, world: World): Step {
  if (!world.works(service)) return go(visit, { id: 'device.down', service });
  return go(visit, service === 'glucose' ? { id: 'glu.strip' } : { id: 'bp.ready' });
}

const start = (visit: Visit, world: World): Step =>
  world.works('blood-pressure')
    ? go(visit, { id: 'bp.measuring', rising: true }, { wish: 'measure' })
    : go(visit, { id: 'device.down', service: 'blood-pressure' });

type FromDevice = Exclude<VisitEvent, { on: 'act' | 'over' | 'filed' | 'health' }>;

function device(visit: Visit, event: FromDevice, world: World): Step {
  switch (visit.place.id) {
    case 'bp.measuring':
      return measuring(visit, visit.place, event, world);
    case 'bp.stopping':
      return stopping(visit, event);
    case 'glu.strip':
      return strip(visit, event, world);
    default:
      return stay(visit); // a reading that nobody asked for belongs to nobody
  }
}

function measuring(visit: Visit, place: Place & { id: 'bp.measuring' }, event: FromDevice, world: World): Step {
  switch (event.on) {
    case 'pressure':
      return go(visit, { ...place, mmHg: event.mmHg });
    case 'deflating':
      return go(visit, { ...place, rising: false });
    case 'reading':
      return event.reading.kind === 'blood-pressure' ? take(visit, event, world) : stay(visit);
    case 'failure':
      return failed(visit, problemOf(event.kind));
    case 'measured':
      // Over without a reading or a reason: what came was refused. Nobody's fault, and no number.
      if (event.error === undefined) return failed(visit, 'BP-WEAK');
      return event.error === 'unavailable'
        ? go(visit, { id: 'device.down', service: 'blood-pressure' })
        : failed(visit, 'BP-LOST');
    default:
      return stay(visit);
  }
}

function stopping(visit: Visit, event: FromDevice): Step {
  if (event.on === 'pressure' && event.mmHg < RELEASED_BELOW_MMHG)
    return go(visit, { id: 'bp.stopped', released: true });
  if (event.on === 'not released') return go(visit, { id: 'bp.stopped', released: false });
  const lost = event.on === 'measured' && event.error !== undefined && event.error !== 'aborted';
  return lost ? failed(visit, 'BP-LOST') : stay(visit);
}

function strip(visit: Visit, event: FromDevice, world: World): Step {
  if (event.on === 'reading' && event.reading.kind === 'glucose') {
    return event.reading.flags?.includes('control')
      ? go(visit, { id: 'glu.problem', code: 'GLU-AGAIN' })
      : take(visit, event, world);
  }
  if (event.on === 'failure')
    return go(visit, { id: 'glu.problem', code: GLUCOSE_PROBLEMS[event.kind] ?? 'GLU-AGAIN' });
  // A garbled frame is sent again by the meter; a value outside all reason is not.
  const refused = event.on === 'rejected' && (event.reason === 'implausible' || event.reason === 'range');
  return refused ? go(visit, { id: 'glu.problem', code: 'GLU-AGAIN' }) : stay(visit);
}

/** Filed first, shown then; or only shown, because the person wished so. */
const take = (visit: Visit, { reading, deviceId }: FromDevice & { on: 'reading' }, world: World): Step =>
  visit.filing === 'file'
    ? stay(visit, { wish: 'file', reading, deviceId })
    : stay({ ...visit, place: world.result(reading, 'shown-only'), failedInARow: 0 });

function failed(visit: Visit, code: BloodPressureProblem): Step {
  const failedInARow = visit.failedInARow + 1;
  const twice = failedInARow >= 2 && code !== 'BP-OVER' && code !== 'BP-LOST';
  return stay({ ...visit, place: { id: 'bp.problem', code: twice ? 'BP-TWICE' : code }, failedInARow });
}

const BLOOD_PRESSURE_PROBLEMS: Partial<Record<FailureKind, BloodPressureProblem>> = {
  cuff: 'BP-CUFF',
  leak: 'BP-CUFF',
  movement: 'BP-MOVE',
  'over-pressure': 'BP-OVER',
  blocked: 'BP-LOST', // it does not let go as it should: nobody may say that the cuff is loose
};
const problemOf = (kind: FailureKind): BloodPressureProblem => BLOOD_PRESSURE_PROBLEMS[kind] ?? 'BP-WEAK';

const GLUCOSE_PROBLEMS: Partial<Record<FailureKind, GlucoseProblem>> = {
  strip: 'GLU-STRIP',
  sample: 'GLU-LOWVOL',
  temperature: 'GLU-TEMP',
};
