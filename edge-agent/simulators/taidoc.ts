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
import { answering, type Kept, memoryMeter, saidLater, spoilt } from './memory-meter.ts';
import { type Press, type Simulator, simulator } from './simulator.ts';

type Found =
  | Extract<Press, { press: 'take blood-pressure' }>
  | Extract<Press, { press: 'take glucose' | 'hold glucose' }>;

interface Told {
  readonly found: Found;
}

/** What its owner measured before it was switched on here. */
const BEFORE: readonly Kept<Told>[] = [
  { at: [2026, 11, 23, 9, 15, 0], found: { press: 'hold glucose', mmolPerL: 5.8, mark: 'before-meal' } },
  {
    at: [2026, 11, 23, 9, 30, 0],
    found: { press: 'take blood-pressure', systolicMmHg: 138, diastolicMmHg: 86, pulsePerMin: 72 },
  },
  { at: [2026, 11, 23, 12, 10, 0], found: { press: 'hold glucose', mmolPerL: 6.2, mark: 'control' } },
];
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

const isPressure = ({ found }: Told): boolean => found.press === 'take blood-pressure';

function valueBytes({ found }: Told, withMean: boolean): readonly number[] {
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
  const meter = memoryMeter<Told>(line, { before: BEFORE, most: MOST_RECORDS });
  const later = saidLater(line);
  let announced = false;
  let fickle = 0;

  const isD40 = (): boolean => MODELS[meter.fault() ?? ''] === undefined;

  /** Newest first, of that user. */
  function keptBy(user: number): readonly Kept<Told>[] {
    const pressures = meter.fault() === 'pressure-only';
    const kept = meter.records().filter((record) => isD40() || isPressure(record) === pressures);
    return user === (isD40() ? OWNER : 0) ? kept.toReversed() : [];
  }

  function pressed(press: Press): void {
    meter.pressed(press);
    if (press.press === 'fault') announced = false;
    else if (
      press.press !== 'set clock' &&
      press.press !== 'do' &&
      press.press !== 'take oxygen-saturation' &&
      press.press !== 'take temperature'
    )
      meter.keep({ found: unmarked(press) });
  }

  function answerTo({ command, data }: Frame): Uint8Array | undefined {
    const fault = meter.fault();
    switch (command) {
      case MODEL:
        return answer(command, ...fromHex(MODELS[fault ?? ''] ?? D40));
      case SERIAL_LOW:
        return answer(command, ...fromHex('78 56 34 12'));
      case SERIAL_HIGH:
        return answer(command, ...fromHex('01 42 77 42'));
      case CLOCK:
        return answer(command, ...timeOf(meter.shows()));
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

  function hear(frame: Frame): void {
    const fault = meter.fault();
    if (fault === 'announces' && !announced) {
      announced = true;
      line.send(answer(AWAKE));
    } else if (fault !== 'silent') {
      const said = answerTo(frame);
      if (said && fault === 'late') later.say(said, LATE_MS);
      else if (said) line.send(spoilt(said, fault, 0x10, 3));
    }
  }

  yield* answering({ pressed, hear, later: [later] });
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
