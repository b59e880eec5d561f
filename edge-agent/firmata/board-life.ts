/** One life of a board: from its set-up until it starts anew or is lost. What it is to do is forgotten with it. */
import { DeviceError } from '../domain/device-error.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { Link } from './firmata-link.ts';
import { changedProofs, type Proof, reportWrites, type Wiring } from './pins.ts';
import { aliveEveryMs } from './yike-bin.ts';

const REPEAT_EVERY_MS = 5000;
/** From the set-up to the first word of every input, the slowest switch settled. */
const ALL_HEARD_MS = 3000;

/** What of a board's inputs its life depends on. */
export interface Inputs {
  /** Resolves when all has been heard for the first time since it was forgotten. */
  complete(): Promise<void>;
  /** Something has been silent that is said all the time. */
  isStale(): boolean;
  /** Nothing heard before counts any more. */
  forget(): void;
}

export interface Life<W> {
  /** At once on the wire; resolves when every pin that changes has proved it. */
  change(part: Partial<W>): Promise<void>;
  /** Does it at that moment of the clock, or rejects when this life ends before. */
  changeAt(moment: number, part: Partial<W>): Promise<void>;
  wish(): W;
}

export interface LifeParts<W> {
  readonly link: Link;
  readonly wiring: Wiring<W>;
  readonly clock: Clock;
  readonly inputs: Inputs;
  /** Resolves with why the board has to be set up again; rejects when it is lost, or to be let go of. */
  readonly ended: Promise<string>;
  /** All inputs are known. */
  readonly ready: (life: Life<W>) => void;
}

/** Resolves with why it ended, and may be lived again; rejects as `ended` does, every output safe as far as it still hears. */
export async function live<W>({ link, wiring, clock, inputs, ended, ready }: LifeParts<W>): Promise<string> {
  const { safe, switchPins, lowWrites, setUpWrites, changeWrites, proofs } = wiring;
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => {}); // whoever awaits an answer hears of it
  const differs = Promise.withResolvers<string>();
  const timers = new Set<Cancel>();
  let wish = safe;
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

  function say(part: Partial<W>): Promise<boolean> {
    const before = wish;
    wish = { ...wish, ...part };
    link.send(changeWrites(before, wish));
    return proved(changedProofs(proofs(before), proofs(wish)));
  }

  async function change(part: Partial<W>): Promise<void> {
    if (await Promise.race([say(part), over.promise])) return;
    differs.resolve('a pin did not do what it was told');
    throw new DeviceError('unavailable', 'the board has not done it');
  }

  async function heardInTime(): Promise<undefined> {
    const late = sleep(ALL_HEARD_MS).then(() => 'late');
    if ((await Promise.race([inputs.complete(), late])) === 'late')
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
      for (const { pin } of proofs(wish)) {
        const wanted = proofs(wish).filter((proof) => proof.pin === pin);
        if (!(await proved(wanted))) return 'a pin is not as it was left';
      }
      if (inputs.isStale()) return 'a sensor has fallen silent';
      link.send([...changeWrites(wish, wish), ...reportWrites(switchPins)]);
    }
  }

  async function setUp(): Promise<undefined> {
    inputs.forget();
    link.send(lowWrites());
    // What it was asked while it started waits in its receiver: some of the set-up would find no place there.
    await link.drained();
    if (isOver) return; // it started anew meanwhile: two set-ups at once would find no place either
    link.reads(switchPins);
    link.send(setUpWrites());
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
      wish: () => wish,
    });
    const why = await Promise.race([watching, repeat(), differs.promise, ended]);
    over.reject(new DeviceError('unplugged', 'the board started anew'));
    return why;
  } catch (error) {
    const asSafe = isReady ? say(safe).catch(() => {}) : undefined;
    if (error instanceof DeviceError && error.code === 'unavailable') await asSafe; // let go of by us, and not lost
    over.reject(error);
    throw error;
  } finally {
    isOver = true;
    for (const cancel of timers) cancel();
    inputs.forget();
  }
}
