import { describe, expect, test } from 'vitest';
import { aTalk, hexOf, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import { parNibp2020 } from '../drivers/par-nibp2020.ts';
import { fromHex } from './bytes.ts';
import { boardSays, boardStates, COMMANDS, hostSays } from './par-frame.ts';

const text = (said: string): string => hexOf(boardSays(said));
const START = '02 30 31 3B 3B 44 37 03';
const MANUAL = '02 30 33 3B 3B 44 39 03';
const STATUS = '02 31 38 3B 3B 44 46 03';
const ADULT = '02 32 34 3B 3B 44 43 03';
const STOP = `58 ${MANUAL} ${STATUS}`;
const SET_ADULT = `${ADULT} ${STATUS}`;
const OVER = '02 39 39 39 03 0D';
const LIVE_35 = '02 30 33 35 43 30 53 33 03 0D';
const STANDBY = text('S1;A0;C00;M--;P---------;R---;T    ;;A9');
const ANSWERS = { [START]: text('000C0S8'), [STOP]: OVER };
const plain = (hex: string) => hex.replaceAll(' ', '');

describe('the worked frames', () => {
  onABadWire(parNibp2020, {
    answers: ANSWERS,
    firstByte: 0x02,
    next: { hex: text('033C0S3'), mmHg: 33 },
    over: OVER,
    frames: [
      { what: 'live 35 mmHg', hex: LIVE_35, unchecked: true, tells: [{ event: 'pressure', mmHg: 35 }] },
      { what: 'over', hex: OVER, tells: [] },
      {
        what: '138/84, mean 102, pulse 72',
        hex: '02 53 31 3B 41 30 3B 43 30 30 3B 4D 30 30 3B 50 31 33 38 30 38 34 31 30 32 3B 52 30 37 32 3B 54 20 20 20 20 3B 3B 46 37 03 0D',
        measuring: true,
        tells: [
          {
            event: 'reading',
            kind: 'blood-pressure',
            systolicMmHg: 138,
            diastolicMmHg: 84,
            meanMmHg: 102,
            pulsePerMin: 72,
          },
        ],
      },
      {
        what: '125/80, mean 90, in a cycle of three minutes',
        hex: text('S1;A0;C03;M00;P125080090;R075;T0005;;40'),
        measuring: true,
        tells: [
          {
            event: 'reading',
            kind: 'blood-pressure',
            systolicMmHg: 125,
            diastolicMmHg: 80,
            meanMmHg: 90,
            pulsePerMin: 75,
          },
        ],
      },
      {
        what: '125/80, mean 95, message 03, a check value of 00',
        hex: text('S1;A0;C00;M03;P125080095;R075;T    ;;00'),
        measuring: true,
        tells: [
          {
            event: 'reading',
            kind: 'blood-pressure',
            systolicMmHg: 125,
            diastolicMmHg: 80,
            meanMmHg: 95,
            pulsePerMin: 75,
          },
        ],
      },
      {
        what: 'loose cuff',
        hex: text('S2;A0;C00;M06;P---------;R---;T    ;;B6'),
        measuring: true,
        tells: [{ event: 'failure', kind: 'cuff', code: '06' }],
      },
      {
        what: 'movement',
        hex: text('S2;A0;C00;M11;P---------;R---;T----;;E6'),
        measuring: true,
        tells: [{ event: 'failure', kind: 'movement', code: '11' }],
      },
    ],
  });

  test('live 152 mmHg', async () => {
    const told = await toldOf(parNibp2020, ANSWERS, 'idle', ['02 31 35 32 43 30 53 33 03 0D']);
    expect(told).toEqual([{ event: 'pressure', mmHg: 152 }]);
  });

  test.each([
    ['the misprint of the manual', text('S1;A0;C03;M00;P125080090;R075;T0005;;D2'), 'checksum'],
    ['the right check value in small letters', text('S1;A0;C00;M00;P138084102;R072;T    ;;f7'), 'checksum'],
    ['a status with a letter for a number', hexOf(boardStates('S1;A0;C00;M00;P13a084102;R072;T    ;;')), 'unknown'],
    ['a state that shows no pressure', text('035C0S1'), 'unknown'],
    ['a text that nobody knows', text('MPV12'), 'unknown'],
    ['an end without its CR', '02 39 39 39 03 0A', 'length'],
    ['a text longer than any', text('9'.repeat(59)), 'length'],
    ['what is no text', '02 39 00 39 03 0D', 'length'],
  ])('%s is refused', async (_, hex, reason) => {
    const told = await toldOf(parNibp2020, ANSWERS, 'idle', [hex, LIVE_35]);
    expect(told).toEqual([
      { event: 'rejected', reason },
      { event: 'pressure', mmHg: 35 },
    ]);
  });

  test('of texts of any length nothing is taken but the known ones, and the next frame is heard', async () => {
    for (let length = 0; length <= 120; length++) {
      const told = await toldOf(parNibp2020, ANSWERS, 'idle', [text('1'.repeat(length)), LIVE_35]);
      expect(told[0], `${length}`).toMatchObject({ event: 'rejected' });
      expect(told.slice(1), `${length}`).toEqual([{ event: 'pressure', mmHg: 35 }]);
    }
  });

  test.each([
    [START, COMMANDS.start],
    [MANUAL, COMMANDS.manual],
    [STATUS, COMMANDS.status],
    [ADULT, COMMANDS.adult],
  ])('the host says %s', (hex, command) => {
    expect(hostSays(command)).toEqual(fromHex(hex));
  });
});

const status = (said: string) => boardStates(`${said};T    ;;`);
const toldMeasuring = async (...chunks: (string | Uint8Array)[]) =>
  (await toldOf(parNibp2020, ANSWERS, 'measure', [LIVE_35, ...chunks])).slice(1);

describe('a result', () => {
  test.each([
    ['02', 'hardware'],
    ['07', 'leak'],
    ['08', 'hardware'],
    ['09', 'weak-signal'],
    ['10', 'range'],
    ['12', 'over-pressure'],
    ['13', 'movement'],
    ['14', 'leak'],
    ['15', 'hardware'],
    ['05', 'unknown'],
    ['99', 'unknown'],
  ])('with message %s is a failure, %s, whatever pressures of before stand beside it', async (message, kind) => {
    for (const pressures of ['P138084102;R072', 'P---------;R---'])
      for (const state of [1, 2])
        expect(await toldMeasuring(OVER, status(`S${state};A0;C00;M${message};${pressures}`))).toEqual([
          { event: 'failure', kind, code: message },
        ]);
  });

  test.each([
    ['of a board in error', 'S2;A0;C00;M00;P138084102;R072', { event: 'failure', kind: 'unknown', code: '00' }],
    ['without pressures', 'S1;A0;C00;M00;P---------;R---', { event: 'failure', kind: 'unknown', code: '00' }],
    ['without a message', 'S1;A0;C--;M--;P---------;R---', { event: 'failure', kind: 'unknown' }],
    ['of a neonate', 'S1;A1;C00;M00;P138084102;R072', { event: 'rejected', reason: 'unsupported' }],
    ['that no living person has', 'S1;A0;C00;M00;P120115117;R072', { event: 'rejected', reason: 'implausible' }],
    ['whose mean is not between', 'S1;A0;C00;M00;P138084084;R072', { event: 'rejected', reason: 'implausible' }],
  ])('%s is none', async (_, said, told) => {
    expect(await toldMeasuring(OVER, status(said))).toEqual([told]);
  });

  test('without a pulse has none', async () => {
    const told = await toldMeasuring(OVER, status('S1;A0;C00;M00;P138084102;R---'));
    expect(told).toEqual([
      { event: 'reading', kind: 'blood-pressure', systolicMmHg: 138, diastolicMmHg: 84, meanMmHg: 102 },
    ]);
  });

  test('of a board that still measures is none, and is asked for again', async () => {
    const talk = aTalk(parNibp2020, { ...ANSWERS, [STATUS]: hexOf(status('S3;A0;C00;M00;P138084102;R072')) });
    const failed = expect(talk.measure()).rejects.toMatchObject({ code: 'silent' });
    await talk.clock.pass(2);
    talk.hear(LIVE_35);
    talk.hear(OVER);
    await talk.clock.pass(5000);
    await failed;
    expect(talk.sent.filter(({ hex }) => hex === plain(STATUS)).map(({ at }) => at)).toEqual([2, 1002, 2002]);
    expect(talk.told.some(({ event }) => event === 'reading')).toBe(false);
  });

  test('that nobody asked for is not taken', async () => {
    const good = status('S1;A0;C00;M00;P138084102;R072');
    expect(await toldMeasuring(good)).toEqual([]);
    expect(await toldOf(parNibp2020, ANSWERS, 'idle', [good, OVER, good])).toEqual([]);
  });
});

describe('a live pressure', () => {
  const live = (...values: number[]) => values.map((mmHg) => boardSays(`${String(mmHg).padStart(3, '0')}C0S3`));
  const shown = async (...values: number[]) =>
    (await toldOf(parNibp2020, ANSWERS, 'idle', live(...values))).map((event) => 'mmHg' in event && event.mmHg);

  test('far from the one before is not shown, nor is the one after it', async () => {
    expect(await shown(100, 110, 310, 120, 130)).toEqual([100, 110, 130]);
    expect(await shown(100, 160, 221, 225)).toEqual([100, 160, 225]);
  });

  test('far from the one before is not believed while it measures', async () => {
    const told = await toldMeasuring(...live(90, 390, 100, 110));
    expect(told).toEqual([90, 110].map((mmHg) => ({ event: 'pressure', mmHg })));
    expect(await toldMeasuring(OVER, ...live(390))).toEqual([]);
  });

  test('above what we allow once more than once stops the measurement', async () => {
    const told = await toldMeasuring(...live(90, 150, 210, 270, 301));
    expect(told.at(-1)).toEqual({ event: 'failure', kind: 'over-pressure' });
  });
});

describe('on a new connection', () => {
  const said = (talk: ReturnType<typeof aTalk>) => talk.sent.map(({ hex }) => hex);

  test.each([
    ['moved', OVER],
    ['rested', STANDBY],
    ['is in error', hexOf(status('S2;A0;C00;M06;P---------;R---'))],
  ])('a board that %s is stopped first, then set for adults', async (_, answer) => {
    const talk = aTalk(parNibp2020, { [STOP]: answer, [SET_ADULT]: STANDBY });
    await talk.clock.until(talk.greet());
    expect(said(talk)).toEqual([STOP, SET_ADULT].map(plain));
    expect(talk.told).toEqual([]);
  });

  test.each([0, 3, 4, 5, 6, 7, 8, 9])('one in state %i has not confirmed the stop', async (state) => {
    const answer = hexOf(status(`S${state};A0;C00;M00;P---------;R---`));
    const talk = aTalk(parNibp2020, { [STOP]: answer, [SET_ADULT]: STANDBY });
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
    expect(said(talk)).toEqual(Array(5).fill(plain(STOP)));
    expect(talk.sent.map(({ at }) => at)).toEqual([0, 500, 1000, 1500, 2000]);
  });

  test('one that stays set for neonates is not taken', async () => {
    const neonate = hexOf(status('S1;A1;C00;M00;P---------;R---'));
    const talk = aTalk(parNibp2020, { [STOP]: OVER, [SET_ADULT]: neonate });
    await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'unavailable' });
  });
});

test('a start without a pressure is given up after three seconds, and stopped', async () => {
  const talk = aTalk(parNibp2020, { [STOP]: STANDBY });
  await expect(talk.clock.until(talk.measure())).rejects.toMatchObject({ code: 'silent' });
  expect(talk.sent.map(({ at, hex }) => [at, hex])).toEqual([
    [0, plain(START)],
    [3000, plain(STOP)],
  ]);
});
