/** What the schemas of all files are made of. A `description` says what is expected, and is what a complaint repeats. */
import Type from 'typebox';

export const closed = <P extends Type.TProperties>(properties: P, more: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...more });
export const text = (description: string, more: object = {}) =>
  Type.String({ minLength: 1, maxLength: 200, description, ...more });
export const whole = (minimum: number, maximum: number, description: string, more: object = {}) =>
  Type.Integer({
    minimum,
    maximum,
    description: `${description}, a whole number from ${minimum} to ${maximum}`,
    ...more,
  });
