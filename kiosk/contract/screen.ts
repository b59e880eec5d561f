/**
 * What a panel shows, as data: the screen is a pure projection of the visit on the server. Knows TypeBox and nothing
 * else; the touch screen imports only its types. A screen's `id` is its name in tests, words and pictures.
 */
import Type from 'typebox';

const screen = <const N extends string, P extends Type.TProperties>(id: N, carries: P) =>
  Type.Object({ id: Type.Literal(id), ...carries }, { additionalProperties: false });

export const Language = Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]);
export type Language = Type.Static<typeof Language>;

/** The self-tests that a tile or a notice can stand for. */
export const Service = Type.Union([Type.Literal('blood-pressure'), Type.Literal('glucose')]);
export type Service = Type.Static<typeof Service>;

/** What to do about a reading, decided by the rules file alone. */
export const Level = Type.Union([
  Type.Literal('ok'),
  Type.Literal('repeat'),
  Type.Literal('doctor-soon'),
  Type.Literal('doctor-today'),
  Type.Literal('act-now'),
]);
export type Level = Type.Static<typeof Level>;

/** Where a value lies among the rule table's classes; `position` is the share inside its class, 0 to 1. */
export const Band = Type.Object({
  name: Type.Union([
    Type.Literal('low'),
    Type.Literal('in-range'),
    Type.Literal('a-bit-high'),
    Type.Literal('high'),
    Type.Literal('very-high'),
  ]),
  position: Type.Number({ minimum: 0, maximum: 1 }),
});
export type Band = Type.Static<typeof Band>;

/** `saved`: committed to disk, with full synchronisation. `shown-only`: the person wished so. `not-saved`: it failed; please note it down. */
export const Saved = Type.Union([Type.Literal('saved'), Type.Literal('shown-only'), Type.Literal('not-saved')]);
export type Saved = Type.Static<typeof Saved>;

/** Codes of the problem screens; the words stand in the languages' files. */
export const BloodPressureProblem = Type.Union([
  Type.Literal('BP-CUFF'),
  Type.Literal('BP-MOVE'),
  Type.Literal('BP-WEAK'),
  Type.Literal('BP-TWICE'),
  Type.Literal('BP-OVER'),
  Type.Literal('BP-LOST'),
]);
export type BloodPressureProblem = Type.Static<typeof BloodPressureProblem>;

export const GlucoseProblem = Type.Union([
  Type.Literal('GLU-STRIP'),
  Type.Literal('GLU-LOWVOL'),
  Type.Literal('GLU-TEMP'),
  Type.Literal('GLU-AGAIN'),
  Type.Literal('GLU-LOST'),
]);
export type GlucoseProblem = Type.Static<typeof GlucoseProblem>;

const result = {
  level: Level,
  saved: Saved,
  /** Station time of the measurement, `14:20`. */
  time: Type.String(),
};

export const Screen = Type.Union([
  /** Nobody is here. */
  screen('idle', {}),
  /** One tile per service that this station has; one that is down says so and still opens its help. */
  screen('home', { tiles: Type.Array(Type.Object({ service: Service, working: Type.Boolean() })) }),
  /** How to reach a person. */
  screen('help', {}),
  /** The guest is told that the value goes to the city without a name, or may be only shown. */
  screen('guest.told', { service: Service }),
  /** This service's device does not work now. */
  screen('device.down', { service: Service }),
  /** Nothing can be measured here now: the store is not safe. */
  screen('out-of-order', {}),
  screen('bp.ready', {}),
  /** `mmHg`: live cuff pressure, absent until the first comes. `rising`: the cuff tightens; else it lets go. */
  screen('bp.measuring', { mmHg: Type.Optional(Type.Number()), rising: Type.Boolean() }),
  /** STOP was asked for; the monitor has not confirmed yet, or the cuff is not empty yet. */
  screen('bp.stopping', {}),
  /** `released`: the monitor showed less than 10 mmHg. Otherwise nobody knows: how to open the cuff by hand. */
  screen('bp.stopped', { released: Type.Boolean() }),
  screen('bp.problem', { code: BloodPressureProblem }),
  /** How to open the cuff by hand. */
  screen('bp.open-cuff', {}),
  screen('bp.result', {
    systolicMmHg: Type.Number(),
    diastolicMmHg: Type.Number(),
    pulsePerMin: Type.Optional(Type.Number()),
    irregular: Type.Boolean(),
    band: Band,
    ...result,
  }),
  screen('glu.strip', {}),
  screen('glu.problem', { code: GlucoseProblem }),
  screen('glu.result', {
    /** Absent when outside the meter's range: then `beyond` says on which side. */
    mmolPerL: Type.Optional(Type.Number()),
    beyond: Type.Optional(Type.Union([Type.Literal('above-range'), Type.Literal('below-range')])),
    /** Absent without a meal context: there is then no class to show, only what to do. */
    band: Type.Optional(Band),
    /** Low: sugar helps. Decided by the rules file, as the level is. */
    low: Type.Boolean(),
    ...result,
  }),
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
