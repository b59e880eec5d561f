import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aFailingDisk, aSmallDisk, canFail, canMount, type FailingDisk, type SmallDisk } from './small-disk.ts';
import { aStationOnDisk, type StationOnDisk } from './station-on-disk.ts';

/** The station tries every five. */
const WELL_AGAIN_WITHIN_MS = 15_000;
const becomes = (on: StationOnDisk<SmallDisk>, health: number): Promise<void> =>
  vi.waitFor(async () => expect(await on.health()).toBe(health), { timeout: WELL_AGAIN_WITHIN_MS, interval: 200 });
const arrives = (on: StationOnDisk<SmallDisk>, mmolPerL: readonly number[]): Promise<void> =>
  vi.waitFor(() => expect(on.arrived()).toEqual(mmolPerL), { timeout: 20_000, interval: 50 });

describe.skipIf(!canMount())('on a disk of its own (needs root)', () => {
  let on: StationOnDisk<SmallDisk>;
  beforeAll(async () => {
    on = await aStationOnDisk((folder) => aSmallDisk(folder, 4));
  });
  afterAll(() => on?.[Symbol.asyncDispose]());

  test('full: the value is shown and called not saved, nobody else is measured, what was saved still leaves, and it is well again by itself', async () => {
    await on.start();
    on.hushBroker(true);
    const resident = await on.atStrip();
    expect(await on.takes(resident, 5.0)).toBe('saved');
    await resident.act({ do: 'done' });
    resident.leave();
    const next = await on.atStrip();
    on.disk.fill();
    expect(await on.takes(next, 5.1)).toBe('not-saved');
    expect(await on.health()).toBe(503);
    await next.act({ do: 'done' });
    await next.seesScreen('out-of-order');
    expect(on.arrived()).toEqual([]);
    on.hushBroker(false);
    await arrives(on, [5.0]);
    expect(await on.health()).toBe(503);

    on.disk.empty();
    await becomes(on, 200);
    await next.seesScreen('idle', 'home');
    next.leave();
    expect(await on.takes(await on.atStrip(), 5.2)).toBe('saved');
    await arrives(on, [5.0, 5.2]);
  });

  test('read-only: it starts, says that nothing can be saved, and measures nobody', async () => {
    await on.kill();
    on.disk.remount('ro');
    await on.start();
    await becomes(on, 503);
    const resident = await on.atHome();
    await resident.seesScreen('out-of-order');
    resident.leave();
    expect(await on.stop()).toBe(0);
  });

  test('right again: it starts, and saves', async () => {
    on.disk.remount('rw');
    await on.start();
    expect(await on.takes(await on.atStrip(), 5.3)).toBe('saved');
    expect(await on.health()).toBe(200);
    await arrives(on, [5.0, 5.2, 5.3]);
  });
});

describe.skipIf(!canFail())('on a disk that fails (needs root, loop devices, ext4)', () => {
  let on: StationOnDisk<FailingDisk>;
  beforeAll(async () => {
    on = await aStationOnDisk((folder) => aFailingDisk(folder, 12));
  });
  afterAll(() => on?.[Symbol.asyncDispose]());

  test('read-only from one moment to the next: it runs on and says so, and what was saved still leaves', async () => {
    await on.start();
    on.hushBroker(true);
    const resident = await on.atStrip();
    expect(await on.takes(resident, 6.0)).toBe('saved');
    await resident.act({ do: 'done' });
    resident.leave();
    const next = await on.atStrip();
    on.disk.fail();
    expect(await on.takes(next, 6.1)).toBe('not-saved');
    await next.act({ do: 'done' });
    await next.seesScreen('out-of-order');
    on.hushBroker(false);
    await arrives(on, [6.0]);
    await becomes(on, 503);
    expect(on.runs()).toBe(true);
    next.leave();
    expect(await on.stop()).toBe(0);
  });

  test('checked and mounted anew: it has what it called saved, and saves', async () => {
    on.disk.repair();
    await on.start();
    expect(await on.takes(await on.atStrip(), 6.2)).toBe('saved');
    await arrives(on, [6.0, 6.2]);
  });
});
