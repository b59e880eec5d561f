/** The blood-pressure test: asked, sat, rested, measured as often as the rules want, and judged by them. Pure. */
import type { FailureKind } from '../../edge-agent/index.ts';
import {
  asksToBeConfirmed,
  isBeyondSoftLimits,
  judgeBloodPressure,
  type SeriesReading,
  whyAnother,
} from '../../firmware-config/index.ts';
import type { Act } from '../contract/act.ts';
import type { Answer, BloodPressureProblem, Saved } from '../contract/screen.ts';
import { emergency } from './emergency.ts';
import { remembered, whoseAnswer } from './remembered.ts';
import {
  type BloodPressureReading,
  type Failed,
  type FromDevice,
  type FromMemory,
  go,
  type Offer,
  type Place,
  type PlaceAt,
  type Step,
  stay,
  type Taken,
  type Visit,
  type World,
} from './visit.ts';

const POSTURES = 6;
/** Below this the cuff is loose: an arm can be taken out. */
const RELEASED_BELOW_MMHG = 10;

/** The test from its beginning: nothing of a former set but what it showed. */
export function beginPressure(visit: Visit, world: World): Step {
  if (!world.works('blood-pressure')) return go(visit, { id: 'device.down', service: 'blood-pressure' });
  const earlier = [...visit.earlier, ...visit.series.map(({ reading }) => reading)];
  const { offer: _, ...rest } = visit;
  const anew = { noted: [], shortRest: false, series: [], earlier, failed: [] };
  return go({ ...rest, ...anew, remembers: world.remembers('blood-pressure') }, { id: 'bp.ask', noted: [] });
}

/** What a hand does on a screen of this test; undefined: nothing of its own. */
export function pressureAct(visit: Visit, act: Act, world: World): Step | undefined {
  const { place } = visit;
  switch (place.id) {
    case 'bp.ask':
      if (act.do === 'none') return go(visit, { id: 'bp.posture', picture: 1 });
      return act.do === 'answer' ? answered(visit, act.answer, world) : undefined;
    case 'bp.advice':
      if (act.do === 'go-on' || act.do === 'back') return go(visit, { id: 'bp.ask', noted: [...visit.noted] });
      return undefined;
    case 'bp.posture':
      if (act.do === 'back') return go(visit, { id: 'bp.ask', noted: [...visit.noted] });
      return act.do === 'next' ? nextPosture(visit, place) : undefined;
    case 'bp.cuff':
      if (act.do === 'back') return go(visit, { id: 'bp.posture', picture: 1 });
      return act.do === 'fits' ? go(visit, { id: 'bp.rest', shortened: false }) : undefined;
    case 'bp.rest':
      return act.do === 'rested' ? go({ ...visit, shortRest: true }, { ...place, shortened: true }) : undefined;
    case 'bp.ready':
      return act.do === 'start' ? measure(visit, world) : undefined;
    case 'bp.measuring':
    case 'bp.stopping':
      // Whatever else a hand finds there, back, help or end: the cuff lets go first.
      return ['stop', 'back', 'help', 'end', 'settings'].includes(act.do)
        ? go(visit, { id: 'bp.stopping' }, { wish: 'stop' })
        : stay(visit);
    case 'bp.own-button':
      if (place.unplug && act.do === 'next') return go(visit, plug(place.reading, false));
      // Only a hand at the monitor stops it, and nobody here sees whether its cuff is loose.
      return ['stop', 'back', 'help', 'end', 'settings'].includes(act.do)
        ? go(visit, { id: 'bp.stopped', released: false, hasReading: visit.series.length > 0 }, { wish: 'stop' })
        : stay(visit);
    case 'bp.plug':
      return act.do === 'back' ? go(visit, ownButton(visit, place.reading)) : undefined;
    case 'bp.yours':
      return answeredWhose(visit, act, world);
    case 'bp.pause':
    case 'bp.stopped':
    case 'bp.problem':
    case 'bp.open-cuff':
      if (act.do === 'again' && place.id !== 'bp.pause')
        return go(visit, { id: 'bp.pause', why: 'failed', hasReading: visit.series.length > 0 });
      return ['see-result', 'done', 'back'].includes(act.do) && visit.series.length > 0
        ? conclude(visit, world)
        : openCuff(visit, act);
    case 'bp.result':
      return act.do === 'again' ? again(visit, place, world) : undefined;
    default:
      return openCuff(visit, act);
  }
}

const openCuff = (visit: Visit, act: Act): Step | undefined =>
  act.do === 'show-open-cuff' && visit.place.id.startsWith('bp.') ? go(visit, { id: 'bp.open-cuff' }) : undefined;

function answered(visit: Visit, answer: Answer, world: World): Step {
  const noted = visit.noted.includes(answer) ? visit.noted : [...visit.noted, answer];
  const after = { ...visit, noted };
  return answer === 'symptoms'
    ? emergency(after, { what: 'symptoms', sugar: false })
    : world.works('blood-pressure')
      ? go(after, { id: 'bp.advice', about: answer })
      : go(after, { id: 'device.down', service: 'blood-pressure' });
}

const nextPosture = (visit: Visit, { picture }: PlaceAt<'bp.posture'>): Step =>
  go(visit, picture < POSTURES ? { id: 'bp.posture', picture: picture + 1 } : { id: 'bp.cuff' });

/** A new set after a result: the person sits already, and rests once more. */
function again(visit: Visit, { level }: PlaceAt<'bp.result'>, world: World): Step {
  if (!world.works('blood-pressure')) return go(visit, { id: 'device.down', service: 'blood-pressure' });
  const why = level === 'repeat' ? 'confirm' : 'exact';
  return go({ ...visit, remembers: world.remembers('blood-pressure') }, { id: 'bp.pause', why, hasReading: false });
}

/** The time of a screen of this test is over. */
export function pressureWaited(visit: Visit, world: World): Step {
  const { place } = visit;
  if (place.id === 'bp.posture') return nextPosture(visit, place);
  if (place.id === 'bp.rest') return go(visit, { id: 'bp.ready' });
  if (place.id !== 'bp.pause') return stay(visit);
  // After a failure the cuff may have been taken off: then only a hand starts it again.
  return place.why === 'failed' ? go(visit, { id: 'bp.ready' }) : measure(visit, world);
}

function measure(visit: Visit, world: World): Step {
  if (!world.works('blood-pressure')) return pressureUnavailable(visit, world);
  const reading = visit.series.length + 1;
  const remembers = world.remembers('blood-pressure');
  // It says nothing until it is read out: there is nothing to wait for with it.
  if (remembers) return go({ ...visit, remembers }, ownButton({ remembers }, reading));
  const place: Place = world.ownButton()
    ? { id: 'bp.own-button', reading }
    : { id: 'bp.measuring', rising: true, reading };
  return go({ ...visit, remembers }, place, { wish: 'measure' });
}

const ownButton = ({ remembers }: Pick<Visit, 'remembers'>, reading: number): Place => ({
  id: 'bp.own-button',
  reading,
  ...(remembers && { unplug: true }),
});
const plug = (reading: number, isBeingRead: boolean): Place => ({ id: 'bp.plug', reading, isBeingRead });

/** The monitor has gone: what it measured before is shown; else that it does not work. */
export const pressureUnavailable = (visit: Visit, world: World): Step =>
  visit.series.length > 0 ? conclude(visit, world) : go(visit, { id: 'device.down', service: 'blood-pressure' });

/** What the monitor tells, or the shell about it. */
export function pressureTold(visit: Visit, event: FromDevice, world: World): Step {
  const { place } = visit;
  if (visit.remembers && (place.id === 'bp.own-button' || place.id === 'bp.plug'))
    return event.on === 'memory' ? outOfMemory(visit, place, event) : stay(visit);
  if (place.id === 'bp.measuring') return measuring(visit, place, event, world);
  if (place.id === 'bp.own-button') return atItsButton(visit, event, world);
  return place.id === 'bp.stopping' ? stopping(visit, event) : stay(visit);
}

function outOfMemory(visit: Visit, { id, reading }: PlaceAt<'bp.own-button' | 'bp.plug'>, event: FromMemory): Step {
  return remembered(visit, event, {
    plug: id === 'bp.plug' ? (isBeingRead) => plug(reading, isBeingRead) : undefined,
    yours,
    nothing(found) {
      if (found.found === 'unclear')
        return found.dangerous ? failed(visit, 'BP-DOUBT', 'doubt') : failed(visit, 'BP-WEAK', 'other');
      return problem(visit, found.found === 'several' ? 'BP-SEVERAL' : 'BP-OLD');
    },
  });
}

function yours({ reading, time }: Offer): Place | undefined {
  if (reading.kind !== 'blood-pressure') return undefined;
  const { systolicMmHg, diastolicMmHg, pulsePerMin } = reading;
  const numbers = { systolicMmHg, diastolicMmHg, ...(pulsePerMin !== undefined && { pulsePerMin }) };
  return { id: 'bp.yours', ...numbers, ...(time && { time }) };
}

function answeredWhose(visit: Visit, act: Act, world: World): Step | undefined {
  const { offer, ...rest } = visit;
  const answer = whoseAnswer(act);
  if (answer === 'mine' && offer?.reading.kind === 'blood-pressure')
    return take(visit, offer.reading, offer.deviceId, world);
  return answer === 'not mine' ? problem(rest, 'BP-OTHER') : undefined;
}

const problem = (visit: Visit, code: BloodPressureProblem): Step =>
  go(visit, { id: 'bp.problem', code, hasReading: visit.series.length > 0 });

function measuring(visit: Visit, place: PlaceAt<'bp.measuring'>, event: FromDevice, world: World): Step {
  switch (event.on) {
    case 'pressure':
      return go(visit, { ...place, mmHg: event.mmHg });
    case 'deflating':
      return go(visit, { ...place, rising: false });
    default:
      return outcome(visit, event, world);
  }
}

/** It prints a result once: one that is refused does not come again, and is waited for no longer. */
function atItsButton(visit: Visit, event: FromDevice, world: World): Step {
  if (event.on !== 'rejected') return outcome(visit, event, world);
  const { visit: after, wishes } = event.dangerous
    ? failed(visit, 'BP-DOUBT', 'doubt')
    : failed(visit, 'BP-WEAK', 'other');
  return stay(after, ...wishes, { wish: 'stop' });
}

function outcome(visit: Visit, event: FromDevice, world: World): Step {
  switch (event.on) {
    case 'reading':
      return event.reading.kind === 'blood-pressure' ? take(visit, event.reading, event.deviceId, world) : stay(visit);
    case 'failure':
      return failed(visit, problemOf(event.kind), event.kind === 'weak-signal' ? 'no-pulse' : 'other');
    case 'rejected':
      // A number that would be dangerous, and cannot be true as it came: neither shown nor passed over.
      return event.dangerous ? failed(visit, 'BP-DOUBT', 'doubt') : stay(visit);
    case 'measured':
      // Over without a reading or a reason: what came was refused. Nobody's fault, and no number.
      if (event.error === undefined) return failed(visit, 'BP-WEAK', 'other');
      return event.error === 'unavailable' ? pressureUnavailable(visit, world) : failed(visit, 'BP-LOST', 'other');
    default:
      return stay(visit);
  }
}

function stopping(visit: Visit, event: FromDevice): Step {
  const stopped = (released: boolean): Place => ({ id: 'bp.stopped', released, hasReading: visit.series.length > 0 });
  if (event.on === 'pressure' && event.mmHg < RELEASED_BELOW_MMHG) return go(visit, stopped(true));
  if (event.on === 'not released') return go(visit, stopped(false));
  const lost = event.on === 'measured' && event.error !== undefined && event.error !== 'aborted';
  return lost ? failed(visit, 'BP-LOST', 'other') : stay(visit);
}

/** Filed first, reckoned with then; or only shown, because the person wished so. */
function take(visit: Visit, reading: BloodPressureReading, deviceId: string, world: World): Step {
  if (visit.filing === 'file') {
    const soft = isBeyondSoftLimits(reading, world.rules.bloodPressure) ? ['soft-limit'] : [];
    const memory = visit.offer && { unit: visit.offer.unit, remembered: visit.offer.remembered };
    return stay(visit, { wish: 'file', reading, deviceId, flags: [...circumstances(visit), ...soft], ...memory });
  }
  return pressureTaken(visit, { reading, deviceId, saved: 'shown-only' }, world);
}

/** A reading stands: another one, or the result. */
export function pressureTaken(visit: Visit, taken: Taken<BloodPressureReading>, world: World): Step {
  const { offer, ...rest } = visit;
  const after: Visit = { ...rest, series: [...visit.series, { ...taken, ...(offer && { offer }) }], failed: [] };
  const why = whyAnotherOf(after, world);
  return why ? go(after, { id: 'bp.pause', why, hasReading: true }) : conclude(after, world);
}

function whyAnotherOf({ series, earlier }: Visit, { rules: { bloodPressure } }: World) {
  const readings = series.map(({ reading }) => inSeries(reading));
  if (judgeBloodPressure(readings, bloodPressure, earlier).level === 'act-now') return undefined;
  if (readings.length >= bloodPressure.protocol.most) return undefined;
  const [only, second] = readings;
  const unusual = only !== undefined && second === undefined && isBeyondSoftLimits(only, bloodPressure);
  return unusual || asksToBeConfirmed([...earlier, ...readings], bloodPressure)
    ? 'confirm'
    : whyAnother(readings, bloodPressure);
}

const inSeries = (reading: BloodPressureReading): SeriesReading => ({
  ...reading,
  irregular: reading.flags?.includes('irregular') ?? false,
});

/** Codes of what the visit knows beyond the monitor's own flags. */
const circumstances = ({ noted, shortRest }: Visit): string[] => [
  ...noted.flatMap((answer) => CIRCUMSTANCES[answer] ?? []),
  ...(shortRest ? ['short-rest'] : []),
];
const CIRCUMSTANCES: Partial<Record<Answer, string>> = {
  recent: 'recent-activity',
  bladder: 'full-bladder',
  arm: 'other-arm',
};

/** The set is over: its average is filed, then shown. */
function conclude(visit: Visit, world: World): Step {
  const wish = concludingWish(visit);
  return wish ? stay(visit, wish) : pressureResult(visit, worstOf(visit), world);
}

/** Also when a visit ends between two readings: what was measured is said to be a single reading. */
export function concludingWish(visit: Visit) {
  const { series, filing } = visit;
  if (series.length === 0 || filing !== 'file' || worstOf(visit) !== 'saved') return undefined;
  const flags = [...circumstances(visit), ...(series.length === 1 ? ['single-reading'] : [])];
  return { wish: 'conclude', series, flags } as const;
}

const worstOf = ({ series }: Visit): Saved =>
  series.find(({ saved }) => saved === 'not-saved')?.saved ?? series.at(-1)?.saved ?? 'not-saved';

/** What is shown of the set, by the rules alone. */
export function pressureResult(visit: Visit, saved: Saved, world: World): Step {
  const readings = visit.series.map(({ reading }) => inSeries(reading));
  const last = readings.at(-1);
  if (!last) return stay(visit);
  const judgement = judgeBloodPressure(readings, world.rules.bloodPressure, visit.earlier);
  const { level, because, band, average, averageOf } = judgement;
  const time = visit.series.at(-1)?.offer?.time ?? world.time();
  const after: Visit = { ...visit, series: [], earlier: [...visit.earlier, ...visit.series.map((one) => one.reading)] };
  if (level === 'act-now') {
    const { systolicMmHg, diastolicMmHg, pulsePerMin } = last;
    const numbers = { systolicMmHg, diastolicMmHg, ...(pulsePerMin !== undefined && { pulsePerMin }) };
    return emergency(after, { what: EMERGENCIES[because], ...numbers, saved, time, sugar: false });
  }
  const irregular = readings.some((reading) => reading.irregular);
  return go(after, { id: 'bp.result', ...average, irregular, averageOf, band, level, saved, time });
}

const EMERGENCIES = { high: 'bp-high', low: 'bp-low', pulse: 'pulse' } as const;

function failed(visit: Visit, code: BloodPressureProblem, how: Failed): Step {
  const inARow = [...visit.failed, how];
  const after = { ...visit, failed: inARow };
  const twice = inARow.length >= 2 && code !== 'BP-OVER' && code !== 'BP-LOST';
  if (twice && inARow.slice(-2).every((one) => one === 'no-pulse'))
    return emergency(after, { what: 'no-pulse', sugar: false });
  if (twice && inARow.slice(-2).every((one) => one === 'doubt'))
    return emergency(after, { what: 'unsure', sugar: false });
  return go(after, { id: 'bp.problem', code: twice ? 'BP-TWICE' : code, hasReading: visit.series.length > 0 });
}

const PROBLEMS: Partial<Record<FailureKind, BloodPressureProblem>> = {
  cuff: 'BP-CUFF',
  leak: 'BP-CUFF',
  movement: 'BP-MOVE',
  'over-pressure': 'BP-OVER',
  blocked: 'BP-LOST', // it does not let go as it should: nobody may say that the cuff is loose
};
const problemOf = (kind: FailureKind): BloodPressureProblem => PROBLEMS[kind] ?? 'BP-WEAK';
