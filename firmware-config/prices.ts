/** A list of prices: versioned data, whose name every posting carries. */
import Type from 'typebox';

const closed = <P extends Type.TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const whole = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description: `${description}, a whole number from ${minimum} to ${maximum}` });
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
