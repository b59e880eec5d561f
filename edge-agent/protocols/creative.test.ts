import { describe, expect, test } from 'vitest';
import { aTalk, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { creativePc } from '../drivers/creative-pc.ts';
import { fromHex } from './bytes.ts';
import { fromTerminal, says } from './creative-frame.ts';

const HANDSHAKE = 'AA 55 FF 02 01 CA';
const START = 'AA 55 40 02 01 29';
const STOP = 'AA 55 40 02 02 CB';
const SHAKEN = says(0xff01, ...Buffer.from('PC-600'));
const ANSWERS = { [HANDSHAKE]: Buffer.from(SHAKEN).toString('hex'), [START]: START, [STOP]: STOP };
const LIVE_74 = 'AA 55 42 04 01 00 4A C1';
const RESULT = 'AA 55 43 07 01 00 8A 67 56 48 43';

const glucose = (facts: object): DeviceEvent[] => [{ event: 'reading', kind: 'glucose', ...facts }];
const pressures = { systolicMmHg: 138, diastolicMmHg: 86, meanMmHg: 103, pulsePerMin: 72 };
const plain = (hex: string): string => hex.replaceAll(' ', '');

describe('the worked frames', () => {
  onABadWire(creativePc, {
    answers: ANSWERS,
    firstByte: 0xaa,
    next: { hex: Buffer.from(says(0x4201, 0, 33)).toString('hex'), mmHg: 33 },
    frames: [
      { what: 'cuff 74 mmHg', hex: LIVE_74, tells: [{ event: 'pressure', mmHg: 74 }] },
      {
        what: '138/86, mean 103, pulse 72',
        hex: RESULT,
        measuring: true,
        tells: [{ event: 'reading', kind: 'blood-pressure', ...pressures }],
      },
      {
        what: 'the same with an irregular pulse',
        hex: 'AA 55 43 07 01 80 8A 67 56 48 88',
        measuring: true,
        tells: [{ event: 'reading', kind: 'blood-pressure', ...pressures, flags: ['irregular'] }],
      },
      { what: 'error 2', hex: 'AA 55 43 03 02 02 75', tells: [{ event: 'failure', kind: 'cuff', code: '2' }] },
      {
        what: '5.8 mmol/L',
        hex: 'AA 55 E2 05 01 00 00 58 60',
        tells: glucose({ mmolPerL: 5.8, meterValue: 5.8, meterUnit: 'mmol/L' }),
      },
      {
        what: '10.8 mmol/L',
        hex: 'AA 55 E2 05 01 00 01 08 7F',
        tells: glucose({ mmolPerL: 10.8, meterValue: 10.8, meterUnit: 'mmol/L' }),
      },
      {
        what: '104 mg/dL',
        hex: 'AA 55 E2 05 01 01 00 68 75',
        tells: glucose({ mmolPerL: 5.8, meterValue: 104, meterUnit: 'mg/dL' }),
      },
      { what: 'LOW', hex: 'AA 55 E2 05 01 10 00 00 33', tells: glucose({ flags: ['below-range'] }) },
      { what: 'HIGH', hex: 'AA 55 E2 05 01 20 00 00 ED', tells: glucose({ flags: ['above-range'] }) },
      { what: 'no record', hex: 'AA 55 E2 05 01 82 00 00 54', tells: [] },
      {
        what: 'Bioland 104 mg/dL',
        hex: 'AA 55 E3 05 01 00 00 68 E9',
        tells: glucose({ mmolPerL: 5.8, meterValue: 104, meterUnit: 'mg/dL' }),
      },
      { what: 'Bioland low', hex: 'AA 55 E3 05 01 50 00 00 35', tells: glucose({ flags: ['below-range'] }) },
      { what: 'oxygen 97 %, not taken', hex: 'AA 55 53 07 01 61 44 00 20 00 A0', tells: [] },
      { what: 'mains, level 5', hex: 'AA 55 FF 03 03 45 F7', tells: [] },
      { what: 'temperature, not taken', hex: 'AA 55 74 05 01 00 0E 47 63', tells: [] },
    ],
  });

  test('a wrong check value is refused', async () => {
    const told = await toldOf(creativePc, ANSWERS, 'idle', ['AA 55 E2 05 01 01 00 68 74']);
    expect(told).toEqual([{ event: 'rejected', reason: 'checksum' }]);
  });

  test.each([
    HANDSHAKE,
    START,
    STOP,
    'AA 55 FF 02 02 28',
    'AA 55 FF 02 03 76',
    'AA 55 FF 04 05 00 00 C4',
    'AA 55 40 03 04 00 EB',
    'AA 55 40 03 04 01 B5',
    'AA 55 40 03 04 02 57',
    'AA 55 43 02 01 CD',
    'AA 55 41 02 01 82',
    'AA 55 E0 03 01 01 E3',
    'AA 55 E0 03 01 02 01',
    'AA 55 E0 02 02 3D',
  ])('the check value of %s', (hex) => {
    const frame = fromHex(hex);
    const [, , token = 0, , type = 0, ...rest] = frame;
    expect(says((token << 8) | type, ...rest.slice(0, -1))).toEqual(frame);
  });
});

const idly = (...chunks: (string | Uint8Array)[]) => toldOf(creativePc, ANSWERS, 'idle', chunks);
const measuring = async (...chunks: (string | Uint8Array)[]) =>
  (await toldOf(creativePc, ANSWERS, 'measure', [LIVE_74, ...chunks])).slice(1);

describe('a strip', () => {
  test.each([
    ['a digit above nine', [0x00, 0x00, 0x5a], 'range'],
    ['the reserved status', [0x30, 0x00, 0x58], 'unknown'],
    ['no glucose at all', [0x00, 0x00, 0x00], 'implausible'],
    ['more than any living person has', [0x00, 0x03, 0x34], 'implausible'],
  ] as const)('%s is refused', async (_, content, reason) => {
    expect(await idly(says(0xe201, ...content))).toEqual([{ event: 'rejected', reason }]);
  });

  test('LOW and HIGH are read before the unit and the number', async () => {
    expect(await idly(says(0xe201, 0x11, 0, 0x68))).toEqual(glucose({ flags: ['below-range'] }));
    expect(await idly(says(0xe301, 0x61, 0, 0x68))).toEqual(glucose({ flags: ['above-range'] }));
  });

  test('no record is read before LOW and HIGH', async () => {
    expect(await idly(says(0xe201, 0x90, 0, 0x68))).toEqual([]);
  });

  test('uric acid and cholesterol are never glucose', async () => {
    const refused = { event: 'rejected', reason: 'unsupported' };
    expect(await idly(says(0xe202, 0, 0, 0x58), says(0xe203, 0, 0, 0x58))).toEqual([refused, refused]);
    expect(await idly(says(0xe202, 0x80, 0, 0))).toEqual([]);
  });

  test('a result of another length is refused, check value or not', async () => {
    expect(await idly(says(0xe201, 0, 0, 0x58, 0))).toEqual([{ event: 'rejected', reason: 'length' }]);
  });

  test('is heard while the cuff is measuring, and does not end it', async () => {
    expect(await measuring('AA 55 E2 05 01 00 00 58 60', RESULT)).toMatchObject([
      { kind: 'glucose' },
      { kind: 'blood-pressure' },
    ]);
  });

  test('the same result again within three seconds is one; later, or another, is two', async () => {
    const talk = aTalk(creativePc, ANSWERS);
    void talk.idle().catch(() => {});
    const strip = async (tenths: number, waitMs: number) => {
      talk.hear(says(0xe201, 0, 0, tenths));
      await talk.clock.pass(waitMs);
    };
    await strip(0x58, 2900);
    await strip(0x58, 2900);
    expect(talk.told).toHaveLength(1);
    await strip(0x59, 100);
    await strip(0x58, 3100);
    await strip(0x58, 0);
    expect(talk.told).toHaveLength(4);
    talk.gone();
  });
});

test.each([
  [0x01, 'hardware', '1'],
  [0x03, 'leak', '3'],
  [0x04, 'blocked', '4'],
  [0x05, 'weak-signal', '5'],
  [0x06, 'range', '6'],
  [0x07, 'movement', '7'],
  [0x08, 'over-pressure', '8'],
  [0x09, 'movement', '9'],
  [0x0a, 'leak', '10'],
  [0x0b, 'hardware', '11'],
  [0x0c, 'timeout', '12'],
  [0x0d, 'unknown', '13'],
  [0x0e, 'battery', '14'],
  [0xff, 'cuff', '15'],
])('error %i is %s, with its number for staff', async (code, kind, shown) => {
  expect(await measuring(says(0x4302, code))).toEqual([{ event: 'failure', kind, code: shown }]);
});

test('the upper four bits of a live pressure are not pressure', async () => {
  expect(await idly(says(0x4201, 0xf0, 0x4a))).toEqual([{ event: 'pressure', mmHg: 74 }]);
});

test('a terminal that stops by itself says so', async () => {
  expect(await measuring(STOP)).toEqual([{ event: 'failure', kind: 'aborted' }]);
});

test('a stop that it reports when nothing is under way is none', async () => {
  expect(await idly(STOP)).toEqual([]);
});

test('pages of an ID card are dropped whole, however long', async () => {
  const page = says(0x6001, ...Array.from({ length: 250 }, (_, i) => i));
  expect(await idly(page, LIVE_74)).toEqual([{ event: 'pressure', mmHg: 74 }]);
  expect(fromTerminal.cut(page)).toMatchObject({ used: page.length });
});

test('a garbled length holds up no more than a few frames', () => {
  expect(fromTerminal.cut(fromHex('AA 55 43 87'))).toEqual({ skip: 1, why: 'length' });
});

describe('on a new connection', () => {
  test('the stop is said first, the handshake when it is confirmed', async () => {
    const talk = aTalk(creativePc, ANSWERS);
    await talk.clock.until(talk.greet());
    expect(talk.sent.map(({ hex }) => hex)).toEqual([plain(STOP), plain(HANDSHAKE)]);
  });

  test('a terminal that may sleep is woken, and its stop still confirmed', async () => {
    const talk = aTalk(creativePc, { [HANDSHAKE]: ANSWERS[HANDSHAKE] ?? '' });
    const greeting = talk.greet();
    await talk.clock.pass(3000);
    talk.answers(STOP, STOP);
    await talk.clock.until(greeting);
    expect(talk.sent.map(({ at, hex }) => [at, hex.length > 20 ? 'wake' : hex])).toEqual([
      ...[0, 500, 1000, 1500, 2000].map((at) => [at, plain(STOP)]),
      [2500, 'wake'],
      [3500, plain(HANDSHAKE)],
      [3501, plain(STOP)],
    ]);
  });

  test('a terminal that shakes hands but never confirms the stop is silent', async () => {
    const talk = aTalk(creativePc, { [HANDSHAKE]: ANSWERS[HANDSHAKE] ?? '' });
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
  });

  test('a strip read meanwhile is not lost', async () => {
    const talk = aTalk(creativePc);
    const greeting = talk.greet().catch(() => {});
    talk.hear('AA 55 E2 05 01 00 00 58 60');
    await talk.clock.until(greeting);
    expect(talk.told).toHaveLength(1);
  });
});

test('a terminal that restarts and asks for a handshake each second is answered once a time', async () => {
  const talk = aTalk(creativePc);
  void talk.idle().catch(() => {});
  for (const waitMs of [5, 995, 5]) {
    talk.hear(SHAKEN);
    await talk.clock.pass(waitMs);
  }
  expect(talk.sent.map(({ at, hex }) => [at, hex])).toEqual([
    [0, plain(HANDSHAKE)],
    [1000, plain(HANDSHAKE)],
  ]);
  talk.gone();
});
