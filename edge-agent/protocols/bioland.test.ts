import { describe, expect, test } from 'vitest';
import { type Answers, aTalk, hexOf } from '../../test/a-talk.ts';
import { flips } from '../../test/bad-bytes.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import { type ClockFields, localClock } from '../domain/device-clock.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { bioland } from '../drivers/bioland.ts';
import { recordOf } from './bioland.ts';
import { CATEGORIES, type Frame, fromMeter, meterSays, request } from './bioland-frame.ts';
import { bytesOf, fromHex } from './bytes.ts';
import { frameReader } from './frame-reader.ts';

const INFO = '55 12 00 20 03 55 02 00 41 31 32 33 34 35 36 37 38 C8';
const COUNTDOWN_5 = '55 06 02 00 05 64';
const COUNTDOWN_0 = '55 06 02 00 00 5F';
const RESULT_104 = '55 0C 03 1A 0B 17 09 0F 00 68 00 22';
const PLAIN_104 = '55 0C 03 1A 0B 17 09 0F 00 68 00 20';
const RESULT_412 = '55 0C 03 1A 0B 16 15 28 00 9C 01 7B';
const END = '55 05 05 00 61';

/** What a fake clock shows so long after a talk began: all through one read-out the same is said. */
const asksAfter = (ms: number) => {
  const time = localClock(aFakeClock().wall() + ms);
  return { info: hexOf(request(CATEGORIES.info, time)), result: hexOf(request(CATEGORIES.result, time)) };
};
const { info: ASK_INFO, result: ASK_RESULT } = asksAfter(0);
const holding = (...results: readonly string[]): Answers => ({ [ASK_INFO]: INFO, [ASK_RESULT]: results.join('|') });
const ANSWERS = holding(RESULT_104, RESULT_412, END);
/** The same frame of a meter that adds something else to its sum. */
const adding = (surplus: number, hex: string): string => {
  const frame = fromHex(hex);
  return hexOf(meterSays(frame[2] ?? 0, frame.slice(3, -1), surplus));
};

const stored = (index: number, deviceClock: string, mmolPerL: number, meterValue: number): StoredRecord => ({
  index,
  deviceClock,
  event: { event: 'reading', kind: 'glucose', mmolPerL, meterValue, meterUnit: 'mg/dL', deviceClock },
});
const RECORDS = [stored(2, '2026-11-22T21:40:00', 22.9, 412), stored(1, '2026-11-23T09:15:00', 5.8, 104)];
const rejected = (reason: string) => ({ event: 'rejected', reason });

describe('its memory', () => {
  onABadDump(bioland, {
    answers: ANSWERS,
    truth: { unit: { serialNumber: 'A12345678' }, records: RECORDS },
    length: 4,
    mayAsk: new RegExp(`^(${ASK_INFO}|${ASK_RESULT})$`),
    asksOnce: true,
  });

  test.each([0, 2, 4])('of a meter that adds %d to all its sums is read', async (surplus) => {
    const said = [RESULT_104, RESULT_412, END].map((hex) => adding(surplus, hex)).join('|');
    const answers = { [ASK_INFO]: adding(surplus, INFO), [ASK_RESULT]: said };
    expect((await readOutOf(bioland, answers)).memory).toMatchObject({ records: RECORDS });
  });

  test('of a meter that adds now this, now that is none: a wrong bit looks the same', async () => {
    expect(await readOutOf(bioland, holding(RESULT_104, adding(0, RESULT_412), END))).toMatchObject({
      memory: 'silent',
      told: [rejected('checksum')],
    });
    expect((await readOutOf(bioland, holding(PLAIN_104, END))).memory).toBe('silent');
    expect((await readOutOf(bioland, holding(RESULT_104, adding(4, END)))).memory).toBe('silent');
  });

  test('that is empty is read as empty; one of an older protocol has no serial number', async () => {
    const older = hexOf(meterSays(CATEGORIES.info, bytesOf(0x20, 3, 2, 0, 0, 85, 1, 2, 3, 4, 5)));
    expect(older.startsWith('550F00')).toBe(true);
    expect((await readOutOf(bioland, { ...holding(END), [ASK_INFO]: older })).memory).toMatchObject({
      mark: '20030200',
      unit: {},
      records: [],
    });
  });

  test('that never ends is left', async () => {
    expect((await readOutOf(bioland, holding(RESULT_104))).memory).toBe('unavailable');
  });

  test.each([
    ['a result', RESULT_104],
    ['an end', END],
  ])('is not read when its name is asked for and %s comes: of which memory is not known', async (_, hex) => {
    const { memory, sent } = await readOutOf(bioland, { ...ANSWERS, [ASK_INFO]: hex });
    expect({ memory, sent }).toEqual({ memory: 'silent', sent: [ASK_INFO] });
  });

  test('waits for a test that is under way, and then says what time it is by now', async () => {
    const { info, result } = asksAfter(2050);
    const answers = { [info]: INFO, [result]: [RESULT_104, RESULT_412, END].join('|') };
    const { memory, sent } = await readOutOf(bioland, answers, undefined, ({ clock, hear }) => {
      for (const [i, hex] of [COUNTDOWN_5, COUNTDOWN_5, COUNTDOWN_0].entries())
        clock.at(clock.now() + 50 + 1000 * i, () => hear(hex));
    });
    expect(memory).toMatchObject({ records: RECORDS });
    expect(sent).toHaveLength(4);
  });
});

test.each([
  [CATEGORIES.info, '5A 0A 00 1A 0B 17 09 14 05 C4'],
  [CATEGORIES.result, '5A 0A 03 1A 0B 17 09 14 05 C7'],
])('the request %d carries the host’s time', (category, hex) => {
  const time: ClockFields = [2026, 11, 23, 9, 20, 5];
  expect(request(category, time)).toEqual(fromHex(hex));
});

/** What is heard of these bytes, silence behind them. */
function heard(bytes: Uint8Array): Frame[] {
  const reader = frameReader<Frame>(fromMeter, () => {});
  const frames: Frame[] = [];
  reader.take(bytes);
  const hear = (): void => {
    for (let frame = reader.next(); frame; frame = reader.next()) frames.push(frame);
  };
  for (hear(); reader.unfinished; hear()) reader.abandon();
  return frames;
}

test.each([INFO, COUNTDOWN_5, COUNTDOWN_0, RESULT_104, RESULT_412, END])(
  '%s has the sum of the maker; no single bit of it can be wrong and its kind of sum the same',
  (hex) => {
    const frame = fromHex(hex);
    expect(heard(frame).map(({ surplus }) => surplus)).toEqual([2]);
    const passed = flips(frame).flatMap(heard);
    expect(passed.filter(({ surplus }) => surplus === 2)).toEqual([]);
    expect(passed.length).toBeGreaterThan(0); // which is why a meter is held to one
  },
);

test('frames of protocol 1.0, which end in three bytes of sum, are none', () => {
  expect(heard(fromHex('55 0E 03 1A 0B 17 09 0F 00 68 00 20 01 00'))).toEqual([]);
});

describe('on a new connection', () => {
  test.each([INFO, COUNTDOWN_5, RESULT_104, END])('whoever answers %s is there', async (hex) => {
    const talk = aTalk(bioland, { [ASK_INFO]: hex });
    await talk.clock.until(talk.greet());
    expect(talk.sent.map((said) => said.hex)).toEqual([ASK_INFO]);
  });

  test('nobody is asked five times, a second apart', async () => {
    const talk = aTalk(bioland);
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
    expect(talk.sent.map(({ at }) => at)).toEqual([0, 1000, 2000, 3000, 4000]);
  });
});

describe('idle', () => {
  /** How it stands after so long, `heard` being said by the meter itself behind its first answer. */
  async function idled(info: string, said: string | undefined, forMs: number): Promise<string> {
    const talk = aTalk(bioland, { [ASK_INFO]: info });
    let outcome = 'listens';
    const idling = talk.idle().then(
      () => {
        outcome = 'news';
      },
      (error: { code: string }) => {
        outcome = error.code;
      },
    );
    await talk.clock.pass(10);
    if (said) talk.hear(said);
    await talk.clock.pass(forMs);
    const found = outcome;
    talk.gone();
    await talk.clock.until(idling);
    return found;
  }

  test('a test that is over is news, one that counts is not yet', async () => {
    expect(await idled(INFO, COUNTDOWN_0, 100)).toBe('news');
    expect(await idled(COUNTDOWN_0, undefined, 100)).toBe('news');
    expect(await idled(INFO, COUNTDOWN_5, 4000)).toBe('listens');
    expect(await idled(INFO, undefined, 4000)).toBe('listens');
  });

  test('one that answers no more is gone', async () => {
    expect(await idled(INFO, undefined, 12_000)).toBe('silent'); // it knows the first second's question alone
  });
});

describe('what a record says', () => {
  const at = (fields: readonly number[], low: number, high: number) =>
    recordOf(bytesOf(...fields, 0, low, high), 1).event;
  const TIME = [26, 11, 23, 9, 15];

  test.each([
    ['a month that is none', [26, 0, 23, 9, 15], 104, 0, 'date'],
    ['a minute that is none', [26, 11, 23, 9, 60], 104, 0, 'date'],
    ['less than any meter shows', TIME, 19, 0, 'range'],
    ['more than any meter shows', TIME, 0x59, 2, 'range'],
    ['the largest number', TIME, 0xff, 0xff, 'range'],
  ])('%s is refused', (_, fields, low, high, reason) => {
    expect(at(fields, low, high)).toEqual(rejected(reason));
  });

  test.each([
    [20, 0, 1.1],
    [0x58, 2, 33.3],
  ])('%d %d is %d mmol/L', (low, high, mmolPerL) => {
    expect(at(TIME, low, high)).toMatchObject({ mmolPerL });
  });
});
