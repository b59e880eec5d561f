/** What a bin does when something is done to it, a line a deed. */
import { expect, test } from 'vitest';
import type { StaffAct } from '../edge-agent/bins/bin-state.ts';
import { aBin, type BinWorld } from './a-bin.ts';

export interface Deed {
  readonly deed: string;
  /** Locked and judged, or wide open for a second or less. */
  readonly from: 'locked' | 'open';
  readonly does: (world: BinWorld) => void | Promise<void>;
  /** Passed behind it, milliseconds. */
  readonly ms: number;
  readonly place: string;
  /** Since before it, all of it. */
  readonly told?: readonly string[];
  readonly check?: (world: BinWorld) => void;
}

export function onABin(deeds: readonly Deed[]): void {
  test.each(deeds)('$deed', async ({ from, does, ms, place, told, check }) => {
    const world = aBin();
    await (from === 'locked' ? world.ready() : world.opened());
    const before = world.told().length;
    await does(world);
    await world.clock.pass(ms);
    expect(world.bin().state().place).toBe(place);
    if (told) expect(world.told().slice(before)).toEqual(told);
    check?.(world);
  });
}

/** When the hardware was made to do that, or had it done to it. */
export const timesOf = ({ seen }: BinWorld, what: string): number[] =>
  seen.flatMap((one) => ('what' in one && one.what === what ? [one.at] : []));

export const drivesOf = ({ seen }: BinWorld): string[] =>
  seen.flatMap((one) => ('what' in one && one.what.startsWith('drive') ? [one.what] : []));

export const never =
  (what: string) =>
  (world: BinWorld): void =>
    expect(timesOf(world, what)).toEqual([]);

/** The motor has no supply. */
export const dead = (world: BinWorld): void => expect(drivesOf(world).at(-1)).toBe('drive released');

export const staff =
  (act: StaffAct) =>
  (world: BinWorld): void =>
    world.bin().staff(act);
