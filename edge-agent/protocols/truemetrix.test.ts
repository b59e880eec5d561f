import { describe, expect, test } from 'vitest';
import { type Answers, aTalk, hexOf } from '../../test/a-talk.ts';
import { doubles, flips, losses, splits, torn } from '../../test/bad-bytes.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import type { Glucose } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { driver } from '../drivers/driver.ts';
import { trueMetrix } from '../drivers/truemetrix.ts';
import { asciiOf, bytesOf, concat, fromHex } from './bytes.ts';
import { frameReader } from './frame-reader.ts';
import { fromMeter, greet, idle, type Message, messageOf, readOut, reportTo } from './truemetrix.ts';
import { proved, resultOf } from './truemetrix-result.ts';

/** The meter without its reports: text alone. What reports do to text is told below. */
const inText = driver({ ...trueMetrix, language: { cut: fromMeter.cut, gapMs: 250 }, greet, idle, readOut });

const RESULTS = ['g5B91639306800', 'g5B91632226400', 'g5B8B285C06E01'];
const SUM = 'x5079E';
const say = (...bodies: readonly string[]): string => hexOf(concat(...bodies.map(messageOf)));
const asked = (question: Parameters<typeof reportTo>[0]): string => hexOf(reportTo(question));
const ANSWERS: Answers = {
  [asked('model')]: say('iMR2'),
  [asked('serialNumber')]: say('z1ABC12345'),
  [asked('clock')]: say('t002009231126'),
  [asked('results')]: say(...RESULTS, SUM),
};
const MAY_ASK = new RegExp(
  `^(${(['wake', 'model', 'serialNumber', 'clock', 'results'] as const).map(asked).join('|')})$`,
);

const stored = (index: number, deviceClock: string, facts: Partial<Glucose>): StoredRecord => ({
  index,
  deviceClock,
  event: { event: 'reading', kind: 'glucose', deviceClock, ...facts },
});
const inMgPerDl = (mmolPerL: number, meterValue: number) => ({ mmolPerL, meterValue, meterUnit: 'mg/dL' }) as const;
const TRUTH = {
  unit: { model: 'TRUE METRIX', serialNumber: 'ABC12345' },
  deviceClock: '2026-11-23T09:20:00',
  records: [
    stored(3, '2026-11-22T21:40:00', { ...inMgPerDl(6.1, 110), flags: ['control'] }),
    stored(2, '2026-11-23T08:02:00', { flags: ['above-range'] }),
    stored(1, '2026-11-23T09:15:00', inMgPerDl(5.8, 104)),
  ],
};
const rejected = (reason: string) => ({ event: 'rejected', reason });

test.each([
  ['^', 'AF'],
  ['I', '9A'],
  ['Z1', 'DC'],
  ['V', 'A7'],
  ['T', 'A5'],
  ['G', '98'],
  ['*', '7B'],
  ['_', 'B0'],
  ['iMR2', '8B'],
  ['z1ABC12345', 'C1'],
  ['t002009231126', '1F'],
  ['g5B91639306800', '6C'],
  ['g5B91632226400', '62'],
  ['g5B8B285C06E01', '97'],
  ['x5079E', 'E3'],
])('(%s) has the sum %s', (body, sum) => {
  expect(messageOf(body)).toEqual(asciiOf(`(${body})${sum}`));
});

test('to the meter a message goes in one report, its length first', () => {
  expect(reportTo('wake')).toEqual(fromHex('A0 05 28 5E 29 41 46'));
});

describe('its memory', () => {
  onABadDump(inText, { answers: ANSWERS, truth: TRUTH, length: 5, mayAsk: MAY_ASK });

  test('with a result that came twice has it once', async () => {
    const [first = '', ...others] = RESULTS;
    const { memory } = await readOutOf(inText, { ...ANSWERS, [asked('results')]: say(first, first, ...others, SUM) });
    expect(memory).toMatchObject({ records: [{ index: 3 }, { index: 2 }, { index: 1 }] });
  });

  test('may hold two results alike, when its sum says so', async () => {
    const twice = say('g5B91639306800', 'g5B91639306800', 'x504FE');
    const { memory } = await readOutOf(inText, { ...ANSWERS, [asked('results')]: twice });
    expect(memory).toMatchObject({ records: [{ index: 1 }, { index: 2 }] });
  });

  test.each([
    ['lacks a result', say(...RESULTS.slice(1), SUM), true],
    ['has another sum', say(...RESULTS, 'x5079F'), true],
    ['has no sum', say(...RESULTS), false],
  ])('that %s is asked for three times, and is none', async (_, results, told) => {
    const answers = { ...ANSWERS, [asked('results')]: results };
    const read = await readOutOf(inText, answers);
    expect(read.memory).toBe('silent');
    expect(read.sent.filter((hex) => hex === asked('results'))).toHaveLength(3);
    expect(read.told).toEqual(told ? Array.from({ length: 3 }, () => rejected('checksum')) : []);
  });

  test('that is empty is read as empty', async () => {
    expect((await readOutOf(inText, { ...ANSWERS, [asked('results')]: say('x50000') })).memory).toMatchObject({
      records: [],
    });
  });

  test('that never ends is left', async () => {
    const results = say(...Array.from({ length: 2001 }, () => 'g5B91639306800'));
    expect((await readOutOf(inText, { ...ANSWERS, [asked('results')]: results })).memory).toBe('unavailable');
  });

  test('of a model that is none of the table is not asked for', async () => {
    const { memory, told, sent } = await readOutOf(inText, { ...ANSWERS, [asked('model')]: say('iXX9') });
    expect({ memory, told }).toEqual({ memory: 'unavailable', told: [rejected('unsupported')] });
    expect(sent).toEqual([asked('wake'), asked('model')]);
  });

  test('of another meter than at the beginning belongs to neither', async () => {
    const swapped = { ...ANSWERS, [asked('serialNumber')]: [say('z1ABC12345'), say('z1ABC12346')].join('|') };
    expect((await readOutOf(inText, swapped)).memory).toBe('unplugged');
  });

  test('whose clock shows no time is read without it', async () => {
    const { memory } = await readOutOf(inText, { ...ANSWERS, [asked('clock')]: say('t006009231126') });
    expect(memory).toMatchObject({ records: TRUTH.records });
    expect(memory).not.toHaveProperty('deviceClock');
  });
});

/** What is heard of these reports, silence behind the last. */
function heard(reports: readonly Uint8Array[]): string[] {
  const reader = frameReader<Message>(fromMeter, () => {});
  const bodies: string[] = [];
  const hear = (): void => {
    for (let message = reader.next(); message; message = reader.next()) bodies.push(message.body);
  };
  for (const report of reports) {
    reader.take(report);
    hear();
  }
  for (; reader.unfinished; hear()) reader.abandon();
  return bodies;
}
/** As on the wire: the length, so many letters, filled up with zeros. */
const reportOf = (text: Uint8Array): Uint8Array => concat(bytesOf(text.length), text, new Uint8Array(63 - text.length));

describe('its reports', () => {
  const text = messageOf('g5B91639306800');
  const next = reportOf(messageOf('iMR2'));

  test('carry a message however it is cut', () => {
    for (const parts of splits(text)) expect(heard(parts.map(reportOf))).toEqual(['g5B91639306800']);
    expect(heard([reportOf(concat(text, messageOf('iMR2')))])).toEqual(['g5B91639306800', 'iMR2']);
  });

  test('with a wrong bit anywhere, a letter lost, or the end, carry none, and the next one is heard', () => {
    const spoilt = [...flips(reportOf(text)), ...[...losses(text), ...torn(text)].map(reportOf)];
    const told = spoilt.map((report) => heard([report, next]));
    const filling = told.filter((bodies) => bodies.length === 2); // bits of what is behind the message
    expect(told.filter((bodies) => bodies.at(-1) !== 'iMR2')).toEqual([]);
    expect(new Set(filling.map(([first]) => first))).toEqual(new Set(['g5B91639306800']));
    expect(filling.length).toBeLessThanOrEqual((63 - text.length) * 8 + 8);
  });

  test('with a letter doubled carry the same or none', () => {
    for (const bytes of doubles(text)) expect([[], ['g5B91639306800']]).toContainEqual(heard([reportOf(bytes)]));
  });

  test.each([
    ['longer than a report', concat(bytesOf(64), text)],
    ['longer than this one', concat(bytesOf(text.length + 1), text)],
    ['of no length', new Uint8Array()],
  ])('that say they are %s are none', (_, report) => {
    expect(heard([report])).toEqual([]);
  });
});

describe('on a new connection', () => {
  test('it is switched off and on, then asked who it is', async () => {
    const talk = aTalk(inText, ANSWERS);
    await talk.clock.until(talk.greet());
    expect(talk.sent.map(({ hex }) => hex)).toEqual((['off', 'wake', 'model', 'serialNumber'] as const).map(asked));
  });

  test('an empty cradle is silent', async () => {
    await expect(readOutOf(inText, {}).then(({ memory }) => memory)).resolves.toBe('silent');
  });
});

describe('idle, it is asked every five seconds whether it is there', () => {
  async function idled(serialNumbers: readonly string[], forMs: number): Promise<string> {
    const talk = aTalk(inText, { [asked('serialNumber')]: serialNumbers.map((one) => say(`z1${one}`)).join('|') });
    let outcome = 'listens';
    const stop = new AbortController();
    const idling = talk.idle(stop.signal).then(
      () => {
        outcome = 'news';
      },
      (error: { code: string }) => {
        outcome = error.code;
      },
    );
    await talk.clock.pass(forMs);
    const found = outcome;
    stop.abort();
    await talk.clock.until(idling);
    return found;
  }

  test('the same one is no news', async () => expect(await idled(['ABC12345'], 600_000)).toBe('listens'));
  test('another one is', async () => expect(await idled(['ABC12345', 'ABC12345', 'ZZZ'], 12_000)).toBe('news'));
});

describe('what a result says', () => {
  const said = (digits: string) => resultOf(digits, 1).event;
  const CLOCK = '2026-11-23T09:15:00';

  test.each([
    ['B91639301400', inMgPerDl(1.1, 20)],
    ['B91639301300', { flags: ['below-range'] }],
    ['B91639325800', inMgPerDl(33.3, 600)],
    ['B91639325900', { flags: ['above-range'] }],
    ['B9163937FF00', { flags: ['above-range'] }],
    ['B9163937FF09', { flags: ['above-range', 'control'] }],
    ['B9163938680A', { ...inMgPerDl(5.8, 104), flags: ['control'] }],
    ['B916393068F0', inMgPerDl(5.8, 104)],
  ])('%s', (digits, facts) => {
    expect(said(digits)).toEqual({ event: 'reading', kind: 'glucose', ...facts, deviceClock: CLOCK });
  });

  test.each([
    ['091639306800', 'date'], // month 0
    ['D91639306800', 'date'], // month 13
    ['B01639306800', 'date'], // day 0
    ['BC4E39306800', 'date'], // day 31 of November
    ['B91697C06800', 'date'], // 24:28
    ['B91636306800', 'date'], // 08:67
    ['B916393A6800', 'unknown'],
    ['B916393F6800', 'unknown'],
  ])('%s is refused: %s', (digits, reason) => {
    expect(said(digits)).toEqual(rejected(reason));
  });
});

test('the sum of all results is that of their letters, modulo 65536', () => {
  const many = Array.from({ length: 300 }, (_, i) => `B916393068${String(i).padStart(2, '0').slice(-2)}`);
  const sum = many
    .join('')
    .split('')
    .reduce((all, letter) => all + letter.charCodeAt(0), 0);
  expect(sum).toBeGreaterThan(65_536);
  expect(proved(many, sum % 65_536)).toEqual(many);
  expect(proved(many, sum)).toBeUndefined();
});
