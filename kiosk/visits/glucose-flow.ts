/** The glucose test: asked, washed, a strip, a drop, the meter's answer, judged by the rules. Pure. */
import type { FailureKind } from '../../edge-agent/index.ts';
import {
  asksHowOneFeels,
  type GlucoseNumbers,
  isBeyondSoftGlucose,
  judgeGlucose,
} from '../../firmware-config/index.ts';
import type { Act } from '../contract/act.ts';
import type { Emergency, GlucoseProblem } from '../contract/screen.ts';
import { emergency } from './emergency.ts';
import {
  type FromDevice,
  type FromMemory,
  type GlucoseReading,
  go,
  type Step,
  stay,
  type Taken,
  type Visit,
  type World,
} from './visit.ts';

/**
 * Where a result is asked for; not before a strip is: what comes while the hands are washed may be the late result of the
 * person before.
 */
const AWAITS_A_RESULT = ['glu.strip', 'glu.drop', 'glu.wait', 'glu.plug'];

export const awaitsGlucose = ({ place }: Visit): boolean => AWAITS_A_RESULT.includes(place.id);

/** Before that nothing has been measured: what a memory holds there is not this test's. */
const BEFORE_THE_STRIP = ['glu.context', 'glu.wash'];
const HOLDS_A_MEMORY = [...BEFORE_THE_STRIP, ...AWAITS_A_RESULT, 'glu.yours', 'glu.problem'];

/**
 * Has this visit the meter for itself? One with a memory from the beginning of the test, since it is read then, and behind
 * the help as well.
 */
export const holdsMeter = (visit: Visit): boolean =>
  visit.remembers ? HOLDS_A_MEMORY.includes((visit.behind ?? visit.place).id) : awaitsGlucose(visit);

/** What its memory is read for now: to know what lies there already, or to find the result. `now`: whether it is new or not. */
export function readsFor({ place, remembers }: Visit): 'pass' | 'find' | 'find now' | undefined {
  if (!remembers) return undefined;
  if (BEFORE_THE_STRIP.includes(place.id)) return 'pass';
  if (place.id === 'glu.plug') return 'find now';
  return AWAITS_A_RESULT.includes(place.id) ? 'find' : undefined;
}

export function beginGlucose(visit: Visit, world: World): Step {
  if (!world.works('glucose')) return go(visit, { id: 'device.down', service: 'glucose' });
  if (world.stripsExpired()) return problem(visit, 'GLU-EXPIRED');
  const { sugar: _, meal: __, offer: ___, ...rest } = visit;
  return go({ ...rest, remembers: world.remembers() }, { id: 'glu.context' });
}

/** What a hand does on a screen of this test; undefined: nothing of its own. */
export function glucoseAct(visit: Visit, act: Act, world: World): Step | undefined {
  switch (visit.place.id) {
    case 'glu.context':
      return act.do === 'ate' ? go({ ...visit, meal: act.meal }, { id: 'glu.wash' }) : undefined;
    case 'glu.wash':
    case 'glu.strip':
      if (act.do === 'back') return go(visit, { id: 'glu.context' });
      if (act.do !== 'next') return undefined;
      return visit.place.id === 'glu.wash' ? toStrip(visit, world) : go(visit, { id: 'glu.drop' });
    case 'glu.drop':
      if (act.do === 'back') return strip(visit);
      if (act.do !== 'next') return undefined;
      return go(visit, visit.remembers ? { id: 'glu.plug', reading: false } : { id: 'glu.wait' });
    case 'glu.wait':
    case 'glu.plug':
      return act.do === 'back' ? go(visit, { id: 'glu.drop' }) : undefined;
    case 'glu.yours':
      return answered(visit, act, world);
    case 'glu.feel':
      return act.do === 'feel' && visit.sugar ? glucoseResult(visit, visit.sugar, act.ill, world) : undefined;
    case 'glu.problem':
    case 'glu.result':
      return act.do === 'again' ? toStrip(visit, world) : undefined; // the hands are washed, and the meal is known
    default:
      return undefined;
  }
}

/** A new strip, if there is a meter to read it. */
function toStrip(visit: Visit, world: World): Step {
  if (!world.works('glucose')) return go(visit, { id: 'device.down', service: 'glucose' });
  if (world.stripsExpired()) return problem(visit, 'GLU-EXPIRED');
  const { offer: _, ...rest } = visit;
  return strip({ ...rest, remembers: world.remembers() });
}

const strip = (visit: Visit): Step => go(visit, { id: 'glu.strip', ...(visit.remembers && { unplug: true }) });

/** Only a clear yes takes what the meter remembers. */
function answered(visit: Visit, act: Act, world: World): Step | undefined {
  const { offer, ...rest } = visit;
  if (act.do === 'mine' && offer) return take(visit, offer.reading, offer.deviceId, world);
  return act.do === 'not-mine' || act.do === 'back' ? problem(rest, 'GLU-OTHER') : undefined;
}

export function glucoseWaited(visit: Visit, world: World): Step {
  if (visit.place.id === 'glu.wash') return toStrip(visit, world);
  return visit.place.id === 'glu.wait' ? problem(visit, 'GLU-OLD') : stay(visit);
}

export function glucoseTold(visit: Visit, event: FromDevice, world: World): Step {
  if (!awaitsGlucose(visit)) return stay(visit); // a reading that nobody asked for belongs to nobody
  if (event.on === 'memory') return remembered(visit, event);
  if (event.on === 'reading' && event.reading.kind === 'glucose')
    return take(visit, event.reading, event.deviceId, world);
  if (event.on === 'failure') return problem(visit, PROBLEMS[event.kind] ?? 'GLU-OLD');
  // A garbled frame is sent again by the meter; a value outside all reason is not.
  const refused = event.on === 'rejected' && (event.reason === 'implausible' || event.reason === 'range');
  return refused ? problem(visit, 'GLU-OLD') : stay(visit);
}

function remembered(visit: Visit, event: FromMemory): Step {
  switch (event.found) {
    case 'one': {
      const { reading, time } = event.offer;
      const { mmolPerL, beyond } = numbersOf(reading);
      const shown = { ...(mmolPerL !== undefined && { mmolPerL }), ...(beyond && { beyond }), ...(time && { time }) };
      return go({ ...visit, offer: event.offer }, { id: 'glu.yours', ...shown });
    }
    case 'several':
      return problem(visit, 'GLU-SEVERAL');
    case 'control':
      return problem(visit, 'GLU-CONTROL');
    case 'unclear':
      return problem(visit, 'GLU-OLD');
    case 'none': // a meter that has been on its cable all the time has nothing new yet
      if (visit.place.id !== 'glu.plug') return stay(visit);
      return event.fresh ? problem(visit, 'GLU-OLD') : go(visit, { id: 'glu.plug', reading: false });
    default:
      return visit.place.id === 'glu.plug'
        ? go(visit, { id: 'glu.plug', reading: event.found === 'reading' })
        : stay(visit);
  }
}

function take(visit: Visit, told: GlucoseReading, deviceId: string, world: World): Step {
  if (told.flags?.includes('control')) return problem(visit, 'GLU-CONTROL');
  const reading = visit.meal === undefined ? told : { ...told, meal: visit.meal };
  if (visit.filing === 'file') {
    const soft = isBeyondSoftGlucose(told.mmolPerL, world.rules.glucose) ? ['soft-limit'] : [];
    const memory = visit.offer && { remembered: visit.offer.remembered };
    return stay(visit, { wish: 'file', reading, deviceId, flags: soft, ...memory });
  }
  return glucoseTaken(visit, { reading, deviceId, saved: 'shown-only' }, world);
}

/** A reading stands: how one feels is asked where it matters; else the result. */
export const glucoseTaken = (visit: Visit, sugar: Taken<GlucoseReading>, world: World): Step =>
  asksHowOneFeels(numbersOf(sugar.reading), world.rules.glucose)
    ? go({ ...visit, sugar }, { id: 'glu.feel' })
    : glucoseResult(visit, sugar, false, world);

function numbersOf({ mmolPerL, flags, meal }: GlucoseReading): GlucoseNumbers {
  const beyond = (['above-range', 'below-range'] as const).find((flag) => flags?.includes(flag));
  return {
    ...(mmolPerL !== undefined && { mmolPerL }),
    ...(beyond && { beyond }),
    ...(meal !== undefined && { meal }),
  };
}

function glucoseResult(visit: Visit, { reading, saved }: Taken<GlucoseReading>, ill: boolean, world: World): Step {
  const numbers = numbersOf(reading);
  const { mmolPerL, beyond } = numbers;
  const { band, level, low } = judgeGlucose({ ...numbers, ill }, world.rules.glucose);
  const { sugar: _, offer, ...after } = visit;
  const time = offer?.time ?? world.time();
  if (level === 'act-now' || mmolPerL === undefined) {
    const what: Emergency = beyond ? `glucose-${beyond}` : low ? 'glucose-low' : 'glucose-high';
    return emergency(after, { what, ...(mmolPerL !== undefined && { mmolPerL }), saved, time, sugar: low });
  }
  const meal = visit.meal ?? 'random';
  return go(after, { id: 'glu.result', mmolPerL, meal, ...(band && { band }), low, level, saved, time });
}

const problem = (visit: Visit, code: GlucoseProblem): Step => go(visit, { id: 'glu.problem', code });

const PROBLEMS: Partial<Record<FailureKind, GlucoseProblem>> = {
  strip: 'GLU-STRIP',
  sample: 'GLU-LOWVOL',
  temperature: 'GLU-TEMP',
};
