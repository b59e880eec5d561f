/** What a person can do at a panel. */
import Type from 'typebox';
import { Language, Service } from './screen.ts';

const plain = Type.Union([
  /** The first tap on the idle screen: it only wakes. */
  Type.Literal('wake'),
  /** Told that the value goes to the city without a name: understood. */
  Type.Literal('understood'),
  /** Show me the value and file nothing at all. */
  Type.Literal('only-show'),
  /** Start the measurement. */
  Type.Literal('start'),
  /** Stop the measurement and let the cuff go. Always obeyed, on whatever turn it was made. */
  Type.Literal('stop'),
  Type.Literal('again'),
  Type.Literal('show-open-cuff'),
  Type.Literal('done'),
  Type.Literal('back'),
  Type.Literal('help'),
  /** End the visit and wipe it. */
  Type.Literal('end'),
  /** Yes, I am still here. */
  Type.Literal('stay'),
]);

export const Act = Type.Union([
  Type.Object({ do: plain }, { additionalProperties: false }),
  Type.Object({ do: Type.Literal('choose'), service: Service }, { additionalProperties: false }),
  Type.Object({ do: Type.Literal('speak'), language: Language }, { additionalProperties: false }),
]);
export type Act = Type.Static<typeof Act>;

/** Body of `POST /api/panels/{panel}/acts`. */
export const ActOnTurn = Type.Object({ turn: Type.Integer(), act: Act }, { additionalProperties: false });
export type ActOnTurn = Type.Static<typeof ActOnTurn>;

/** Answer to an act: `stale` when the screen had already changed; the live stream shows the truth. */
export const Acted = Type.Object({ outcome: Type.Union([Type.Literal('taken'), Type.Literal('stale')]) });
export type Acted = Type.Static<typeof Acted>;
