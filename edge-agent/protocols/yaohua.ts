/**
 * Yaohua (耀华) XK3190 weighing indicators, 8N1, 9600 or what its parameter says. Read: the user manuals of XK3190-A9+,
 * -A12(E), -A23p, -A26 and -DS3; fahmimsh/Parse-XK3190-A9, src/WeighingScale.cpp. By itself (tF=0) it repeats, many times a
 * second, one of these:
 *
 *   02 | sign | 6 digits | decimals | check, 2 | 03          format 0; the check is XOR of all between, as capital hex
 *   =000.3000                                                straight, or its digits backwards; no check
 *   WG004.139kg3D CR LF · 9 blanks OL23 CR LF                A12; G gross, N net; OL, LO over and under what it can weigh
 *   ww000.000lb CR LF                                        some A12; w weight, n net, t tare; no check
 *
 * Or it answers (tF=1): 02 | address A-Z | B gross, C tare, D net | sign, digits, decimals | check | 03.
 *
 * - [x] units: in the lines alone; else the site's, kg where nothing is set
 * - [x] straight or backwards: nothing in the bytes tells; refused until the site's `format` does
 * - [x] stable: not in the protocol; judged by the numbers, ten alike over a second
 * - [x] over range: OL, LO, and all six digits 9
 * - [x] XOR does not see two digits that changed places: what stands still is ten frames alike
 * - [x] who speaks when spoken to is asked for a weight and for nothing else; to who speaks by itself nothing is sent
 * - [ ] zero, tare, clock, serial number: not used, or not in the protocol
 */
import type { MassUnit } from '../domain/mass.ts';
import type { Framer, Language } from './conversation.ts';
import { BY_ITS_NUMBERS, polled, repeating, steadiness, weighing } from './weighing.ts';
import {
  type Answer,
  COMMANDS,
  commandFrame,
  cutAnswers,
  cutFrames,
  cutReversed,
  cutStraight,
  type Frame,
} from './yaohua-frame.ts';

export const FORMATS = ['straight', 'reversed'] as const;

/** How it was set up at its own buttons. */
export interface Site {
  readonly unit: MassUnit;
  /** Of frames that begin with an equals sign; nothing else is read then. */
  readonly format?: (typeof FORMATS)[number] | undefined;
}

/** A frame takes 200 ms at 600 baud; the rest is for slow adapters. */
const GAP_MS = 250;
const LOST_MS = 2000;

const CUTS: Readonly<Record<(typeof FORMATS)[number] | 'marked', Framer<Frame>>> = {
  marked: cutFrames,
  straight: cutStraight,
  reversed: cutReversed,
};

/** Of an indicator that repeats what it shows. */
export const showing = ({ unit, format }: Site) => ({
  language: { cut: CUTS[format ?? 'marked'], gapMs: GAP_MS } satisfies Language<Frame>,
  ...repeating<Frame>({
    lostMs: LOST_MS,
    hearing(line) {
      const weigh = weighing(line, steadiness(BY_ITS_NUMBERS));
      return (frame) => weigh(frame(unit));
    },
  }),
});

const ANSWER_MS = 300;

/** Of one that answers. `net`: what is left when its tare is taken off is wanted. */
export function answering({ unit, address, net }: Site & { readonly address: string; readonly net: boolean }) {
  const command = net ? 'net' : 'gross';
  return {
    language: { cut: cutAnswers, gapMs: GAP_MS } satisfies Language<Answer>,
    ...polled<Answer>({
      question: commandFrame(address, command),
      answer: (said) => (said.address === address && said.command === COMMANDS[command] ? said.frame(unit) : undefined),
      answerMs: ANSWER_MS,
    }),
  };
}
