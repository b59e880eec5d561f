/** A TaiDoc meter with a memory and a clock of its own: the FORA D40, which keeps both, unless a fault makes it another. */
import type { ClockFields } from '../domain/device-clock.ts';
import { fromHex, u8, u16le } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import {
  AWAKE,
  answer,
  CLOCK,
  COUNT,
  type Frame,
  MODEL,
  RECORD_TIME,
  RECORD_VALUE,
  SERIAL_HIGH,
  SERIAL_LOW,
  toMeter,
} from '../protocols/taidoc-frame.ts';
import { meanMmHg } from './arm-in-cuff.ts';
import { meterClock } from './meter-clock.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

type Found =
  | Extract<Press, { press: 'take blood-pressure' }>
  | Extract<Press, { press: 'take glucose' | 'hold glucose' }>;

interface Kept {
  readonly at: ClockFields;
  readonly found: Found;
}

/** Switched on for the first time on this morning, with what its owner measured before. */
const SHOWS: ClockFields = [2026, 11, 23, 12, 20, 0];
const BEFORE: readonly Kept[] = [
  { at: [2026, 11, 23, 9, 15, 0], found: { press: 'hold glucose', mmolPerL: 5.8, mark: 'before-meal' } },
  {
    at: [2026, 11, 23, 9, 30, 0],
    found: { press: 'take blood-pressure', systolicMmHg: 138, diastolicMmHg: 86, pulsePerMin: 72 },
  },
  { at: [2026, 11, 23, 12, 10, 0], found: { press: 'hold glucose', mmolPerL: 6.2, mark: 'control' } },
];
/** A full memory loses its oldest record. */
const MOST_RECORDS = 100;

/** As the last byte of a value says them: meal or control in the upper two bits, the analyte below. */
const MARKS: Readonly<Record<string, number>> = {
  'before-meal': 0x40,
  'after-meal': 0x80,
  control: 0xc0,
  ketone: 0x1c,
};

/**
 * silent: off. late: its answers come when they have been asked for again. torn: the second half of each is missing. garbled:
 * one bit of each is wrong. announces: it says first that it listens, and has not heard what was asked before. fickle: a
 * record's value never comes the same twice, but the newest's. glucose-only, pressure-only, unknown: it is another model.
 */
const FAULTS = [
  'silent',
  'late',
  'torn',
  'garbled',
  'announces',
  'fickle',
  'glucose-only',
  'pressure-only',
  'unknown',
] as const;
const MODELS: Readonly<Record<string, string>> = {
  'glucose-only': '77 42',
  'pressure-only': '28 31',
  unknown: '32 31',
};
const D40 = '61 32';
const LATE_MS = 2500;
/** The D40's owner is its first user. */
const OWNER = 1;

const timeOf = ([year, month, day, hour, minute]: ClockFields): readonly number[] => {
  const word = ((year - 2000) << 9) | (month << 5) | day;
  return [word & 0xff, word >> 8, minute, hour];
};

const isPressure = ({ found }: Kept): boolean => found.press === 'take blood-pressure';

function valueBytes({ found }: Kept, withMean: boolean): readonly number[] {
  if (found.press === 'take blood-pressure') {
    const { systolicMmHg, diastolicMmHg, pulsePerMin } = found;
    return [systolicMmHg & 0xff, withMean ? meanMmHg(found) : systolicMmHg >> 8, diastolicMmHg, pulsePerMin];
  }
  const { mmolPerL } = found;
  const mgPerDl = mmolPerL === 'HI' ? 612 : mmolPerL === 'LO' ? 15 : Math.round(mmolPerL * 18);
  return [mgPerDl & 0xff, mgPerDl >> 8, 0, found.press === 'hold glucose' ? (MARKS[found.mark] ?? 0) : 0];
}

/** Its marks are those of meals; of a pressure it has none. */
const unmarked = (press: Found | Extract<Press, { press: 'hold blood-pressure' }>): Found =>
  press.press === 'hold blood-pressure' ? { ...press, press: 'take blood-pressure' } : press;

function* live(line: Line): Conversation<Frame | Press> {
  const clock = meterClock(SHOWS, line.now);
  let records = [...BEFORE];
  const due: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let fault: string | undefined;
  let announced = false;
  let fickle = 0;

  const isD40 = (): boolean => MODELS[fault ?? ''] === undefined;

  /** Newest first, of that user. */
  function keptBy(user: number): readonly Kept[] {
    const kept = records.filter((record) => isD40() || isPressure(record) === (fault === 'pressure-only'));
    return user === (isD40() ? OWNER : 0) ? kept.toReversed() : [];
  }

  function pressed(press: Press): void {
    if (press.press === 'fault') {
      fault = press.name === 'none' ? undefined : press.name;
      announced = false;
    } else if (press.press === 'set clock') clock.set(press.fields, line.now);
    else if (press.press !== 'take oxygen-saturation' && press.press !== 'take temperature')
      records = [...records, { at: clock.shows(line.now), found: unmarked(press) }].slice(-MOST_RECORDS);
  }

  function answerTo({ command, data }: Frame): Uint8Array | undefined {
    switch (command) {
      case MODEL:
        return answer(command, ...fromHex(MODELS[fault ?? ''] ?? D40));
      case SERIAL_LOW:
        return answer(command, ...fromHex('78 56 34 12'));
      case SERIAL_HIGH:
        return answer(command, ...fromHex('01 42 77 42'));
      case CLOCK:
        return answer(command, ...timeOf(clock.shows(line.now)));
      case COUNT: {
        const { length } = keptBy(u8(data, 0));
        return length === 0 ? answer(command, 0, 0, 0xff, 0xff) : answer(command, length & 0xff, length >> 8, 0, 0);
      }
      case RECORD_TIME:
      case RECORD_VALUE: {
        const kept = keptBy(u8(data, 3))[u16le(data, 0)];
        if (!kept) return undefined;
        if (command === RECORD_VALUE) {
          const [low = 0, ...rest] = valueBytes(kept, fault === 'pressure-only');
          return answer(command, (low + (fault === 'fickle' && u16le(data, 0) > 0 ? fickle++ % 3 : 0)) & 0xff, ...rest);
        }
        const [day = 0, year = 0, minute = 0, hour = 0] = timeOf(kept.at);
        return answer(command, day, year, isPressure(kept) ? minute | 0x80 : minute, hour);
      }
      default:
        return undefined; // what it is never asked
    }
  }

  for (;;) {
    const heard = yield Math.min(...due.map(({ at }) => at));
    if (heard !== undefined && isPress(heard)) pressed(heard);
    else if (heard !== undefined && fault === 'announces' && !announced) {
      announced = true;
      line.send(answer(AWAKE));
    } else if (heard !== undefined && fault !== 'silent') {
      const said = answerTo(heard);
      if (said && fault === 'late') due.push({ at: line.now + LATE_MS, bytes: said });
      else if (said) line.send(spoiled(said, fault));
    }
    for (const late of due.splice(0)) {
      if (late.at <= line.now) line.send(late.bytes);
      else due.push(late);
    }
  }
}

function spoiled(bytes: Uint8Array, fault: string | undefined): Uint8Array {
  if (fault === 'torn') return bytes.subarray(0, bytes.length / 2);
  return fault === 'garbled' ? bytes.map((byte, at) => (at === 3 ? byte ^ 0x10 : byte)) : bytes;
}

export const taidocSimulator = (): Simulator =>
  simulator<Frame>({
    driver: 'taidoc',
    language: toMeter,
    takes: ['glucose', 'blood-pressure'],
    faults: FAULTS,
    marks: Object.keys(MARKS),
    live,
  });
