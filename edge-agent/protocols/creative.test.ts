import { describe, expect, test } from 'vitest';
import { aTalk, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { creativePc } from '../drivers/creative-pc.ts';
import { concat, fromHex } from './bytes.ts';
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
      {
        what: 'oxygen 97 %, pulse 68',
        hex: 'AA 55 53 07 01 61 44 00 20 00 A0',
        tells: [{ event: 'reading', kind: 'oxygen-saturation', percent: 97, pulsePerMin: 68 }],
      },
      { what: 'mains, level 5', hex: 'AA 55 FF 03 03 45 F7', tells: [] },
      {
        what: '36.55 °C of a newer machine',
        hex: 'AA 55 74 05 01 00 0E 47 63',
        tells: [{ event: 'reading', kind: 'temperature', celsius: 36.55 }],
      },
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

describe('the oximeter', () => {
  const oxygen = (percent: number, pulse: number, status = 0) =>
    says(0x5301, percent, pulse & 0xff, pulse >> 8, 32, status);
  const told = (facts: { readonly percent: number; readonly pulsePerMin?: number }): DeviceEvent[] => [
    { event: 'reading', kind: 'oxygen-saturation', ...facts },
  ];
  const refused = { event: 'rejected', reason: 'implausible', of: 'oxygen-saturation' };

  test.each([
    ['of a good finger', oxygen(97, 71), told({ percent: 97, pulsePerMin: 71 })],
    ['whose pulse is not known yet', oxygen(97, 0), told({ percent: 97 })],
    ['with the mode in the upper bits', oxygen(97, 71, 0xc0), told({ percent: 97, pulsePerMin: 71 })],
    ['that knows nothing yet', oxygen(0, 0), []],
    ['without a finger, whatever else it says', oxygen(97, 71, 0x02), []],
    ['at 50 %', oxygen(50, 71), told({ percent: 50, pulsePerMin: 71 })],
    ['at 49 %', oxygen(49, 71), [refused]],
    ['at 100 %', oxygen(100, 71), told({ percent: 100, pulsePerMin: 71 })],
    ['at 101 %', oxygen(101, 71), [refused]],
    ['with the pulse of a hummingbird', oxygen(97, 300), [refused]],
  ])('%s', async (_, frame, events) => {
    expect(await idly(frame)).toEqual(events);
  });

  test('that says the same each second says it once; what comes in between is heard, and still once', async () => {
    const talk = aTalk(creativePc, ANSWERS);
    void talk.idle().catch(() => {});
    for (const frame of [
      oxygen(97, 71),
      says(0xe201, 0, 0, 0x58),
      oxygen(97, 71),
      says(0xe201, 0, 0, 0x58),
      oxygen(98, 71),
    ]) {
      talk.hear(frame);
      await talk.clock.pass(1000);
    }
    expect(talk.told).toEqual([
      ...told({ percent: 97, pulsePerMin: 71 }),
      ...glucose({ mmolPerL: 5.8, meterValue: 5.8, meterUnit: 'mmol/L' }),
      ...told({ percent: 98, pulsePerMin: 71 }),
    ]);
    talk.gone();
  });
});

describe('the thermometer', () => {
  const said = (status: number, units: number) => says(0x7401, status, units >> 8, units & 0xff);
  const told = (facts: object): DeviceEvent[] => [{ event: 'reading', kind: 'temperature', ...facts }];
  const refused = (reason: string) => [{ event: 'rejected', reason, of: 'temperature' }];
  const NEW = says(0xff02, 0x11, 0x20, 1, 2, 3, 4, 5, 6, 7, 8);
  const OLD = says(0xff02, 0x11, 0x20);

  test.each([
    ['hundredths of a newer machine', NEW, said(0, 3655), told({ celsius: 36.55 })],
    ['tenths of an older one', OLD, said(0, 366), told({ celsius: 36.6 })],
    ['tenths are none of a newer one’s', NEW, said(0, 366), refused('implausible')],
    ['hundredths are none of an older one’s', OLD, said(0, 3655), refused('implausible')],
    ['what a newer one found on ice is nobody’s fever', NEW, said(0, 400), refused('implausible')],
    ['hundredths of a degree Fahrenheit', NEW, said(1, 9860), told({ celsius: 37 })],
    ['tenths of a degree Fahrenheit', OLD, said(1, 1004), told({ celsius: 38 })],
    ['a Fahrenheit that is no whole Celsius', NEW, said(1, 9800), told({ celsius: 36.67 })],
    ['LOW, whatever the number', NEW, said(2, 3655), told({ flags: ['below-range'] })],
    ['HIGH, whatever the number', NEW, said(4, 3655), told({ flags: ['above-range'] })],
    ['a status that nobody explains', NEW, said(6, 3655), refused('unknown')],
    ['30 °C', NEW, said(0, 3000), told({ celsius: 30 })],
    ['45 °C', NEW, said(0, 4500), told({ celsius: 45 })],
    ['less than any living person', NEW, said(0, 2999), refused('implausible')],
    ['more than any living person', NEW, said(0, 4501), refused('implausible')],
  ])('%s', async (_, version, frame, events) => {
    expect(await idly(version, frame)).toEqual(events);
  });

  test('what would be a person’s in tenths waits for the version, which is asked for once; nothing else asks for it', async () => {
    for (const [version, events] of [
      [OLD, told({ celsius: 36.6 })],
      [NEW, refused('implausible')],
    ] as const) {
      const talk = aTalk(creativePc, ANSWERS);
      void talk.idle().catch(() => {});
      talk.hear(concat(said(0, 3655), said(0, 3655)));
      await talk.clock.pass(10);
      expect(talk.sent).toEqual([]);
      talk.hear(said(0, 366));
      await talk.clock.pass(10);
      expect(talk.sent.map(({ hex }) => hex)).toEqual([plain('AA 55 FF 02 02 28')]);
      expect(talk.told).toEqual(told({ celsius: 36.55 }));
      talk.hear(version);
      await talk.clock.pass(10);
      talk.hear(said(0, 366));
      await talk.clock.pass(10);
      expect(talk.told).toEqual([...told({ celsius: 36.55 }), ...events]);
      expect(talk.sent).toHaveLength(1);
      talk.gone();
    }
  });

  test('whose version nobody tells is refused when it says so again', async () => {
    expect(await idly(said(0, 366), said(0, 366))).toEqual(refused('implausible'));
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
