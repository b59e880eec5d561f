/** One life of a board: from its set-up until it starts anew or is lost. What it is to do is forgotten with it. */
import type { Board } from '../../firmware-config/index.ts';
import { DeviceError } from '../domain/device-error.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { Link } from './firmata-link.ts';
import {
  ALL_SAFE,
  changeWrites,
  lowWrites,
  type Proof,
  proofs,
  proofsOfChange,
  repeatWrites,
  reportWrites,
  samplingWrite,
  setUpWrites,
  type Wish,
} from './outputs.ts';
import type { Sensing } from './sensing.ts';
import { aliveEveryMs } from './yike-bin.ts';

const SAMPLING_MS = { still: 100, moving: 50 } as const;
const REPEAT_EVERY_MS = 5000;
/** From the set-up to the first word of every sensor, the slowest switch settled. */
const ALL_HEARD_MS = 3000;
/** Sensors are reported ten times a second. */
const STALE_MS = 2000;

export interface Life {
  /** At once on the wire; resolves when every pin that changes has proved it. */
  change(part: Partial<Wish>): Promise<void>;
  /** Does it at that moment of the clock, or rejects when this life ends before. */
  changeAt(moment: number, part: Partial<Wish>): Promise<void>;
  isMoving(): boolean;
}

export interface LifeParts {
  readonly link: Link;
  readonly board: Board;
  readonly clock: Clock;
  readonly sensing: Sensing;
  /** Resolves with why the board has to be set up again; rejects when it is lost, or to be let go of. */
  readonly ended: Promise<string>;
  /** All inputs are known. */
  readonly ready: (life: Life) => void;
}

/** Resolves with why it ended, and may be lived again; rejects as `ended` does, every output safe as far as it still hears. */
export async function live({ link, board, clock, sensing, ended, ready }: LifeParts): Promise<string> {
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => {}); // whoever awaits an answer hears of it
  const differs = Promise.withResolvers<string>();
  const timers = new Set<Cancel>();
  let wish: Wish = ALL_SAFE;
  let isOver = false;

  const sleepUntil = (moment: number): Promise<void> =>
    new Promise((resolve) => {
      if (isOver) return; // who was answered behind the end does nothing more
      const cancel = clock.at(moment, () => {
        timers.delete(cancel);
        resolve();
      });
      timers.add(cancel);
    });
  const sleep = (ms: number): Promise<void> => sleepUntil(clock.now() + ms);

  async function proved(wanted: readonly Proof[]): Promise<boolean> {
    const answers = await Promise.all(
      wanted.map(async ({ pin, modes, states }) => {
        const shown = await link.pinState(pin);
        return modes.includes(shown.mode) && (states === undefined || states.includes(shown.state));
      }),
    );
    return answers.every((right) => right);
  }

  function say(part: Partial<Wish>): Promise<boolean> {
    const before = wish;
    wish = { ...wish, ...part };
    const sampling = samplingWrite(wish.door === undefined ? SAMPLING_MS.still : SAMPLING_MS.moving);
    const startsOrEnds = (before.door === undefined) !== (wish.door === undefined);
    link.send([...changeWrites(board, before, wish), ...(startsOrEnds ? sampling : [])]);
    return proved(proofsOfChange(board, before, wish));
  }

  async function change(part: Partial<Wish>): Promise<void> {
    if (await Promise.race([say(part), over.promise])) return;
    differs.resolve('a pin did not do what it was told');
    throw new DeviceError('unavailable', 'the board has not done it');
  }

  async function heardInTime(): Promise<undefined> {
    const late = sleep(ALL_HEARD_MS).then(() => 'late');
    if ((await Promise.race([sensing.complete(), late])) === 'late')
      throw new DeviceError('silent', 'not every sensor has been heard');
  }

  async function watch(): Promise<never> {
    for (;;) {
      await sleep(aliveEveryMs(link.firmware));
      await link.alive();
    }
  }

  /** One pin at a time: its receiver holds 64 bytes. */
  async function repeat(): Promise<string> {
    for (;;) {
      await sleep(REPEAT_EVERY_MS);
      for (const { pin } of proofs(board, wish)) {
        const wanted = proofs(board, wish).filter((proof) => proof.pin === pin);
        if (!(await proved(wanted))) return 'a pin is not as it was left';
      }
      if (sensing.silentMs() > STALE_MS) return 'a sensor has fallen silent';
      link.send([...repeatWrites(board, wish), ...reportWrites(board)]);
    }
  }

  async function setUp(): Promise<undefined> {
    sensing.forget();
    link.send(lowWrites(board));
    // What it was asked while it started waits in its receiver: some of the set-up would find no place there.
    await link.drained();
    if (isOver) return; // it started anew meanwhile: two set-ups at once would find no place either
    link.reads(Object.values(board.switches).map(({ pin }) => pin));
    link.send(setUpWrites(board, SAMPLING_MS.still));
    await heardInTime();
  }

  let isReady = false;
  try {
    const watching = watch();
    const early = await Promise.race([setUp(), ended, watching]);
    if (early !== undefined) return early;
    isReady = true;
    ready({
      change,
      changeAt: (moment, part) => Promise.race([sleepUntil(moment).then(() => change(part)), over.promise]),
      isMoving: () => wish.door !== undefined,
    });
    const why = await Promise.race([watching, repeat(), differs.promise, ended]);
    over.reject(new DeviceError('unplugged', 'the board started anew'));
    return why;
  } catch (error) {
    const safe = isReady ? say(ALL_SAFE).catch(() => {}) : undefined;
    if (error instanceof DeviceError && error.code === 'unavailable') await safe; // let go of by us, and not lost
    over.reject(error);
    throw error;
  } finally {
    isOver = true;
    for (const cancel of timers) cancel();
    sensing.forget();
  }
}
