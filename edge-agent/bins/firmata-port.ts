/**
 * `firmata-bin`: a bin's hardware behind a board that speaks Firmata. StandardFirmata has no watchdog and no check value, and
 * keeps every output when its host dies. So nothing said to it is believed until the pin has answered for it, every output is
 * said again and every pin asked every five seconds, and what starts anew on its own is set up anew.
 *
 * A firmware of our own is known by its name, and does by itself what this does from outside; what more it can do will be
 * asked of it where `Link.firmware` says so.
 */
import type { Board, CellCalibration, SwitchName } from '../../firmware-config/index.ts';
import { DeviceError } from '../domain/device-error.ts';
import type { Cancel, Clock, Log } from '../ports.ts';
import type { Socket } from '../transports/transport.ts';
import type { BinPort, BinSenses, BoardNews } from './bin-port.ts';
import { type Link, openLink } from './firmata-link.ts';
import { lockRest } from './lock-rest.ts';
import {
  ALL_SAFE,
  changeWrites,
  channelOf,
  MODE,
  type Proof,
  proofs,
  proofsOfChange,
  repeatWrites,
  reportWrites,
  samplingWrite,
  setUpWrites,
  type Wish,
} from './outputs.ts';
import { openSensing, type Sensor } from './sensing.ts';

const BACK_OFF_MS = { first: 250, cap: 2000 } as const;
const SAMPLING_MS = { still: 100, moving: 50 } as const;
const ALIVE_EVERY_MS = 2000;
const REPEAT_EVERY_MS = 5000;
/** From the set-up to the first word of every sensor, the slowest switch settled. */
const ALL_HEARD_MS = 3000;
/** Sensors are reported ten times a second. */
const STALE_MS = 2000;

export interface FirmataPortParts {
  readonly deviceId: string;
  readonly socket: Socket;
  readonly board: Board;
  /** Of this bin's own cell; by default the board file's. */
  readonly calibration?: CellCalibration;
  readonly clock: Clock;
  readonly log: Log;
}

/** From one set-up to the next, to a loss, or to the end. */
interface Life {
  readonly link: Link;
  /** Rejects at its end; whoever awaits an answer of the board awaits this too. */
  readonly over: Promise<never>;
}

export function openFirmataPort({ deviceId, socket, board, calibration, clock, log }: FirmataPortParts): BinPort {
  const sensesListeners = new Set<(senses: BinSenses) => void>();
  const boardListeners = new Set<(news: BoardNews) => void>();
  const closing = new AbortController();
  const mayPulse = lockRest(board.lockPulse);
  const switchAt = new Map<number, SwitchName>();
  for (const name of ['doorClosed', 'serviceClosed', 'beamFree', 'untampered', 'smokeFree'] as const)
    switchAt.set(board.switches[name].pin, name);
  const sensorAt = new Map<number, Sensor>();
  for (const name of ['level', 'cell', 'temperature', 'motorCurrent'] as const)
    sensorAt.set(channelOf(board[name].pin), name);

  /** From the last word of each sensor on. */
  const heardAt = new Map<Sensor, number>();
  let life: Life | undefined;
  let wish: Wish = ALL_SAFE;
  let told = '';
  let nudge = (): void => {};
  let lastLoss: string | undefined;
  let lives = 0;

  const tellBoard = (news: BoardNews): void => {
    for (const listener of boardListeners) listener(news);
  };
  const sensing = openSensing(board, {
    calibration: calibration ?? board.cell.calibration,
    clock,
    changed() {
      const senses = sensing.senses();
      if (!senses) return;
      nudge();
      const text = JSON.stringify(senses);
      if (!life || (text === told && wish.door === undefined)) return; // who watches a moving door counts looks
      told = text;
      for (const listener of sensesListeners) listener(senses);
    },
  });

  /** Rejects when the board is lost or we close; each time it starts anew on its own, so does what is done with it. */
  async function talk(): Promise<never> {
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(() => {});
    let restarted = (): void => {};
    const link = await openLink(socket, clock, {
      digital(pin, high) {
        const name = switchAt.get(pin);
        if (name) sensing.hearSwitch(name, high);
      },
      analog(channel, adc) {
        const name = sensorAt.get(channel);
        if (!name) return;
        heardAt.set(name, clock.now());
        sensing.hearSensor(name, adc);
      },
      restarted: () => restarted(),
      gone: lost.reject,
    });
    const stop = (): void => lost.reject(new DeviceError('unavailable', 'closing'));
    closing.signal.addEventListener('abort', stop);
    if (closing.signal.aborted) stop();
    let wasReady = false;
    try {
      refuseWrongBoard(link);
      for (;;) {
        const again = Promise.withResolvers<string>();
        restarted = () => again.resolve('it said so');
        const why = await live(link, Promise.race([again.promise, lost.promise]), () => {
          wasReady = true;
        });
        if (!wasReady) continue;
        wasReady = false;
        log.warn('bin board restarted', { deviceId, why });
        tellBoard('restarted');
      }
    } finally {
      closing.signal.removeEventListener('abort', stop);
      await link.close();
      if (wasReady && !closing.signal.aborted) tellBoard('lost');
    }
  }

  function refuseWrongBoard({ supports }: Link): void {
    for (const { pin, modes } of [...proofs(board, ALL_SAFE), { pin: board.door.pin, modes: [MODE.servo] }])
      if (!modes.some((mode) => supports(pin, mode)))
        throw new DeviceError('unavailable', `pin ${pin} of this board cannot be what its file says`);
  }

  /** Sets it up and watches over it. Resolves with why it has to be set up again; rejects when it is lost. */
  async function live(link: Link, ended: Promise<string>, ready: () => void): Promise<string> {
    const over = Promise.withResolvers<never>();
    over.promise.catch(() => {});
    const timers = new Set<Cancel>();
    const sleep = (ms: number): Promise<void> =>
      new Promise((resolve) => void timers.add(clock.at(clock.now() + ms, resolve)));
    wish = ALL_SAFE;
    told = '';
    sensing.forget();
    const heard = new Promise<void>((resolve) => {
      nudge = resolve;
    });
    async function heardInTime(): Promise<undefined> {
      if ((await Promise.race([heard, sleep(ALL_HEARD_MS).then(() => 'late')])) === 'late')
        throw new DeviceError('silent', 'not every sensor has been heard');
    }
    async function watch(): Promise<never> {
      for (;;) {
        await sleep(ALIVE_EVERY_MS);
        await link.alive();
      }
    }
    async function repeat(): Promise<string> {
      for (;;) {
        await sleep(REPEAT_EVERY_MS);
        for (const { pin } of proofs(board, wish)) {
          const wanted = proofs(board, wish).filter((proof) => proof.pin === pin);
          if (!(await proved(link, wanted))) return 'a pin is not as it was left';
        }
        if ([...heardAt.values()].some((at) => clock.now() - at > STALE_MS)) return 'a sensor has fallen silent';
        link.send([...repeatWrites(board, wish), ...reportWrites(board)]);
      }
    }
    try {
      // What it was asked while it started waits in its receiver, which holds 64 bytes: some of the set-up would be lost.
      const drained = await Promise.race([link.drained(), ended]);
      if (drained !== undefined) return drained;
      link.reads(switchAt.keys());
      link.send(setUpWrites(board, SAMPLING_MS.still));
      const early = await Promise.race([heardInTime(), ended]);
      if (early !== undefined) return early;
      life = { link, over: over.promise };
      log.info('bin board ready', { deviceId, firmware: link.firmware, protocol: link.protocol });
      lastLoss = undefined;
      lives += 1;
      ready();
      tellBoard('ready');
      const why = await Promise.race([watch(), repeat(), ended]);
      over.reject(new DeviceError('unplugged', 'the board started anew'));
      return why;
    } catch (error) {
      if (life && closing.signal.aborted) await letGo(life);
      over.reject(error);
      throw error;
    } finally {
      for (const cancel of timers) cancel();
      life = undefined;
      sensing.forget();
    }
  }

  async function proved(link: Link, wanted: readonly Proof[]): Promise<boolean> {
    const answers = await Promise.all(
      wanted.map(async ({ pin, modes, state }) => {
        const shown = await link.pinState(pin);
        return modes.includes(shown.mode) && (state === undefined || state === shown.state);
      }),
    );
    return answers.every((right) => right);
  }

  /** At once on the wire; resolves when every pin that changes has proved it. */
  async function change(part: Partial<Wish>): Promise<void> {
    if (!life) throw new DeviceError('unavailable', 'the board is not ready');
    const { link, over } = life;
    const before = wish;
    wish = { ...wish, ...part };
    if ((before.door === undefined) !== (wish.door === undefined))
      link.send(samplingWrite(wish.door === undefined ? SAMPLING_MS.still : SAMPLING_MS.moving));
    link.send(changeWrites(board, before, wish));
    const right = await Promise.race([proved(link, proofsOfChange(board, before, wish)), over]);
    if (!right) throw new DeviceError('unavailable', 'the board has not done it');
  }

  /** Every output safe, as far as it still hears. */
  const letGo = ({ link }: Life): Promise<unknown> => {
    const before = wish;
    wish = ALL_SAFE;
    link.send(changeWrites(board, before, wish));
    return proved(link, proofsOfChange(board, before, wish)).catch(() => {});
  };

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
    if (error instanceof DeviceError) log.warn('bin board lost', { deviceId, code, why: error.message });
    else log.error('bin port failed', { deviceId, name: error instanceof Error ? error.name : typeof error });
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
    senses: () => (life ? sensing.senses() : undefined),
    onSenses(listener) {
      sensesListeners.add(listener);
      return () => sensesListeners.delete(listener);
    },
    onBoard(listener) {
      boardListeners.add(listener);
      return () => boardListeners.delete(listener);
    },
    async pulseLock() {
      if (!life) throw new DeviceError('unavailable', 'the board is not ready');
      const { over } = life;
      const start = clock.now();
      if (!mayPulse(start)) throw new DeviceError('unavailable', 'the lock has to rest');
      const ended = Promise.withResolvers<void>();
      // Whatever becomes of the answer: a coil that is held burns out.
      const cancel = clock.at(start + board.lockPulse.ms, () =>
        change({ lock: false }).then(ended.resolve, ended.reject),
      );
      over.catch((why: unknown) => {
        cancel();
        ended.reject(why);
      });
      await Promise.all([change({ lock: true }), ended.promise]);
    },
    drive(door) {
      const { openDegrees, closedDegrees } = board.door;
      if (door === 'released') return change({ motorSupply: false, door: undefined });
      return change({ motorSupply: true, door: door === 'open' ? openDegrees : closedDegrees });
    },
    show: ({ red, green }) => change({ redLamp: red, greenLamp: green }),
    buzz: (on) => change({ buzzer: on }),
    async close() {
      closing.abort();
      await supervised;
    },
  };
}
