import { describe, expect, test } from 'vitest';
import { aTalk, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import { maiboboRbp } from '../drivers/maibobo-rbp.ts';
import { hostSays, monitorSays, RESULT } from './maibobo.ts';

const CONNECT = 'CC 80 03 03 01 01 00 00';
const START = 'CC 80 03 03 01 02 00 03';
const STOP = 'CC 80 03 03 01 03 00 02';
const ANSWERS = {
  [CONNECT]: 'AA 80 03 03 01 01 00 00',
  [START]: 'AA 80 03 03 01 02 00 03',
  [STOP]: 'AA 80 03 03 01 03 00 02',
};
const LIVE_120 = 'AA 80 03 04 01 05 00 78 7B';
const RESULT_136_84_72 = 'AA 80 03 0F 01 06 00 1A 0B 17 0A 1E 00 00 88 00 54 00 48 8D';

describe('the worked frames', () => {
  onABadWire(maiboboRbp, {
    answers: ANSWERS,
    firstByte: 0xaa,
    next: { hex: 'AA 80 03 04 01 05 00 21 22', mmHg: 33 },
    frames: [
      { what: 'live 120 mmHg', hex: LIVE_120, tells: [{ event: 'pressure', mmHg: 120 }] },
      { what: 'live 180 mmHg', hex: 'AA 80 03 04 01 05 00 B4 B7', tells: [{ event: 'pressure', mmHg: 180 }] },
      { what: 'error 02', hex: 'AA 80 03 03 01 07 02 04', tells: [{ event: 'failure', kind: 'leak', code: '02' }] },
      { what: 'error 0F', hex: 'AA 80 03 03 01 07 0F 09', tells: [{ event: 'failure', kind: 'leak', code: '0F' }] },
      {
        what: 'result 136/84, pulse 72',
        hex: RESULT_136_84_72,
        measuring: true,
        tells: [{ event: 'reading', kind: 'blood-pressure', systolicMmHg: 136, diastolicMmHg: 84, pulsePerMin: 72 }],
      },
    ],
  });

  test('a wrong check value is refused', async () => {
    const told = await toldOf(maiboboRbp, ANSWERS, 'idle', ['AA 80 03 04 01 05 00 78 7A']);
    expect(told).toEqual([{ event: 'rejected', reason: 'checksum' }]);
  });

  test('two frames over two reads are both heard', async () => {
    const told = await toldOf(maiboboRbp, ANSWERS, 'idle', [
      'AA 80 03 04 01 05 00 78 7B AA 80 03 04 01 05',
      '00 79 7A',
    ]);
    expect(told).toEqual([
      { event: 'pressure', mmHg: 120 },
      { event: 'pressure', mmHg: 121 },
    ]);
  });

  test.each([
    [CONNECT, 0x0101],
    [START, 0x0102],
    [STOP, 0x0103],
  ])('the host says %s', (hex, instruction) => {
    expect(Buffer.from(hostSays(instruction))).toEqual(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  });
});

const numbers = (systolic: number, diastolic: number, pulse: number) =>
  monitorSays(RESULT, 0, 0, 0, 0, 0, 0, 0, ...[systolic, diastolic, pulse].flatMap((n) => [n >> 8, n & 0xff]));
const toldMeasuring = async (...chunks: (string | Uint8Array)[]) =>
  (await toldOf(maiboboRbp, ANSWERS, 'measure', [LIVE_120, ...chunks])).slice(1);

describe('a result', () => {
  test.each([
    ['above what the monitor measures', numbers(301, 84, 72)],
    ['a diastolic below what it measures', numbers(136, 19, 72)],
    ['a pulse of none', numbers(136, 84, 0)],
  ])('%s is refused as out of range', async (_, frame) => {
    expect(await toldMeasuring(frame)).toEqual([expect.objectContaining({ event: 'rejected', reason: 'range' })]);
  });

  test('that no living person has is refused as implausible', async () => {
    expect(await toldMeasuring(numbers(120, 115, 72))).toEqual([{ event: 'rejected', reason: 'implausible' }]);
  });

  test('of another length than the known one is refused, check value or not', async () => {
    expect(await toldMeasuring(monitorSays(RESULT, 0, 136, 0, 84, 0, 72))).toContainEqual({
      event: 'rejected',
      reason: 'length',
    });
  });

  test('before any pressure of this measurement is not taken', async () => {
    expect(await toldOf(maiboboRbp, ANSWERS, 'measure', [RESULT_136_84_72])).toEqual([]);
  });

  test('that nobody asked for is told as it came: whose it is the listener knows', async () => {
    expect(await toldOf(maiboboRbp, ANSWERS, 'idle', [RESULT_136_84_72])).toMatchObject([{ systolicMmHg: 136 }]);
  });

  test('that comes after the stop of its own measurement is not taken', async () => {
    const talk = aTalk(maiboboRbp, ANSWERS);
    const over = new AbortController();
    const measured = talk.measure(over.signal).catch(() => {});
    await talk.clock.pass(2);
    talk.hear(LIVE_120);
    await talk.clock.pass(2);
    talk.answers(STOP, undefined);
    over.abort();
    talk.hear(RESULT_136_84_72);
    await talk.clock.pass(100);
    talk.hear(RESULT_136_84_72);
    talk.answers(STOP, ANSWERS[STOP]);
    await talk.clock.until(measured);
    expect(talk.told.filter(({ event }) => event === 'reading')).toEqual([]);
  });

  test('counts once, however often it is said', async () => {
    expect(await toldMeasuring(RESULT_136_84_72, RESULT_136_84_72)).toHaveLength(1);
  });
});

test('a pressure that only wavers is no deflating', async () => {
  const talk = aTalk(maiboboRbp, ANSWERS);
  const over = new AbortController();
  const measured = talk.measure(over.signal).catch(() => {});
  const states = () => talk.told.flatMap((event) => ('state' in event ? [event.state] : []));
  await talk.clock.pass(2);
  for (const mmHg of [60, 58, 59, 62, 61, 60]) talk.hear(monitorSays(0x0105, 0, mmHg));
  await talk.clock.pass(0);
  expect(states()).toEqual(['inflating']);
  talk.hear(monitorSays(0x0105, 0, 59));
  await talk.clock.pass(0);
  expect(states()).toEqual(['inflating', 'deflating']);
  over.abort();
  await talk.clock.until(measured);
});

test.each([
  [0x01, 'over-pressure', '01'],
  [0x05, 'leak', '05'],
  [0x06, 'weak-signal', '06'],
  [0x09, 'blocked', '09'],
  [0x10, 'hardware', '10'],
  [0x7b, 'unknown', '7B'],
])('error %i is %s, with its number for staff', async (code, kind, shown) => {
  expect(await toldMeasuring(monitorSays(0x0107, code))).toEqual([{ event: 'failure', kind, code: shown }]);
});

test('an unknown instruction is passed over', async () => {
  expect(await toldMeasuring(monitorSays(0x0142, 1, 2, 3), RESULT_136_84_72)).toMatchObject([{ event: 'reading' }]);
});

describe('on a new connection', () => {
  test('the stop is said first, and the connect only when it is confirmed', async () => {
    const talk = aTalk(maiboboRbp, ANSWERS);
    await talk.clock.until(talk.greet());
    expect(talk.sent.map(({ hex }) => hex)).toEqual([STOP, CONNECT].map((hex) => hex.replaceAll(' ', '')));
  });

  test('the stop is said every half second, five times, and then it is silent', async () => {
    const talk = aTalk(maiboboRbp);
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
    expect(talk.sent.map(({ at }) => at)).toEqual([0, 500, 1000, 1500, 2000]);
    expect(new Set(talk.sent.map(({ hex }) => hex)).size).toBe(1);
  });

  test('the connect is tried three times, two seconds each', async () => {
    const talk = aTalk(maiboboRbp, { [STOP]: ANSWERS[STOP] ?? '' });
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
    expect(talk.sent.map(({ at }) => Math.floor(at / 10) * 10)).toEqual([0, 0, 2000, 4000]);
  });

  test('whoever closes then does not cut the stop short', async () => {
    const talk = aTalk(maiboboRbp);
    const close = new AbortController();
    const greeting = talk.greet(close.signal);
    const failed = expect(greeting).rejects.toMatchObject({ code: 'aborted' });
    await talk.clock.pass(700);
    close.abort();
    await talk.clock.pass(600);
    talk.answers(STOP, ANSWERS[STOP]);
    await talk.clock.until(greeting.catch(() => {}));
    await failed;
    expect(talk.sent.map(({ at }) => at)).toEqual([0, 500, 700, 1200, 1700]);
  });
});

test('an answer with another data byte is an answer', async () => {
  const talk = aTalk(maiboboRbp, { [STOP]: 'AA 80 03 03 01 03 01 03', [CONNECT]: 'AA 80 03 03 01 01 05 05' });
  await talk.clock.until(talk.greet());
  expect(talk.sent).toHaveLength(2);
});

describe('a measurement that does not end', () => {
  test('is ended after three minutes', async () => {
    const talk = aTalk(maiboboRbp, ANSWERS);
    const measured = talk.measure();
    for (let second = 0; second < 185; second++) {
      talk.hear(LIVE_120);
      await talk.clock.pass(1000);
    }
    await measured;
    expect(talk.told.at(-2)).toEqual({ event: 'failure', kind: 'timeout' });
    expect(talk.sent.at(-1)).toMatchObject({ hex: STOP.replaceAll(' ', '') });
    expect(Math.round((talk.sent.at(-1)?.at ?? 0) / 1000)).toBe(180);
  });

  test('is ended after five seconds without a pressure, whatever else is said', async () => {
    const talk = aTalk(maiboboRbp, ANSWERS);
    const failed = expect(talk.measure()).rejects.toMatchObject({ code: 'silent' });
    await talk.clock.pass(2);
    talk.hear(LIVE_120);
    for (let second = 0; second < 7; second++) {
      talk.hear(monitorSays(0x0142, second));
      await talk.clock.pass(1000);
    }
    await failed;
    expect(talk.sent.map(({ at }) => at)).toEqual([0, 5002]);
  });
});
