/**
 * Weight transmitters that speak Modbus RTU over RS-485, 9600 or 19200, 8N1 (8E1 is Modbus's own default). Read: the manuals
 * of Flintec FT-13, Rice Lake SCT-10, CAS CI-600D and PT113; smelike/gospace, kpr.py. Register maps differ from maker to
 * maker: which one it is, the order of words, unit and decimals are settings.
 *
 *   host    slave | 03 | first register | how many | CRC, low byte first
 *   device  slave | 03 | bytes | registers, each big-endian | CRC     · or slave | 83 | code | CRC
 *
 * - [x] units, decimals: none in the bytes; the site's, kilograms with three where nothing is set
 * - [x] sign: two's complement of 32 bits
 * - [x] check value: CRC-16; nothing in an answer says which question it answers, so only one is ever asked
 * - [x] stable: status bits are each maker's own, and are not read; judged by the numbers, ten alike over a second
 * - [x] over, under: in the status as well; beyond the site's `capacity` it is a failure. Without that, a transmitter that
 *       shows its last number when it is overloaded cannot be told
 * - [x] gross or net: by the map; what is shown in one that names neither may be either
 * - [x] only registers are read: no zero, no tare, no write
 */
import type { MassUnit } from '../domain/mass.ts';
import type { Language } from './conversation.ts';
import { type Answer, answersTo, type Question, questionFrame } from './modbus-frame.ts';
import { OUT_OF_RANGE, polled, refused, type Said } from './weighing.ts';

interface RegisterMap {
  /** Address of the first that is read, counted from 0. */
  readonly register: number;
  readonly count: number;
  /** Where among them the two begin that hold the weight. */
  readonly at: number;
  readonly net?: true;
}

const ALONE = { count: 2, at: 0 } as const;
/** `plain`: the first two, or those from the site's `register` on. */
const MAPS = {
  plain: { register: 0, ...ALONE },
  'flintec-ft-13': { register: 0, ...ALONE },
  'rice-lake-sct-10': { register: 7, count: 4, at: 0 },
  'rice-lake-sct-10-net': { register: 7, count: 4, at: 2, net: true },
  'cas-ci-600d': { register: 7, ...ALONE },
  'cas-ci-600d-net': { register: 9, ...ALONE, net: true },
  kpr: { register: 0x50, ...ALONE },
} as const satisfies Record<string, RegisterMap>;

export type Profile = keyof typeof MAPS;
export const PROFILES: readonly Profile[] = [
  'plain',
  'flintec-ft-13',
  'rice-lake-sct-10',
  'rice-lake-sct-10-net',
  'cas-ci-600d',
  'cas-ci-600d-net',
  'kpr',
];

/** Address of the first of the two that hold the weight. */
export const weightRegister = (profile: Profile): number => MAPS[profile].register + MAPS[profile].at;

/** Which of the two words comes first: that of the high digits, or of the low. */
export const WORDS = ['big', 'little'] as const;

export interface Site {
  readonly slave: number;
  readonly profile: Profile;
  readonly register?: number | undefined;
  readonly words: (typeof WORDS)[number];
  readonly decimals: number;
  readonly unit: MassUnit;
  /** In whole units. */
  readonly capacity?: number | undefined;
}

/** As an indicator would show it. */
function shownAs(number: number, decimals: number): string {
  const digits = String(Math.abs(number)).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${number < 0 ? '-' : ''}${digits.slice(0, point)}${decimals > 0 ? '.' : ''}${digits.slice(point)}`;
}

function said(answer: Answer, { words, decimals, unit, capacity, profile }: Site): Said {
  if ('exception' in answer) return { event: 'failure', kind: 'unknown', code: String(answer.exception) };
  const { at, net }: RegisterMap = MAPS[profile];
  const [first, second] = answer.registers.slice(at);
  if (first === undefined || second === undefined) return refused('length');
  const number = words === 'big' ? (first << 16) | second : (second << 16) | first;
  if (capacity !== undefined && Math.abs(number) > capacity * 10 ** decimals) return OUT_OF_RANGE;
  return { shown: shownAs(number, decimals), unit, ...(net && { net }) };
}

/** An answer takes 10 ms at 9600 baud; the rest is for slow adapters. */
const GAP_MS = 150;
const ANSWER_MS = 200;

export function transmitter(site: Site) {
  const { register, count } = MAPS[site.profile];
  const question: Question = { slave: site.slave, register: site.register ?? register, count };
  return {
    language: { cut: answersTo(question), gapMs: GAP_MS } satisfies Language<Answer>,
    ...polled<Answer>({
      question: questionFrame(question),
      answer: (answer) => said(answer, site),
      answerMs: ANSWER_MS,
    }),
  };
}
