/** What a person before the screen does next; most do what it says. */
import type { Act } from '../../kiosk/contract/act.ts';
import type { Screen, Service } from '../../kiosk/contract/screen.ts';
import type { Faults } from './faults.ts';
import type { Dice } from './random.ts';

export interface Person {
  readonly service: Service;
  readonly onlyShow: boolean;
  /** Looks so often at the screen, milliseconds in the mean. */
  readonly paceMs: number;
  /** Has what they came for. */
  served: boolean;
  retries: number;
  /** When the screen last changed for them, and which it is. */
  since: number;
  at: Screen['id'] | undefined;
}

export const aPerson = (dice: Dice, faults: Faults): Person => ({
  service: dice.chance(0.7) ? 'glucose' : 'blood-pressure',
  onlyShow: faults.strikes('only show', 0.3),
  paceMs: dice.between(1200, 4000),
  served: false,
  retries: 0,
  since: 0,
  at: undefined,
});

/** `drop`: with it, a drop of blood goes on the strip. */
export type Deed = Act | 'drop' | 'wait' | 'leave';

const END: Act = { do: 'end' };
/** Hands are washed at least so long: sooner, the result of the person before might still be under way. */
const WASH_MS = 10_000;

export function next(person: Person, screen: Screen, sinceMs: number, dice: Dice, faults: Faults): Deed {
  switch (screen.id) {
    case 'idle':
      return person.served ? 'leave' : { do: 'wake' };
    case 'home':
      return person.served ? END : { do: 'choose', service: person.service };
    case 'guest.told':
      return { do: person.onlyShow ? 'only-show' : 'understood' };
    case 'device.down':
    case 'out-of-order':
      return sinceMs < 20_000 ? 'wait' : 'leave';
    case 'bp.ask':
      return { do: 'none' };
    case 'bp.posture':
      return { do: 'next' };
    case 'bp.cuff':
      return { do: 'fits' };
    case 'bp.rest':
      return screen.shortened ? 'wait' : { do: 'rested' };
    case 'bp.ready':
      return { do: 'start' };
    case 'bp.measuring':
      return faults.strikes('stops the cuff', 0.02) ? { do: 'stop' } : 'wait';
    case 'bp.pause':
      return screen.hasReading && faults.strikes('ends early', 0.02) ? { do: 'see-result' } : 'wait';
    case 'bp.stopped':
    case 'bp.problem':
      return again(person, { do: 'again' });
    case 'bp.open-cuff':
      return { do: 'back' };
    case 'glu.context':
      return { do: 'ate', meal: dice.pick(['fasting', 'after-meal-2h', 'random']) };
    case 'glu.wash':
      return sinceMs > WASH_MS ? { do: 'next' } : 'wait';
    case 'glu.strip':
      return { do: 'next' };
    case 'glu.drop':
      return 'drop';
    case 'glu.wait':
      return faults.strikes('ends early', 0.1) ? END : 'wait';
    case 'glu.problem':
      return again(person, { do: 'again' });
    case 'glu.feel':
      return { do: 'feel', ill: dice.chance(0.2) };
    case 'bp.result':
    case 'glu.result':
      return sinceMs < 5000 ? 'wait' : END;
    case 'act-now':
      return screen.acknowledged ? { do: 'done' } : { do: 'acknowledge' };
    case 'act-now.call':
    case 'help':
    case 'settings':
      return { do: 'back' };
    default: // what goes on by itself
      return 'wait';
  }
}

function again(person: Person, act: Act): Deed {
  person.retries++;
  return person.retries <= 2 ? act : END;
}

/** Somebody else's hand: whatever there is to press. */
export const anyAct = (dice: Dice): Act =>
  dice.pick<Act>([
    { do: 'next' },
    { do: 'back' },
    { do: 'help' },
    { do: 'end' },
    { do: 'stop' },
    { do: 'again' },
    { do: 'done' },
    { do: 'settings' },
    { do: 'speak', language: 'en' },
    { do: 'choose', service: 'glucose' },
  ]);
