/** A list of prices: versioned data, whose name every posting carries. */
import Type from 'typebox';
import { closed, whole } from './schema-parts.ts';

const points = Type.Optional(whole(0, 100_000, 'points for a kilogram'));

export const Material = Type.Enum(['paper', 'bottles', 'metal', 'clothes', 'glass', 'other'], {
  description: 'paper, bottles, metal, clothes, glass or other',
});
export type Material = Type.Static<typeof Material>;

export const Prices = closed({
  id: Type.String({ pattern: '^[a-z0-9-]{3,64}$', description: 'the name of the file' }),
  /** A material that is not in it brings nothing. */
  pointsPerKg: closed({ paper: points, bottles: points, metal: points, clothes: points, glass: points, other: points }),
  leastGrams: whole(1, 1000, 'grams'),
  mostGrams: whole(1000, 100_000, 'grams'),
});
export type Prices = Type.Static<typeof Prices>;
