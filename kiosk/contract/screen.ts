/**
 * What a panel shows, as data: the screen is a pure projection of the visit on the server. Knows TypeBox and nothing
 * else; the touch screen imports only its types. A screen's `id` is its name in tests, words and pictures.
 */
import Type from 'typebox';
import {
  Answer,
  Band,
  BloodPressureProblem,
  Emergency,
  GlucoseProblem,
  Language,
  Level,
  Material,
  Meal,
  Offered,
  OutOfOrder,
  RecyclingOffer,
  RecyclingProblem,
  Saved,
  Service,
  TextSize,
} from './words.ts';

export * from './words.ts';

const screen = <const N extends string, P extends Type.TProperties>(id: N, carries: P) =>
  Type.Object({ id: Type.Literal(id), ...carries }, { additionalProperties: false });

/** A wait that is seen to pass: whole seconds. */
const wait = { secondsLeft: Type.Integer({ minimum: 0 }), ofSeconds: Type.Integer({ minimum: 1 }) };

/** The monitor is started and stopped at its own buttons alone: nothing here may promise otherwise. */
const ownButton = { ownButton: Type.Optional(Type.Literal(true)) };

/** Absent: not known. */
const weight = { grams: Type.Optional(Type.Integer()) };

const unplug = Type.Optional(Type.Literal(true));

/** Station time of the measurement, `14:20`; absent where the meter has no clock that can be read. */
const measuredAt = { time: Type.Optional(Type.String()) };

const result = {
  level: Level,
  saved: Saved,
  /** Station time of the measurement, `14:20`. */
  time: Type.String(),
};

const Span = Type.Object({ from: Type.Number(), below: Type.Number() });

/** Lot and last day of the strips that lie at the meter, as the station file has them; `expires`: `YYYY-MM-DD`. */
const Strips = Type.Object({ lot: Type.String(), expires: Type.String() });

/** The device itself would work; its calibration is long overdue. */
const uncalibrated = Type.Optional(Type.Literal(true));

export const Screen = Type.Union([
  /** Nobody is here. */
  screen('idle', {}),
  /** One tile per service that this station has; one that is down says so and still opens its help. */
  screen('home', {
    /** `full`: no bin takes any more; else one that does not work is being repaired. */
    tiles: Type.Array(
      Type.Object({ service: Offered, working: Type.Boolean(), uncalibrated, full: Type.Optional(Type.Literal(true)) }),
    ),
  }),
  /** How to reach a person. */
  screen('help', {}),
  /** Language and size of the text. */
  screen('settings', {}),
  /** The guest is told that the value goes to the city without a name, or may be only shown. */
  screen('guest.told', { service: Service }),
  /** This service's device does not work now. */
  screen('device.down', { service: Service, uncalibrated }),
  /**
   * Nothing can be measured here now. `store`: it does not take what is saved. `full`: it would soon take no more.
   * `calibration`: that of every device is long overdue.
   */
  screen('out-of-order', { why: OutOfOrder }),

  /** Is any of these so? `noted`: what was said already, so that the last key asks for nothing more. */
  screen('bp.ask', { noted: Type.Array(Answer) }),
  /** Better to wait, or to take the other arm; one may go on. Chest pain never comes here. */
  screen('bp.advice', { about: Type.Union([Type.Literal('recent'), Type.Literal('bladder'), Type.Literal('arm')]) }),
  /** Pictures of how to sit, one after the other by themselves; `picture` from 1. */
  screen('bp.posture', { picture: Type.Integer({ minimum: 1, maximum: 6 }) }),
  /** Does the cuff fit? `armCm`: the circumferences that the monitor's maker allows, where known. */
  screen('bp.cuff', { armCm: Type.Optional(Type.Object({ from: Type.Number(), to: Type.Number() })) }),
  /** Sitting quietly. `shortened`: the person has rested already; only the shortest rest is left. */
  screen('bp.rest', { ...wait, shortened: Type.Boolean() }),
  screen('bp.ready', ownButton),
  /** `mmHg`: live cuff pressure, absent until the first comes. `rising`: the cuff tightens; else it lets go. `reading` from 1. */
  screen('bp.measuring', { mmHg: Type.Optional(Type.Number()), rising: Type.Boolean(), reading: Type.Integer() }),
  /**
   * The person presses the monitor's own button; it tells nothing until it has a result. `reading` from 1. `unplug`: it
   * measures only when it is off its cable, and is read out later.
   */
  screen('bp.own-button', { reading: Type.Integer(), unplug }),
  /** A monitor with a memory is to be put on its cable. */
  screen('bp.plug', { reading: Type.Integer(), isBeingRead: Type.Boolean() }),
  /** The one new result in its memory: whose is it? */
  screen('bp.yours', {
    systolicMmHg: Type.Number(),
    diastolicMmHg: Type.Number(),
    pulsePerMin: Type.Optional(Type.Number()),
    ...measuredAt,
  }),
  /** STOP was asked for; the monitor has not confirmed yet, or the cuff is not empty yet. */
  screen('bp.stopping', {}),
  /** `released`: the monitor showed less than 10 mmHg. Otherwise nobody knows: how to open the cuff by hand. */
  screen('bp.stopped', { released: Type.Boolean(), hasReading: Type.Boolean() }),
  /** Between two measurements, then on by itself, but where a hand starts each. `hasReading`: there is something to see without another one. */
  screen('bp.pause', {
    ...wait,
    ...ownButton,
    /** Why once more: it is more exact; two differ; a number that must be confirmed; the last one gave no reading. */
    why: Type.Union([
      Type.Literal('exact'),
      Type.Literal('differ'),
      Type.Literal('confirm'),
      Type.Literal('irregular'),
      Type.Literal('failed'),
    ]),
    hasReading: Type.Boolean(),
  }),
  screen('bp.problem', { code: BloodPressureProblem, hasReading: Type.Boolean() }),
  /** How to open the cuff by hand. */
  screen('bp.open-cuff', {}),
  screen('bp.result', {
    systolicMmHg: Type.Number(),
    diastolicMmHg: Type.Number(),
    pulsePerMin: Type.Optional(Type.Number()),
    irregular: Type.Boolean(),
    /** How many readings the numbers are the average of. */
    averageOf: Type.Integer({ minimum: 1 }),
    band: Band,
    /** Earlier results of the same person, oldest first, and what the rules call in range; once somebody is known here. */
    history: Type.Optional(
      Type.Object({
        results: Type.Array(
          Type.Object({ systolicMmHg: Type.Number(), diastolicMmHg: Type.Number(), daysAgo: Type.Integer() }),
        ),
        inRange: Type.Object({ systolicMmHg: Span, diastolicMmHg: Span }),
      }),
    ),
    ...result,
  }),

  /** When did you last eat? */
  screen('glu.context', {}),
  /** Wash and dry the hands; goes on by itself. */
  screen('glu.wash', wait),
  /** `unplug`: the meter measures only when it is off its cable. */
  screen('glu.strip', { strips: Type.Optional(Strips), unplug }),
  /** Prick the finger, hold the drop to the strip. */
  screen('glu.drop', {}),
  /** The meter works. */
  screen('glu.wait', wait),
  /** A meter with a memory is to be put on its cable. `reading`: it is there, and its memory is being read. */
  screen('glu.plug', { reading: Type.Boolean() }),
  /** The one new result in its memory: whose is it? Without a number `beyond` says where the meter's range ended. */
  screen('glu.yours', {
    mmolPerL: Type.Optional(Type.Number()),
    beyond: Type.Optional(Type.Enum(['above-range', 'below-range'])),
    ...measuredAt,
  }),
  screen('glu.problem', { code: GlucoseProblem, strips: Type.Optional(Strips) }),
  /** A very high sugar: does one feel ill? */
  screen('glu.feel', {}),
  screen('glu.result', {
    mmolPerL: Type.Number(),
    meal: Meal,
    /** Absent where the rules have no class for this meal context: there is then only what to do. */
    band: Type.Optional(Band),
    /** Low: sugar helps. Decided by the rules file, as the level is. */
    low: Type.Boolean(),
    ...result,
  }),

  /** What is to be recycled? One tile per material of this station; what cannot be taken now says so. */
  screen('rec.material', { offers: Type.Array(RecyclingOffer) }),
  /** How it is to be put in, what is not taken, and what it brings. */
  screen('rec.prepare', { material: Material, offer: RecyclingOffer }),
  /** The scale comes to rest, then the door opens. */
  screen('rec.open', { material: Material }),
  /** `grams`: more than before, as the scale shows it now. `prompts`: how often it was asked for aloud so far, and for what. */
  screen('rec.deposit', {
    material: Material,
    ...weight,
    prompts: Type.Integer(),
    to: Type.Optional(Type.Enum(['put-in', 'close'])),
  }),
  /** `hand`: something is in the way; the door stands open until it is not. */
  screen('rec.closing', { material: Material, hand: Type.Boolean() }),
  /** `wait`: the scale comes to rest; the bin was away for a moment; what was weighed is being saved. */
  screen('rec.weigh', { material: Material, ...weight, wait: Type.Enum(['scale', 'bin', 'disk']) }),
  /** Weighed and on disk. `interrupted`: the bin was away on the way. */
  screen('rec.points', {
    material: Material,
    grams: Type.Integer(),
    pointsPerKg: Type.Number(),
    points: Type.Integer(),
    interrupted: Type.Optional(Type.Literal(true)),
  }),
  /** `mostKg`: of one deposit. */
  screen('rec.problem', { why: RecyclingProblem, material: Material, mostKg: Type.Optional(Type.Number()) }),

  /** Stays, with the loudspeaker's alarm, until acknowledged. Numbers only where there is one to show. */
  screen('act-now', {
    what: Emergency,
    systolicMmHg: Type.Optional(Type.Number()),
    diastolicMmHg: Type.Optional(Type.Number()),
    pulsePerMin: Type.Optional(Type.Number()),
    mmolPerL: Type.Optional(Type.Number()),
    /** Absent without a measurement. */
    saved: Type.Optional(Saved),
    time: Type.Optional(Type.String()),
    /** Sugar helps. */
    sugar: Type.Boolean(),
    /** The person asked for staff from here. */
    called: Type.Boolean(),
    acknowledged: Type.Boolean(),
  }),
  /** How to ring 120, and what to say. */
  screen('act-now.call', {}),
  /** The visit is over and wiped. */
  screen('bye', {}),
]);
export type Screen = Type.Static<typeof Screen>;
export type ScreenId = Screen['id'];

/** Everything a panel needs, whole, in each server-sent event: no history, so a reload shows the same. */
export const View = Type.Object({
  /** Rises with each change of screen; an act says on which turn it was made, so that a late tap does nothing. */
  turn: Type.Integer(),
  screen: Screen,
  /** Lies over the screen: nobody has touched it for long; the visit ends in so many seconds. */
  stillThere: Type.Optional(Type.Object({ secondsLeft: Type.Integer() })),
  language: Language,
  languages: Type.Array(Language),
  /** In force for this visit, and the steps that this panel has room for. */
  textSize: TextSize,
  textSizes: Type.Array(TextSize),
  station: Type.Object({ name: Type.Record(Type.String(), Type.String()), phone: Type.String() }),
  /** Local time of the station. `weekday` 1 (Monday) to 7. */
  clock: Type.Object({ time: Type.String(), month: Type.Integer(), day: Type.Integer(), weekday: Type.Integer() }),
  /** The way to the platform. `back`: for three seconds after it returned. */
  network: Type.Union([Type.Literal('on'), Type.Literal('off'), Type.Literal('back')]),
  panel: Type.Object({
    id: Type.String(),
    diagonalInch: Type.Number(),
    widthPx: Type.Integer(),
    heightPx: Type.Integer(),
  }),
  /** Simulated devices: every screen says so. */
  demo: Type.Boolean(),
});
export type View = Type.Static<typeof View>;
