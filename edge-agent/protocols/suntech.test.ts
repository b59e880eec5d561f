import { describe, expect, test } from 'vitest';
import { aTalk, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import { suntechOem } from '../drivers/suntech-oem.ts';
import { fromHex } from './bytes.ts';
import { COMMANDS, hostSays, moduleSays } from './suntech.ts';

const START = '3A 20 A6';
const ABORT = '3A 79 01 00 4C';
const PRESSURE = '3A 79 05 00 48';
const RESULT = '3A 79 03 00 4A';
const STATUS_A = '3A 79 11 00 3C';
const STATUS_LX = '3A 79 10 03 3A';
const RESET = '3A 8A 3C';
const STARTED = '3E 04 4F 6F';
const DONE = '3E 04 4B 73';
const ABORTING = '3E 04 41 7D';
const BUSY = '3E 04 42 7C';
const EMPTY = '3E 05 00 00 BD';
const ANSWERS = { [START]: STARTED, [ABORT]: ABORTING };
const LIVE_180 = '3E 05 B4 00 09';
const plain = (hex: string) => hex.replaceAll(' ', '');

describe('the worked frames', () => {
  onABadWire(suntechOem, {
    answers: ANSWERS,
    firstByte: 0x3e,
    next: { hex: '3E 05 21 00 9C', mmHg: 33 },
    over: DONE,
    frames: [
      { what: 'cuff 258 mmHg', hex: '3E 05 02 01 BA', tells: [{ event: 'pressure', mmHg: 258 }] },
      { what: 'cuff 180 mmHg', hex: LIVE_180, tells: [{ event: 'pressure', mmHg: 180 }] },
      { what: 'no cuff value', hex: '3E 05 FF FF BF', tells: [] },
      { what: 'started', hex: STARTED, tells: [] },
      { what: 'done', hex: DONE, tells: [] },
      { what: 'abort heard', hex: ABORTING, tells: [] },
      { what: 'busy', hex: BUSY, tells: [] },
      {
        what: '115/74, mean 88, pulse 85',
        hex: '3E 18 73 00 4A 00 1E 01 00 00 00 00 00 00 31 07 55 00 58 00 00 00 00 E9',
        measuring: true,
        tells: [
          {
            event: 'reading',
            kind: 'blood-pressure',
            systolicMmHg: 115,
            diastolicMmHg: 74,
            meanMmHg: 88,
            pulsePerMin: 85,
          },
        ],
      },
      {
        what: '162/98, mean 119, pulse 78',
        hex: '3E 18 A2 00 62 00 1C 00 00 00 00 00 00 00 00 00 4E 00 77 00 00 00 00 C5',
        measuring: true,
        tells: [
          {
            event: 'reading',
            kind: 'blood-pressure',
            systolicMmHg: 162,
            diastolicMmHg: 98,
            meanMmHg: 119,
            pulsePerMin: 78,
          },
        ],
      },
      {
        what: 'loose cuff',
        hex: '3E 18 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 57 00 00 53',
        measuring: true,
        tells: [{ event: 'failure', kind: 'cuff', code: '57' }],
      },
      {
        what: 'movement',
        hex: '3E 18 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 A8',
        measuring: true,
        tells: [{ event: 'failure', kind: 'movement', code: '02' }],
      },
      {
        what: 'over-pressure, with numbers of before',
        hex: '3E 18 73 00 4A 00 1E 01 00 00 00 00 00 00 00 00 55 00 58 00 59 00 00 C8',
        measuring: true,
        tells: [{ event: 'failure', kind: 'over-pressure', code: '59' }],
      },
    ],
  });

  test.each([
    ['a wrong sum', '3E 05 02 01 B1', 'checksum'],
    ['a length below the least', '3E 00 02 01 BA', 'length'],
    ['a pressure of streaming, which we never ask for', '3E 07 01 8E 00 00 2C', 'length'],
    ['a length above the most', '3E 44 02 01 BA', 'length'],
  ])('%s is refused: %s', async (_, hex, reason) => {
    expect(await toldOf(suntechOem, ANSWERS, 'idle', [hex])).toEqual([{ event: 'rejected', reason }]);
  });

  test('of every length but the known ones nothing is taken, sum or not, and the next frame is heard at once', async () => {
    const lengths = Array.from({ length: 256 }, (_, length) => length).filter((length) => ![4, 5, 24].includes(length));
    for (const length of lengths) {
      const data = Array.from({ length: Math.max(0, length - 3) }, () => 0x10);
      const frame = moduleSays(...data).map((byte, at) => (at === 1 ? length : byte));
      const told = await toldOf(suntechOem, ANSWERS, 'idle', [frame, LIVE_180]);
      const refused = told.slice(0, -1);
      expect(refused[0], `${length}`).toEqual({ event: 'rejected', reason: 'length' });
      expect(refused.every((event) => event.event === 'rejected')).toBe(true);
      expect(told.at(-1), `${length}`).toEqual({ event: 'pressure', mmHg: 180 });
    }
  });

  test.each([
    [START, COMMANDS.start],
    [ABORT, COMMANDS.abort],
    [PRESSURE, COMMANDS.pressure],
    [RESULT, COMMANDS.result],
    [STATUS_A, COMMANDS.statusA],
    [STATUS_LX, COMMANDS.statusLx],
    [RESET, COMMANDS.reset],
  ])('the host says %s', (hex, command) => {
    expect(hostSays(...command)).toEqual(fromHex(hex));
  });
});

describe('a cuff pressure', () => {
  test.each([
    ['a little below nothing is an empty cuff', -3, [{ event: 'pressure', mmHg: 0 }]],
    ['that no cuff can have is none', 401, []],
    ['far below nothing is none', -11, []],
  ])('%s', async (_, mmHg, tells) => {
    expect(await toldOf(suntechOem, ANSWERS, 'idle', [moduleSays(mmHg & 0xff, (mmHg >> 8) & 0xff)])).toEqual(tells);
  });
});

test.each([
  [0x01, 'weak-signal', '01'],
  [0x03, 'range', '03'],
  [0x04, 'timeout', '04'],
  [0x55, 'blocked', '55'],
  [0x56, 'aborted', '56'],
  [0x58, 'timeout', '58'],
  [0x5a, 'hardware', '5A'],
  [0x5b, 'hardware', '5B'],
  [0x61, 'hardware', '61'],
  [0x63, 'calibration', '63'],
  [0x87, 'unknown', '87'],
])('error %i is %s, with its number for staff', async (error, kind, code) => {
  const result = moduleSays(...Array(18).fill(0), error, 0, 0);
  expect((await toldOf(suntechOem, ANSWERS, 'measure', [LIVE_180, DONE, result])).slice(1)).toEqual([
    { event: 'failure', kind, code },
  ]);
});

describe('a result', () => {
  const RESULT_115 = '3E 18 73 00 4A 00 1E 01 00 00 00 00 00 00 31 07 55 00 58 00 00 00 00 E9';
  test('that nobody asked for is the late answer to a question of before', async () => {
    expect(await toldOf(suntechOem, ANSWERS, 'measure', [LIVE_180, RESULT_115])).toHaveLength(1);
    expect(await toldOf(suntechOem, ANSWERS, 'idle', [RESULT_115])).toEqual([]);
  });

  test('before any pressure of this measurement is not taken', async () => {
    expect(await toldOf(suntechOem, ANSWERS, 'measure', [DONE, RESULT_115])).toEqual([]);
  });

  test('that does not come is asked for three times', async () => {
    const talk = aTalk(suntechOem, { ...ANSWERS, [PRESSURE]: LIVE_180 });
    const failed = expect(talk.measure()).rejects.toMatchObject({ code: 'silent' });
    await talk.clock.pass(1000);
    talk.answers(PRESSURE, EMPTY);
    talk.hear(DONE);
    await talk.clock.pass(15_000);
    await failed;
    const asked = talk.sent.filter(({ hex }) => hex === plain(RESULT)).map(({ at }) => at);
    expect(asked).toEqual([1000, 2000, 3000]);
    expect(talk.told.at(-1)).toEqual({ event: 'state', state: 'idle' });
  });
});

test('the pressure is asked for every 200 ms, and not again before it was answered or half a second is over', async () => {
  const talk = aTalk(suntechOem, { ...ANSWERS, [PRESSURE]: LIVE_180 });
  const over = new AbortController();
  const measured = talk.measure(over.signal).catch(() => {});
  const asked = () => talk.sent.filter(({ hex }) => hex === plain(PRESSURE)).map(({ at }) => at);
  await talk.clock.pass(500);
  expect(asked()).toEqual([1, 201, 401]);
  talk.answers(PRESSURE, undefined);
  await talk.clock.pass(1000);
  expect(asked().slice(3)).toEqual([601, 1101]);
  talk.answers(PRESSURE, EMPTY);
  over.abort();
  await talk.clock.until(measured);
});

describe('a module that is busy', () => {
  test('is asked again every half second, until it starts', async () => {
    const talk = aTalk(suntechOem, { [START]: BUSY, [ABORT]: ABORTING, [PRESSURE]: EMPTY });
    const measured = talk.measure().catch(() => {});
    await talk.clock.pass(700);
    talk.answers(START, STARTED);
    await talk.clock.pass(500);
    expect(talk.told).toContainEqual({ event: 'state', state: 'inflating' });
    talk.hear(DONE);
    await talk.clock.until(measured);
    expect(talk.sent.filter(({ hex }) => hex === plain(START)).map(({ at }) => at)).toEqual([0, 501, 1002]);
  });

  test('and stays so is not available, and stopped', async () => {
    const talk = aTalk(suntechOem, { [START]: BUSY, [ABORT]: ABORTING, [PRESSURE]: EMPTY });
    await expect(talk.clock.until(talk.measure())).rejects.toMatchObject({ code: 'unavailable' });
    expect(talk.sent.map(({ hex }) => hex)).toEqual([START, START, START, START, ABORT, PRESSURE].map(plain));
  });
});

describe('on a new connection', () => {
  const said = (talk: ReturnType<typeof aTalk>) => talk.sent.map(({ hex }) => hex);
  test('the stop is said first, then whether it is well, then whether the cuff is loose', async () => {
    const talk = aTalk(suntechOem, { [ABORT]: ABORTING, [STATUS_A]: EMPTY, [PRESSURE]: EMPTY });
    await talk.clock.until(talk.greet());
    expect(said(talk)).toEqual([ABORT, STATUS_A, PRESSURE].map(plain));
    expect(talk.told).toEqual([]);
  });

  test('one that only says it is done has stopped too', async () => {
    const talk = aTalk(suntechOem, { [ABORT]: DONE, [STATUS_A]: EMPTY, [PRESSURE]: EMPTY });
    await talk.clock.until(talk.greet());
    expect(said(talk)[1]).toBe(plain(STATUS_A));
  });

  test('an LX has a question of its own, and a module without either is taken', async () => {
    const lx = aTalk(suntechOem, { [ABORT]: ABORTING, [STATUS_LX]: EMPTY, [PRESSURE]: EMPTY });
    await lx.clock.until(lx.greet());
    const neither = aTalk(suntechOem, { [ABORT]: ABORTING, [PRESSURE]: EMPTY });
    await neither.clock.until(neither.greet());
    expect(said(lx)).toEqual([ABORT, STATUS_A, STATUS_LX, PRESSURE].map(plain));
    expect(said(neither)).toEqual(said(lx));
  });

  test('a failed self-test keeps it out', async () => {
    const talk = aTalk(suntechOem, { [ABORT]: ABORTING, [STATUS_A]: '3E 05 01 00 BC', [PRESSURE]: EMPTY });
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a cuff that is still tight is shown until it is loose', async () => {
    const talk = aTalk(suntechOem, { [ABORT]: ABORTING, [STATUS_A]: EMPTY, [PRESSURE]: LIVE_180 });
    const greeting = talk.greet();
    await talk.clock.pass(300);
    talk.answers(PRESSURE, EMPTY);
    await talk.clock.until(greeting);
    expect(talk.told).toEqual([
      { event: 'pressure', mmHg: 180 },
      { event: 'pressure', mmHg: 180 },
      { event: 'pressure', mmHg: 0 },
      { event: 'state', state: 'idle' },
    ]);
  });

  test('one that stays tight keeps it out', async () => {
    const talk = aTalk(suntechOem, { [ABORT]: ABORTING, [STATUS_A]: EMPTY, [PRESSURE]: LIVE_180 });
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
  });

  test('the stop is said every half second, five times, then the reset, and then it is silent', async () => {
    const talk = aTalk(suntechOem);
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
    expect(talk.sent.map(({ at }) => at)).toEqual([0, 500, 1000, 1500, 2000, 2500]);
    expect(said(talk)).toEqual([ABORT, ABORT, ABORT, ABORT, ABORT, RESET].map(plain));
  });
});
