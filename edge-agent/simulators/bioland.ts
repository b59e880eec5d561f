/** A Bioland G-500 with a memory and a clock of its own. */
import type { ClockFields } from '../domain/device-clock.ts';
import { CATEGORIES, type Frame, meterSays, SURPLUS, toMeter } from '../protocols/bioland-frame.ts';
import { asciiOf, bytesOf, concat } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { meterClock } from './meter-clock.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

interface Kept {
  readonly at: ClockFields;
  readonly mgPerDl: number;
}

/** Switched on for the first time on this morning, with what its owner measured before. */
const SHOWS: ClockFields = [2026, 11, 23, 12, 20, 0];
const BEFORE: readonly Kept[] = [
  { at: [2026, 11, 22, 21, 40, 0], mgPerDl: 412 },
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104 },
];
/** A full memory loses its oldest record. */
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
const stored = (mmolPerL: number | 'HI' | 'LO'): number =>
  mmolPerL === 'HI' ? 601 : mmolPerL === 'LO' ? 19 : Math.round(mmolPerL * 18);

function* live(line: Line): Conversation<Frame | Press> {
  const clock = meterClock(SHOWS, line.now);
  const records = [...BEFORE];
  let fault: string | undefined;
  let left: readonly Kept[] = [];
  let test: { readonly mgPerDl: number; seconds: number; nextAt: number } | undefined;

  function say(category: number, ...data: readonly number[]): void {
    line.send(spoiled(meterSays(category, bytesOf(...data), surplusOf(fault, category)), fault));
  }

  function keep(mgPerDl: number): void {
    records.push({ at: clock.shows(line.now), mgPerDl });
    if (records.length > MOST_RECORDS) records.shift();
    test = undefined;
  }

  function pressed(press: Press): void {
    if (press.press === 'fault') fault = press.name === 'none' ? undefined : press.name;
    else if (press.press === 'set clock') clock.set(press.fields, line.now);
    else if (press.press === 'take glucose' || press.press === 'hold glucose') {
      if (test) keep(test.mgPerDl);
      if (fault === 'older') keep(stored(press.mmolPerL));
      else test = { mgPerDl: stored(press.mmolPerL), seconds: COUNTDOWN_SECONDS, nextAt: line.now };
    }
  }

  function answer({ category }: Frame): void {
    if (test) say(CATEGORIES.countdown, 0, test.seconds);
    else if (category === CATEGORIES.info) {
      left = records.toReversed();
      if (fault === 'older') say(category, 0x20, 3, 2, 0, 0, 85, 1, 2, 3, 4, 5);
      else say(category, ...concat(bytesOf(0x20, 3, 85, 2, 0), asciiOf(SERIAL_NUMBER)));
    } else {
      const [next, ...others] = left;
      left = others;
      if (next) {
        const [year, ...rest] = next.at;
        say(category, year - 2000, ...rest.slice(0, 4), 0, next.mgPerDl & 0xff, next.mgPerDl >> 8);
      } else if (fault !== 'endless') say(CATEGORIES.end, 0);
    }
  }

  for (;;) {
    const heard = yield test?.nextAt ?? Number.POSITIVE_INFINITY;
    if (heard !== undefined && isPress(heard)) pressed(heard);
    else if (heard !== undefined) {
      if (fault !== 'silent') answer(heard);
    } else if (test) {
      if (fault !== 'silent') say(CATEGORIES.countdown, 0, test.seconds);
      test.nextAt = line.now + 1000;
      if (test.seconds-- === 0) keep(test.mgPerDl);
    }
  }
}

function spoiled(bytes: Uint8Array, fault: string | undefined): Uint8Array {
  if (fault === 'torn') return bytes.subarray(0, Math.ceil(bytes.length / 2));
  const wrong = bytes.length - 2;
  return fault === 'garbled' ? bytes.map((byte, at) => (at === wrong ? byte ^ 0x40 : byte)) : bytes;
}

export const biolandSimulator = (): Simulator =>
  simulator<Frame>({ driver: 'bioland', language: toMeter, takes: ['glucose'], faults: FAULTS, marks: [], live });
