import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { doubles, flips, losses, splits, torn } from '../../test/bad-bytes.ts';
import { bytesOf, concat, fromHex } from './bytes.ts';
import { frameReader } from './frame-reader.ts';
import * as pressure from './ieee11073-10407.ts';
import * as glucose from './ieee11073-10417.ts';
import {
  ACTIONS,
  type Apdu,
  acted,
  action,
  associated,
  associationOf,
  CHOICES,
  dataOf,
  ending,
  eventOf,
  getAll,
  heard,
  isOver,
  language,
  RESULTS,
} from './ieee11073-apdu.ts';
import {
  aboutOf,
  configurationAccepted,
  configurationOf,
  observationsOf,
  segmentHeard,
  segmentOf,
  TRANSFERS,
  transferResult,
} from './ieee11073-device.ts';
import { absoluteTime, sfloat } from './ieee11073-values.ts';

const AARQ =
  'E2 00 00 32 80 00 00 00 00 01 00 2A 50 79 00 26 80 00 00 00 80 00 80 00 00 00 00 00 00 00 00 80 00 00 00 08 00 60 19 01 02 03 04 05 40 00 00 01 01 00 00 00 00 00';
const AARE =
  'E3 00 00 2C 00 03 50 79 00 26 80 00 00 02 80 00 80 00 00 00 00 00 00 00 80 00 00 00 00 08 12 34 56 78 87 65 43 21 00 00 00 00 00 00 00 00 00 00';
const CONFIG =
  'E7 00 00 42 00 40 00 01 01 01 00 3A 00 00 FF FF FF FF 0D 1C 00 30 40 00 00 02 00 2A 00 06 00 01 00 02 00 0E 09 2F 00 04 00 02 71 B8 09 96 00 02 08 52 00 3D 00 02 00 02 00 0C 09 51 00 02 00 01 0A 4D 00 02 80 00';
const CONFIG_HEARD = 'E7 00 00 16 00 14 00 01 02 01 00 0E 00 00 00 00 00 00 0D 1C 00 04 40 00 00 00';
const GET = 'E7 00 00 0E 00 0C 00 02 01 03 00 06 00 00 00 00 00 00';
const ABOUT =
  'E7 00 00 46 00 44 00 02 02 03 00 3E 00 00 00 03 00 38 09 28 00 0E 00 06 52 6F 63 68 65 00 00 04 39 32 35 00 09 2D 00 16 00 01 00 12 00 01 00 00 00 0C 30 30 31 32 33 34 35 36 37 38 00 00 09 87 00 08 20 26 11 23 09 20 30 00';
const SEGMENT_INFO = 'E7 00 00 14 00 12 00 03 01 07 00 0C 00 02 0C 0D 00 06 00 01 00 02 00 00';
const SEND_SEGMENT = 'E7 00 00 10 00 0E 00 04 01 07 00 08 00 02 0C 1C 00 02 00 00';
const SENDS = 'E7 00 00 12 00 10 00 04 02 07 00 0A 00 02 0C 1C 00 04 00 00 00 00';
const SEGMENT =
  'E7 00 00 44 00 42 00 05 01 01 00 3C 00 02 FF FF FF FF 0D 21 00 32 00 00 00 00 00 00 00 00 00 03 C0 00 00 24 20 26 11 23 09 15 00 00 00 68 00 00 20 26 11 23 08 02 00 00 07 FE 00 00 20 26 11 22 21 40 00 00 08 02 00 00';
const SEGMENT_HEARD =
  'E7 00 00 1E 00 1C 00 05 02 01 00 16 00 02 FF FF FF FF 0D 21 00 0C 00 00 00 00 00 00 00 00 00 03 00 80';
const GLUCOSE_REPORT =
  'E7 00 00 28 00 26 00 06 01 01 00 20 00 00 FF FF FF FF 0D 1D 00 16 F0 00 00 00 00 01 00 0E 00 01 00 0A 00 68 20 26 11 23 09 15 00 00';
const PRESSURE_REPORT =
  'E7 00 00 3E 00 3C 00 01 01 01 00 36 00 00 FF FF FF FF 0D 1D 00 2C F0 00 00 00 00 02 00 24 00 01 00 12 00 03 00 06 00 8A 00 54 00 66 20 26 11 23 10 30 00 00 00 02 00 0A 00 48 20 26 11 23 10 30 00 00';
const PRESSURE_HEARD = 'E7 00 00 12 00 10 00 01 02 01 00 0A 00 00 00 00 00 00 0D 1D 00 00';
const RELEASE = 'E4 00 00 02 00 00';
const RELEASED = 'E5 00 00 02 00 00';
const ABORT = 'E6 00 00 02 00 00';
const WORKED = [
  AARQ,
  AARE,
  CONFIG,
  CONFIG_HEARD,
  GET,
  ABOUT,
  SEGMENT_INFO,
  SEND_SEGMENT,
  SENDS,
  SEGMENT,
  SEGMENT_HEARD,
  GLUCOSE_REPORT,
  PRESSURE_REPORT,
  PRESSURE_HEARD,
  RELEASE,
  RELEASED,
  ABORT,
];

const plain = (hex: string): string => hex.replaceAll(' ', '');

/** What is heard of these chunks, silence behind the last. */
function apdusOf(...chunks: readonly Uint8Array[]): Apdu[] {
  const reader = frameReader<Apdu>(language, () => {});
  const found: Apdu[] = [];
  const hear = (): void => {
    for (let apdu = reader.next(); apdu; apdu = reader.next()) found.push(apdu);
  };
  for (const chunk of chunks) {
    reader.take(chunk);
    hear();
  }
  for (; reader.unfinished; hear()) reader.abandon();
  return found;
}

function apduOf(bytes: string | Uint8Array): Apdu {
  const [apdu] = apdusOf(typeof bytes === 'string' ? fromHex(bytes) : bytes);
  if (!apdu) throw new Error('no APDU');
  return apdu;
}
function opened(bytes: string | Uint8Array) {
  const data = dataOf(apduOf(bytes));
  const event = data && eventOf(data);
  return { data, event };
}
function told(hex: string) {
  const { data, event } = opened(hex);
  if (!data || !event) throw new Error('no event');
  return { data, event };
}

test.each(WORKED)('%s is one APDU, however it is cut, and two when it comes twice', (hex) => {
  const bytes = fromHex(hex);
  const whole = [{ choice: (bytes[0] ?? 0) << 8, body: bytes.slice(4) }];
  for (const parts of splits(bytes)) expect(apdusOf(...parts)).toEqual(whole);
  expect(apdusOf(concat(bytesOf(0x00, 0xff), bytes, bytes))).toEqual([...whole, ...whole]);
});

test('what is announced and does not come is waited for, and then no APDU', () => {
  const longer = fromHex(PRESSURE_REPORT).map((byte, at) => (at === 3 ? 0x3f : byte));
  expect(language.cut(longer)).toBe('wait');
  expect(opened(concat(longer, bytesOf(0))).data).toBeUndefined();
});

describe('a device that comes', () => {
  test('says which it is and what it holds', () => {
    expect(associationOf(apduOf(AARQ))).toEqual({
      systemId: fromHex('00 60 19 01 02 03 04 05'),
      configuration: 0x4000,
    });
  });

  test('is none when it speaks another protocol, is no agent, or does not add up', () => {
    for (const at of [12, 31, 35]) {
      const other = fromHex(AARQ).map((byte, i) => (i === at ? byte ^ 1 : byte));
      expect(associationOf(apduOf(at === 31 ? other.with(31, 0) : other)), `${at}`).toBeUndefined();
    }
    expect(associationOf(apduOf(CONFIG))).toBeUndefined();
  });

  test('is accepted, its configuration asked for', () => {
    expect(hexOf(associated(RESULTS.unknownConfiguration, fromHex('12 34 56 78 87 65 43 21')))).toBe(plain(AARE));
  });

  test('tells its objects', () => {
    const { data, event } = told(CONFIG);
    const configuration = configurationOf(event);
    expect(configuration).toEqual({
      id: 0x4000,
      objects: [
        { class: 6, handle: 1, type: 0x71b8, unit: 0x0852 },
        { class: 0x3d, handle: 2, segments: 1 },
      ],
    });
    if (!configuration) throw new Error('no configuration');
    expect(hexOf(configurationAccepted(data, event, configuration))).toBe(plain(CONFIG_HEARD));
    expect(glucose.glucoseIn(configuration)).toEqual({
      object: { class: 6, handle: 1, type: 0x71b8, unit: 0x0852 },
      store: { class: 0x3d, handle: 2, segments: 1 },
    });
  });

  test('without a store, as the Accu-Chek Active, has none', () => {
    expect(glucose.glucoseIn({ id: 0x4000, objects: [glucose.STANDARD] })).toEqual({ object: glucose.STANDARD });
  });

  test('tells its name, its number and its clock', () => {
    expect(hexOf(getAll(2))).toBe(plain(GET));
    const { data } = opened(ABOUT);
    expect(data && aboutOf(data)).toEqual({
      unit: { model: 'Roche 925', serialNumber: '0012345678' },
      deviceClock: '2026-11-23T09:20:30',
    });
  });

  test('whose attributes do not add up is not believed', () => {
    const { data } = opened(ABOUT.replace('09 28 00 0E', '09 28 00 10'));
    expect(data).toBeDefined();
    expect(data && aboutOf(data)).toBeUndefined();
  });

  test.each([
    [CHOICES.release, RELEASE],
    [CHOICES.released, RELEASED],
    [CHOICES.abort, ABORT],
  ])('that ends with %d is over', (choice, hex) => {
    expect(hexOf(ending(choice))).toBe(plain(hex));
    expect(isOver(apduOf(hex))).toBe(true);
    expect(isOver(apduOf(AARQ))).toBe(false);
  });
});

describe('a store', () => {
  test('is asked for what it has, then for a segment', () => {
    expect(hexOf(action(3, 2, ACTIONS.segmentInfo, fromHex('00 01 00 02 00 00')))).toBe(plain(SEGMENT_INFO));
    expect(hexOf(action(4, 2, ACTIONS.sendSegment, fromHex('00 00')))).toBe(plain(SEND_SEGMENT));
  });

  test.each([
    [SENDS, TRANSFERS.ok],
    [`${SENDS.slice(0, -2)}03`, TRANSFERS.empty],
  ])('answers %s', (hex, result) => {
    const { data } = opened(hex);
    const answer = data && acted(data, 2, ACTIONS.sendSegment);
    expect(answer && transferResult(answer)).toBe(result);
    expect(data && acted(data, 1, ACTIONS.sendSegment)).toBeUndefined();
    expect(data && acted(data, 2, ACTIONS.segmentInfo)).toBeUndefined();
  });

  const reading = (index: number, deviceClock: string, facts: object) => ({
    index,
    deviceClock,
    event: { event: 'reading', kind: 'glucose', ...facts, deviceClock },
  });
  const object = { class: 6, handle: 1, type: 0x71b8, unit: 0x0852 };

  test('hands out its entries, each with its own time; HI and LO have no number', () => {
    const { data, event } = told(SEGMENT);
    const segment = segmentOf(event, glucose.ENTRY_BYTES);
    expect(segment).toMatchObject({ first: true, last: true, index: 0 });
    expect(segment && glucose.recordsOf(segment, object)).toEqual([
      reading(0, '2026-11-23T09:15:00', { mmolPerL: 5.8, meterValue: 104, meterUnit: 'mg/dL' }),
      reading(1, '2026-11-23T08:02:00', { flags: ['above-range'] }),
      reading(2, '2026-11-22T21:40:00', { flags: ['below-range'] }),
    ]);
    expect(hexOf(segmentHeard(data, event))).toBe(plain(SEGMENT_HEARD));
  });

  test.each([
    ['a status that is not 0', '20 26 11 23 09 15 00 00 00 68 00 01', object, 'unknown'],
    ['no number', '20 26 11 23 09 15 00 00 07 FF 00 00', object, 'range'],
    ['not at this resolution', '20 26 11 23 09 15 00 00 08 00 00 00', object, 'range'],
    ['half a mg/dL', '20 26 11 23 09 15 00 00 F4 15 00 00', object, 'range'],
    ['a time that is none', '20 26 13 23 09 15 00 00 00 68 00 00', object, 'date'],
    ['a time that is no decimal number', '20 26 1A 23 09 15 00 00 00 68 00 00', object, 'date'],
    ['more than any living person has', '20 26 11 23 09 15 00 00 03 E8 00 00', object, 'implausible'],
    ['a unit that is none', '20 26 11 23 09 15 00 00 00 68 00 00', { ...object, unit: 0x0853 }, 'unsupported'],
    ['something else than glucose', '20 26 11 23 09 15 00 00 00 68 00 00', { ...object, type: 0x71d0 }, 'unsupported'],
  ])('an entry with %s is refused', (_, hex, of, reason) => {
    const segment = { first: true, last: true, index: 7, entries: [fromHex(hex)] };
    expect(glucose.recordsOf(segment, of)).toMatchObject([{ index: 7, event: { event: 'rejected', reason } }]);
  });

  test('in mmol/L, by its own unit, is mmol/L', () => {
    const segment = { first: true, last: true, index: 0, entries: [fromHex('20 26 11 23 09 15 00 00 F0 3A 00 00')] };
    expect(glucose.recordsOf(segment, { ...object, unit: 0x1272 })).toMatchObject([
      { event: { mmolPerL: 5.8, meterValue: 5.8, meterUnit: 'mmol/L' } },
    ]);
  });
});

test('a glucose report in the standard configuration', () => {
  const observations = observationsOf(told(GLUCOSE_REPORT).event) ?? [];
  expect(glucose.readingsOf(observations)).toMatchObject([
    { mmolPerL: 5.8, meterValue: 104, meterUnit: 'mg/dL', deviceClock: '2026-11-23T09:15:00' },
  ]);
});

describe('a pressure report', () => {
  const readings = (hex: string, unit?: number) => pressure.readingsOf(observationsOf(told(hex).event) ?? [], unit);
  const READING = {
    event: 'reading',
    kind: 'blood-pressure',
    systolicMmHg: 138,
    diastolicMmHg: 84,
    meanMmHg: 102,
    pulsePerMin: 72,
    deviceClock: '2026-11-23T10:30:00',
  };
  const { pulsePerMin: _, ...withoutPulse } = READING;
  const { meanMmHg: __, ...withoutMean } = READING;

  test('is the reading, its pulse and its time', () => {
    const { data, event } = told(PRESSURE_REPORT);
    expect(readings(PRESSURE_REPORT)).toEqual([READING]);
    expect(hexOf(heard(data, event))).toBe(plain(PRESSURE_HEARD));
  });

  test.each([
    ['no systolic', '00 8A', '07 FF', [{ event: 'rejected', reason: 'range' }]],
    ['a systolic beyond', '00 8A', '07 FE', [{ event: 'rejected', reason: 'range' }]],
    ['no mean', '00 66', '07 FF', [withoutMean]],
    ['no pulse', '00 48', '07 FF', [withoutPulse]],
    ['a pulse of another time', '00 48 20 26 11 23 10 30', '00 48 20 26 11 23 10 31', [withoutPulse]],
    ['a time that is none', '54 00 66 20 26 11', '54 00 66 20 26 13', [{ event: 'rejected', reason: 'date' }]],
    ['a count that is not three', '00 03 00 06', '00 02 00 06', [{ event: 'rejected', reason: 'length' }]],
  ])('with %s', (__, from, to, found) => {
    expect(PRESSURE_REPORT).toContain(from);
    expect(readings(PRESSURE_REPORT.replace(from, to))).toEqual(found);
  });

  test('in kPa is told in mmHg; in anything else not at all', () => {
    const kPa = PRESSURE_REPORT.replace('00 8A 00 54 00 66', 'F0 B8 F0 70 F0 88');
    expect(readings(kPa, 0x0f03)).toMatchObject([{ systolicMmHg: 138, diastolicMmHg: 84, meanMmHg: 102 }]);
    expect(readings(kPa, 0x0f04)).toEqual([{ event: 'rejected', reason: 'unsupported' }]);
  });

  test('of several persons tells them apart, and a pulse is not another person’s', () => {
    const [first, pulse] = [PRESSURE_REPORT.slice(90, 90 + 65), PRESSURE_REPORT.slice(-41)];
    expect(first.startsWith('00 01 00 12') && pulse.startsWith('00 02 00 0A')).toBe(true);
    const body = fromHex(`00 01 00 01 00 16 ${first} 00 02 00 01 00 0E ${pulse}`);
    const info = concat(fromHex('F0 00 00 00 00 02'), bytesOf(0, body.length), body);
    const observations = observationsOf({ handle: 0, time: new Uint8Array(4), type: 0x0d1f, info });
    expect(observations?.map(({ handle, person }) => [handle, person])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(pressure.readingsOf(observations ?? [])).toEqual([withoutPulse]);
  });

  test('has no check value: torn or short of a byte it is nothing, but a wrong bit in these bytes is not seen', () => {
    const frame = fromHex(PRESSURE_REPORT);
    const truth = JSON.stringify([READING]);
    const readOf = (bytes: Uint8Array): string[] =>
      apdusOf(bytes).flatMap((apdu) => {
        const data = dataOf(apdu);
        const event = data && eventOf(data);
        const found = pressure.readingsOf((event && observationsOf(event)) ?? []);
        return found.some(({ event: kind }) => kind === 'reading') ? [JSON.stringify(found)] : [];
      });
    for (const spoilt of [...losses(frame), ...torn(frame)]) expect(readOf(spoilt)).toEqual([]);
    // What a doubled byte pushes out behind is the pulse.
    const allowed = [[], [truth], [JSON.stringify([withoutPulse])]];
    for (const spoilt of doubles(frame)) expect(allowed).toContainEqual(readOf(spoilt));
    const unseen = new Set<number>();
    for (const [bit, spoilt] of flips(frame).entries())
      if (readOf(spoilt).some((found) => found !== truth)) unseen.add(bit >> 3);
    // The lower halves of the three numbers, the time, and what leaves the pulse out or changes it: no more is possible.
    expect([...unseen]).toEqual([39, 41, 43, 44, 45, 46, 47, 48, 49, 50, 52, 53, 57, 58, 59, 60, 61, 62, 63, 64]);
  });
});

test.each([
  [0x0068, 104],
  [0xf03a, 5.8],
  [0xf0b8, 18.4],
  [0x008a, 138],
  [0x1002, 20],
  [0xffff, -0.1],
  [0x07fe, 'HI'],
  [0x0802, 'LO'],
  [0x07ff, undefined],
  [0x0800, undefined],
  [0x0801, undefined],
])('the number %d is %s', (raw, value) => {
  expect(sfloat(raw)).toBe(value);
});

test('times are decimal digits and a calendar’s', () => {
  expect(absoluteTime(fromHex('20 28 02 29 23 59 59 99'))).toBe('2028-02-29T23:59:59');
  for (const hex of ['20 27 02 29 00 00 00 00', '20 26 11 23 24 00 00 00', '20 26 11 23 10 30 00 0A', '20 26 11 23'])
    expect(absoluteTime(fromHex(hex))).toBeUndefined();
});

test('whatever bytes come, nothing is thrown, and what is read is one of ours', () => {
  const some = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc
      .record({ of: fc.constantFrom(...WORKED), at: fc.nat(70), to: fc.nat(255) })
      .map(({ of, at, to }) => fromHex(of).map((byte, i) => (i === at ? to : byte))),
  );
  fc.assert(
    fc.property(some, (bytes) => {
      for (const apdu of apdusOf(bytes)) {
        associationOf(apdu);
        const data = dataOf(apdu);
        if (!data) continue;
        aboutOf(data);
        acted(data, 2, ACTIONS.sendSegment);
        const event = eventOf(data);
        if (!event) continue;
        configurationOf(event);
        const segment = segmentOf(event, glucose.ENTRY_BYTES);
        const observations = observationsOf(event) ?? [];
        const found = [
          ...pressure.readingsOf(observations),
          ...glucose.readingsOf(observations),
          ...(segment ? glucose.recordsOf(segment, glucose.STANDARD).map((record) => record.event) : []),
        ];
        for (const one of found) expect(['reading', 'rejected']).toContain(one.event);
      }
    }),
    { numRuns: 2000 },
  );
});
