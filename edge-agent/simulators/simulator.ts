import type { Conversation, Language, Line } from '../protocols/conversation.ts';

/** What a person does to a simulated device, in words: `take 128/82/71`, `take 5.6`, `hold 5.6 fasting`, `fault cuff-loose`. */
export type Press =
  /** The next measurement finds this. */
  | {
      readonly press: 'take blood-pressure';
      readonly systolicMmHg: number;
      readonly diastolicMmHg: number;
      readonly pulsePerMin: number;
    }
  /** A strip with blood is measured now. */
  | { readonly press: 'take glucose'; readonly mmolPerL: number | 'HI' | 'LO' }
  /** One of the simulator's `faults`, until `fault none`. */
  | { readonly press: 'fault'; readonly name: string };

/** A simulated device: a product feature, one a driver. It speaks its protocol at the byte edge and knows no transport. */
export interface Simulation<F> {
  readonly driver: string;
  /** The language in which the device hears the host. */
  readonly language: Language<F>;
  /** The device's whole life on one power-up; a press is heard like a frame. */
  readonly live: (line: Line) => Conversation<F | Press>;
  readonly takes: readonly ('blood-pressure' | 'glucose')[];
  readonly faults: readonly string[];
}

/** A simulation whose frame type stays inside, as with drivers. */
export interface Simulator {
  readonly driver: string;
  readonly takes: readonly ('blood-pressure' | 'glucose')[];
  readonly faults: readonly string[];
  readonly power: <R>(use: <F>(simulation: Simulation<F>) => R) => R;
}

export function simulator<F>(simulation: Simulation<F>): Simulator {
  const { driver, takes, faults } = simulation;
  return { driver, takes, faults, power: (use) => use(simulation) };
}

export const isPress = (heard: unknown): heard is Press =>
  typeof heard === 'object' && heard !== null && 'press' in heard;

/** The words of a person at the terminal as a press, or the complaint that names what was wrong. */
export function parsePress({ takes, faults }: Pick<Simulator, 'takes' | 'faults'>, words: string): Press | string {
  const [verb = '', value = '', ...rest] = words.trim().split(/\s+/);
  if (rest.length > 0) return `too many words after '${verb} ${value}'`;
  if (verb === 'take') return parseTake(takes, value);
  if (verb === 'fault') {
    if (value === 'none' || faults.includes(value)) return { press: 'fault', name: value };
    return `no fault '${value}'; there are: none ${faults.join(' ')}`;
  }
  return `no button '${verb}'; try help`;
}

function parseTake(takes: Simulator['takes'], value: string): Press | string {
  const pressures = /^(\d{2,3})\/(\d{2,3})\/(\d{2,3})$/.exec(value);
  if (pressures && takes.includes('blood-pressure')) {
    const [systolicMmHg = 0, diastolicMmHg = 0, pulsePerMin = 0] = pressures.slice(1).map(Number);
    return { press: 'take blood-pressure', systolicMmHg, diastolicMmHg, pulsePerMin };
  }
  if (takes.includes('glucose')) {
    if (value === 'HI' || value === 'LO') return { press: 'take glucose', mmolPerL: value };
    if (/^\d{1,2}\.\d$/.test(value)) return { press: 'take glucose', mmolPerL: Number(value) };
  }
  const forms = { 'blood-pressure': '128/82/71', glucose: '5.6, HI or LO' };
  return `cannot take '${value}'; this device takes ${takes.map((kind) => forms[kind]).join(' or ')}`;
}

/** What `help` prints. */
export const helpOf = ({ takes, faults }: Pick<Simulator, 'takes' | 'faults'>): string =>
  [
    ...(takes.includes('blood-pressure') ? ['take 128/82/71   the next measurement finds this'] : []),
    ...(takes.includes('glucose') ? ['take 5.6 | HI | LO   a strip is measured now'] : []),
    `fault NAME       none ${faults.join(' ')}`,
    'unplug, plug     the cable',
  ].join('\n');
