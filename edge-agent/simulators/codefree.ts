/** A CodeFree with a memory and a clock of its own: its owner plugs it in, and switches it on until it has been read. */
import type { ClockFields } from '../domain/device-clock.ts';
import { bytesOf } from '../protocols/bytes.ts';
import { countMessage, DIRECTIONS, type Frame, frameOf, says, toMeter, wordOf } from '../protocols/codefree.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { meterClock } from './meter-clock.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

interface Kept {
  readonly at: ClockFields;
  readonly mgPerDl: number;
  readonly mark?: string;
}

/** Switched on for the first time on this morning, with what its owner measured before. */
const SHOWS: ClockFields = [2026, 11, 23, 12, 20, 0];
const BEFORE: readonly Kept[] = [
  { at: [2026, 11, 22, 21, 40, 0], mgPerDl: 187, mark: 'after-meal' },
  { at: [2026, 11, 23, 7, 2, 0], mgPerDl: 95 },
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104, mark: 'before-meal' },
];
/** A full memory loses its oldest record. */
const MOST_RECORDS = 500;

/** `unknown`: a mark that no source knows. */
const MARKS: Readonly<Record<string, number>> = { 'before-meal': 0x10, 'after-meal': 0x20, unknown: 0x30 };

/**
 * silent: off. null: a zero before its opening, as seen by the source. torn: the second half of each answer is missing.
 * garbled: one bit of each is wrong. miscounts: it counts one record more than it has. stuck: it ends before its last.
 */
const FAULTS = ['silent', 'null', 'torn', 'garbled', 'miscounts', 'stuck'] as const;
/** Its owner switches it on again when it was not read, behind a strip, and when it is mended. */
const ON_AGAIN_MS = 2000;

/** What no source says how it is stored: a number beyond any that it can show. */
const stored = (mmolPerL: number | 'HI' | 'LO'): number =>
  mmolPerL === 'HI' ? 0xffff : mmolPerL === 'LO' ? 0 : Math.round(mmolPerL * 18);

const recordMessage = ({ at: [year, ...rest], mgPerDl, mark }: Kept): Uint8Array =>
  bytesOf(0x20, 0, year - 2000, ...rest.slice(0, 4), mgPerDl >> 8, mgPerDl & 0xff, MARKS[mark ?? ''] ?? 0, ...REST);
const REST = [0, 0, 0, 0, 0, 0, 0] as const;

function* live(line: Line): Conversation<Frame | Press> {
  const clock = meterClock(SHOWS, line.now);
  const records = [...BEFORE];
  let fault: string | undefined;
  let onAt = line.now + ON_AGAIN_MS;
  let left: readonly Kept[] | undefined; // to be handed out; undefined: not in its mode

  function pressed(press: Press): void {
    if (press.press === 'fault') {
      fault = press.name === 'none' ? undefined : press.name;
      onAt = line.now + ON_AGAIN_MS;
    } else if (press.press === 'set clock') clock.set(press.fields, line.now);
    else if (press.press === 'take glucose' || press.press === 'hold glucose') {
      const mark = press.press === 'hold glucose' ? { mark: press.mark } : {};
      records.push({ at: clock.shows(line.now), mgPerDl: stored(press.mmolPerL), ...mark });
      if (records.length > MOST_RECORDS) records.shift();
      onAt = Math.min(onAt, line.now + ON_AGAIN_MS);
    }
  }

  function answer(frame: Frame): Uint8Array | undefined {
    if (says(frame, 'answer') && !left) {
      left = records.toReversed();
      return frameOf(DIRECTIONS.fromMeter, countMessage(left.length + (fault === 'miscounts' ? 1 : 0)));
    }
    if (!says(frame, 'fetch') || !left) return undefined;
    const [next, ...others] = left;
    left = others;
    if (fault === 'stuck' && others.length === 0) return undefined;
    if (next) return frameOf(DIRECTIONS.fromMeter, recordMessage(next));
    left = undefined;
    onAt = Number.POSITIVE_INFINITY; // it has been read
    return wordOf(DIRECTIONS.fromMeter, 'end');
  }

  for (;;) {
    const heard = yield onAt;
    if (heard !== undefined && isPress(heard)) pressed(heard);
    else if (heard !== undefined && fault !== 'silent') {
      onAt = line.now + ON_AGAIN_MS;
      const said = answer(heard);
      if (said) line.send(spoiled(said, fault));
    } else if (heard === undefined) {
      left = undefined;
      onAt = line.now + ON_AGAIN_MS;
      if (fault === 'null') line.send(bytesOf(0));
      if (fault !== 'silent') line.send(wordOf(DIRECTIONS.fromMeter, 'opening'));
    }
  }
}

function spoiled(bytes: Uint8Array, fault: string | undefined): Uint8Array {
  if (fault === 'torn') return bytes.subarray(0, Math.ceil(bytes.length / 2));
  const wrong = bytes.length >> 1;
  return fault === 'garbled' ? bytes.map((byte, at) => (at === wrong ? byte ^ 0x80 : byte)) : bytes;
}

export const codefreeSimulator = (): Simulator =>
  simulator<Frame>({
    driver: 'sd-codefree',
    language: toMeter,
    takes: ['glucose'],
    faults: FAULTS,
    marks: Object.keys(MARKS),
    live,
  });
