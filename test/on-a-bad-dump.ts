/**
 * What every memory meter's read-out must stand, in words that hold for all: called in each protocol's test. A dialogue is
 * the read-out with its answers; whatever becomes of one of them, the memory is read as it is, or not at all.
 */
import { expect, test } from 'vitest';
import { DeviceError } from '../edge-agent/domain/device-error.ts';
import type { DeviceEvent } from '../edge-agent/domain/event.ts';
import type { Memory } from '../edge-agent/domain/memory.ts';
import type { Driver } from '../edge-agent/drivers/driver.ts';
import { concat } from '../edge-agent/protocols/bytes.ts';
import { aTalk, type OnTheWay, type ReportAnswers } from './a-talk.ts';
import { doubles, flips, losses, splits, torn } from './bad-bytes.ts';

export interface Dialogue {
  /** What the meter answers to each question. */
  readonly answers: ReportAnswers;
  /** Of the memory: when its clock was heard is not compared. */
  readonly truth: Pick<Memory, 'unit' | 'records'> & { readonly deviceClock?: string };
  /** How many answers one read-out has. */
  readonly length: number;
  /** What may be asked, besides the questions answered here. */
  readonly mayAsk: RegExp;
  /** Where a read-out has many answers: of the ways to spoil one, every so many-th is tried; all of them, if not said. */
  readonly oneIn?: number;
  /** Nothing can be asked again: what does not come whole the first time ends the read-out. */
  readonly asksOnce?: boolean;
  /** How bytes travel where the wire cuts chunks itself, as HID does its reports. */
  readonly wrap?: Wrap;
  /**
   * What an answer is heard through at once: pieces, but not where it is one report; junk, but not where whatever comes may be
   * an answer.
   */
  readonly through?: readonly ('pieces' | 'junk')[];
}

export type Wrap = (bytes: Uint8Array) => readonly Uint8Array[];
export const asBytes: Wrap = (bytes) => [bytes];

export interface ReadOut {
  /** What was read; or the code of what kept us from it. */
  readonly memory: (Omit<Memory, 'clock'> & { readonly deviceClock?: string }) | string;
  readonly told: readonly DeviceEvent[];
  readonly sent: readonly string[];
  readonly tookMs: number;
  readonly answered: number;
}

/** `during`: what happens besides. */
export async function readOutOf(
  driver: Driver,
  answers: ReportAnswers,
  onTheWay?: OnTheWay,
  during: (talk: ReturnType<typeof aTalk>) => void = () => {},
): Promise<ReadOut> {
  let answered = 0;
  const talk = aTalk(driver, answers, (answer, nth, question) => {
    answered++;
    return onTheWay?.(answer, nth, question) ?? [answer];
  });
  const began = talk.clock.now();
  const reading = talk.readOut();
  during(talk);
  let read: Pick<ReadOut, 'memory' | 'tookMs'> | undefined;
  const ends = (memory: ReadOut['memory']): void => {
    read = { memory, tookMs: talk.clock.now() - began };
  };
  void reading.then(
    ({ clock, ...rest }) => ends({ ...rest, ...(clock && { deviceClock: clock.deviceClock }) }),
    (error: unknown) => ends(error instanceof DeviceError ? error.code : 'bug'),
  );
  while (!read && talk.clock.now() - began < GIVE_UP_MS) await talk.clock.pass(STEP_MS);
  if (!read) throw new Error('the read-out does not end');
  return { ...read, told: talk.told, sent: talk.sent.map(({ hex }) => hex), answered };
}

const GIVE_UP_MS = 600_000;
/** Of the fake clock; what falls due in it happens at its own moment all the same. */
const STEP_MS = 1000;

export function onABadDump(
  driver: Driver,
  { answers, truth, length, mayAsk, wrap = asBytes, through, oneIn = 1, asksOnce = false }: Dialogue,
): void {
  const nths = Array.from({ length }, (_, nth) => nth);
  const only =
    (spoilt: number, how: (answer: Uint8Array) => readonly Uint8Array[]): OnTheWay =>
    (answer, nth) =>
      (nth === spoilt ? how(answer) : [answer]).flatMap(wrap);
  const wanted = expect.objectContaining(truth);
  const whenMissed = asksOnce ? 'silent' : wanted;

  test('is read as it is, and nothing but questions is sent', async () => {
    const { memory, told, sent, answered } = await readOutOf(driver, answers, wrap);
    expect(memory).toEqual(wanted);
    expect(told).toEqual([]);
    expect(answered).toBe(length);
    expect(sent.filter((hex) => !mayAsk.test(hex))).toEqual([]);
  });

  // A report is not cut: where several make one answer, `wrap` says how.
  const ways = through ?? (driver.wire.kind === 'hid' && wrap === asBytes ? ['junk'] : ['pieces', 'junk']);
  test.each(ways.length > 0 ? nths : [])(
    'answer %d: cut anywhere, or behind junk, it is heard at once',
    async (nth) => {
      const heard = await waysOf(nth, (answer) => [
        ...(ways.includes('pieces') ? [...splits(answer), bytewise(answer)].map((pieces) => pieces.flatMap(wrap)) : []),
        ...(ways.includes('junk') ? [[JUNK, ...wrap(answer)]] : []),
      ]);
      for (const pieces of heard) {
        const { memory, answered } = await readOutOf(driver, answers, (answer, at) =>
          at === nth ? pieces : wrap(answer),
        );
        expect(memory, `${pieces}`).toEqual(wanted);
        expect(answered).toBe(length);
      }
    },
  );

  test.each(nths)(
    'answer %d: a wrong bit, a byte lost or doubled, its end missing: the truth, or nothing',
    async (nth) => {
      let read = 0;
      const ways = await waysOf(nth, (answer) =>
        [flips, losses, torn, doubles].flatMap((spoil) => spoil(answer).map((bytes) => [bytes])),
      );
      for (const spoilt of ways) {
        const { memory, told, sent } = await readOutOf(
          driver,
          answers,
          only(nth, () => spoilt),
        );
        expect(told.filter(({ event }) => event !== 'rejected')).toEqual([]);
        expect(sent.filter((hex) => !mayAsk.test(hex))).toEqual([]);
        if (typeof memory === 'string') continue;
        expect(memory, `${spoilt}`).toEqual(wanted);
        read++;
      }
      expect(read).toBeGreaterThan(asksOnce ? 0 : ways.length * 0.8);
    },
  );

  test.each(nths)('answer %d: glued to itself, it is heard once', async (nth) => {
    const { memory } = await readOutOf(
      driver,
      answers,
      only(nth, (answer) => [concat(answer, answer)]),
    );
    expect(memory).toEqual(wanted);
  });

  test.each(nths)('from answer %d on silence: the read-out ends by itself, and nothing was read', async (nth) => {
    const { memory, told, tookMs } = await readOutOf(driver, answers, (answer, at) => (at >= nth ? [] : wrap(answer)));
    expect(memory).toBe('silent');
    expect(told.filter(({ event }) => event !== 'rejected')).toEqual([]);
    expect(tookMs).toBeLessThan(60_000);
  });

  test.each(nths)(`answer %d is lost: ${asksOnce ? 'nothing was read' : 'it is asked for again'}`, async (nth) => {
    const { memory } = await readOutOf(
      driver,
      answers,
      only(nth, () => []),
    );
    expect(memory).toEqual(whenMissed);
  });

  test.each(nths)('unplugged at answer %d: nothing was read', async (nth) => {
    for (const bytes of [0, 1, 3]) {
      let pull = (): void => {};
      const { memory, told } = await readOutOf(
        driver,
        answers,
        (answer, at) => {
          if (at === nth) pull();
          return wrap(at === nth ? answer.subarray(0, bytes) : answer);
        },
        ({ clock, gone }) => {
          pull = () => void clock.at(clock.now() + 2, gone);
        },
      );
      expect(memory).toBe('unplugged');
      expect(told.filter(({ event }) => event !== 'rejected')).toEqual([]);
    }
  });

  test.each(nths)(
    `answer %d comes after the wait for it: ${asksOnce ? 'nothing was read' : 'the memory is read all the same'}`,
    async (nth) => {
      let late = (_: Uint8Array): void => {};
      const { memory } = await readOutOf(
        driver,
        answers,
        only(nth, (answer) => {
          late(answer);
          return [];
        }),
        ({ clock, hear }) => {
          late = (answer) => void clock.at(clock.now() + 6000, () => wrap(answer).forEach(hear));
        },
      );
      expect(memory).toEqual(whenMissed);
    },
  );

  async function waysOf<T>(nth: number, of: (answer: Uint8Array) => readonly T[]): Promise<readonly T[]> {
    let ways: readonly T[] = [];
    await readOutOf(driver, answers, (answer, at) => {
      if (at === nth) ways = of(answer);
      return wrap(answer);
    });
    return ways.filter((_, i) => i % oneIn === nth % oneIn);
  }
}

const bytewise = (answer: Uint8Array): Uint8Array[] => Array.from(answer, (byte) => Uint8Array.of(byte));
/** None of these bytes can begin anything, and they are no report. */
const JUNK = Uint8Array.of(0x00, 0xff, 0x7f, 0x55);
