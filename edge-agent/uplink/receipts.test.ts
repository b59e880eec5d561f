import { describe, expect, test } from 'vitest';
import { openReceipts } from './receipts.ts';

const LAST = 10_000;
const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const textOf = (sequence: number): string =>
  JSON.stringify({ sequence: String(sequence).padStart(20, '0'), station: 'park-hut-01' });

/** Everything is sent and acknowledged. A signature is checked when the test says so; whatever begins with `forged` has none. */
function aListener() {
  const refused: string[] = [];
  const checks: PromiseWithResolvers<void>[] = [];
  let [receipted, checking, most] = [0, 0, 0];
  const receipts = openReceipts({
    stationId: 'park-hut-01',
    outbox: {
      acknowledged: () => LAST,
      receipted: () => receipted,
      receipt(sequence) {
        receipted = sequence;
      },
    },
    async verify(text) {
      most = Math.max(most, ++checking);
      const check = Promise.withResolvers<void>();
      checks.push(check);
      await check.promise;
      checking--;
      if (text.startsWith('forged')) throw new Error('no signature');
      return text;
    },
    sent: () => LAST,
    settle() {},
    onRisen() {},
    onRefused: (why) => void refused.push(why),
  });
  const hear = (text: string): void => receipts.hear({ topic: '', payload: Buffer.from(text), retained: false });
  return {
    hear,
    refused,
    receipted: () => receipted,
    mostAtOnce: () => most,
    /** So many signatures are checked; or all that wait. */
    async check(count = Number.POSITIVE_INFINITY) {
      let done = 0;
      for (await aTurn(); done < count; await aTurn(), done++) {
        const next = checks.shift();
        if (!next) break;
        next.resolve();
      }
      return done;
    },
  };
}

describe('ten thousand receipts at once', () => {
  test('wait sixteen at a time, one is read, and the newest counts', async () => {
    const platform = aListener();
    for (let sequence = 1; sequence <= LAST; sequence++) platform.hear(textOf(sequence));
    expect(await platform.check()).toBe(16);
    expect([platform.receipted(), platform.mostAtOnce(), platform.refused]).toEqual([LAST, 1, []]);
  });

  test('one that is being read is not given up for those behind it', async () => {
    const platform = aListener();
    platform.hear(textOf(5));
    await platform.check(0);
    for (let i = 0; i < LAST; i++) platform.hear(`forged ${i}`);
    expect(await platform.check()).toBe(17);
    expect([platform.receipted(), platform.refused]).toEqual([5, Array.from({ length: 16 }, () => 'not to be read')]);
  });

  test('all of them forged displace an honest one only until it is said again', async () => {
    const platform = aListener();
    const flood = (): void => {
      for (let i = 0; i < LAST; i++) platform.hear(`forged ${i}`);
    };
    flood();
    platform.hear(textOf(7));
    flood();
    await platform.check();
    expect(platform.receipted()).toBe(0);
    flood();
    platform.hear(textOf(7));
    for (let i = 0; i < 15; i++) platform.hear(`forged ${i}`);
    await platform.check();
    expect(platform.receipted()).toBe(7);
  });
});

test('as many as wait are each read, in the order in which they came', async () => {
  const platform = aListener();
  for (const sequence of [3, 1, 4]) platform.hear(textOf(sequence));
  await platform.check(2);
  expect([platform.receipted(), platform.refused]).toEqual([3, ['falling']]);
  await platform.check();
  expect(platform.receipted()).toBe(4);
});
