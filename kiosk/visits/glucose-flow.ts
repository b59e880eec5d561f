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
const AWAITS_A_RESULT = ['glu.strip', 'glu.drop', 'glu.wait'];

export const awaitsGlucose = ({ place }: Visit): boolean => AWAITS_A_RESULT.includes(place.id);

export function beginGlucose(visit: Visit, world: World): Step {
  if (!world.works('glucose')) return go(visit, { id: 'device.down', service: 'glucose' });
  if (world.stripsExpired()) return problem(visit, 'GLU-EXPIRED');
  const { sugar: _, meal: __, ...rest } = visit;
  return go(rest, { id: 'glu.context' });
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
      if (act.do === 'back') return go(visit, { id: 'glu.strip' });
      return act.do === 'next' ? go(visit, { id: 'glu.wait' }) : undefined;
    case 'glu.wait':
      return act.do === 'back' ? go(visit, { id: 'glu.drop' }) : undefined;
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
  return go(visit, { id: 'glu.strip' });
}

export function glucoseWaited(visit: Visit, world: World): Step {
  if (visit.place.id === 'glu.wash') return toStrip(visit, world);
  return visit.place.id === 'glu.wait' ? problem(visit, 'GLU-OLD') : stay(visit);
}

export function glucoseTold(visit: Visit, event: FromDevice, world: World): Step {
  if (!awaitsGlucose(visit)) return stay(visit); // a reading that nobody asked for belongs to nobody
  if (event.on === 'reading' && event.reading.kind === 'glucose')
    return take(visit, event.reading, event.deviceId, world);
  if (event.on === 'failure') return problem(visit, PROBLEMS[event.kind] ?? 'GLU-OLD');
  // A garbled frame is sent again by the meter; a value outside all reason is not.
  const refused = event.on === 'rejected' && (event.reason === 'implausible' || event.reason === 'range');
  return refused ? problem(visit, 'GLU-OLD') : stay(visit);
}

function take(visit: Visit, told: GlucoseReading, deviceId: string, world: World): Step {
  if (told.flags?.includes('control')) return problem(visit, 'GLU-CONTROL');
  const reading = visit.meal === undefined ? told : { ...told, meal: visit.meal };
  if (visit.filing === 'file') {
    const soft = isBeyondSoftGlucose(told.mmolPerL, world.rules.glucose) ? ['soft-limit'] : [];
    return stay(visit, { wish: 'file', reading, deviceId, flags: soft });
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
  const time = world.time();
  const { sugar: _, ...after } = visit;
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
