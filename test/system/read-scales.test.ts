/** `yike read` in one process, a scale at the other end of a real tty in another, or one whose every word is written here. */
import { afterAll, describe, expect, test, vi } from 'vitest';
import { asciiOf } from '../../edge-agent/protocols/bytes.ts';
import { answerFrame } from '../../edge-agent/protocols/modbus-frame.ts';
import { hexOf } from '../a-talk.ts';
import { aYike, type Process } from '../process.ts';
import { aScriptedMeter } from '../scripted-meter.ts';

const started: Process[] = [];
const yike = (...args: readonly string[]): Process => {
  const process = aYike(...args);
  started.push(process);
  return process;
};
afterAll(async () => {
  await Promise.all(started.map((process) => process.kill('SIGKILL')));
});

async function ends(reader: Process): Promise<void> {
  await reader.kill('SIGINT');
  expect(await reader.exited).toBe(0);
}

/** What it says in one breath, hexadecimal or text, and what is printed of it. */
type Vector = readonly [wire: string | Uint8Array, line: string];

const weight = (grams: number, more: object = {}): string =>
  JSON.stringify({ event: 'weight', grams, stable: false, ...more });
const inHex = (text: string): string => hexOf(asciiOf(text));
const level = (millimetres: number): string => JSON.stringify({ event: 'level', millimetres });
const RANGE = '{"event":"failure","kind":"range"}';
const rejected = (reason: string): string => JSON.stringify({ event: 'rejected', reason });

const times = (count: number, frame: string): string[] => Array<string>(count).fill(frame);
/** What is told is the median of so many. */
const five = (frame: string): string => times(5, frame).join(' ');

interface Repeating {
  readonly driver: string;
  /** More of the command line. */
  readonly more?: readonly string[];
  readonly set?: readonly string[];
  readonly vectors: readonly Vector[];
}

/** Those that talk by themselves. */
const REPEATING: readonly Repeating[] = [
  {
    driver: 'yaohua-xk3190',
    vectors: [
      ['02 2B 30 30 30 30 30 30 30 31 42 03', weight(0)],
      ['02 2B 30 30 31 32 33 35 32 31 43 03', weight(12_350)],
      ['02 2D 30 30 30 30 34 30 32 31 42 03', weight(-400)],
      ['02 2B 39 39 39 39 39 39 31 31 41 03', RANGE],
      ['02 2B 30 30 32 31 33 35 32 31 43 03', weight(21_350)],
      ['02 2B 30 30 32 30 30 30 32 31 42 03', weight(20_000)],
      ['57 47 30 30 34 2E 31 33 39 6B 67 33 44 0D 0A', weight(4139)],
      ['57 4E 2D 30 33 2E 32 35 30 6B 67 32 32 0D 0A', weight(-3250, { net: true })],
      [asciiOf(`${' '.repeat(9)}OL23\r\n`), RANGE],
      [asciiOf('ww000.000lb\r\n'), weight(0)],
      [asciiOf(`${' '.repeat(9)}LO23\r\n`), RANGE],
      [asciiOf('wn-0000.1kg\r\n'), weight(-100, { net: true })],
      [asciiOf('wt000.000kg\r\n'), rejected('unsupported')],
      [asciiOf('\x02+00123521D\x03'), rejected('checksum')],
    ],
  },
  {
    driver: 'yaohua-xk3190',
    set: ['format=reversed'],
    vectors: [
      ['3D 30 30 30 2E 33 30 30 30', weight(3000)],
      ['3D 30 30 2E 31 30 30 30 2D', weight(-1000)],
    ],
  },
  {
    driver: 'yaohua-xk3190',
    set: ['format=straight', 'unit=kg'],
    vectors: [
      [asciiOf('=0003.000'), weight(3000)],
      [asciiOf('=-0001.00'), weight(-1000)],
    ],
  },
  {
    driver: 'and-scale',
    more: ['--line', '7E1'],
    vectors: [
      ['53 54 2C 2B 30 30 31 32 33 2E 34 35 20 20 67 0D 0A', weight(123)],
      [asciiOf('US,-00183.69  g\r\n'), weight(-184)],
      [asciiOf('OL,+9999999E+19\r\n'), RANGE],
      [asciiOf('ST,GS,+0012.350kg\r\n'), weight(12_350)],
      [asciiOf('OL,GS,+9999999kg\r\n'), RANGE],
      ['53 54 2C 47 53 2C 20 20 20 32 34 35 2E 36 20 67 0D 0A', weight(246)],
      [asciiOf('US,GS,   244.5 g\r\n'), weight(245)],
      ['53 54 2C 47 53 20 20 20 20 32 30 2E 37 67 20 20 0D 0A', weight(21)],
      [asciiOf('OL,GS,          \r\n'), RANGE],
      [asciiOf('ST,GS,+   4.876kg\r\n'), weight(4876)],
      [asciiOf('ST,NT,+   4.876kg\r\n'), weight(4876, { net: true })],
      [asciiOf('ST,TR,+   4.876kg\r\n'), rejected('unsupported')],
      [asciiOf('EC,E11\r\n'), '{"event":"failure","kind":"unknown","code":"E11"}'],
      [asciiOf('QT,+00000012 pc\r\n'), rejected('unsupported')],
      [
        Uint8Array.from(asciiOf('ST,GS,+0012.350kg\r\n'), (byte) => (byte === 0x2b ? 0xab : byte)),
        rejected('checksum'),
      ],
    ],
  },
  {
    driver: 'a02yyuw',
    vectors: [
      [five('FF 07 A1 A7'), level(1953)],
      [five('FF 02 58 59'), level(600)],
      [five('FF 01 C1 C1'), level(449)],
      [five('FF 00 FF FE'), level(255)],
      [five('FF 00 1E 1D'), level(30)],
      [five('FF 11 94 A4'), level(4500)],
      [five('FF 00 00 FF'), RANGE],
      ['FF 02 58 5A', rejected('checksum')],
    ],
  },
];

interface Asked {
  readonly driver: string;
  readonly set?: readonly string[];
  /** Hexadecimal: each question with its answers, one after the other. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  readonly lines: readonly string[];
}

/** Those that are asked. The first answer is the greeting's. */
const ASKED: readonly Asked[] = [
  {
    driver: 'yaohua-xk3190',
    set: ['address=A'],
    answers: {
      '024142303303': ['02 41 42 2B 30 30 31 32 33 35 32 31 46 03', '02 41 42 2B 30 30 31 32 33 35 32 31 46 03'],
    },
    lines: [weight(12_350)],
  },
  {
    driver: 'yaohua-xk3190',
    set: ['address=A', 'net=true'],
    answers: { '024144303503': ['02 41 44 2B 30 30 30 38 38 35 32 31 39 03'] },
    lines: [weight(8850, { net: true })],
  },
  {
    driver: 'mt-sics',
    answers: {
      [inHex('I4\r\n')]: [inHex('I4 A "1234567"\r\n')],
      [inHex('SI\r\n')]: [
        'S S     100.00 g', // the greeting's
        'S S     100.00 g',
        'S S     100.00 g',
        'S D      12.35 kg',
        'S S     -12.35 kg',
        'S S     -12.35 kg',
        'S I',
        'S +',
        'S D       3.50 kg',
        'S -',
        'ES',
        'ET',
        'EL',
        'S S       3.50 pc',
        'S S       3.50',
        'S D       1.00 kg',
      ].map((line) => inHex(`${line}\r\n`)),
    },
    lines: [
      weight(100, { stable: true }),
      weight(12_350),
      weight(-12_350, { stable: true }),
      '{"event":"failure","kind":"timeout"}',
      RANGE,
      weight(3500),
      RANGE,
      '{"event":"failure","kind":"unknown","code":"ES"}',
      '{"event":"failure","kind":"unknown","code":"ET"}',
      '{"event":"failure","kind":"unknown","code":"EL"}',
      rejected('unsupported'),
      rejected('unknown'),
      weight(1000),
    ],
  },
  {
    driver: 'modbus-weight',
    answers: {
      '010300000002C40B': [
        ...times(4, '01 03 04 00 00 30 3E 6F E3'), // a slow machine's late answers use up some
        ...times(3, '01 03 04 FF FF FF D8 BB BD'),
        ...times(3, '01 83 02 C0 F1'),
        ...times(2, '01 03 04 00 00 30 3E 6F E4'),
        '01 03 04 00 00 00 01 3B F3',
      ],
    },
    lines: [
      weight(12_350),
      weight(-40),
      '{"event":"failure","kind":"unknown","code":"2"}',
      rejected('checksum'),
      weight(1),
    ],
  },
  {
    driver: 'modbus-weight',
    set: ['profile=rice-lake-sct-10-net'],
    answers: { '010300070004F5C8': [hexOf(answerFrame(1, [0, 12_350, 0, 8850]))] },
    lines: [weight(8850, { net: true })],
  },
  {
    driver: 'modbus-weight',
    set: ['profile=kpr', 'decimals=2'],
    answers: { '010300500002C41A': ['01 03 04 00 00 30 3E 6F E3'] },
    lines: [weight(123_500)],
  },
];

const options = (set: readonly string[] = []): string[] => set.flatMap((setting) => ['--set', setting]);
/** Where it is looked at late, it may have stood still. */
const unsteady = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace('"stable":true', '"stable":false'));
const unrepeated = (lines: readonly string[]): string[] => lines.filter((line, at) => line !== lines[at - 1]);

describe.concurrent.each(REPEATING)('$driver, $set', ({ driver, set, more = [], vectors }) => {
  test('the worked frames, those to be refused too, become the documented lines; it is told nothing', async () => {
    await using scale = await aScriptedMeter(driver, {});
    const reader = yike('read', driver, '--serial', scale.path, ...more, ...options(set));
    for (const [wire, line] of vectors) {
      await vi.waitFor(
        () => {
          scale.say(wire); // it repeats itself
          expect(unsteady(reader.out).at(-1)).toBe(line);
        },
        { timeout: 30_000, interval: 100 },
      );
    }
    expect(unrepeated(unsteady(reader.out))).toEqual(vectors.map(([, line]) => line));
    expect(scale.heard).toEqual([]);
    await ends(reader);
  });
});

describe.concurrent.each(ASKED)('$driver, $set', ({ driver, set, answers, lines }) => {
  test('asked for its weight and for nothing else, its answers become the documented lines', async () => {
    const inTurn = Object.entries(answers).map(([question, turns]) => [question, turns.join('|')]);
    await using scale = await aScriptedMeter(driver, Object.fromEntries(inTurn));
    const reader = yike('read', driver, '--serial', scale.path, ...options(set));
    await vi.waitFor(() => expect(unrepeated(reader.out).slice(0, lines.length)).toEqual(lines), {
      timeout: 30_000,
      interval: 5,
    });
    expect(new Set(scale.heard)).toEqual(new Set(Object.keys(answers)));
    await ends(reader);
  });
});

test.concurrent.each([
  ['yaohua-xk3190', []],
  ['mt-sics', []],
  ['and-scale', []],
  ['modbus-weight', ['capacity=60', 'address=3']],
])('%s: read prints what is put on the simulated one', async (driver, set) => {
  const scale = yike('simulate', driver, '--pty', ...options(set));
  const path = await scale.says((line) => line.startsWith('/dev/'));
  const reader = yike('read', driver, '--serial', path, ...options(set));
  await reader.says((line) => line === weight(0, { stable: true }));
  scale.type('put 1.23');
  await reader.says((line) => line === weight(1230, { stable: true }));
  scale.type('overload');
  await reader.says((line) => line === RANGE);
  await ends(reader);
});

test.concurrent('a02yyuw: read prints how far it is down to the heap', async () => {
  const sensor = yike('simulate', 'a02yyuw', '--pty');
  const reader = yike('read', 'a02yyuw', '--serial', await sensor.says((line) => line.startsWith('/dev/')));
  await reader.says((line) => line === '{"event":"level","millimetres":820}');
  sensor.type('level 420');
  await reader.says((line) => line === '{"event":"level","millimetres":420}');
  await ends(reader);
});

test.concurrent.each([
  [['--set', 'format=sideways'], "--set format: found 'format=sideways', expected one of straight, reversed"],
  [['--start'], 'yaohua-xk3190 cannot be started by the host: it tells all the time'],
  [['--line', '9N1'], "--line: found '9N1', expected data bits, parity and stop bits such as 8N1 or 7E1"],
])('%j is refused, and says what can be', async (more, complaint) => {
  const reader = yike('read', 'yaohua-xk3190', '--serial', '/dev/null', ...more);
  expect(await reader.exited).toBe(1);
  expect(reader.lines.at(-1)).toBe(`yike: ${complaint}`);
});
