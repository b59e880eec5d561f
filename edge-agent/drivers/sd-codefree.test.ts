import { expect, test } from 'vitest';
import { NEVER_STOPPED } from '../../test/a-memory-meter.ts';
import { aDevice } from '../../test/a-monitor.ts';
import { newRecords } from '../domain/memory.ts';

/** The meter on its cable, read whenever it opens, as the agent does; its owner switches it on every two seconds until it was read. */
function aMeter(...pressed: readonly string[]) {
  const meter = aDevice('sd-codefree', { pressed });
  const fresh = newRecords();
  const values: unknown[] = [];
  const failed: unknown[] = [];
  meter.device.onMemory(() => {
    meter.device.readOut(NEVER_STOPPED).then(
      (memory) => {
        for (const { event } of fresh(memory)) values.push('meterValue' in event ? event.meterValue : event);
      },
      (error: Error) => failed.push(error.message),
    );
  });
  return { ...meter, values, failed };
}

test('until it is switched on nothing is said and nothing known; then all that it holds is read, once', async () => {
  const meter = aMeter('fault silent');
  await meter.clock.pass(600_000);
  expect(meter.device.health().status).toBe('unknown');
  expect(meter.sent).toEqual([]);
  meter.press('fault null');
  await meter.clock.pass(10_000);
  expect(meter.values).toEqual([187, 95, 104]);
  expect(meter.failed).toEqual([]);
  expect(meter.device.health()).toMatchObject({ status: 'ok', connects: 1 });
  expect(meter.told).toEqual([]);
  await meter.close();
});

test('switched on again behind a strip it adds that one; what no source knows how to store is refused', async () => {
  const meter = aMeter();
  await meter.clock.pass(10_000);
  for (const words of ['hold 5.6 before-meal', 'hold 5.6 unknown', 'take HI', 'take LO']) meter.press(words);
  await meter.clock.pass(10_000);
  const refused = (reason: string) => ({ event: 'rejected', reason });
  expect(meter.values).toEqual([187, 95, 104, 101, refused('unknown'), refused('implausible'), refused('implausible')]);
  await meter.close();
});

test.each(['torn', 'garbled', 'miscounts', 'stuck'])(
  'with fault %s nothing is read; mended, and switched on again, all is',
  async (fault) => {
    const meter = aMeter(`fault ${fault}`);
    await meter.clock.pass(60_000);
    expect(meter.values).toEqual([]);
    expect(meter.failed).toContainEqual(expect.stringMatching(/^silent/));
    meter.press('fault none');
    await meter.clock.pass(60_000);
    expect(meter.values).toEqual([187, 95, 104]);
    await meter.close();
  },
);

test('pulled out between two records it has told nothing; plugged in and switched on it tells all', async () => {
  const meter = aMeter();
  while (meter.sent.length < 3) await meter.clock.pass(1);
  meter.unplug();
  await meter.clock.pass(5000);
  expect(meter.values).toEqual([]);
  meter.plug();
  await meter.clock.pass(20_000);
  expect(meter.values).toEqual([187, 95, 104]);
  await meter.close();
});
