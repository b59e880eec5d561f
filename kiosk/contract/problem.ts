import Type from 'typebox';

/** Every answer that is no success: what was wrong, in words. */
export const Problem = Type.Object({ code: Type.String(), message: Type.String() });
export type Problem = Type.Static<typeof Problem>;

export const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  store: Type.Boolean(),
  /** May a visit begin? */
  visits: Type.Boolean(),
  /** Is the wall clock to be trusted? */
  clock: Type.Boolean(),
  network: Type.Boolean(),
  devices: Type.Record(Type.String(), Type.String()),
});
export type Health = Type.Static<typeof Health>;
