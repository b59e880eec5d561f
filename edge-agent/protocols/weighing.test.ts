import { expect, test } from 'vitest';
import { aTalk } from '../../test/a-talk.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { driver } from '../drivers/driver.ts';
import { BY_ITS_NUMBERS, OUT_OF_RANGE, repeating, type Said, steadiness, weighing } from './weighing.ts';

test.each([
  ['ten alike within a second', 10, 100, false],
  ['eleven alike over a second', 11, 100, true],
  ['nine alike over two seconds', 9, 250, false],
  ['ten alike over two seconds', 10, 250, true],
  ['ten alike, each after a long pause', 10, 501, false],
])('%s: stable at the last %#', (_, count, everyMs, stable) => {
  const judge = steadiness(BY_ITS_NUMBERS);
  const judged = Array.from({ length: count }, (_, i) => judge('1.2', 5000 + i * everyMs));
  expect(judged).toEqual([...Array<boolean>(count - 1).fill(false), stable]);
});

test('what shows something else between begins anew', () => {
  for (const other of ['1.3', undefined]) {
    const judge = steadiness({ frames: 3, forMs: 0, unbrokenMs: 500 });
    expect(['1.2', '1.2', other, '1.2', '1.2', '1.2'].map((shown) => judge(shown, 0))).toEqual([
      ...Array<boolean>(5).fill(false),
      true,
    ]);
  }
});

/** One byte is a frame of one of these. */
const SAYS: Readonly<Record<number, Said>> = {
  1: { shown: '1.234', unit: 'kg', stable: true },
  2: { shown: '1.234', unit: 'kg', stable: false },
  3: { shown: '0.9', unit: 'kg', stable: true, net: true },
  4: OUT_OF_RANGE,
  5: { event: 'failure', kind: 'unknown', code: 'E01' },
  6: { event: 'rejected', reason: 'unsupported' },
};
const tiny = driver<Said>({
  id: 'tiny-scale',
  models: ['tiny'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['weight'],
  check: 'none',
  sureness: 'high',
  source: 'here',
  language: {
    cut(bytes) {
      const frame = SAYS[bytes[0] ?? 0];
      return frame ? { frame, used: 1 } : { skip: 1, why: 'noise' };
    },
  },
  ...repeating<Said>({ lostMs: 2000, hearing: (line) => weighing(line) }),
});

/** What is told of one frame every tenth of a second. */
async function toldOf(...frames: readonly number[]): Promise<DeviceEvent[]> {
  const talk = aTalk(tiny);
  const idling = talk.idle().catch(() => {});
  for (const frame of frames) {
    await talk.clock.pass(100);
    talk.hear(Uint8Array.of(frame));
  }
  await talk.clock.pass(1);
  talk.gone();
  await talk.clock.until(idling);
  return talk.told;
}

const one = { event: 'weight', grams: 1234, stable: true };
const moving = { event: 'weight', grams: 1234, stable: false };
const net = { event: 'weight', grams: 900, stable: true, net: true };

test('a weight is told when it differs, or its rest, or its tare, and else once a second', async () => {
  expect(await toldOf(1, 2, 1, 3, 3, 1)).toEqual([one, moving, one, net, one]);
  expect(await toldOf(...Array<number>(31).fill(1))).toEqual([one, one, one, one]);
});

test('a failure is told once until it ends, and the weight behind it at once', async () => {
  expect(await toldOf(1, 4, 4, 4, 1, 4)).toEqual([one, OUT_OF_RANGE, one, OUT_OF_RANGE]);
  expect(await toldOf(4, 5, 4)).toEqual([OUT_OF_RANGE, SAYS[5], OUT_OF_RANGE]);
  expect(await toldOf(6, 6, 1)).toEqual([SAYS[6], SAYS[6], one]);
});

test('it is there once it has said a frame, which counts, and lost when it says none', async () => {
  const talk = aTalk(tiny);
  const greeting = talk.greet();
  await talk.clock.pass(9000);
  talk.hear(Uint8Array.of(9, 9, 1));
  await talk.clock.until(greeting);
  expect(talk.told).toEqual([one]);
  await expect(talk.clock.until(talk.idle())).rejects.toMatchObject({ code: 'silent' });
  const nobody = talk.greet();
  for (let i = 0; i < 100; i++) {
    talk.hear(Uint8Array.of(9));
    await talk.clock.pass(100);
  }
  await expect(talk.clock.until(nobody)).rejects.toMatchObject({ code: 'silent' });
  expect(talk.sent).toEqual([]);
});
