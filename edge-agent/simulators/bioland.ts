/** A Bioland G-500 with a memory and a clock of its own. */
import { CATEGORIES, type Frame, meterSays, SURPLUS, toMeter } from '../protocols/bioland-frame.ts';
import { asciiOf, bytesOf, concat } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { type KeptStrip, memoryMeter, type Strip, spoilt, stored, stripOf } from './memory-meter.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

/** What its owner measured before it was switched on here. */
const BEFORE: readonly KeptStrip[] = [
  { at: [2026, 11, 22, 21, 40, 0], mgPerDl: 412 },
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104 },
];
const MOST_RECORDS = 300;
const SERIAL_NUMBER = 'A12345678';
const COUNTDOWN_SECONDS = 5;

/**
 * silent: off. torn: the second half of each answer is missing. garbled: one bit of each is wrong. plain-sum: it adds nothing
 * to its sums, four-more: 4. mixed: nothing to those of results alone. older: protocol 2.0, without a serial number and a
 * countdown. endless: it never says that this was all, and falls silent.
 */
const FAULTS = ['silent', 'torn', 'garbled', 'plain-sum', 'four-more', 'mixed', 'older', 'endless'] as const;

const surplusOf = (fault: string | undefined, category: number): number => {
  if (fault === 'plain-sum' || (fault === 'mixed' && category === CATEGORIES.result)) return 0;
  return fault === 'four-more' ? 4 : SURPLUS;
};

/** A number beyond its range is just a number: no source knows a mark for it. */
const BEYOND = { HI: 601, LO: 19 } as const;

function* live(line: Line): Conversation<Frame | Press> {
  const meter = memoryMeter(line, { before: BEFORE, most: MOST_RECORDS });
  let left: readonly KeptStrip[] = [];
  let test: { readonly strip: Strip; seconds: number; nextAt: number } | undefined;

  function say(category: number, ...data: readonly number[]): void {
    const fault = meter.fault();
    const bytes = meterSays(category, bytesOf(...data), surplusOf(fault, category));
    line.send(spoilt(bytes, fault, 0x40, bytes.length - 2));
  }

  function keep(strip: Strip): void {
    meter.keep(strip);
    test = undefined;
  }

  function pressed(press: Press): void {
    meter.pressed(press);
    const strip = stripOf(press);
    if (!strip) return;
    if (test) keep(test.strip);
    if (meter.fault() === 'older') keep(strip);
    else test = { strip, seconds: COUNTDOWN_SECONDS, nextAt: line.now };
  }

  function answer({ category }: Frame): void {
    if (test) say(CATEGORIES.countdown, 0, test.seconds);
    else if (category === CATEGORIES.info) {
      left = meter.records().toReversed();
      if (meter.fault() === 'older') say(category, 0x20, 3, 2, 0, 0, 85, 1, 2, 3, 4, 5);
      else say(category, ...concat(bytesOf(0x20, 3, 85, 2, 0), asciiOf(SERIAL_NUMBER)));
    } else {
      const [next, ...others] = left;
      left = others;
      if (next) {
        const [year, ...rest] = next.at;
        const value = stored(next, BEYOND);
        say(category, year - 2000, ...rest.slice(0, 4), 0, value & 0xff, value >> 8);
      } else if (meter.fault() !== 'endless') say(CATEGORIES.end, 0);
    }
  }

  for (;;) {
    const heard = yield test?.nextAt ?? Number.POSITIVE_INFINITY;
    if (heard !== undefined && isPress(heard)) pressed(heard);
    else if (heard !== undefined) {
      if (meter.fault() !== 'silent') answer(heard);
    } else if (test) {
      if (meter.fault() !== 'silent') say(CATEGORIES.countdown, 0, test.seconds);
      test.nextAt = line.now + 1000;
      if (test.seconds-- === 0) keep(test.strip);
    }
  }
}

export const biolandSimulator = (): Simulator =>
  simulator<Frame>({ driver: 'bioland', language: toMeter, takes: ['glucose'], faults: FAULTS, marks: [], live });
