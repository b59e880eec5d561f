import { describe, expect, test } from 'vitest';
import { aTalk, hexOf } from '../../test/a-talk.ts';
import { framesOf, onABadLine, type WorkedLine } from '../../test/on-a-bad-line.ts';
import type { DeviceEvent } from '../domain/event.ts';
import type { MassUnit } from '../domain/mass.ts';
import { mtSics } from '../drivers/mt-sics.ts';
import { asciiOf } from './bytes.ts';
import { type Frame, fromScale } from './mt-sics.ts';

const shows = (shown: string, unit: MassUnit, stable: boolean): Frame => ({
  is: 'weight',
  says: { shown, unit, stable },
});
const fails = (kind: 'range' | 'timeout' | 'unknown', code?: string): Frame => ({
  is: 'weight',
  says: { event: 'failure', kind, ...(code !== undefined && { code }) },
});

const LINES: readonly WorkedLine<Frame>[] = [
  {
    line: 'S S     100.00 g',
    says: shows('100.00', 'g', true),
    unseen: { flipped: [7, 8, 9, 10, 12, 13], lost: [8, 9, 10, 11, 12, 13], doubled: [8, 9, 10, 12, 13] },
  },
  {
    line: 'S D      12.35 kg',
    says: shows('12.35', 'kg', false),
    unseen: { flipped: [8, 9, 10, 12, 13], lost: [9, 10, 11, 12, 13, 15], doubled: [9, 10, 12, 13] },
  },
  {
    line: 'S S     -12.35 kg',
    says: shows('-12.35', 'kg', true),
    unseen: { flipped: [9, 10, 12, 13], lost: [8, 9, 10, 11, 12, 13, 15], doubled: [9, 10, 12, 13] },
  },
  { line: 'S I', says: fails('timeout') },
  { line: 'S +', says: fails('range') },
  { line: 'S -', says: fails('range') },
  { line: 'ES', says: fails('unknown', 'ES') },
  { line: 'ET', says: fails('unknown', 'ET') },
  { line: 'EL', says: fails('unknown', 'EL') },
  { line: 'I4 A "1234567"', says: { is: 'serial number', text: '1234567' } },
];

describe('the worked lines', () => {
  onABadLine(fromScale, LINES, {
    next: { line: 'S S       7.70 kg', says: shows('7.70', 'kg', true) },
    isValue: (frame) => frame.is === 'weight' && 'shown' in frame.says,
  });
});

test.each([
  'Z A',
  'Z I',
  'Z +',
  'Z -',
  'ZI S',
  'ZI D',
  'T S       3.50 kg',
  'T I',
  'TI S      3.50 kg',
  'TI D      3.50 kg',
  'TA A       3.50 kg',
  'TAC A',
  'I2 A "ICS469 OU 60.18 kg"',
  'I0 B 0 "I0"',
  'I0 A 1 "S"',
])('%s answers what is never asked, and is no weight', (line) => {
  expect(framesOf(fromScale, [asciiOf(`${line}\r\n`)])).toEqual([{ is: 'other' }]);
});

test.each([
  'S S 12.35',
  'S S 1,235 kg',
  'S S 12.35 kg 1',
  'S S - 1 kg',
  'S X 12.35 kg',
  's s 12.35 kg',
  ' ',
  'S S 1.2.3 g',
])('%j is no line of its', (line) => {
  expect(framesOf(fromScale, [asciiOf(`${line}\r\n`)])).toEqual([]);
});

test('clones pad as they like, and a unit that is none of ours is refused', () => {
  expect(framesOf(fromScale, [asciiOf('S S 100.00 g\r\nS S 3 pcs\r\nS S 3 ct\r\n')])).toEqual([
    shows('100.00', 'g', true),
    { is: 'weight', says: { event: 'rejected', reason: 'unsupported' } },
    { is: 'weight', says: { event: 'rejected', reason: 'unsupported' } },
  ]);
});

const [SI, I4] = ['53490D0A', '49340D0A'];
const inHex = (...lines: readonly string[]): string => lines.map((line) => hexOf(asciiOf(`${line}\r\n`))).join(' | ');
const weight = (grams: number, stable: boolean): DeviceEvent => ({ event: 'weight', grams, stable });

/** What is told, and how often it asked, while it answers so, one after the other; the last for ever. */
async function told(answers: readonly string[], forMs = 500) {
  const talk = aTalk(mtSics, { [SI]: inHex(...answers) });
  const idling = talk.idle().catch((error: Error) => error.message);
  await talk.clock.pass(forMs);
  talk.gone();
  await talk.clock.until(idling);
  expect(talk.sent.filter(({ hex }) => hex !== SI)).toEqual([]);
  return talk.told;
}

test('a stable weight counts when it was read twice alike; one that moves is told as it is', async () => {
  expect(await told(['S S     100.00 g'])).toEqual([weight(100, true)]);
  expect(await told(['S S     100.00 g', 'S S      10.00 g', 'S S     100.00 g'])).toEqual([weight(100, true)]);
  expect(await told(['S S     100.00 g', 'S D     100.01 g', 'S S     100.00 g'])).toEqual([
    weight(100, false),
    weight(100, true),
  ]);
  expect(await told(['S S     -12.35 kg'])).toEqual([weight(-12_350, true)]);
});

test('what it cannot say now is told once until it can', async () => {
  const timeout = { event: 'failure', kind: 'timeout' };
  const range = { event: 'failure', kind: 'range' };
  expect(await told(['S I', 'S I', 'S +', 'S +', 'S D 1 kg', 'S -'], 1500)).toEqual([
    timeout,
    range,
    weight(1000, false),
    range,
  ]);
  expect(await told(['ES'])).toEqual([{ event: 'failure', kind: 'unknown', code: 'ES' }]);
});

test('it is asked who it is, once, and proves itself by its weight', async () => {
  const talk = aTalk(mtSics, { [I4]: inHex('I4 A "1234567"'), [SI]: inHex('S I') });
  await talk.clock.until(talk.greet());
  expect(talk.sent.map(({ hex }) => hex)).toEqual([I4, SI]);
  const clone = aTalk(mtSics, { [SI]: inHex('S D 1 kg') });
  await clone.clock.until(clone.greet());
  expect(clone.told).toEqual([]);
});

test('who it is may come late', async () => {
  const talk = aTalk(mtSics, { [SI]: inHex('I4 A "1234567"', 'S D 1 kg') });
  await talk.clock.until(talk.greet());
  expect(talk.sent.map(({ hex }) => hex)).toEqual([I4, SI, SI]);
});

test('silent it is asked three times, and lost', async () => {
  for (const answer of ['T S 3.50 kg', 'hello']) {
    const talk = aTalk(mtSics, { [SI]: inHex(answer) });
    await expect(talk.clock.until(talk.idle())).rejects.toMatchObject({ code: 'silent' });
    expect(talk.sent.map(({ at }) => at)).toEqual([0, 1000, 2000]);
  }
});

test('switched on anew, between two questions or before an answer, it is as if it had been unplugged', async () => {
  for (const afterMs of [2, 100]) {
    const talk = aTalk(mtSics, afterMs > 2 ? { [SI]: inHex('S S 1 kg') } : {});
    const idling = talk.idle();
    const over = expect(idling).rejects.toMatchObject({ code: 'unplugged' });
    await talk.clock.pass(afterMs);
    talk.hear(asciiOf('I4 A "1234567"\r\n'));
    await talk.clock.until(over);
  }
});
