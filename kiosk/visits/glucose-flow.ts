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
import { type NothingFound, remembered, whoseAnswer } from './remembered.ts';
import { awaitedBy } from './uses.ts';
import {
  type FromDevice,
  type GlucoseReading,
  go,
  type Offer,
  type Place,
  type Step,
  stay,
  type Taken,
  type Visit,
  type World,
} from './visit.ts';

export function beginGlucose(visit: Visit, world: World): Step {
  if (!world.works('glucose')) return go(visit, { id: 'device.down', service: 'glucose' });
  if (world.stripsExpired()) return problem(visit, 'GLU-EXPIRED');
  const { sugar: _, meal: __, offer: ___, ...rest } = visit;
  return go({ ...rest, remembers: world.remembers('glucose') }, { id: 'glu.context' });
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
  return strip({ ...rest, remembers: world.remembers('glucose') });
}

const strip = (visit: Visit): Step => go(visit, { id: 'glu.strip', ...(visit.remembers && { unplug: true }) });

function answered(visit: Visit, act: Act, world: World): Step | undefined {
  const { offer, ...rest } = visit;
  const answer = whoseAnswer(act);
  if (answer === 'mine' && offer?.reading.kind === 'glucose') return take(visit, offer.reading, offer.deviceId, world);
  return answer === 'not mine' ? problem(rest, 'GLU-OTHER') : undefined;
}

export function glucoseWaited(visit: Visit, world: World): Step {
  if (visit.place.id === 'glu.wash') return toStrip(visit, world);
  return visit.place.id === 'glu.wait' ? problem(visit, 'GLU-OLD') : stay(visit);
}

export function glucoseTold(visit: Visit, event: FromDevice, world: World): Step {
  if (awaitedBy(visit) !== 'glucose') return stay(visit); // a reading that nobody asked for belongs to nobody
  if (event.on === 'memory') {
    const atPlug = visit.place.id === 'glu.plug';
    const plug = (reading: boolean) => ({ id: 'glu.plug', reading }) as const;
    const nothing = ({ found }: NothingFound): Step => problem(visit, NOTHING[found]);
    return remembered(visit, event, { plug: atPlug ? plug : undefined, yours, nothing });
  }
  if (event.on === 'reading' && event.reading.kind === 'glucose')
    return take(visit, event.reading, event.deviceId, world);
  if (event.on === 'failure') return problem(visit, PROBLEMS[event.kind] ?? 'GLU-OLD');
  // A garbled frame is sent again by the meter; a value outside all reason is not.
  const refused = event.on === 'rejected' && (event.reason === 'implausible' || event.reason === 'range');
  return refused ? problem(visit, 'GLU-OLD') : stay(visit);
}

const NOTHING = { none: 'GLU-OLD', several: 'GLU-SEVERAL', control: 'GLU-CONTROL', unclear: 'GLU-OLD' } as const;

function yours({ reading, time }: Offer): Place | undefined {
  if (reading.kind !== 'glucose') return undefined;
  const { mmolPerL, beyond } = numbersOf(reading);
  return {
    id: 'glu.yours',
    ...(mmolPerL !== undefined && { mmolPerL }),
    ...(beyond && { beyond }),
    ...(time && { time }),
  };
}

function take(visit: Visit, told: GlucoseReading, deviceId: string, world: World): Step {
  if (told.flags?.includes('control')) return problem(visit, 'GLU-CONTROL');
  const reading = visit.meal === undefined ? told : { ...told, meal: visit.meal };
  if (visit.filing === 'file') {
    const soft = isBeyondSoftGlucose(told.mmolPerL, world.rules.glucose) ? ['soft-limit'] : [];
    const memory = visit.offer && { unit: visit.offer.unit, remembered: visit.offer.remembered };
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
