/**
 * One board that speaks Firmata, found, set up and held for as long as the program runs. StandardFirmata has no watchdog and
 * no check value, and keeps every output when its host dies. So nothing said to it is believed until the pin has answered for
 * it, every output is said again and every pin asked every five seconds, and what starts anew on its own is set up anew.
 *
 * A firmware of our own is known by its name, and does by itself what this does from outside: it wants to hear from us more
 * often, and says what it has taken away (`yike-bin.ts`).
 */
import { DeviceError } from '../domain/device-error.ts';
import type { Cancel, Clock, Log } from '../ports.ts';
import type { Socket } from '../transports/transport.ts';
import { type Inputs, type Life, live } from './board-life.ts';
import type { BoardNews } from './board-news.ts';
import { type Link, type LinkEars, openLink } from './firmata-link.ts';
import type { Proof, Wiring } from './pins.ts';

const BACK_OFF_MS = { first: 250, cap: 2000 } as const;

export interface HeldBoardParts<W> extends Pick<LinkEars, 'digital' | 'analog'>, Partial<Pick<LinkEars, 'pinched'>> {
  readonly deviceId: string;
  readonly socket: Socket;
  readonly wiring: Wiring<W>;
  readonly inputs: Inputs;
  /** What pins must be able to be beside what they are at rest. */
  readonly needs?: readonly Omit<Proof, 'states'>[];
  readonly clock: Clock;
  readonly log: Log;
}

export interface HeldBoard<W> {
  /** Undefined until the board is ready, and when it is lost. */
  life(): Life<W> | undefined;
  /** Throws where there is none. */
  alive(): Life<W>;
  onBoard(listener: (news: BoardNews) => void): Cancel;
  /** Every output on its safe side, as far as the board still hears; then lets go of it. */
  close(): Promise<void>;
}

export function holdBoard<W>(parts: HeldBoardParts<W>): HeldBoard<W> {
  const { deviceId, socket, wiring, inputs, needs = [], digital, analog, pinched = () => {}, clock, log } = parts;
  const boardListeners = new Set<(news: BoardNews) => void>();
  const closing = new AbortController();
  let life: Life<W> | undefined;
  let lastLoss: string | undefined;
  let lives = 0;

  const tellBoard = (news: BoardNews): void => {
    for (const listener of boardListeners) listener(news);
  };

  /** Rejects when the board is lost or we close; each time it starts anew on its own, so does what is done with it. */
  async function talk(): Promise<never> {
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(() => {});
    let restarted = (): void => {};
    const link = await openLink(socket, {
      clock,
      signal: closing.signal,
      digital,
      analog,
      restarted: () => restarted(),
      pinched,
      gone: lost.reject,
    });
    const stop = (): void => lost.reject(new DeviceError('unavailable', 'closing'));
    closing.signal.addEventListener('abort', stop);
    if (closing.signal.aborted) stop();
    try {
      refuseWrongBoard(link);
      for (;;) {
        const again = Promise.withResolvers<string>();
        restarted = () => again.resolve('it said so');
        const ended = Promise.race([again.promise, lost.promise]);
        const why = await live({ link, wiring, clock, inputs, ended, ready: begin(link) });
        if (!life) continue;
        life = undefined;
        log.warn('board restarted', { deviceId, why });
        tellBoard('restarted');
      }
    } finally {
      closing.signal.removeEventListener('abort', stop);
      const wasReady = life !== undefined;
      life = undefined;
      await link.close();
      if (wasReady && !closing.signal.aborted) tellBoard('lost');
    }
  }

  const begin =
    ({ firmware, protocol }: Link) =>
    (begun: Life<W>): void => {
      life = begun;
      lives += 1;
      lastLoss = undefined;
      log.info('board ready', { deviceId, firmware, protocol });
      tellBoard('ready');
    };

  function refuseWrongBoard({ supports }: Link): void {
    for (const { pin, modes } of [...wiring.proofs(wiring.safe), ...needs])
      if (!modes.some((mode) => supports(pin, mode)))
        throw new DeviceError('unavailable', `pin ${pin} of this board cannot be what its file says`);
  }

  async function supervise(): Promise<void> {
    let waitMs: number = BACK_OFF_MS.first;
    while (!closing.signal.aborted) {
      const before = lives;
      await talk().catch(noteLoss);
      if (lives > before) waitMs = BACK_OFF_MS.first;
      await pause(waitMs);
      waitMs = Math.min(2 * waitMs, BACK_OFF_MS.cap);
    }
  }

  /** One line a change of state, not one a try: a board may stay away for months. */
  function noteLoss(error: unknown): void {
    if (closing.signal.aborted) return;
    const code = error instanceof DeviceError ? error.code : 'bug';
    if (code === lastLoss) return;
    lastLoss = code;
    if (error instanceof DeviceError) log.warn('board lost', { deviceId, code, why: error.message });
    else log.error('board port failed', { deviceId, name: error instanceof Error ? error.name : typeof error });
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (closing.signal.aborted) return resolve();
      const ends = (): void => {
        cancel();
        closing.signal.removeEventListener('abort', ends);
        resolve();
      };
      const cancel = clock.at(clock.now() + ms, ends);
      closing.signal.addEventListener('abort', ends);
    });

  const supervised = supervise();
  return {
    life: () => life,
    alive() {
      if (life) return life;
      throw new DeviceError('unavailable', 'the board is not ready');
    },
    onBoard(listener) {
      boardListeners.add(listener);
      return () => boardListeners.delete(listener);
    },
    async close() {
      closing.abort();
      await supervised;
    },
  };
}
