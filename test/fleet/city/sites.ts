/** Where a made-up city's stations stand, what is in them and what is wrong with which: settled before any row is made. */
import { aChance } from '../../ordeal/chance.ts';
import { TROUBLES, type Trouble } from './troubles.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Seven, four and three: where more people live there are more of them. Stations take them in turn. */
const CIRCLES = Object.entries({ haibowan: 7, wuda: 4, hainan: 3 }).flatMap(([district, count]) =>
  Array.from({ length: count }, (_, index) => ({
    district,
    circle: `${district}-${String(index + 1).padStart(2, '0')}`,
  })),
);
const MATERIALS = ['paper', 'bottles', 'metal', 'clothes'] as const;
const DEMOS = new Set([3, 17]);
/** So many have a past. Of the others only what stands now is kept, so that a service over a large city soon begins. */
const REMEMBERED = 500;

export interface Site {
  readonly index: number;
  readonly id: string;
  readonly district: string;
  readonly circle: string;
  readonly demo: boolean;
  /** What its bins are for: one in twenty stations has all four, the others have one. */
  readonly materials: readonly string[];
  readonly trouble: (Trouble & { readonly deviceId: string }) | undefined;
  readonly heardMs: number;
  /** Sequence of its last event. */
  readonly highest: number;
  /** One of its events is missing. */
  readonly gap: boolean;
  readonly remembered: boolean;
}

const placeOf = (index: number) => CIRCLES[index % CIRCLES.length] ?? { district: 'other', circle: 'other' };

/** Its circle and its place in the city, counted from 1: 0 is `haibowan-01-00001`, 7 is `wuda-01-00008`. */
export const stationIdOf = (index: number): string => `${placeOf(index).circle}-${String(index + 1).padStart(5, '0')}`;

/** Whole numbers of one station, both ends among them: the same each time, however large the city is. */
export function numbersOf(index: number): (least: number, most: number) => number {
  const chance = aChance(index);
  return (least, most) => least + chance.below(most - least + 1);
}

/** Station 11 is in trouble, and each `troubleEvery`th before and after it: one trouble after the other. */
export function siteOf(index: number, nowMs: number, troubleEvery: number): Site {
  const between = numbersOf(index);
  const first = MATERIALS[index % MATERIALS.length] ?? 'paper';
  const materials = index % 20 === 11 ? MATERIALS : [first];
  const troubled = index % troubleEvery === 11 % troubleEvery;
  const trouble = troubled ? TROUBLES[Math.floor(index / troubleEvery) % TROUBLES.length] : undefined;
  return {
    index,
    id: stationIdOf(index),
    ...placeOf(index),
    demo: DEMOS.has(index),
    materials,
    trouble: trouble && { ...trouble, deviceId: trouble.of === 'bin' ? `bin-${materials[0]}` : trouble.of },
    heardMs: nowMs - (trouble?.condition === 'silent' ? 38 * MINUTE_MS : between(1, 58) * 1000),
    highest: between(400, 90_000),
    gap: index % 97 === 11,
    remembered: index < REMEMBERED,
  };
}
