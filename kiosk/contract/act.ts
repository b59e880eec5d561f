/** What a person can do at a panel. */
import Type from 'typebox';
import { Answer, Language, Material, Meal, Offered, TextSize } from './words.ts';

const plain = Type.Union([
  /** The first tap on the idle screen: it only wakes. */
  Type.Literal('wake'),
  /** Told that the value goes to the city without a name: understood. */
  Type.Literal('understood'),
  /** Show me the value and file nothing at all. */
  Type.Literal('only-show'),
  /** None of these; or nothing more. */
  Type.Literal('none'),
  /** In spite of what was advised. */
  Type.Literal('go-on'),
  /** On to what follows, before it comes by itself. */
  Type.Literal('next'),
  /** The cuff fits. */
  Type.Literal('fits'),
  /** I have rested already. */
  Type.Literal('rested'),
  /** Start the measurement. */
  Type.Literal('start'),
  /** Stop the measurement and let the cuff go. Always obeyed, on whatever turn it was made. */
  Type.Literal('stop'),
  Type.Literal('again'),
  /** No further reading: show what there is. */
  Type.Literal('see-result'),
  Type.Literal('show-open-cuff'),
  /** Somebody is to come. */
  Type.Literal('call-staff'),
  /** How to ring 120, and what to say. */
  Type.Literal('how-to-call'),
  /** I have seen that I must act now. */
  Type.Literal('acknowledge'),
  /** The result in the meter is mine; or it is not. */
  Type.Literal('mine'),
  Type.Literal('not-mine'),
  Type.Literal('done'),
  Type.Literal('back'),
  Type.Literal('help'),
  /** Language and size of the text, on a page of their own. */
  Type.Literal('settings'),
  /** End the visit and wipe it. */
  Type.Literal('end'),
  /** Yes, I am still here. */
  Type.Literal('stay'),
]);

const closed = <P extends Type.TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });

export const Act = Type.Union([
  closed({ do: plain }),
  closed({ do: Type.Literal('choose'), service: Offered }),
  closed({ do: Type.Literal('speak'), language: Language }),
  closed({ do: Type.Literal('size'), text: TextSize }),
  /** Yes to one of the questions before a measurement. */
  closed({ do: Type.Literal('answer'), answer: Answer }),
  closed({ do: Type.Literal('ate'), meal: Meal }),
  closed({ do: Type.Literal('recycle'), material: Material }),
  /** Whether one feels ill, with a very high sugar. */
  closed({ do: Type.Literal('feel'), ill: Type.Boolean() }),
]);
export type Act = Type.Static<typeof Act>;

/** Body of `POST /api/panels/{panel}/acts`. */
export const ActOnTurn = closed({ turn: Type.Integer(), act: Act });
export type ActOnTurn = Type.Static<typeof ActOnTurn>;

/** Answer to an act: `stale` when the screen had already changed; the live stream shows the truth. */
export const Acted = Type.Object({ outcome: Type.Union([Type.Literal('taken'), Type.Literal('stale')]) });
export type Acted = Type.Static<typeof Acted>;
