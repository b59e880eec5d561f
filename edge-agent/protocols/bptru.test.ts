import { describe, expect, test } from 'vitest';
import { aTalk, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import { bptruBpm200 } from '../drivers/bptru-bpm200.ts';
import { COMMANDS, KINDS, says } from './bptru.ts';
import { fromHex, hexByte } from './bytes.ts';

const HANDSHAKE = '02 11 00 00 00 00 50 03';
const STOP = '02 11 01 00 00 00 46 03';
const CYCLE = '02 11 03 00 00 00 6A 03';
const START = '02 11 04 00 00 00 08 03';
const CLEAR = '02 11 05 00 00 00 1E 03';
const RESET = '02 10 FF 00 00 00 E3 03';
const hex = (bytes: Uint8Array): string => Array.from(bytes, hexByte).join(' ');
const acknowledged = (...data: [number, number?, number?, number?]) => hex(says(KINDS.acknowledged, ...data));
const SINGLE = acknowledged(COMMANDS.cycle, 0);
const STARTED = acknowledged(COMMANDS.start, 0, 1);
const ANSWERS = {
  [HANDSHAKE]: '02 06 00 01 02 03 03 03',
  [STOP]: acknowledged(COMMANDS.stop),
  [CYCLE]: SINGLE,
  [START]: STARTED,
  [CLEAR]: acknowledged(COMMANDS.clear),
};
const plain = (text: string) => text.replaceAll(' ', '');
const INFLATING_150 = '02 49 96 00 00 00 91 03';
const READING = '02 42 00 8A 54 48 27 03';
const live = (mmHg: number, kind: number = KINDS.deflating) => says(kind, mmHg & 0xff, mmHg >> 8);

describe('the worked frames', () => {
  // Without the stop: its answer would fall between the halves of a frame that is cut.
  const { [STOP]: _, ...answers } = ANSWERS;
  onABadWire(bptruBpm200, {
    answers,
    firstByte: 0x02,
    next: { hex: hex(live(33)), mmHg: 33 },
    frames: [
      { what: 'inflating, 150 mmHg', hex: INFLATING_150, tells: [{ event: 'pressure', mmHg: 150 }] },
      { what: 'deflating, 300 mmHg', hex: '02 44 2C 01 00 00 0A 03', tells: [{ event: 'pressure', mmHg: 300 }] },
      { what: 'handshake, a check value like an end', hex: '02 06 00 01 02 03 03 03', tells: [] },
      { what: 'started, in a series of its own', hex: '02 06 04 01 00 00 78 03', tells: [] },
      { what: 'average of five, not taken', hex: '02 41 05 86 52 46 61 03', tells: [] },
      { what: 'review of the average, not taken', hex: '02 52 00 86 52 46 BB 03', tells: [] },
      {
        what: '138/84, pulse 72',
        hex: READING,
        measuring: true,
        tells: [{ event: 'reading', kind: 'blood-pressure', systolicMmHg: 138, diastolicMmHg: 84, pulsePerMin: 72 }],
      },
      {
        what: 'movement',
        hex: '02 42 81 00 00 00 2B 03',
        measuring: true,
        tells: [{ event: 'failure', kind: 'movement', code: '81' }],
      },
      {
        what: 'over-pressure',
        hex: '02 42 82 00 00 00 11 03',
        measuring: true,
        tells: [{ event: 'failure', kind: 'over-pressure', code: '82' }],
      },
      {
        what: 'systolic not found, numbers beside it',
        hex: '02 42 40 14 54 48 39 03',
        measuring: true,
        tells: [{ event: 'failure', kind: 'unknown', code: '4014' }],
      },
    ],
  });

  test.each([
    ['a wrong check value', '02 42 00 8A 54 48 26 03', 'checksum'],
    ['a check value of 0 that is not right', '02 42 00 8A 54 48 00 03', 'checksum'],
    ['a wrong end', '02 42 00 8A 54 48 27 04', 'length'],
  ])('%s is refused', async (_, frame, reason) => {
    expect(await toldOf(bptruBpm200, ANSWERS, 'idle', [frame])).toEqual([{ event: 'rejected', reason }]);
  });

  test('of reports of any length nothing is taken but whole messages, and the next one is heard', async () => {
    for (let length = 0; length <= 64; length++) {
      const report = Uint8Array.from({ length }, (_, at) => (at === 0 ? 0x02 : 0x11));
      const told = await toldOf(bptruBpm200, ANSWERS, 'idle', [report, live(33)]);
      expect(
        told.filter(({ event }) => event !== 'rejected'),
        `${length}`,
      ).toEqual([{ event: 'pressure', mmHg: 33 }]);
    }
  });

  test.each([
    [HANDSHAKE, KINDS.command, COMMANDS.handshake],
    [STOP, KINDS.command, COMMANDS.stop],
    [CYCLE, KINDS.command, COMMANDS.cycle],
    [START, KINDS.command, COMMANDS.start],
    [CLEAR, KINDS.command, COMMANDS.clear],
    [RESET, KINDS.reset, 0xff],
  ])('the host says %s', (text, kind, command) => {
    expect(says(kind, command)).toEqual(fromHex(text));
  });
});

const toldMeasuring = async (...chunks: (string | Uint8Array)[]) =>
  (await toldOf(bptruBpm200, ANSWERS, 'measure', [INFLATING_150, ...chunks])).slice(1);

test.each([
  [0x80, 'weak-signal'],
  [0x83, 'cuff'],
  [0x84, 'blocked'],
  [0x85, 'hardware'],
  [0x86, 'hardware'],
  [0x87, 'hardware'],
  [0x88, 'weak-signal'],
  [0x89, 'hardware'],
  [0x8a, 'over-pressure'],
  [0x8b, 'blocked'],
  [0x8c, 'hardware'],
  [0x8d, 'unknown'],
  [0x8e, 'unknown'],
  [0x8f, 'battery'],
  [0x01, 'unknown'],
])('code %i is %s, whatever numbers stand beside it', async (code, kind) => {
  expect(await toldMeasuring(says(KINDS.reading, code, 0x8a, 0x54, 0x48))).toEqual([
    { event: 'failure', kind, code: hexByte(code) },
  ]);
});

test.each([
  ['systolic below', [0x40, 0x17, 84, 72], 'range', '4017'],
  ['systolic above', [0x40, 0x19, 84, 72], 'range', '4019'],
  ['diastolic below', [0x20, 138, 0x18, 72], 'range', '2018'],
  ['diastolic above', [0x20, 138, 0x20, 72], 'range', '2020'],
  ['diastolic not found', [0x20, 138, 0x15, 72], 'unknown', '2015'],
  ['pulse not found', [0x10, 138, 84, 0x16], 'unknown', '1016'],
  ['reckoned wrong', [0x60, 0x21, 0x21, 72], 'unknown', '6021'],
] as const)('%s is a failure with its reason', async (_, [code, d1, d2, d3], kind, shown) => {
  expect(await toldMeasuring(says(KINDS.reading, code, d1, d2, d3))).toEqual([{ event: 'failure', kind, code: shown }]);
});

describe('a reading', () => {
  test('that no living person has is refused', async () => {
    expect(await toldMeasuring(says(KINDS.reading, 0, 120, 115, 72))).toEqual([
      { event: 'rejected', reason: 'implausible' },
    ]);
  });

  test('before any pressure of this measurement is not taken', async () => {
    expect(await toldOf(bptruBpm200, ANSWERS, 'measure', [READING])).toEqual([]);
  });

  test('counts once, however often it is said', async () => {
    expect(await toldMeasuring(READING, READING)).toHaveLength(1);
  });
});

test('a pressure that no cuff can have is none', async () => {
  expect(await toldMeasuring(says(KINDS.deflating, 0xff, 0xff))).toEqual([]);
});

describe('its own buttons', () => {
  test('a stop ends the measurement as aborted; at rest it means nothing', async () => {
    const button = says(KINDS.button, COMMANDS.stop);
    expect(await toldMeasuring(button)).toEqual([{ event: 'failure', kind: 'aborted' }]);
    expect(await toldOf(bptruBpm200, ANSWERS, 'idle', [button])).toEqual([]);
  });

  test.each([
    ['a start', () => says(KINDS.button, COMMANDS.start, 1, 1)],
    ['an inflating cuff', (turn: number) => live(10 * turn, KINDS.inflating)],
  ])('%s that no screen shows is stopped, again every half second', async (_, said) => {
    const talk = aTalk(bptruBpm200, ANSWERS);
    const over = new AbortController();
    const idling = talk.idle(over.signal).catch(() => {});
    for (let turn = 0; turn < 5; turn++) {
      talk.hear(said(turn));
      await talk.clock.pass(200);
    }
    over.abort();
    await talk.clock.until(idling);
    expect(talk.sent).toEqual([0, 600].map((at) => ({ at, hex: plain(STOP) })));
  });
});

test.each(['idle', 'measure'] as const)('a monitor that was reset while %s is connected anew', async (during) => {
  const talk = aTalk(bptruBpm200, ANSWERS);
  const failed = expect(talk[during]()).rejects.toMatchObject({ code: 'unavailable' });
  await talk.clock.pass(10);
  talk.hear(says(KINDS.notice, 0x08));
  await talk.clock.pass(10);
  await failed;
  expect(talk.sent.at(-1)?.hex === plain(STOP)).toBe(during === 'measure');
});

describe('on a new connection', () => {
  const said = (talk: ReturnType<typeof aTalk>) => talk.sent.map(({ hex }) => hex);

  test('the stop is said first; then it is greeted, cleared, and set to single readings', async () => {
    const talk = aTalk(bptruBpm200, { ...ANSWERS, [CYCLE]: acknowledged(COMMANDS.cycle, 3) });
    const greeting = talk.greet();
    await talk.clock.pass(7);
    talk.answers(CYCLE, SINGLE);
    await talk.clock.until(greeting);
    expect(said(talk).slice(0, 4)).toEqual([STOP, HANDSHAKE, CLEAR, CYCLE].map(plain));
    expect(new Set(said(talk).slice(3))).toEqual(new Set([plain(CYCLE)]));
    expect(said(talk).length).toBeGreaterThan(4);
  });

  test('one that never comes to single readings is not taken', async () => {
    const talk = aTalk(bptruBpm200, { ...ANSWERS, [CYCLE]: acknowledged(COMMANDS.cycle, 1) });
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'unavailable' });
  });

  test.each([
    ['handshake', HANDSHAKE, 3000],
    ['clear', CLEAR, 2000],
    ['cycle', CYCLE, 2000],
  ])('a %s without an answer is silence', async (_, question, withinMs) => {
    const talk = aTalk(bptruBpm200, ANSWERS);
    talk.answers(question, undefined);
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
    const last = talk.sent.at(-1);
    expect(last?.hex).toBe(plain(question));
    expect(Math.floor((talk.clock.now() - 1000 - (last?.at ?? 0)) / 100)).toBe(withinMs / 100);
  });

  test('the stop is said every half second, five times, then the reset, and then it is silent', async () => {
    const talk = aTalk(bptruBpm200);
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
    expect(said(talk)).toEqual([STOP, STOP, STOP, STOP, STOP, RESET].map(plain));
    expect(talk.sent.map(({ at }) => at)).toEqual([0, 500, 1000, 1500, 2000, 2500]);
  });
});

test('a start is said only when the memory was cleared, and once', async () => {
  const talk = aTalk(bptruBpm200, ANSWERS);
  talk.answers(CLEAR, undefined);
  await expect(talk.clock.until(talk.measure())).rejects.toMatchObject({ code: 'silent' });
  talk.answers(CLEAR, ANSWERS[CLEAR]);
  talk.answers(START, undefined);
  await expect(talk.clock.until(talk.measure())).rejects.toMatchObject({ code: 'silent' });
  expect(talk.sent.map(({ hex }) => hex)).toEqual([CLEAR, STOP, CLEAR, START, STOP].map(plain));
});
