/** A TRUE METRIX with a memory and a clock of its own, in its cradle; its owner lifts it out to measure. */
import type { ClockFields } from '../domain/device-clock.ts';
import { asciiOf, bytesOf, concat } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { type Message, messageOf, QUESTIONS, REPORT_BYTES, toMeter } from '../protocols/truemetrix.ts';
import { meterClock } from './meter-clock.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

interface Kept {
  readonly at: ClockFields;
  readonly mgPerDl: number;
  readonly control?: boolean;
}

/** Switched on for the first time on this morning, with what its owner measured before. */
const SHOWS: ClockFields = [2026, 11, 23, 12, 20, 0];
const BEFORE: readonly Kept[] = [
  { at: [2026, 11, 22, 21, 40, 0], mgPerDl: 110, control: true },
  { at: [2026, 11, 23, 8, 2, 0], mgPerDl: 612 },
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104 },
];
/** A full memory loses its oldest record. */
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

export const digitsOf = ({ at: [year, month, day, hour, minute], mgPerDl, control = false }: Kept): string =>
  [
    hex(month, 1),
    hex(day * 100 + (year % 100), 3),
    hex(hour * 100 + minute, 3),
    hex(mgPerDl >> 8, 1),
    hex(mgPerDl & 0xff, 2),
    `0${control ? '1' : '0'}`,
  ].join('');

export const sumBody = (digits: readonly string[]): string =>
  `x5${hex(
    asciiOf(digits.join('')).reduce((sum, letter) => (sum + letter) & 0xffff, 0),
    4,
  )}`;

const stored = (mmolPerL: number | 'HI' | 'LO'): number =>
  mmolPerL === 'HI' ? 601 : mmolPerL === 'LO' ? 19 : Math.round(mmolPerL * 18);

function* live(line: Line): Conversation<Message | Press> {
  const clock = meterClock(SHOWS, line.now);
  const records = [...BEFORE];
  let fault: string | undefined;
  let awake = false;
  let backAt = line.now;

  function pressed(press: Press): void {
    if (press.press === 'fault') fault = press.name === 'none' ? undefined : press.name;
    else if (press.press === 'set clock') clock.set(press.fields, line.now);
    else if (press.press === 'take glucose' || press.press === 'hold glucose') {
      const control = press.press === 'hold glucose' && press.mark === 'control';
      records.push({ at: clock.shows(line.now), mgPerDl: stored(press.mmolPerL), control });
      if (records.length > MOST_RECORDS) records.shift();
      awake = false;
      backAt = line.now + LIFTED_MS;
    }
  }

  function results(): string[] {
    const digits = records.map(digitsOf);
    const sum = fault === 'no-sum' ? [] : [sumBody(digits)];
    return [...(fault === 'short' ? digits.slice(1) : digits).map((one) => `g5${one}`), ...sum];
  }

  function answers(body: string): readonly string[] {
    const [year, ...rest] = clock.shows(line.now);
    switch (body) {
      case QUESTIONS.model:
        return [fault === 'stranger' ? 'iXX9' : 'iMR2'];
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

  for (;;) {
    const heard = yield Number.POSITIVE_INFINITY;
    if (heard === undefined) continue;
    if (isPress(heard)) pressed(heard);
    else if (fault !== 'silent' && line.now >= backAt) {
      awake = (awake || heard.body === QUESTIONS.wake) && heard.body !== QUESTIONS.off;
      const said = (awake ? answers(heard.body) : []).flatMap((one) => (fault === 'repeated' ? [one, one] : [one]));
      for (const report of reportsOf(spoiled(concat(...said.map(messageOf)), fault))) line.send(report);
    }
  }
}

export function reportsOf(text: Uint8Array): Uint8Array[] {
  const most = REPORT_BYTES - 1;
  return Array.from({ length: Math.ceil(text.length / most) }, (_, i) => {
    const part = text.subarray(i * most, (i + 1) * most);
    return concat(bytesOf(part.length), part, new Uint8Array(most - part.length));
  });
}

function spoiled(text: Uint8Array, fault: string | undefined): Uint8Array {
  if (fault === 'torn') return text.subarray(0, Math.ceil(text.length / 2));
  const wrong = text.length >> 1;
  return fault === 'garbled' ? text.map((byte, at) => (at === wrong ? byte ^ 0x40 : byte)) : text;
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
