import { expect, test } from 'vitest';
import { type Device, DeviceError, type DeviceEvent, type Reading } from '../../edge-agent/index.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { printMemory } from './print-memory.ts';

const reading: Reading = { event: 'reading', kind: 'glucose', mmolPerL: 5.6 };

/** A memory that a test says can be read, and how that goes. */
function aMemory(...goes: readonly ('well' | 'wrong')[]) {
  const clock = aFakeClock();
  const printed: DeviceEvent[] = [];
  const outcomes: string[] = [];
  const end = new AbortController();
  const left = [...goes];
  let again = (): void => {};
  const device: Pick<Device, 'onMemory' | 'readOut'> = {
    onMemory(listener) {
      again = listener;
      return () => true;
    },
    async readOut() {
      if (left.shift() === 'wrong') throw new DeviceError('silent', 'page 3');
      return { unit: {}, records: [{ index: 1, event: reading }] };
    },
  };
  const log = { info() {}, warn() {}, error() {} };
  const memory = printMemory(device, { print: (event) => printed.push(event), clock, log, signal: end.signal });
  void memory.printed.then(() => outcomes.push('printed'));
  void memory.given.then((why) => outcomes.push(why));
  const canBeRead = (): Promise<void> => {
    again();
    return clock.pass(1000);
  };
  return { clock, printed, outcomes, end, canBeRead };
}

test('three failures in a row, and it is given up; fewer, and the next may succeed', async () => {
  const { outcomes, printed, canBeRead } = aMemory('wrong', 'wrong', 'well', 'well', 'wrong', 'wrong', 'wrong');
  for (const so of [[], [], ['printed'], ['printed'], ['printed'], ['printed'], ['printed', 'silent: page 3']]) {
    await canBeRead();
    expect(outcomes).toEqual(so);
  }
  expect(printed).toEqual([reading]); // the second reading-out held nothing new
});

test('a device that does not come back after a failure is not waited for', async () => {
  const { clock, outcomes, canBeRead } = aMemory('wrong');
  await canBeRead();
  await clock.pass(8000);
  expect(outcomes).toEqual([]);
  await clock.pass(1000);
  expect(outcomes).toEqual(['silent: page 3']);
});

test('nothing is waited for once it is over', async () => {
  const { clock, outcomes, end, canBeRead } = aMemory('wrong');
  await canBeRead();
  end.abort();
  await clock.pass(60_000);
  expect(outcomes).toEqual([]);
  expect(clock.waiting()).toBe(0);
});
