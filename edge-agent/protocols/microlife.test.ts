import { describe, expect, test } from 'vitest';
import { type Answers, aTalk, hexOf } from '../../test/a-talk.ts';
import { flips } from '../../test/bad-bytes.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import { microlifeUsb } from '../drivers/microlife-usb.ts';
import { asciiOf, bytesOf, concat, textOf } from './bytes.ts';
import { countedReports } from './counted-report.ts';
import { answerWith, fromMonitor } from './microlife-text.ts';

const ASK_MEMORY = '0412161822000000';
const ASK_ID = '0412161824000000';

const HEAD = '000200004B494F534B30310000000000';
const RECORDS = ['26112310300000000481508A00000000', '261123103100000004E188A200000000'] as const;
const WORKED = `${HEAD}${RECORDS.join('')}`;
/** As its source's letters stand there: 06, text, two digits. */
const spelt = (text: string): string => hexOf(concat(bytesOf(0x06), asciiOf(text)));
const ANSWERS: Answers = { [ASK_MEMORY]: spelt(`${WORKED}F3`), [ASK_ID]: hexOf(answerWith(HEAD.slice(8))) };

const pressure = (
  index: number,
  deviceClock: string,
  systolicMmHg: number,
  diastolicMmHg: number,
  pulsePerMin: number,
) => ({
  index,
  deviceClock,
  event: {
    event: 'reading' as const,
    kind: 'blood-pressure' as const,
    systolicMmHg,
    diastolicMmHg,
    pulsePerMin,
    deviceClock,
  },
});
const TRUTH = [pressure(0, '2026-11-23T10:30:00', 138, 84, 72), pressure(1, '2026-11-23T10:31:00', 162, 98, 78)];
const refused = (reason: string) => ({ event: 'rejected', reason });

const read = (answers: Answers) => readOutOf(microlifeUsb, answers, countedReports);

describe('the worked memory', () => {
  onABadDump(microlifeUsb, {
    answers: ANSWERS,
    truth: { unit: {}, records: TRUTH },
    length: 1,
    mayAsk: new RegExp(`^${ASK_MEMORY}$`),
    wrap: countedReports,
  });

  test('begins with these reports, as its monitor says them', () => {
    expect(
      countedReports(asciiOf(`\x06${WORKED}F3`))
        .slice(0, 2)
        .map(hexOf),
    ).toEqual(['07 06 30 30 30 32 30 30', '07 30 30 34 42 34 39 34'].map((hex) => hex.replaceAll(' ', '')));
  });

  test('a wrong bit anywhere in a report, its count too: the truth, or nothing', async () => {
    const reports = countedReports(asciiOf(`\x06${WORKED}F3`));
    let read = 0;
    const ways = reports.flatMap((report, nth) => flips(report).map((spoilt) => reports.with(nth, spoilt)));
    for (const way of ways.filter((_, i) => i % 5 === 0)) {
      const { memory } = await readOutOf(microlifeUsb, ANSWERS, (answer, nth) =>
        nth === 0 ? way : countedReports(answer),
      );
      if (typeof memory === 'string') continue;
      expect(memory.records, `${way}`).toEqual(TRUTH);
      read++;
    }
    expect(read).toBeGreaterThan(ways.length / 6);
  });

  test('what stands above the count of a report is its own affair', () => {
    expect(fromMonitor.unwrap?.(bytesOf(0xf2, 0x06, 0x30, 9, 9, 9, 9, 9))).toEqual(bytesOf(2, 0x06, 0x30));
    expect(fromMonitor.unwrap?.(bytesOf(0x08, 0x06, 0x30, 9, 9, 9, 9, 9))).toBeUndefined();
  });
});

test('a wrong sum is refused, and asked for again, five times', async () => {
  const { memory, told, sent } = await read({ [ASK_MEMORY]: spelt(`${WORKED}F4`) });
  expect({ memory, told, sent }).toEqual({
    memory: 'silent',
    told: Array.from({ length: 5 }, () => refused('checksum')),
    sent: Array.from({ length: 5 }, () => ASK_MEMORY),
  });
});

test.each([
  ['whose sum is spelt small', spelt(`${WORKED}f3`), 'checksum'],
  ['with a letter that is no digit', hexOf(answerWith(WORKED.replace('4B', '4b'))), 'checksum'],
  ['that counts one more than it has', hexOf(answerWith(WORKED.replace('0002', '0003'))), 'length'],
  ['that counts one less', hexOf(answerWith(WORKED.replace('0002', '0001'))), 'checksum'],
  ['that counts more than any can hold', hexOf(answerWith(WORKED.replace('0002', 'FFFF'))), 'checksum'],
  ['that counts more than any can hold, and has none', hexOf(answerWith(HEAD.replace('0002', 'FFFF'))), 'length'],
  ['that is another answer', ANSWERS[ASK_ID] ?? '', 'length'],
])('a memory %s is none', async (_, answer, reason) => {
  const { memory, told } = await read({ [ASK_MEMORY]: answer });
  expect(memory).toBe('silent');
  expect(new Set(told.map((event) => JSON.stringify(event)))).toEqual(new Set([JSON.stringify(refused(reason))]));
});

describe('a record', () => {
  const one = (text: string): Answers => ({
    [ASK_MEMORY]: hexOf(answerWith(`${HEAD.replace('0002', '0001')}${text}`)),
  });

  test.each([
    ['whose date is impossible', '26133310300000000481508A00000000', { event: refused('date') }],
    ['whose date is no number', '261A2310300000000481508A00000000', { event: refused('date') }],
    ['of which what nobody knows is full', '2611231030FFFFFFC481508AFFFFFFFF', TRUTH[0]],
    ['of 1023/84', '261123103000000004815' + '3FF00000000', { event: { ...refused('implausible'), dangerous: true } }],
    ['of nothing', '26112310300000000000000000000000', { event: refused('implausible') }],
  ])('%s', async (_, text, told) => {
    expect((await read(one(text))).memory).toMatchObject({ records: [told] });
  });

  test('comes by its time, whatever the order', async () => {
    const { memory } = await read({ [ASK_MEMORY]: hexOf(answerWith(`${HEAD}${RECORDS.toReversed().join('')}`)) });
    expect(memory).toMatchObject({
      records: [
        { ...TRUTH[0], index: 1 },
        { ...TRUTH[1], index: 0 },
      ],
    });
  });

  test('there may be none, or as many as it holds', async () => {
    expect((await read({ [ASK_MEMORY]: hexOf(answerWith(HEAD.replace('0002', '0000'))) })).memory).toMatchObject({
      records: [],
    });
    const full = hexOf(answerWith(`${HEAD.replace('0002', '00C8')}${RECORDS[0].repeat(200)}`));
    const { memory } = await read({ [ASK_MEMORY]: full });
    expect(memory).toMatchObject({ records: Array.from({ length: 200 }, (_, index) => ({ ...TRUTH[0], index })) });
  });
});

test('one that never falls silent is waited for no longer than a full memory takes', async () => {
  const { memory, tookMs } = await readOutOf(microlifeUsb, ANSWERS, countedReports, ({ clock, hear }) => {
    const chatter = (): void => {
      hear(bytesOf(1, 0x30, 0, 0, 0, 0, 0, 0));
      clock.at(clock.now() + 200, chatter);
    };
    chatter();
  });
  expect(memory).toMatchObject({ records: TRUTH });
  expect(Math.floor(tookMs / 10_000)).toBe(6);
});

describe('on a new connection', () => {
  const greeting = (answer: string | undefined) => {
    const talk = aTalk(microlifeUsb, answer === undefined ? {} : { [ASK_ID]: answer }, countedReports);
    return { talk, done: talk.clock.until(talk.greet()) };
  };

  test('it is asked for its id, and told by a good answer; the id itself is kept nowhere', async () => {
    const { talk, done } = greeting(ANSWERS[ASK_ID]);
    await expect(done).resolves.toEqual({});
    expect(talk.sent.map(({ hex }) => hex)).toEqual([ASK_ID]);
    expect(talk.told).toEqual([]);
    const { memory } = await read(ANSWERS);
    expect(typeof memory === 'string' ? memory : memory.unit).toEqual({});
    expect(textOf(asciiOf(JSON.stringify(typeof memory === 'string' ? '' : memory.records)))).not.toMatch(
      /KIOSK|4B494F/,
    );
  });

  test.each([
    ['nothing', undefined],
    ['an acknowledgement alone', '06'],
    ['a wrong sum', spelt(`${HEAD.slice(8)}00`)],
    ['no more than a few letters', hexOf(answerWith('4B49'))],
    ['what is no text', '06 00 FF 10 22'],
  ])('%s is another thing behind such a bridge', async (_, answer) => {
    await expect(greeting(answer).done).rejects.toMatchObject({ code: 'silent' });
  });
});
