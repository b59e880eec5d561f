import Type from 'typebox';
import { closed } from './words.ts';

/** Every answer that is none: a fixed code, and words for a person. */
export const Problem = closed({ code: Type.String(), message: Type.String() });
export type Problem = Type.Static<typeof Problem>;
