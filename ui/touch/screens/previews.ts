/** Every screen with examples: what the gallery shows and the audits measure. A screen without one does not compile. */
import type {
  Band,
  BloodPressureProblem,
  Emergency,
  GlucoseProblem,
  Level,
  Material,
  RecyclingOffer,
  RecyclingProblem,
  Screen,
  ScreenId,
} from '../../../kiosk/contract/screen.ts';

type Examples<Id extends ScreenId> = Readonly<Record<string, Extract<Screen, { id: Id }>>>;
type Of<Id extends ScreenId> = Omit<Extract<Screen, { id: Id }>, 'id'>;

const pressure = (
  systolicMmHg: number,
  diastolicMmHg: number,
  name: Band['name'],
  level: Level,
  more: Partial<Of<'bp.result'>> = {},
) =>
  ({
    id: 'bp.result',
    systolicMmHg,
    diastolicMmHg,
    irregular: false,
    averageOf: 2,
    band: { name, position: 0.6 },
    level,
    saved: 'saved',
    time: '14:20',
    ...more,
  }) as const;

const beat = { pulsePerMin: 71 } as const;

const glucose = (mmolPerL: number, level: Level, more: Partial<Of<'glu.result'>> = {}) =>
  ({ id: 'glu.result', mmolPerL, meal: 'fasting', level, low: false, saved: 'saved', time: '14:26', ...more }) as const;

const pause = (why: Of<'bp.pause'>['why'], secondsLeft: number, hasReading = true) =>
  ({ id: 'bp.pause', secondsLeft, ofSeconds: 60, why, hasReading }) as const;

const emergency = (what: Emergency, more: Partial<Of<'act-now'>> = {}) =>
  ({ id: 'act-now', what, sugar: false, called: false, acknowledged: false, ...more }) as const;

const filed = { saved: 'saved', time: '14:26' } as const;
const strips = { lot: '2511A07', expires: '2027-03-31' };
const bloodPressureProblem = (code: BloodPressureProblem, hasReading = false) =>
  ({ id: 'bp.problem', code, hasReading }) as const;
const glucoseProblem = (code: GlucoseProblem) => ({ id: 'glu.problem', code }) as const;
const inRange = { systolicMmHg: { from: 90, below: 120 }, diastolicMmHg: { from: 60, below: 80 } };
const results = [
  [148, 92, 62],
  [144, 90, 48],
  [146, 91, 33],
  [138, 86, 21],
  [140, 88, 14],
  [133, 82, 6],
  [137, 85, 1],
].map(([systolicMmHg = 0, diastolicMmHg = 0, daysAgo = 0]) => ({ systolicMmHg, diastolicMmHg, daysAgo }));
const history = { results, inRange };

const POINTS = { paper: 60, bottles: 90, metal: 120, clothes: 40, glass: 10, other: 5 } satisfies Record<
  Material,
  number
>;
const MATERIALS: readonly Material[] = ['paper', 'bottles', 'metal', 'clothes', 'glass', 'other'];
const offer = (material: Material, is: RecyclingOffer['is'] = 'ready'): RecyclingOffer => ({
  material,
  pointsPerKg: POINTS[material],
  mostKg: 30,
  is,
});
const prepare = (material: Material, is: RecyclingOffer['is'] = 'ready') =>
  ({ id: 'rec.prepare', material, offer: offer(material, is) }) as const;
const recyclingProblem = (why: RecyclingProblem) => ({ id: 'rec.problem', why, material: 'paper' }) as const;

export const previews: { readonly [Id in ScreenId]: Examples<Id> } = {
  idle: { '': { id: 'idle' } },
  home: {
    'both services': {
      id: 'home',
      tiles: [
        { service: 'blood-pressure', working: true },
        { service: 'glucose', working: true },
      ],
    },
    'one down': {
      id: 'home',
      tiles: [
        { service: 'blood-pressure', working: true },
        { service: 'glucose', working: false },
      ],
    },
    'one to be calibrated': {
      id: 'home',
      tiles: [
        { service: 'blood-pressure', working: false, uncalibrated: true },
        { service: 'glucose', working: true },
      ],
    },
    recycling: {
      id: 'home',
      tiles: [
        { service: 'blood-pressure', working: true },
        { service: 'glucose', working: true },
        { service: 'recycling', working: true },
      ],
    },
    'all bins full': {
      id: 'home',
      tiles: [
        { service: 'blood-pressure', working: true },
        { service: 'glucose', working: false },
        { service: 'recycling', working: false, full: true },
      ],
    },
    'one service': { id: 'home', tiles: [{ service: 'blood-pressure', working: true }] },
  },
  help: { '': { id: 'help' } },
  settings: { '': { id: 'settings' } },
  'guest.told': { '': { id: 'guest.told', service: 'blood-pressure' } },
  'device.down': {
    'blood pressure': { id: 'device.down', service: 'blood-pressure' },
    glucose: { id: 'device.down', service: 'glucose' },
    'to be calibrated': { id: 'device.down', service: 'blood-pressure', uncalibrated: true },
  },
  'out-of-order': {
    store: { id: 'out-of-order', why: 'store' },
    full: { id: 'out-of-order', why: 'full' },
    calibration: { id: 'out-of-order', why: 'calibration' },
  },
  'bp.ask': {
    '': { id: 'bp.ask', noted: [] },
    'one noted': { id: 'bp.ask', noted: ['recent'] },
    'two noted': { id: 'bp.ask', noted: ['bladder', 'arm'] },
  },
  'bp.advice': {
    recent: { id: 'bp.advice', about: 'recent' },
    bladder: { id: 'bp.advice', about: 'bladder' },
    arm: { id: 'bp.advice', about: 'arm' },
  },
  'bp.posture': {
    1: { id: 'bp.posture', picture: 1 },
    2: { id: 'bp.posture', picture: 2 },
    3: { id: 'bp.posture', picture: 3 },
    4: { id: 'bp.posture', picture: 4 },
    5: { id: 'bp.posture', picture: 5 },
    6: { id: 'bp.posture', picture: 6 },
  },
  'bp.cuff': {
    '': { id: 'bp.cuff' },
    range: { id: 'bp.cuff', armCm: { from: 22, to: 42 } },
  },
  'bp.rest': {
    first: { id: 'bp.rest', secondsLeft: 300, ofSeconds: 300, shortened: false },
    running: { id: 'bp.rest', secondsLeft: 192, ofSeconds: 300, shortened: false },
    shortened: { id: 'bp.rest', secondsLeft: 41, ofSeconds: 60, shortened: true },
  },
  'bp.ready': { '': { id: 'bp.ready' }, 'own button': { id: 'bp.ready', ownButton: true } },
  'bp.measuring': {
    first: { id: 'bp.measuring', rising: true, reading: 1 },
    early: { id: 'bp.measuring', mmHg: 64, rising: true, reading: 1 },
    late: { id: 'bp.measuring', mmHg: 142, rising: false, reading: 2 },
    top: { id: 'bp.measuring', mmHg: 268, rising: true, reading: 3 },
  },
  'bp.own-button': {
    '': { id: 'bp.own-button', reading: 1 },
    'off its cable': { id: 'bp.own-button', reading: 2, unplug: true },
  },
  'bp.plug': {
    '': { id: 'bp.plug', reading: 1, isBeingRead: false },
    reading: { id: 'bp.plug', reading: 2, isBeingRead: true },
  },
  'bp.yours': {
    '': { id: 'bp.yours', systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71, time: '14:20' },
    'high, no clock': { id: 'bp.yours', systolicMmHg: 192, diastolicMmHg: 124, pulsePerMin: 108 },
    'no pulse': { id: 'bp.yours', systolicMmHg: 118, diastolicMmHg: 74, time: '14:20' },
  },
  'bp.stopping': { '': { id: 'bp.stopping' } },
  'bp.stopped': {
    released: { id: 'bp.stopped', released: true, hasReading: false },
    'released, has a reading': { id: 'bp.stopped', released: true, hasReading: true },
    'not released': { id: 'bp.stopped', released: false, hasReading: false },
  },
  'bp.pause': {
    exact: pause('exact', 44),
    differ: pause('differ', 60),
    confirm: pause('confirm', 31, false),
    irregular: pause('irregular', 9),
    'own button': { ...pause('exact', 44), ownButton: true },
    failed: pause('failed', 52, false),
    'failed, has a reading': pause('failed', 17),
  },
  'bp.problem': {
    'BP-CUFF': bloodPressureProblem('BP-CUFF'),
    'BP-MOVE': bloodPressureProblem('BP-MOVE', true),
    'BP-WEAK': bloodPressureProblem('BP-WEAK'),
    'BP-DOUBT': bloodPressureProblem('BP-DOUBT'),
    'BP-TWICE': bloodPressureProblem('BP-TWICE', true),
    'BP-OVER': bloodPressureProblem('BP-OVER'),
    'BP-LOST': bloodPressureProblem('BP-LOST', true),
    'BP-OLD': bloodPressureProblem('BP-OLD'),
    'BP-SEVERAL': bloodPressureProblem('BP-SEVERAL', true),
    'BP-OTHER': bloodPressureProblem('BP-OTHER', true),
  } satisfies Record<BloodPressureProblem, Screen>,
  'bp.open-cuff': { '': { id: 'bp.open-cuff' } },
  'bp.result': {
    'in range': pressure(118, 74, 'in-range', 'ok', { ...beat, history }),
    'in range, a guest': pressure(118, 74, 'in-range', 'ok', beat),
    'a bit high': pressure(128, 82, 'a-bit-high', 'ok', { ...beat, saved: 'shown-only', averageOf: 1 }),
    'a bit high, first': pressure(131, 84, 'a-bit-high', 'ok', { ...beat, history: { results: [], inRange } }),
    'high, with history': pressure(142, 88, 'high', 'doctor-soon', { ...beat, history, averageOf: 3 }),
    'high, irregular': pressure(152, 94, 'high', 'doctor-soon', { irregular: true, pulsePerMin: 104, history }),
    'high, no pulse': pressure(144, 88, 'high', 'doctor-soon', { averageOf: 1 }),
    'very high, again': pressure(184, 112, 'very-high', 'repeat', {
      ...beat,
      saved: 'not-saved',
      irregular: true,
      averageOf: 1,
    }),
    'very high, today': pressure(176, 116, 'very-high', 'doctor-today', beat),
    low: pressure(86, 58, 'low', 'repeat', { ...beat, band: { name: 'low', position: 0.02 } }),
  },
  'glu.context': { '': { id: 'glu.context' } },
  'glu.wash': { '': { id: 'glu.wash', secondsLeft: 18, ofSeconds: 30 } },
  'glu.strip': {
    '': { id: 'glu.strip' },
    'with its lot': { id: 'glu.strip', strips },
    'off its cable': { id: 'glu.strip', strips, unplug: true },
  },
  'glu.drop': { '': { id: 'glu.drop' } },
  'glu.wait': { '': { id: 'glu.wait', secondsLeft: 8, ofSeconds: 10 } },
  'glu.plug': { '': { id: 'glu.plug', reading: false }, reading: { id: 'glu.plug', reading: true } },
  'glu.yours': {
    '': { id: 'glu.yours', mmolPerL: 5.6, time: '14:20' },
    'high, no clock': { id: 'glu.yours', mmolPerL: 27.8 },
    above: { id: 'glu.yours', beyond: 'above-range', time: '14:20' },
    below: { id: 'glu.yours', beyond: 'below-range' },
  },
  'glu.feel': { '': { id: 'glu.feel' } },
  'glu.problem': {
    'GLU-STRIP': glucoseProblem('GLU-STRIP'),
    'GLU-LOWVOL': glucoseProblem('GLU-LOWVOL'),
    'GLU-TEMP': glucoseProblem('GLU-TEMP'),
    'GLU-OLD': glucoseProblem('GLU-OLD'),
    'GLU-SEVERAL': glucoseProblem('GLU-SEVERAL'),
    'GLU-OTHER': glucoseProblem('GLU-OTHER'),
    'GLU-CONTROL': glucoseProblem('GLU-CONTROL'),
    'GLU-EXPIRED': { ...glucoseProblem('GLU-EXPIRED'), strips: { lot: '2411A07', expires: '2026-10-31' } },
  } satisfies Record<GlucoseProblem, Screen>,
  'glu.result': {
    'no meal': glucose(5.6, 'ok', { meal: 'random' }),
    'in range': glucose(5.1, 'ok', { band: { name: 'in-range', position: 0.5 } }),
    'in range after a meal': glucose(7.2, 'ok', { meal: 'after-meal-2h', band: { name: 'in-range', position: 0.8 } }),
    high: glucose(12.4, 'doctor-soon', {
      meal: 'after-meal-2h',
      band: { name: 'high', position: 0.4 },
      saved: 'shown-only',
    }),
    'very high': glucose(18.2, 'doctor-today', { meal: 'random', saved: 'not-saved' }),
    low: glucose(3.4, 'repeat', { low: true, band: { name: 'low', position: 0.5 } }),
  },
  'rec.material': {
    two: { id: 'rec.material', offers: [offer('paper'), offer('bottles')] },
    'one full': { id: 'rec.material', offers: [offer('paper', 'full'), offer('bottles')] },
    six: { id: 'rec.material', offers: MATERIALS.map((material) => offer(material)) },
    'six, some not': {
      id: 'rec.material',
      offers: MATERIALS.map((material, at) => offer(material, (['full', 'busy', 'out-of-order'] as const)[at])),
    },
  },
  'rec.prepare': {
    paper: prepare('paper'),
    'bottles, busy': prepare('bottles', 'busy'),
    metal: prepare('metal'),
    clothes: prepare('clothes'),
    glass: prepare('glass'),
    other: prepare('other'),
  },
  'rec.open': { '': { id: 'rec.open', material: 'other' } },
  'rec.deposit': {
    '': { id: 'rec.deposit', material: 'paper', prompts: 0 },
    'some in': { id: 'rec.deposit', material: 'bottles', grams: 1240, prompts: 0 },
    'to be closed': { id: 'rec.deposit', material: 'paper', grams: 12340, prompts: 2, to: 'close' },
    'nothing yet': { id: 'rec.deposit', material: 'glass', grams: 0, prompts: 1, to: 'put-in' },
  },
  'rec.closing': {
    '': { id: 'rec.closing', material: 'paper', hand: false },
    hand: { id: 'rec.closing', material: 'paper', hand: true },
  },
  'rec.weigh': {
    scale: { id: 'rec.weigh', material: 'paper', grams: 1240, wait: 'scale' },
    bin: { id: 'rec.weigh', material: 'paper', wait: 'bin' },
    disk: { id: 'rec.weigh', material: 'clothes', grams: 12340, wait: 'disk' },
  },
  'rec.points': {
    '': { id: 'rec.points', material: 'paper', grams: 1240, pointsPerKg: 60, points: 74 },
    interrupted: {
      id: 'rec.points',
      material: 'metal',
      grams: 29800,
      pointsPerKg: 120,
      points: 3576,
      interrupted: true,
    },
  },
  'rec.problem': {
    'REC-FULL': recyclingProblem('REC-FULL'),
    'REC-BUSY': recyclingProblem('REC-BUSY'),
    'REC-DOWN': recyclingProblem('REC-DOWN'),
    'REC-SHAKE': recyclingProblem('REC-SHAKE'),
    'REC-SHUT': recyclingProblem('REC-SHUT'),
    'REC-STORE': recyclingProblem('REC-STORE'),
    'REC-JAM': recyclingProblem('REC-JAM'),
    'REC-ZERO': recyclingProblem('REC-ZERO'),
    'REC-HEAVY': { ...recyclingProblem('REC-HEAVY'), mostKg: 30 },
    'REC-DOOR': recyclingProblem('REC-DOOR'),
    'REC-STAFF': recyclingProblem('REC-STAFF'),
  } satisfies Record<RecyclingProblem, Screen>,
  'act-now': {
    symptoms: emergency('symptoms'),
    'symptoms, called': emergency('symptoms', { called: true }),
    'bp-high': emergency('bp-high', { ...filed, systolicMmHg: 192, diastolicMmHg: 124, pulsePerMin: 88 }),
    'bp-high, called': emergency('bp-high', { ...filed, systolicMmHg: 192, diastolicMmHg: 124, called: true }),
    'bp-high, called, seen': emergency('bp-high', {
      ...filed,
      systolicMmHg: 192,
      diastolicMmHg: 124,
      called: true,
      acknowledged: true,
    }),
    'bp-low': emergency('bp-low', { ...filed, systolicMmHg: 76, diastolicMmHg: 45, saved: 'not-saved' }),
    'bp-low, seen': emergency('bp-low', { ...filed, systolicMmHg: 76, diastolicMmHg: 45, acknowledged: true }),
    pulse: emergency('pulse', { ...filed, systolicMmHg: 128, diastolicMmHg: 80, pulsePerMin: 142 }),
    'no-pulse': emergency('no-pulse'),
    unsure: emergency('unsure'),
    'glucose-low': emergency('glucose-low', { ...filed, mmolPerL: 2.6, sugar: true }),
    'glucose-low, called': emergency('glucose-low', { ...filed, mmolPerL: 2.6, sugar: true, called: true }),
    'glucose-high': emergency('glucose-high', { ...filed, mmolPerL: 19.4, saved: 'shown-only' }),
    'glucose-above-range': emergency('glucose-above-range', filed),
    'glucose-below-range': emergency('glucose-below-range', { ...filed, sugar: true }),
  },
  'act-now.call': { '': { id: 'act-now.call' } },
  bye: { '': { id: 'bye' } },
};
