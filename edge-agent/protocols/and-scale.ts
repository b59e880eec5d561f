/**
 * Balances and indicators that print as A&D's do, and their many clones: 2400 baud, 7 data bits, even parity at A&D's own,
 * 9600 8N1 at most clones. Read: A&D's manuals of GX-A/GF-A (communication), GX-300, GH and FX-i; captures of T-Scale QHW and
 * NHB in chumpon-asaneerat/NSerialCommTools, Documents/LuckyTex Devices. Lines that end in CR LF, several a second:
 *
 *   ST,+00123.45  g            balance: ST stable, US not, QT counting, OL out of range; number; unit
 *   ST,GS,+0012.350kg          indicator: GS gross, NT net, TR tare between
 *   ST,GS,   245.6 g · ST,GS    20.7g   · ST,GS,+   4.876kg      clones
 *   OL,+9999999E+19            no number, whatever it looks like
 *   EC,E11                     an error of the host's command
 *
 * - [x] units: in each line; kg, g, t, lb, oz. Pieces are no weight
 * - [x] check value: none but parity. A weight is stable when three lines in a row are equal and say so
 * - [x] a byte with its top bit set: the line's parity or bits are not the scale's; refused as that, never masked
 * - [x] over, under: OL, looked at before the digits; whatever holds an E is no number
 * - [x] net: NT. The tare alone, TR, is refused
 * - [x] errors: told with their code; the list is partly general knowledge, so they are not read any further
 * - [x] nothing is sent: it is to be set to its stream
 */
import { massUnit } from '../domain/mass.ts';
import type { Language } from './conversation.ts';
import { type ReadLine, scaleLines } from './scale-line.ts';
import { OUT_OF_RANGE, refused, repeating, type Said, steadiness, weighing } from './weighing.ts';

const LINE = /(ST|US|QT) *, *(?:(GS|NT|TR) *,?)? *([+-]?) *(\d+(?:\.\d+)?) *(kg|g|lb|oz|t|pc) *$/;
const OVER = /OL *,[-+ ,.\dA-Za-z]*$/;
const ERROR = /EC,(E\d\d)$/;
/** How a line of its begins; whatever else is the rest of one. */
const BEGINNING = /^(ST|US|QT|OL|WT|EC) *,/;

function said([, flag, part, sign = '', digits = '', word = '']: RegExpExecArray): Said {
  const unit = massUnit(word);
  if (unit === undefined || flag === 'QT' || part === 'TR') return refused('unsupported');
  return { shown: sign + digits, unit, stable: flag === 'ST', ...(part === 'NT' && { net: true }) };
}

const read: ReadLine<Said> = (line) => {
  const over = OVER.exec(line);
  if (over) return { at: over.index, says: OUT_OF_RANGE };
  const error = ERROR.exec(line);
  if (error) return { at: error.index, says: { event: 'failure', kind: 'unknown', code: error[1] ?? '' } };
  const weight = LINE.exec(line);
  if (weight) return { at: weight.index, says: said(weight) };
  return BEGINNING.test(line) ? 'unknown' : 'noise';
};

/** A line takes 80 ms at 2400 baud; the rest is for slow adapters. */
export const fromScale: Language<Said> = { cut: scaleLines(read), gapMs: 400, dropsWhole: true };

const LOST_MS = 2000;
const THREE_EQUAL = { frames: 3, forMs: 0, unbrokenMs: LOST_MS } as const;

export const { greet, idle } = repeating<Said>({
  lostMs: LOST_MS,
  hearing: (line) => weighing(line, steadiness(THREE_EQUAL)),
});
