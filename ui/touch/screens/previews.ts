/** Every screen with examples: what the gallery shows and the audits measure. A screen without one does not compile. */
import type {
  Band,
  BloodPressureProblem,
  GlucoseProblem,
  Level,
  Screen,
  ScreenId,
} from '../../../kiosk/contract/screen.ts';

type Examples<Id extends ScreenId> = Readonly<Record<string, Extract<Screen, { id: Id }>>>;

const pressure = (systolicMmHg: number, diastolicMmHg: number, name: Band['name'], level: Level, more: object = {}) =>
  ({
    id: 'bp.result',
    systolicMmHg,
    diastolicMmHg,
    pulsePerMin: 71,
    irregular: false,
    band: { name, position: 0.6 },
    level,
    saved: 'saved',
    time: '14:20',
    ...more,
  }) as const;

const glucose = (level: Level, more: Partial<Extract<Screen, { id: 'glu.result' }>> = {}) =>
  ({ id: 'glu.result', level, low: false, saved: 'saved', time: '14:26', ...more }) as const;

const bloodPressureProblem = (code: BloodPressureProblem) => ({ id: 'bp.problem', code }) as const;
const glucoseProblem = (code: GlucoseProblem) => ({ id: 'glu.problem', code }) as const;

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
    'one service': { id: 'home', tiles: [{ service: 'blood-pressure', working: true }] },
  },
  help: { '': { id: 'help' } },
  'guest.told': { '': { id: 'guest.told', service: 'blood-pressure' } },
  'device.down': {
    'blood pressure': { id: 'device.down', service: 'blood-pressure' },
    glucose: { id: 'device.down', service: 'glucose' },
  },
  'out-of-order': { '': { id: 'out-of-order' } },
  'bp.ready': { '': { id: 'bp.ready' } },
  'bp.measuring': {
    first: { id: 'bp.measuring', rising: true },
    early: { id: 'bp.measuring', mmHg: 64, rising: true },
    late: { id: 'bp.measuring', mmHg: 142, rising: false },
    top: { id: 'bp.measuring', mmHg: 268, rising: true },
  },
  'bp.stopping': { '': { id: 'bp.stopping' } },
  'bp.stopped': {
    released: { id: 'bp.stopped', released: true },
    'not released': { id: 'bp.stopped', released: false },
  },
  'bp.problem': {
    'BP-CUFF': bloodPressureProblem('BP-CUFF'),
    'BP-MOVE': bloodPressureProblem('BP-MOVE'),
    'BP-WEAK': bloodPressureProblem('BP-WEAK'),
    'BP-TWICE': bloodPressureProblem('BP-TWICE'),
    'BP-OVER': bloodPressureProblem('BP-OVER'),
    'BP-LOST': bloodPressureProblem('BP-LOST'),
  } satisfies Record<BloodPressureProblem, Screen>,
  'bp.open-cuff': { '': { id: 'bp.open-cuff' } },
  'bp.result': {
    'in range': pressure(118, 74, 'in-range', 'ok'),
    'a bit high': pressure(128, 82, 'a-bit-high', 'ok', { saved: 'shown-only' }),
    'high, irregular': pressure(152, 94, 'high', 'doctor-soon', { irregular: true, pulsePerMin: 104 }),
    'high, no pulse': pressure(144, 88, 'high', 'doctor-soon', { pulsePerMin: undefined }),
    'very high, again': pressure(184, 112, 'very-high', 'repeat', { saved: 'not-saved', irregular: true }),
    'very high, today': pressure(176, 116, 'very-high', 'doctor-today'),
    low: pressure(86, 58, 'low', 'repeat', { band: { name: 'low', position: 0.02 } }),
    'act now, high': pressure(192, 124, 'very-high', 'act-now'),
    'act now, low': pressure(76, 45, 'low', 'act-now', { saved: 'not-saved' }),
  },
  'glu.strip': { '': { id: 'glu.strip' } },
  'glu.problem': {
    'GLU-STRIP': glucoseProblem('GLU-STRIP'),
    'GLU-LOWVOL': glucoseProblem('GLU-LOWVOL'),
    'GLU-TEMP': glucoseProblem('GLU-TEMP'),
    'GLU-AGAIN': glucoseProblem('GLU-AGAIN'),
    'GLU-LOST': glucoseProblem('GLU-LOST'),
  } satisfies Record<GlucoseProblem, Screen>,
  'glu.result': {
    'no meal': glucose('ok', { mmolPerL: 5.6 }),
    'in range': glucose('ok', { mmolPerL: 5.1, band: { name: 'in-range', position: 0.5 } }),
    high: glucose('doctor-soon', { mmolPerL: 12.4, saved: 'shown-only' }),
    'very high': glucose('doctor-today', { mmolPerL: 18.2, saved: 'not-saved' }),
    low: glucose('repeat', { mmolPerL: 3.4, low: true }),
    'act now, low': glucose('act-now', { mmolPerL: 2.6, low: true }),
    'act now, above': glucose('act-now', { beyond: 'above-range' }),
    'act now, below': glucose('act-now', { beyond: 'below-range', low: true, saved: 'shown-only' }),
  },
  bye: { '': { id: 'bye' } },
};
