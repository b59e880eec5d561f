/** A TRUE METRIX with a memory and a clock of its own, in its cradle; its owner lifts it out to measure. */
import { asciiOf, bytesOf, concat } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { type Message, messageOf, QUESTIONS, REPORT_BYTES, toMeter } from '../protocols/truemetrix.ts';
import { answering, type KeptStrip, memoryMeter, spoilt, stored, stripOf } from './memory-meter.ts';
import { type Press, type Simulator, simulator } from './simulator.ts';

/** What its owner measured before it was switched on here. */
const BEFORE: readonly KeptStrip[] = [
  { at: [2026, 11, 22, 21, 40, 0], mgPerDl: 110, mark: 'control' },
  { at: [2026, 11, 23, 8, 2, 0], mgPerDl: 612 },
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104 },
];
const MOST_RECORDS = 500;
const SERIAL_NUMBER = 'ABC12345';
/** Out of its cradle for a strip. */
const LIFTED_MS = 10_000;

/**
 * silent: off. torn: the second half of each answer is missing. garbled: one bit of each is wrong. repeated: each message is
 * said twice. no-sum: results without their sum. short: their sum, and one of them missing. stranger: a model that is none
 * of the table.
 */
const FAULTS = ['silent', 'torn', 'garbled', 'repeated', 'no-sum', 'short', 'stranger'] as const;

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');
const two = (value: number): string => String(value).padStart(2, '0');

export function digitsOf(record: KeptStrip): string {
  const [year, month, day, hour, minute] = record.at;
  const mgPerDl = stored(record, { HI: 601, LO: 19 });
  return [
    hex(month, 1),
    hex(day * 100 + (year % 100), 3),
    hex(hour * 100 + minute, 3),
    hex(mgPerDl >> 8, 1),
    hex(mgPerDl & 0xff, 2),
    `0${record.mark === 'control' ? '1' : '0'}`,
  ].join('');
}

export const sumBody = (digits: readonly string[]): string =>
  `x5${hex(
    asciiOf(digits.join('')).reduce((sum, letter) => (sum + letter) & 0xffff, 0),
    4,
  )}`;

function* live(line: Line): Conversation<Message | Press> {
  const meter = memoryMeter(line, { before: BEFORE, most: MOST_RECORDS });
  let awake = false;
  let backAt = line.now;

  function pressed(press: Press): void {
    meter.pressed(press);
    const strip = stripOf(press);
    if (!strip) return;
    meter.keep(strip);
    awake = false;
    backAt = line.now + LIFTED_MS;
  }

  function results(): string[] {
    const fault = meter.fault();
    const digits = meter.records().map(digitsOf);
    const sum = fault === 'no-sum' ? [] : [sumBody(digits)];
    return [...(fault === 'short' ? digits.slice(1) : digits).map((one) => `g5${one}`), ...sum];
  }

  function answers(body: string): readonly string[] {
    const [year, ...rest] = meter.shows();
    switch (body) {
      case QUESTIONS.model:
        return [meter.fault() === 'stranger' ? 'iXX9' : 'iMR2'];
      case QUESTIONS.serialNumber:
        return [`z1${SERIAL_NUMBER}`];
      case QUESTIONS.clock:
        return [`t${[year % 100, ...rest].toReversed().map(two).join('')}`];
      case QUESTIONS.results:
        return results();
      default:
        return [];
    }
  }

  function hear({ body }: Message): void {
    const fault = meter.fault();
    if (fault === 'silent' || line.now < backAt) return;
    awake = (awake || body === QUESTIONS.wake) && body !== QUESTIONS.off;
    const said = (awake ? answers(body) : []).flatMap((one) => (fault === 'repeated' ? [one, one] : [one]));
    for (const report of reportsOf(spoilt(concat(...said.map(messageOf)), fault, 0x40))) line.send(report);
  }

  yield* answering({ pressed, hear });
}

export function reportsOf(text: Uint8Array): Uint8Array[] {
  const most = REPORT_BYTES - 1;
  return Array.from({ length: Math.ceil(text.length / most) }, (_, i) => {
    const part = text.subarray(i * most, (i + 1) * most);
    return concat(bytesOf(part.length), part, new Uint8Array(most - part.length));
  });
}

export const trueMetrixSimulator = (): Simulator =>
  simulator<Message>({
    driver: 'truemetrix',
    language: toMeter,
    takes: ['glucose'],
    faults: FAULTS,
    marks: ['control'],
    live,
  });
