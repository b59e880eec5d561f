/** Plays a visit's machine without time, devices or store: what happens, in order, and what it wishes for. */
import { loadRules } from '../firmware-config/index.ts';
import type { Act } from '../kiosk/contract/act.ts';
import type { Saved } from '../kiosk/contract/screen.ts';
import {
  type BloodPressureReading,
  type GlucoseReading,
  nobody,
  type Place,
  type Step,
  type Visit,
  type VisitEvent,
  type Wish,
  type World,
} from '../kiosk/visits/visit.ts';
import { step } from '../kiosk/visits/visit-machine.ts';

export const aWorld = (more: Partial<World> = {}): World => ({
  works: () => true,
  remembers: () => false,
  ownButton: () => false,
  rules: loadRules({ bloodPressure: 'cn-2024', glucose: 'cds-2024' }),
  stripsExpired: () => false,
  time: () => '14:20',
  bins: () => [],
  language: 'zh-CN',
  ...more,
});

/** Something that happens; a number of waits that pass; a word of one of the acts without more. */
export type Happening = VisitEvent | Act;

export interface Played extends Step {
  /** Every wish on the way, in order. */
  readonly all: readonly Wish[];
}

/** From an idle panel. The store answers each wish to keep something, at once, with `saved`. */
export function play(happenings: readonly Happening[], world = aWorld(), saved: Saved = 'saved'): Played {
  const all: Wish[] = [];
  let visit: Visit = nobody('zh-CN');
  let wishes: readonly Wish[] = [];
  let count = 0;
  const happen = (event: VisitEvent): void => {
    const next = step(visit, event, world);
    visit = next.visit;
    wishes = next.wishes;
    all.push(...next.wishes);
    for (const wish of next.wishes) {
      if (wish.wish === 'file') {
        const { reading, deviceId } = wish;
        happen({ on: 'filed', taken: { reading, deviceId, saved, ...(saved === 'saved' && { id: `id-${++count}` }) } });
      }
      if (wish.wish === 'conclude') happen({ on: 'concluded', saved });
    }
  };
  for (const happening of happenings) happen('do' in happening ? { on: 'act', act: happening } : happening);
  return { visit, wishes, all };
}

export const placeAfter = (happenings: readonly Happening[], world?: World, saved?: Saved): Place =>
  play(happenings, world, saved).visit.place;

/** `128/82`, or `128/82/71` with the pulse; a trailing `~` is an uneven one. */
export function pressure(words: string): BloodPressureReading {
  const [systolicMmHg = 0, diastolicMmHg = 0, pulsePerMin] = words.replace('~', '').split('/').map(Number);
  return {
    event: 'reading',
    kind: 'blood-pressure',
    systolicMmHg,
    diastolicMmHg,
    ...(pulsePerMin !== undefined && { pulsePerMin }),
    ...(words.endsWith('~') && { flags: ['irregular'] }),
  };
}

export const told = (reading: BloodPressureReading | GlucoseReading): VisitEvent => ({
  on: 'reading',
  reading,
  deviceId: 'bp-1',
});

export const WAKE: Act = { do: 'wake' };
export const WAITED: VisitEvent = { on: 'waited' };
const choose = (service: 'blood-pressure' | 'glucose'): Act => ({ do: 'choose', service });

export const TO_PRESSURE: readonly Act[] = [WAKE, choose('blood-pressure'), { do: 'understood' }];
export const TO_READY: readonly Happening[] = [
  ...TO_PRESSURE,
  { do: 'none' },
  ...Array.from({ length: 6 }, () => WAITED),
  { do: 'fits' },
  WAITED,
];
export const TO_MEASURING: readonly Happening[] = [...TO_READY, { do: 'start' }];

export const TO_GLUCOSE: readonly Act[] = [WAKE, choose('glucose'), { do: 'understood' }];
export const TO_STRIP: readonly Happening[] = [...TO_GLUCOSE, { do: 'ate', meal: 'fasting' }, WAITED];

/** The readings of a set, each after the pause before it. */
export const taking = (...readings: readonly string[]): Happening[] =>
  readings.flatMap((words, at) => [...(at > 0 ? [WAITED] : []), told(pressure(words))]);
