import { describe, expect, test } from 'vitest';
import { aTalk, hexOf, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import { lepuNibp } from '../drivers/lepu-nibp.ts';
import { bytesOf, concat, crc8Maxim, fromHex } from './bytes.ts';
import { COMMANDS, hostSays, LETTERS, moduleSays, TYPES } from './lepu.ts';

const START = 'AA 55 08 00 F0 04 01 E0';
const CANCEL = 'AA 55 08 00 F0 04 03 5C';
const DATA_START = 'AA 55 08 00 F0 00 04 E4';
const STOP = `${CANCEL} ${DATA_START}`;
const ADULT = 'AA 55 09 00 F0 04 04 00 21';
const WAVE = 'AA 55 09 00 F0 04 06 02 0C';
const STATE = 'AA 55 08 00 F0 04 08 7C';
const TAKEN = 'AA 55 0A 00 F0 04 20 00 00 30';
const STARTED = 'AA 55 0A 01 F6 04 01 01 4F 67';
const BUSY = 'AA 55 0A 01 F6 04 01 01 42 9A';
const DONE = 'AA 55 0A 02 F6 04 01 01 4B 5F';
const CANCELLING = 'AA 55 0A 02 F6 04 01 03 41 B0';
const LIVE_150 = 'AA 55 0B 03 F6 04 02 00 96 00 16';
const RESULT = 'AA 55 14 04 F6 04 04 20 00 00 00 00 88 00 54 00 66 00 48 B6';
const ANSWERS = { [START]: STARTED, [STOP]: CANCELLING };
const plain = (hex: string) => hex.replaceAll(' ', '');
const live = (mmHg: number) => moduleSays(TYPES.live, mmHg >> 8, mmHg & 0xff, 0);
const state = (patient: number, doing: number) => hexOf(moduleSays(TYPES.state, patient << 5, doing, 0x40, 0));

describe('the worked frames', () => {
  onABadWire(lepuNibp, {
    answers: ANSWERS,
    firstByte: 0xaa,
    next: { hex: hexOf(live(33)), mmHg: 33 },
    frames: [
      { what: 'live 150 mmHg', hex: LIVE_150, tells: [{ event: 'pressure', mmHg: 150 }] },
      { what: 'start accepted', hex: STARTED, tells: [] },
      { what: 'busy', hex: BUSY, tells: [] },
      { what: 'done', hex: DONE, tells: [] },
      { what: 'cancel accepted', hex: CANCELLING, tells: [] },
      {
        what: '136/84, mean 102, pulse 72',
        hex: RESULT,
        measuring: true,
        tells: [
          {
            event: 'reading',
            kind: 'blood-pressure',
            systolicMmHg: 136,
            diastolicMmHg: 84,
            meanMmHg: 102,
            pulsePerMin: 72,
          },
        ],
      },
      {
        what: 'loose cuff',
        hex: 'AA 55 14 09 F6 04 04 00 02 00 00 00 00 00 00 00 00 00 00 26',
        measuring: true,
        tells: [{ event: 'failure', kind: 'cuff', code: '2/0' }],
      },
      {
        what: 'movement',
        hex: 'AA 55 14 09 F6 04 04 00 07 00 00 00 00 00 00 00 00 00 00 8C',
        measuring: true,
        tells: [{ event: 'failure', kind: 'movement', code: '7/0' }],
      },
      {
        what: 'over-pressure',
        hex: 'AA 55 14 09 F6 04 04 00 08 01 00 00 00 00 00 00 00 00 00 A5',
        measuring: true,
        tells: [{ event: 'failure', kind: 'over-pressure', code: '8/1' }],
      },
    ],
  });

  test.each([
    ['a wrong check value', 'AA 55 0B 03 F6 04 02 00 96 00 17', 'checksum'],
    ['a pressure of another length', hexOf(moduleSays(TYPES.live, 0, 150)), 'length'],
    ['a result of another length', hexOf(moduleSays(TYPES.result, 0x20, 0, 0, 0, 0, 136, 0, 84, 0, 102, 0)), 'length'],
    ['a length below the least', 'AA 55 07 00 F0 00 05 BA', 'length'],
  ])('%s is refused', async (_, hex, reason) => {
    expect((await toldOf(lepuNibp, ANSWERS, 'idle', [hex]))[0]).toEqual({ event: 'rejected', reason });
  });

  test('of every length nothing is taken but what is understood, and the next frame is heard', async () => {
    for (let length = 0; length < 256; length++) {
      const frame = moduleSays(TYPES.live, ...Array(Math.max(0, length - 8)).fill(0x10)).map((byte, at) =>
        at === 2 ? length : byte,
      );
      if (length === 11) continue; // a pressure's own
      const told = await toldOf(lepuNibp, ANSWERS, 'idle', [frame, LIVE_150]);
      expect(
        told.filter(({ event }) => event !== 'rejected'),
        `${length}`,
      ).toEqual([{ event: 'pressure', mmHg: 150 }]);
      expect(told[0], `${length}`).toMatchObject({ event: 'rejected' });
    }
  });

  test.each([
    [START, COMMANDS.start],
    [CANCEL, COMMANDS.cancel],
    [DATA_START, COMMANDS.dataStart],
    [ADULT, COMMANDS.adult],
    [WAVE, COMMANDS.wave],
    [STATE, COMMANDS.state],
    [TAKEN, COMMANDS.taken],
  ])('the host says %s', (hex, command) => {
    expect(hostSays(command)).toEqual(fromHex(hex));
  });
});

const toldMeasuring = async (...chunks: (string | Uint8Array)[]) =>
  (await toldOf(lepuNibp, ANSWERS, 'measure', [LIVE_150, ...chunks])).slice(1);

test.each([
  [1, 1, 'hardware'],
  [1, 3, 'calibration'],
  [3, 2, 'leak'],
  [4, 0, 'blocked'],
  [5, 0, 'weak-signal'],
  [6, 7, 'range'],
  [9, 3, 'timeout'],
  [10, 0, 'cuff'],
  [11, 1, 'unknown'],
  [12, 0, 'unknown'],
])('error %i/%i is %s, whatever numbers stand beside it', async (error, detail, kind) => {
  const result = moduleSays(TYPES.result, 0x20, error, detail, 0, 0, 136, 0, 84, 0, 102, 0, 72);
  expect(await toldMeasuring(result)).toEqual([{ event: 'failure', kind, code: `${error}/${detail}` }]);
});

describe('a result', () => {
  test('that no living person has is refused', async () => {
    const result = moduleSays(TYPES.result, 0x20, 0, 0, 0, 0, 120, 0, 115, 0, 117, 0, 72);
    expect(await toldMeasuring(result)).toEqual([{ event: 'rejected', reason: 'implausible' }]);
  });

  test('before the cuff was tight is not taken', async () => {
    expect(await toldOf(lepuNibp, ANSWERS, 'measure', [live(5), RESULT])).toEqual([{ event: 'pressure', mmHg: 5 }]);
  });

  test('counts once, and is answered once it stands', async () => {
    const talk = aTalk(lepuNibp, ANSWERS);
    const measured = talk.measure();
    await talk.clock.pass(2);
    for (const frame of [LIVE_150, RESULT, RESULT]) talk.hear(frame);
    await talk.clock.until(measured);
    expect(talk.told.filter(({ event }) => event === 'reading')).toHaveLength(1);
    expect(talk.sent.map(({ hex }) => hex)).toEqual([START, STOP, TAKEN].map(plain));
  });

  test('that comes again at rest, or at power-up, is answered and not told', async () => {
    const talk = aTalk(lepuNibp, ANSWERS);
    const over = new AbortController();
    const idling = talk.idle(over.signal).catch(() => {});
    talk.hear(RESULT);
    await talk.clock.pass(1);
    over.abort();
    await talk.clock.until(idling);
    expect(talk.told).toEqual([]);
    expect(talk.sent.map(({ hex }) => hex)).toEqual([plain(TAKEN)]);
  });
});

test('a pressure that no cuff can have is none', async () => {
  expect(await toldMeasuring(live(401))).toEqual([]);
});

test('a loose cuff that is told all day is told once', async () => {
  const told = await toldOf(lepuNibp, ANSWERS, 'idle', [40, 9, 3, 0, 0, 12, 1, 0].map(live));
  expect(told.map((event) => 'mmHg' in event && event.mmHg)).toEqual([40, 9, 12, 1]);
});

test('of other parts of the board nothing is taken', async () => {
  const oxygen = fromHex('AA 55 0B 03 F6 06 02 00 96 00');
  expect(await toldOf(lepuNibp, ANSWERS, 'idle', [concat(oxygen, bytesOf(crc8Maxim(oxygen)))])).toEqual([]);
});

test('a busy module is asked again every half second', async () => {
  const talk = aTalk(lepuNibp, { ...ANSWERS, [START]: BUSY });
  await expect(talk.clock.until(talk.measure())).rejects.toMatchObject({ code: 'unavailable' });
  expect(talk.sent.filter(({ hex }) => hex === plain(START)).map(({ at }) => at)).toEqual([0, 501, 1002, 1503]);
  expect(talk.sent.at(-1)?.hex).toBe(plain(STOP));
});

describe('on a new connection', () => {
  const GREETED = {
    [STOP]: CANCELLING,
    [ADULT]: hexOf(moduleSays(TYPES.answer, 0x04, LETTERS.accepted)),
    [STATE]: state(0, 0),
  };
  const said = (talk: ReturnType<typeof aTalk>) => talk.sent.map(({ hex }) => hex);

  test('the stop is said first; then it is set for adults, and asked whether it rests', async () => {
    const talk = aTalk(lepuNibp, GREETED);
    await talk.clock.until(talk.greet());
    expect(said(talk)).toEqual([STOP, ADULT, WAVE, STATE].map(plain));
  });

  test.each([
    ['another kind of patient', state(1, 0)],
    ['something under way', state(0, 2)],
  ])('%s keeps it out', async (_, answer) => {
    const talk = aTalk(lepuNibp, { ...GREETED, [STATE]: answer });
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'unavailable' });
  });

  test.each([
    ['adult', ADULT],
    ['state', STATE],
  ])('%s is asked three times, a second each', async (_, question) => {
    const talk = aTalk(lepuNibp, GREETED);
    talk.answers(question, undefined);
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
    const asked = talk.sent.filter(({ hex }) => hex === plain(question)).map(({ at }) => at);
    expect(asked.map((at) => at - (asked[0] ?? 0))).toEqual([0, 1000, 2000]);
  });

  test('the stop is said every half second, five times, and nothing that no source shows behind it', async () => {
    const talk = aTalk(lepuNibp);
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
    expect(said(talk)).toEqual(Array(5).fill(plain(STOP)));
  });
});
