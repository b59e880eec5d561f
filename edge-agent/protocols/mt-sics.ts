/**
 * Mettler Toledo's MT-SICS, levels 0 and 1, mostly 9600 8N1. Read: Mettler Toledo's MT-SICS manuals; Atlantis-Software/mt-sics,
 * README.md, lib/constants.js, test/sics0Test.js; the manual of the BTEK T104 indicator, appendix B. Commands and answers
 * are lines that end in CR LF; one command at a time:
 *
 *   SI  →  S S     100.00 g      stable; the number in ten columns, or in others: clones pad as they like
 *          S D      12.35 kg     moving
 *          S I · S + · S -       not now · over, under what it can weigh
 *          ES · ET · EL          not understood · garbled on the way · not possible
 *   I4  →  I4 A "1234567"        its serial number; it says so unasked when it has been switched on
 *
 * - [x] units: in each line; kg, g, t, lb, oz, others are refused
 * - [x] check value: none. Whole lines alone count, and a stable weight only when it was read twice, alike
 * - [x] stable: S, never D. SI is asked, not S, which says nothing for as long as the weight moves
 * - [x] switched on anew its zero is another: as if it had been unplugged
 * - [x] asked: SI and I4 of level 0, and nothing else: no zero, no tare, no reset (@ clears the tare as well)
 * - [ ] gross and net: its number is what is left when a tare is taken off, and nothing in it says whether there is one
 */
import { DeviceError } from '../domain/device-error.ts';
import { massUnit } from '../domain/mass.ts';
import { asciiOf } from './bytes.ts';
import { ask, type Conversation, type Language, type Line } from './conversation.ts';
import { type ReadLine, scaleLines } from './scale-line.ts';
import { type Failure, OUT_OF_RANGE, refused, type Said, weighing } from './weighing.ts';

/** `weight`: an answer to SI. `other`: to what was not asked. */
export type Frame =
  | { readonly is: 'weight'; readonly says: Said }
  | { readonly is: 'serial number'; readonly text: string }
  | { readonly is: 'other' };

const WEIGHT = /S ([SD]) +([+-]?\d+(?:\.\d+)?) +([A-Za-z]{1,5})$/;
const STATUS = /S ([I+-])$/;
const ERROR = /(E[STL])$/;
const SERIAL_NUMBER = /I4 A "([ !#-~]{1,32})"$/;
/** What a scale answers to commands that are never given here. */
const OTHER = /(?:(?:Z|ZI|T|TI|TA|TAC) [SDAI+-]( .*)?|I[0-4] [ABI]( .*)?)$/;

const STATUSES: Readonly<Record<string, Failure>> = {
  I: { event: 'failure', kind: 'timeout' },
  '+': OUT_OF_RANGE,
  '-': OUT_OF_RANGE,
};

function weight([, status, shown = '', word = '']: RegExpExecArray): Said {
  const unit = massUnit(word);
  return unit === undefined ? refused('unsupported') : { shown, unit, stable: status === 'S' };
}

const FORMS: readonly (readonly [RegExp, (found: RegExpExecArray) => Frame])[] = [
  [WEIGHT, (found) => ({ is: 'weight', says: weight(found) })],
  [STATUS, ([, status = '']) => ({ is: 'weight', says: STATUSES[status] ?? refused('unknown') })],
  [ERROR, ([, code = '']) => ({ is: 'weight', says: { event: 'failure', kind: 'unknown', code } })],
  [SERIAL_NUMBER, ([, text = '']) => ({ is: 'serial number', text })],
  [OTHER, () => ({ is: 'other' })],
];

const read: ReadLine<Frame> = (line) => {
  for (const [form, says] of FORMS) {
    const found = form.exec(line);
    if (found) return { at: found.index, says: says(found) };
  }
  return line.startsWith('S ') ? 'unknown' : 'noise';
};

/** A line takes 40 ms at 9600 baud; the rest is for slow adapters. */
export const fromScale: Language<Frame> = { cut: scaleLines(read), gapMs: 400, dropsWhole: true };

const SI = asciiOf('SI\r\n');
const I4 = asciiOf('I4\r\n');
const ANSWER_MS = 1000;
const WHO_MS = 500;
const EVERY_MS = 150;

function* shown(line: Line, other: (frame: Frame) => void): Conversation<Frame, Said> {
  const weight = (frame: Frame) => (frame.is === 'weight' ? frame.says : undefined);
  const said = yield* ask(line, SI, weight, { withinMs: ANSWER_MS, other });
  if (!said) throw new DeviceError('silent', 'weight');
  return said;
}

function unasked(frame: Frame): void {
  if (frame.is === 'serial number') throw new DeviceError('unplugged', 'the scale was switched on anew');
}

/** Its weight proves it; a clone may not say who it is, or only later. */
export function* greet(line: Line): Conversation<Frame> {
  const note = (frame: Frame): true | undefined => {
    if (frame.is !== 'serial number') return undefined;
    line.note({ serialNumber: frame.text });
    return true;
  };
  yield* ask(line, I4, note, { withinMs: WHO_MS, tries: 1 });
  yield* shown(line, note);
}

export function* idle(line: Line): Conversation<Frame> {
  const weigh = weighing(line);
  let once: string | undefined;
  for (;;) {
    const said = yield* shown(line, unasked);
    const again = 'shown' in said && said.stable ? `${said.shown} ${said.unit}` : undefined;
    const alike = again === once;
    once = again;
    if (again !== undefined && !alike) continue; // read once more before it counts
    weigh(said);
    yield* pause(line);
  }
}

function* pause(line: Line): Conversation<Frame> {
  const until = line.now + EVERY_MS;
  for (let frame = yield until; frame !== undefined; frame = yield until) unasked(frame);
}
