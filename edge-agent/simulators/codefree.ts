/** A CodeFree with a memory and a clock of its own: its owner plugs it in, and switches it on until it has been read. */
import { bytesOf } from '../protocols/bytes.ts';
import { countMessage, DIRECTIONS, type Frame, frameOf, says, toMeter, wordOf } from '../protocols/codefree.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { type KeptStrip, memoryMeter, spoilt, stored, stripOf } from './memory-meter.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

/** What its owner measured before it was switched on here. */
const BEFORE: readonly KeptStrip[] = [
  { at: [2026, 11, 22, 21, 40, 0], mgPerDl: 187, mark: 'after-meal' },
  { at: [2026, 11, 23, 7, 2, 0], mgPerDl: 95 },
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104, mark: 'before-meal' },
];
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
const BEYOND = { HI: 0xffff, LO: 0 } as const;
const REST = [0, 0, 0, 0, 0, 0, 0] as const;

function recordMessage(record: KeptStrip): Uint8Array {
  const [year, ...rest] = record.at;
  const value = stored(record, BEYOND);
  const mark = MARKS[record.mark ?? ''] ?? 0;
  return bytesOf(0x20, 0, year - 2000, ...rest.slice(0, 4), value >> 8, value & 0xff, mark, ...REST);
}

function* live(line: Line): Conversation<Frame | Press> {
  const meter = memoryMeter(line, { before: BEFORE, most: MOST_RECORDS });
  let onAt = line.now + ON_AGAIN_MS;
  let left: readonly KeptStrip[] | undefined; // to be handed out; undefined: not in its mode

  function pressed(press: Press): void {
    meter.pressed(press);
    if (press.press === 'fault') onAt = line.now + ON_AGAIN_MS;
    const strip = stripOf(press);
    if (!strip) return;
    meter.keep(strip);
    onAt = Math.min(onAt, line.now + ON_AGAIN_MS);
  }

  function answer(frame: Frame): Uint8Array | undefined {
    if (says(frame, 'answer') && !left) {
      left = meter.records().toReversed();
      return frameOf(DIRECTIONS.fromMeter, countMessage(left.length + (meter.fault() === 'miscounts' ? 1 : 0)));
    }
    if (!says(frame, 'fetch') || !left) return undefined;
    const [next, ...others] = left;
    left = others;
    if (meter.fault() === 'stuck' && others.length === 0) return undefined;
    if (next) return frameOf(DIRECTIONS.fromMeter, recordMessage(next));
    left = undefined;
    onAt = Number.POSITIVE_INFINITY; // it has been read
    return wordOf(DIRECTIONS.fromMeter, 'end');
  }

  for (;;) {
    const heard = yield onAt;
    const fault = meter.fault();
    if (heard !== undefined && isPress(heard)) pressed(heard);
    else if (heard !== undefined && fault !== 'silent') {
      onAt = line.now + ON_AGAIN_MS;
      const said = answer(heard);
      if (said) line.send(spoilt(said, fault, 0x80));
    } else if (heard === undefined) {
      left = undefined;
      onAt = line.now + ON_AGAIN_MS;
      if (fault === 'null') line.send(bytesOf(0));
      if (fault !== 'silent') line.send(wordOf(DIRECTIONS.fromMeter, 'opening'));
    }
  }
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
