import { describe, expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { flips, losses, torn } from '../../test/bad-bytes.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { converser } from '../converse.ts';
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { contourNext } from '../drivers/contour-next.ts';
import { concat } from './bytes.ts';
import { controlByte, frameOf, reportsOf } from './contour-frame.ts';

const header = (results: number): string =>
  `H|\\^&||aB3dEf|Contour7350^01.20\\01.05\\09.04^7350-1234567^0000-|A=1^G=en,en\\zh^U=1^V=11333^Z=1|${results}|||||P|1|202611230915`;

/** The worked transfer. Units are mixed: each result carries its own. */
const TEXTS = [
  header(4),
  'P|1',
  'R|1|^^^Glucose|93|mg/dL^P||B/M0/T1||202611230701',
  'R|2|^^^Glucose|5.6|mmol/L^P||A/M0/T1||202611230915',
  'R|3|^^^Glucose|601|mg/dL^P||>/M0||202611230920',
  'R|4|^^^Glucose|110|mg/dL^P||C/M0||202611230925',
  'L|1||N',
];
const framesOf = (texts: readonly string[]): Uint8Array[] =>
  texts.map((text, at) => frameOf((at + 1) % 8, text, text.startsWith('L')));
const FRAMES = framesOf(TEXTS);

const glucose = (index: number, deviceClock: string, facts: object) => ({
  index,
  deviceClock,
  event: { event: 'reading', kind: 'glucose', deviceClock, ...facts },
});
const inMgPerDl = (meterValue: number, mmolPerL: number) => ({ mmolPerL, meterValue, meterUnit: 'mg/dL' });
const TRUTH = {
  mark: '7350-1234567 4',
  unit: { model: 'Contour7350', serialNumber: '7350-1234567' },
  clock: { deviceClock: '2026-11-23T09:15:00', heardAt: expect.any(Number) },
  records: [
    glucose(1, '2026-11-23T07:01:00', { ...inMgPerDl(93, 5.2), meal: 'before-meal' }),
    glucose(2, '2026-11-23T09:15:00', { mmolPerL: 5.6, meterValue: 5.6, meterUnit: 'mmol/L', meal: 'after-meal' }),
    glucose(3, '2026-11-23T09:20:00', { flags: ['above-range'] }),
    glucose(4, '2026-11-23T09:25:00', { ...inMgPerDl(110, 6.1), flags: ['control'] }),
  ],
};

const WORDS = ['EOT', 'ACK', 'NAK'] as const;
const EOT = controlByte('EOT');
/** What it says to an EOT: that it ends, its header, and that it has something to send. */
const OFFER = concat(EOT, FRAMES[0] ?? EOT, controlByte('ENQ'));

interface Script {
  readonly frames?: readonly Uint8Array[];
  /** To an EOT. */
  readonly offer?: Uint8Array | 'nothing';
  /** It sends nothing that it has not offered. */
  readonly onlyOffered?: boolean;
  /** Does an EOT end its transfer? */
  readonly resets?: boolean;
  /** What becomes of its nth message, from 0. */
  readonly onTheWay?: (message: Uint8Array, nth: number) => readonly Uint8Array[];
}

/** A meter that says these frames, one for each ACK, the same again for each NAK. */
function aContour({
  frames = FRAMES,
  offer = OFFER,
  onlyOffered = false,
  resets = true,
  onTheWay = (message) => [message],
}: Script = {}) {
  const clock = aFakeClock();
  const told: DeviceEvent[] = [];
  const said: string[] = [];
  let at = -1;
  let nth = 0;
  let offered = false;
  return contourNext.speak((speech) => {
    const talker = converser({
      language: speech.language,
      clock,
      tell: (event) => told.push(event),
      async write(report) {
        const word = WORDS.find((one) => hexOf(report) === hexOf(reportsOf(controlByte(one))[0] ?? EOT));
        said.push(word ?? hexOf(report));
        if (word === 'EOT') {
          if (resets) at = -1;
          offered = true;
        } else if (onlyOffered && !offered) {
          return;
        }
        if (word === 'ACK') at++;
        const message = word === 'EOT' ? offer : (frames[at] ?? EOT);
        if (message === 'nothing') return;
        const reports = onTheWay(message, nth++).flatMap(reportsOf);
        for (const [i, one] of reports.entries()) clock.at(clock.now() + 1 + i, () => talker.hear(one));
      },
    });
    const { greet, readOut } = speech;
    if (!readOut) throw new Error('it has a memory');
    return {
      clock,
      told,
      said,
      pull: () => talker.gone('pulled'),
      hear: talker.hear,
      greet: () => clock.until(talker.converse(greet)),
      /** The memory, or the code of what kept us from it. */
      readOut: (signal?: AbortSignal) =>
        clock.until(talker.converse(readOut, signal)).catch((error: unknown) => {
          if (error instanceof DeviceError) return error.code;
          throw error;
        }),
    };
  });
}

const only =
  (spoilt: number, how: (message: Uint8Array) => readonly Uint8Array[]): NonNullable<Script['onTheWay']> =>
  (message, nth) =>
    nth === spoilt ? how(message) : [message];

/** One message more than frames: the offer before them. The EOT behind the last is not needed. */
const nths = Array.from({ length: FRAMES.length + 1 }, (_, nth) => nth);
const rejected = { event: 'rejected', reason: 'checksum' };

describe('a transfer', () => {
  test('is read whole, and no word but EOT and ACK is said for it', async () => {
    const meter = aContour();
    expect(await meter.readOut()).toEqual(TRUTH);
    expect(meter.told).toEqual([]);
    expect(meter.said).toEqual(['EOT', ...FRAMES.map(() => 'ACK'), 'ACK']);
  });

  test('that goes on behind the offered header is read all the same', async () => {
    expect(await aContour({ frames: FRAMES.slice(1) }).readOut()).toEqual(TRUTH);
  });

  test.each([
    ['begins with an ACK, and says EOT to an EOT', { offer: EOT }],
    ['says ENQ alone to an EOT', { offer: controlByte('ENQ') }],
    ['sends nothing that it has not offered', { onlyOffered: true }],
  ])('of a meter that %s', async (_, script) => {
    const meter = aContour(script);
    await meter.greet();
    expect(await meter.readOut()).toEqual(TRUTH);
    expect(await meter.readOut()).toEqual(TRUTH);
  });

  test('that cannot be begun anew is the one that was begun with the greeting; its clock is not believed', async () => {
    const meter = aContour({ offer: 'nothing', resets: false });
    await meter.greet();
    await meter.clock.pass(3_600_000);
    const { clock: _, ...truth } = TRUTH;
    expect(await meter.readOut()).toEqual(truth);
    expect(meter.said).toEqual(['ACK', 'EOT', 'NAK', ...FRAMES.map(() => 'ACK')]);
  });

  test.each(nths)(
    'whose message %d has a wrong bit, lacks a byte or its end is the truth all the same',
    async (nth) => {
      const message = nth === 0 ? OFFER : (FRAMES[nth - 1] ?? EOT);
      const some = [...flips(message), ...losses(message), ...torn(message)].filter((_, i) => i % 13 === nth);
      for (const spoilt of some) {
        const meter = aContour({ onTheWay: only(nth, () => [spoilt]) });
        expect(await meter.readOut(), hexOf(spoilt)).toEqual(TRUTH);
        expect(meter.told.filter(({ event }) => event !== 'rejected')).toEqual([]);
      }
    },
  );

  test('whose frame has a wrong sum is asked for that frame again', async () => {
    const wrong = (frame: Uint8Array) => [frame.with(frame.length - 3, frame.at(-3) === 0x30 ? 0x31 : 0x30)];
    const meter = aContour({ onTheWay: only(3, wrong) });
    expect(await meter.readOut()).toEqual(TRUTH);
    expect(meter.told).toEqual([rejected]);
    expect(meter.said.slice(3, 5)).toEqual(['ACK', 'NAK']);
  });

  test.each(nths)('whose message %d is lost, or comes twice, or too late', async (nth) => {
    const ways: readonly NonNullable<Script['onTheWay']>[] = [
      only(nth, () => []),
      only(nth, (message) => [message, message]),
      only(nth, (message) => {
        meter.clock.at(meter.clock.now() + 6000, () => reportsOf(message).forEach(meter.hear));
        return [];
      }),
    ];
    let meter = aContour();
    for (const onTheWay of ways) {
      meter = aContour({ onTheWay });
      expect(await meter.readOut()).toEqual(TRUTH);
      if (nth > 0) expect(meter.said.filter((word) => word === 'EOT')).toHaveLength(1); // it is not begun anew
    }
  });

  test.each(nths)('that falls silent at message %d is nothing, told soon enough', async (nth) => {
    const meter = aContour({ onTheWay: (message, i) => (i >= nth ? [] : [message]) });
    const began = meter.clock.now();
    expect(await meter.readOut()).toBe('silent');
    expect(meter.told).toEqual([]);
    expect(meter.clock.now() - began).toBeLessThan(60_000);
  });

  test.each(nths)('that is pulled at message %d is nothing', async (nth) => {
    const meter = aContour({
      onTheWay: only(nth, (message) => {
        meter.clock.at(meter.clock.now() + 2, meter.pull);
        return [message.slice(0, 3)];
      }),
    });
    expect(await meter.readOut()).toBe('unplugged');
    expect(meter.told).toEqual([]);
  });

  test('that is stopped leaves the meter as it was: the next one is whole', async () => {
    const stop = new AbortController();
    const meter = aContour({
      onTheWay: (message, nth) => {
        if (nth === 4) stop.abort();
        return [message];
      },
    });
    expect(await meter.readOut(stop.signal)).toBe('aborted');
    expect(await meter.readOut()).toEqual(TRUTH);
  });

  test('in which a frame is missing is begun anew, never joined', async () => {
    const meter = aContour({ onTheWay: only(4, () => [FRAMES[5] ?? EOT]) });
    expect(await meter.readOut()).toEqual(TRUTH);
    expect(meter.said.filter((word) => word === 'EOT')).toHaveLength(2);
  });

  test('to which the meter says NAK is begun anew', async () => {
    const meter = aContour({ onTheWay: only(4, () => [controlByte('NAK')]) });
    expect(await meter.readOut()).toEqual(TRUTH);
    expect(meter.said.filter((word) => word === 'EOT')).toHaveLength(2);
  });

  test('that the meter begins anew has each record once', async () => {
    expect(await aContour({ frames: [...FRAMES.slice(0, 4), ...FRAMES] }).readOut()).toEqual(TRUTH);
  });

  test('without a last record is whole when all are there that the header counts', async () => {
    const withoutLast = (results: number) => aContour({ frames: framesOf([header(results), ...TEXTS.slice(1, -1)]) });
    expect(await withoutLast(4).readOut()).toEqual(TRUTH);
    expect(await withoutLast(5).readOut()).toBe('silent');
    expect(await withoutLast(3).readOut()).toBe('silent');
  });

  test('of an empty memory is no record', async () => {
    for (const end of [['L|1||N'], []])
      expect(await aContour({ frames: framesOf([header(0), 'P|1', ...end]) }).readOut()).toMatchObject({ records: [] });
  });

  test('of a full memory is read in order, however often the frames are numbered through', async () => {
    const time = (i: number) =>
      `2026${String(1 + Math.floor(i / 24)).padStart(2, '0')}01${String(i % 24).padStart(2, '0')}00`;
    const results = Array.from({ length: 200 }, (_, i) => `R|${i + 1}|^^^Glucose|${100 + i}|mg/dL^P||M0||${time(i)}`);
    const memory = await aContour({ frames: framesOf([header(200), 'P|1', ...results, 'L|1||N']) }).readOut();
    const values = Array.from({ length: 200 }, (_, i) => ({ index: i + 1, event: { meterValue: 100 + i } }));
    expect(memory).toMatchObject({ records: values });
  });

  test('that never ends is left', async () => {
    let results = 0;
    const endless = aContour({
      onTheWay: (message, nth) =>
        nth < 3 ? [message] : [frameOf(nth % 8, `R|${++results % 9999}|^^^Glucose|93|mg/dL^P||M0||202611230701`)],
    });
    expect(await endless.readOut()).toBe('unavailable');
    expect(results).toBeLessThan(5000);
  });
});

describe('on a new connection', () => {
  test('it is asked once who it is', async () => {
    const meter = aContour();
    await meter.greet();
    expect(meter.said).toEqual(['ACK']);
    expect(meter.told).toEqual([]);
  });

  test('a header that came garbled is asked for again', async () => {
    const wrong = (frame: Uint8Array) => [frame.with(5, 0x78)];
    const meter = aContour({ onTheWay: only(0, wrong) });
    await meter.greet();
    expect(meter.said).toEqual(['ACK', 'NAK']);
  });

  test('a meter that offers a transfer by itself, or first, is answered', async () => {
    const meter = aContour({ frames: [controlByte('ENQ'), ...FRAMES] });
    meter.hear(reportsOf(controlByte('ENQ'))[0] ?? EOT);
    await meter.greet();
    expect(meter.said).toEqual(['ACK', 'ACK']);
  });

  test('a transfer that somebody else began is ended first', async () => {
    const stop = new AbortController();
    const meter = aContour({
      onTheWay: (message, nth) => {
        if (nth === 4) stop.abort();
        return [message];
      },
    });
    await meter.readOut(stop.signal);
    const before = meter.said.length;
    await meter.greet();
    expect(meter.said.slice(before)).toEqual(['ACK', 'EOT']);
  });

  test('nothing, or nonsense, is none', async () => {
    for (const answer of [[], [Uint8Array.of(0x02, 0x39)]])
      await expect(aContour({ onTheWay: () => answer }).greet()).rejects.toMatchObject({ code: 'silent' });
  });
});
