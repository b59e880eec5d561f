/** The schema of what hangs on an Arduino's digital pins, whatever the board is for. */
import Type from 'typebox';
import { closed } from './schema-parts.ts';

const level = (description: string) => Type.Enum(['low', 'high'], { description });

export const digitalPin = Type.Integer({ description: 'the number of a digital pin' });

/** To ground, with the board's own pull-up: LOW is its good side. */
export const Switch = closed({
  pin: digitalPin,
  debounceMs: Type.Integer({
    minimum: 10,
    maximum: 1000,
    description: 'ms that it must stand still, a whole number from 10 to 1000',
  }),
});

/** What is either on or off. */
export const Output = closed({
  pin: digitalPin,
  /** At which level it does something. */
  active: level('high'),
  safe: level('low'),
});
