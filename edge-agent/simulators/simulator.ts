import { type ClockFields, clockText } from '../domain/device-clock.ts';
import type { Reading, Unasked } from '../domain/event.ts';
import { gramsOf } from '../domain/mass.ts';
import type { Settings } from '../domain/settings.ts';
import type { Conversation, Language, Line } from '../protocols/conversation.ts';

/**
 * What a person does to a simulated device, in words: `take 128/82/71`, `take 5.6`, `hold 5.6 fasting`,
 * `hold 128/82/71 irregular`, `put 1.234`, `level 420`, `fault cuff-loose`.
 */
export type Press =
  /** The next measurement finds this; a meter with a memory has just found it. */
  | {
      readonly press: 'take blood-pressure';
      readonly systolicMmHg: number;
      readonly diastolicMmHg: number;
      readonly pulsePerMin: number;
    }
  /** It was found by a meter with a memory, and marked so. */
  | {
      readonly press: 'hold blood-pressure';
      readonly systolicMmHg: number;
      readonly diastolicMmHg: number;
      readonly pulsePerMin: number;
      readonly mark: string;
    }
  /** A strip with blood is measured now. */
  | { readonly press: 'take glucose'; readonly mmolPerL: number | 'HI' | 'LO' }
  /** A finger is put into the oximeter. */
  | { readonly press: 'take oxygen-saturation'; readonly percent: number; readonly pulsePerMin: number }
  /** The thermometer is held to somebody. */
  | { readonly press: 'take temperature'; readonly celsius: number }
  /** A strip was measured, and marked so. */
  | { readonly press: 'hold glucose'; readonly mmolPerL: number | 'HI' | 'LO'; readonly mark: string }
  /** So much lies on the platform, once it has come to rest; or somebody shakes it, or it is too much for the scale, until then. */
  | { readonly press: 'put'; readonly grams: number }
  | { readonly press: 'move' }
  | { readonly press: 'overload' }
  /** So far it is down to the heap; `none`: nothing echoes. */
  | { readonly press: 'level'; readonly millimetres: number | 'none' }
  /** Its own clock is set, at its own buttons. */
  | { readonly press: 'set clock'; readonly fields: ClockFields }
  /** One of the simulator's own `words`; `amount` is the number in it. */
  | { readonly press: 'do'; readonly form: string; readonly amount?: number }
  /** One of the simulator's `faults`, until `fault none`. */
  | { readonly press: 'fault'; readonly name: string };

/** What a simulated device can be given. */
export type Takes = (Reading | Unasked)['kind'] | 'weight' | 'level';

/** What else a hand can do to it. In the form, a word in capitals stands for a number: `drop KG`. */
export interface Word {
  readonly form: string;
  readonly does: string;
}

/** A simulated device: a product feature, one a driver. It speaks its protocol at the byte edge and knows no transport. */
export interface Simulation<F> {
  readonly driver: string;
  /** The language in which the device hears the host. */
  readonly language: Language<F>;
  /** The device's whole life on one power-up; a press is heard like a frame. */
  readonly live: (line: Line) => Conversation<F | Press>;
  readonly takes: readonly Takes[];
  readonly faults: readonly string[];
  /** Of a meter with a memory and a clock: how a record may be marked. */
  readonly marks?: readonly string[];
  /** A pressure is measured when a person presses a button on it, and not when the host wants it. */
  readonly ownButton?: boolean;
  readonly words?: readonly Word[];
}

/** A simulation whose frame type stays inside, as with drivers. */
export interface Simulator {
  readonly driver: string;
  readonly takes: readonly Takes[];
  readonly faults: readonly string[];
  readonly marks?: readonly string[];
  readonly ownButton?: boolean;
  readonly words?: readonly Word[];
  readonly power: <R>(use: <F>(simulation: Simulation<F>) => R) => R;
  /** The twin of a device that is set up so. Present where anything may be set. */
  readonly configured?: (settings: Settings) => Simulator;
}

export function simulator<F>(simulation: Simulation<F>): Simulator {
  const { driver, takes, faults, marks, ownButton, words } = simulation;
  return {
    driver,
    takes,
    faults,
    ...(marks && { marks }),
    ...(ownButton && { ownButton }),
    ...(words && { words }),
    power: (use) => use(simulation),
  };
}

/** The twin of what `drivers/driver.ts` calls settable. */
export function settableTwin(configured: (settings: Settings) => Simulator): Simulator {
  return { ...configured({}), configured };
}

export const isPress = (heard: unknown): heard is Press =>
  typeof heard === 'object' && heard !== null && 'press' in heard;

/** What of a simulator its buttons depend on. */
type Buttons = Pick<Simulator, 'takes' | 'faults' | 'marks' | 'ownButton' | 'words'>;

/** The words of a person at the terminal as a press, or the complaint that names what was wrong. */
export function parsePress({ takes, faults, marks, words: own = [] }: Buttons, words: string): Press | string {
  const done = own.map(({ form }) => parseOwn(form, words)).find((press) => press !== undefined);
  if (done) return done;
  const [verb = '', value = '', mark, ...rest] = words.trim().split(/\s+/);
  if (rest.length > 0 || (mark !== undefined && verb !== 'hold')) return `too many words after '${verb} ${value}'`;
  if (verb === 'take' && takes.length > 0) return parseTake(takes, value);
  if (takes.includes('weight') && SCALE.includes(verb)) return parseScale(verb, value);
  if (takes.includes('level') && verb === 'level') return parseLevel(value);
  if (verb === 'hold' && marks) return parseHold({ takes, marks }, value, mark);
  if (verb === 'clock' && marks) return parseClock(value);
  if (verb === 'fault') {
    if (value === 'none' || faults.includes(value)) return { press: 'fault', name: value };
    return `no fault '${value}'; there are: none ${faults.join(' ')}`;
  }
  return `no button '${verb}'; try help`;
}

function parseOwn(form: string, words: string): Press | undefined {
  const said = words.trim().split(/\s+/);
  const wanted = form.split(' ');
  const isNumber = (word: string): boolean => /^\d{1,4}(\.\d{1,3})?$/.test(word);
  const stands = (word: string): boolean => /^[A-Z]+$/.test(word);
  const fits = wanted.every((word, at) => (stands(word) ? isNumber(said[at] ?? '') : word === said[at]));
  if (!fits || said.length !== wanted.length) return undefined;
  const at = wanted.findIndex(stands);
  return { press: 'do', form, ...(at >= 0 && { amount: Number(said[at]) }) };
}

function parseHold(
  { takes, marks }: Pick<Simulator, 'takes'> & { readonly marks: readonly string[] },
  value: string,
  mark: string | undefined,
): Press | string {
  const taken = parseTake(takes, value);
  if (typeof taken === 'string') return `cannot hold '${value}'; a record is ${formsOf(takes)}`;
  if (mark === undefined) return taken;
  if (!marks.includes(mark)) return `no mark '${mark}'; there are: ${marks.join(' ')}`;
  if (taken.press === 'take glucose') return { ...taken, press: 'hold glucose', mark };
  if (taken.press === 'take blood-pressure') return { ...taken, press: 'hold blood-pressure', mark };
  return `cannot hold '${value}'; only a pressure or a strip is kept`;
}

function parseClock(value: string): Press | string {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = value.split(/[-T:]/).map(Number);
  const fields = [year, month, day, hour, minute, second] as const;
  return clockText(fields) === value
    ? { press: 'set clock', fields }
    : `no time '${value}'; one is 2026-11-23T09:15:00`;
}

const SCALE = ['put', 'move', 'overload'];

function parseScale(verb: string, value: string): Press | string {
  if (verb === 'put') {
    const grams = /^-?\d{1,5}(\.\d{1,3})?$/.test(value) ? gramsOf(value, 'kg') : undefined;
    return grams === undefined ? `cannot put '${value}'; a weight is 1.234, in kilograms` : { press: 'put', grams };
  }
  if (value !== '') return `too many words after '${verb}'`;
  return { press: verb === 'move' ? 'move' : 'overload' };
}

function parseLevel(value: string): Press | string {
  if (value === 'none') return { press: 'level', millimetres: value };
  if (/^\d{1,4}$/.test(value)) return { press: 'level', millimetres: Number(value) };
  return `no level '${value}'; one is 420, in millimetres, or none`;
}

const parseGlucose = (value: string): number | 'HI' | 'LO' | undefined => {
  if (value === 'HI' || value === 'LO') return value;
  return /^\d{1,2}\.\d$/.test(value) ? Number(value) : undefined;
};

const FORMS = {
  'blood-pressure': '128/82/71',
  glucose: '5.6, HI or LO',
  'oxygen-saturation': '97%/71',
  temperature: '36.6C',
  weight: 'put there',
  level: 'set by level',
} as const;
const formsOf = (takes: Simulator['takes']): string => takes.map((kind) => FORMS[kind]).join(' or ');

type Taken = Extract<Press, { press: `take ${string}` }>;

function parseTake(takes: Simulator['takes'], value: string): Taken | string {
  const pressures = /^(\d{2,3})\/(\d{2,3})\/(\d{2,3})$/.exec(value);
  if (pressures && takes.includes('blood-pressure')) {
    const [systolicMmHg = 0, diastolicMmHg = 0, pulsePerMin = 0] = pressures.slice(1).map(Number);
    return { press: 'take blood-pressure', systolicMmHg, diastolicMmHg, pulsePerMin };
  }
  const mmolPerL = takes.includes('glucose') ? parseGlucose(value) : undefined;
  if (mmolPerL !== undefined) return { press: 'take glucose', mmolPerL };
  const [, percent, pulsePerMin] = /^(\d{1,3})%\/(\d{1,3})$/.exec(value) ?? [];
  if (percent !== undefined && takes.includes('oxygen-saturation'))
    return { press: 'take oxygen-saturation', percent: Number(percent), pulsePerMin: Number(pulsePerMin) };
  const [, celsius] = /^(\d{2}\.\d{1,2})C$/.exec(value) ?? [];
  if (celsius !== undefined && takes.includes('temperature'))
    return { press: 'take temperature', celsius: Number(celsius) };
  return `cannot take '${value}'; this device takes ${formsOf(takes)}`;
}

/** What `help` prints. */
export const helpOf = ({ takes, faults, marks, ownButton, words = [] }: Buttons): string =>
  [
    ...(takes.includes('blood-pressure')
      ? [
          `take 128/82/71   ${ownButton ? 'its button is pressed, and it finds this' : 'the next measurement finds this'}`,
        ]
      : []),
    ...(takes.includes('glucose') ? ['take 5.6 | HI | LO   a strip is measured now'] : []),
    ...(takes.includes('oxygen-saturation') ? ['take 97%/71      a finger is in the oximeter'] : []),
    ...(takes.includes('temperature') ? ['take 36.6C       the thermometer is held to somebody'] : []),
    ...(takes.includes('weight')
      ? [
          'put 1.234        so many kilograms lie there, and come to rest',
          'move             somebody shakes it, until the next put',
          'overload         more than it can weigh, until the next put',
        ]
      : []),
    ...(takes.includes('level') ? ['level 420 | none   so many millimetres down to the heap; nothing echoes'] : []),
    ...(marks
      ? [
          `hold ${takes.includes('glucose') ? '5.6' : '128/82/71'} [MARK]  the same, marked: ${marks.join(' ')}`,
          'clock 2026-11-23T09:15:00   its clock is set',
        ]
      : []),
    ...words.map(({ form, does }) => `${form.padEnd(16)} ${does}`),
    `fault NAME       none ${faults.join(' ')}`,
    'unplug, plug     the cable',
  ].join('\n');
