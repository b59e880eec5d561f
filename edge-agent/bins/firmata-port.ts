/**
 * `firmata-bin`: a bin's hardware behind a board that speaks Firmata. StandardFirmata has no watchdog and no check value, and
 * keeps every output when its host dies. So nothing said to it is believed until the pin has answered for it, every output is
 * said again and every pin asked every five seconds, and what starts anew on its own is set up anew.
 *
 * A firmware of our own is known by its name, and does by itself what this does from outside: it wants to hear from us more
 * often, stops a closing door before we can, and says what it has taken away (`yike-bin.ts`).
 */
import type { Board, CellCalibration, SwitchName } from '../../firmware-config/index.ts';
import { DeviceError } from '../domain/device-error.ts';
import type { Clock, Log } from '../ports.ts';
import type { Socket } from '../transports/transport.ts';
import type { BinPort, BinSenses, BoardNews, DoorDrive } from './bin-port.ts';
import { type Life, live } from './board-life.ts';
import { type Link, openLink } from './firmata-link.ts';
import { lockRest } from './lock-rest.ts';
import { ALL_SAFE, channelOf, MODE, proofs } from './outputs.ts';
import { openSensing, type Sensor } from './sensing.ts';

const BACK_OFF_MS = { first: 250, cap: 2000 } as const;
export interface FirmataPortParts {
  readonly deviceId: string;
  readonly socket: Socket;
  readonly board: Board;
  /** Of this bin's own cell; by default the board file's. */
  readonly calibration?: CellCalibration;
  readonly clock: Clock;
  readonly log: Log;
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

  let life: Life | undefined;
  let told = '';
  /** As the door was last told; and whether the board has stopped it since. */
  let driven: DoorDrive = 'released';
  let pinched = false;
  let lastLoss: string | undefined;
  let lives = 0;

  const tellBoard = (news: BoardNews): void => {
    for (const listener of boardListeners) listener(news);
  };
  const sensing = openSensing(board, {
    calibration: calibration ?? board.cell.calibration,
    clock,
    changed: () => tellSenses(),
  });

  function sensed(): BinSenses | undefined {
    const senses = life && sensing.senses();
    return senses && pinched ? { ...senses, pinched } : senses;
  }

  function tellSenses(): void {
    const senses = sensed();
    if (!senses || !life) return;
    const text = JSON.stringify(senses);
    if (text === told && !life.isMoving()) return; // who watches a moving door counts looks
    told = text;
    for (const listener of sensesListeners) listener(senses);
  }

  const RELEASED = { motorSupply: false, door: undefined } as const;

  /** One that is told to open by now has nothing to stop. */
  function stoppedByBoard(): void {
    if (driven !== 'closed') return;
    driven = 'released';
    pinched = true;
    life?.change(RELEASED).catch(() => {}); // it is so already: what differs is found
    tellSenses();
  }

  /** Rejects when the board is lost or we close; each time it starts anew on its own, so does what is done with it. */
  async function talk(): Promise<never> {
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(() => {});
    let restarted = (): void => {};
    const link = await openLink(socket, {
      clock,
      signal: closing.signal,
      digital(pin, high) {
        const name = switchAt.get(pin);
        if (name) sensing.hearSwitch(name, high);
      },
      analog(channel, adc) {
        const name = sensorAt.get(channel);
        if (name) sensing.hearSensor(name, adc);
      },
      restarted: () => restarted(),
      pinched: stoppedByBoard,
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
        const why = await live({ link, board, clock, sensing, ended, ready: begin(link) });
        if (!life) continue;
        life = undefined;
        log.warn('bin board restarted', { deviceId, why });
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
    (begun: Life): void => {
      life = begun;
      told = '';
      driven = 'released';
      pinched = false;
      lives += 1;
      lastLoss = undefined;
      log.info('bin board ready', { deviceId, firmware, protocol });
      tellBoard('ready');
    };

  function refuseWrongBoard({ supports }: Link): void {
    for (const { pin, modes } of [...proofs(board, ALL_SAFE), { pin: board.door.pin, modes: [MODE.servo] }])
      if (!modes.some((mode) => supports(pin, mode)))
        throw new DeviceError('unavailable', `pin ${pin} of this board cannot be what its file says`);
  }

  const alive = (): Life => {
    if (life) return life;
    throw new DeviceError('unavailable', 'the board is not ready');
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
    senses: sensed,
    onSenses(listener) {
      sensesListeners.add(listener);
      return () => sensesListeners.delete(listener);
    },
    onBoard(listener) {
      boardListeners.add(listener);
      return () => boardListeners.delete(listener);
    },
    async pulseLock() {
      const { change, changeAt } = alive();
      const start = clock.now();
      if (!mayPulse(start)) throw new DeviceError('unavailable', 'the lock has to rest');
      // It ends when its time has come, whatever becomes of the answer: a coil that is held burns out.
      await Promise.all([change({ lock: true }), changeAt(start + board.lockPulse.ms, { lock: false })]);
    },
    async drive(door) {
      const { openDegrees, closedDegrees } = board.door;
      const target = door === 'open' ? openDegrees : closedDegrees;
      const { change } = alive();
      driven = door;
      pinched = false;
      await change(door === 'released' ? RELEASED : { motorSupply: true, door: target });
    },
    async show({ red, green }) {
      await alive().change({ redLamp: red, greenLamp: green });
    },
    async buzz(on) {
      await alive().change({ buzzer: on });
    },
    async close() {
      closing.abort();
      await supervised;
    },
  };
}
