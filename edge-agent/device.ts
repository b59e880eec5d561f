/** One place for a device: opens it, greets it, keeps it in one conversation at a time, and comes back after a loss. */
import type { Converser } from './converse.ts';
import { DeviceError, type DeviceErrorCode } from './domain/device-error.ts';
import type { DeviceEvent } from './domain/event.ts';
import type { Memory, Unit } from './domain/memory.ts';
import type { Driver, Speech } from './drivers/driver.ts';
import { faultPoint } from './fault-point.ts';
import { firstOf } from './first-of.ts';
import { type DeviceHealth, type DeviceStatus, healthOf } from './health.ts';
import { declared, type Ears, type Meeting } from './meeting.ts';
import type { Cancel, Clock, Log } from './ports.ts';
import { type Bounds, openRecorder, type Recorded } from './recording.ts';
import type { Socket } from './transports/transport.ts';

/** First wait before opening again; doubled up to the cap, so that a replug is back well within five seconds. */
const BACK_OFF_MS = { first: 250, cap: 2000 } as const;
const WITHIN_MS = {
  /** No measurement of any driver lasts longer; the protocol's own limit is shorter. This one does not depend on it. */
  measure: 200_000,
  /** Nothing moves meanwhile: a full memory, byte by byte, twice, may take its minutes. */
  'read-out': 900_000,
} as const;

/** What the station knows of whoever is plugged in. */
export type KnownAs = Pick<
  Driver,
  'id' | 'models' | 'provides' | 'canMeasure' | 'hasOwnButtons' | 'remembers' | 'settings'
>;

/** Who is to be met: one with this driver on this socket, or whoever the meeting finds, who is known as `driver` until then. */
export type ToMeet =
  | { readonly driver: Driver; readonly socket: Socket }
  | { readonly driver: KnownAs; readonly meeting: Meeting };

export type DeviceParts = ToMeet & {
  readonly deviceId: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How much of its wire is kept in memory; by default some minutes of a talkative one. */
  readonly keep?: Bounds;
};

/** A memory as it was read out. */
export interface MemoryRead extends Pick<Memory, 'unit' | 'records'> {
  /**
   * What the device's clock showed, and when it did, on the clock that only rises and in the wall clock's milliseconds:
   * together they correct a record's time.
   */
  readonly clock?: { readonly deviceClock: string; readonly heardAt: number; readonly atMs: number };
}

export interface Device {
  readonly deviceId: string;
  /** Of who is there now; where it is told from device to device, another at another time. */
  readonly driver: KnownAs;
  status(): DeviceStatus;
  health(): DeviceHealth;
  /** Hears every event of the device, in order. */
  onEvent(listener: (event: DeviceEvent) => void): Cancel;
  onHealth(listener: () => void): Cancel;
  /**
   * One measurement, its events told to the listeners; of a device with buttons of its own, its next result. Settles when
   * the conversation is over and the stop confirmed or given up. Rejects with a DeviceError: `unavailable` when it is not connected or already measures, `aborted` after
   * the signal, `silent`, `unplugged`, `wire`.
   */
  measure(signal: AbortSignal): Promise<void>;
  /**
   * The whole memory, once the device has said that this was all, to the caller alone: it may hold other people's values.
   * Rejects as `measure` does; then nothing was read.
   */
  readOut(signal: AbortSignal): Promise<MemoryRead>;
  /** The memory can be read now, or holds something new: on every connection, and when the device says so. */
  onMemory(listener: () => void): Cancel;
  /** What was said on its wire last, oldest first. It holds readings: for a technician who asks for it, and no log. */
  recording(): readonly Recorded[];
  /** Has its loop gone round since this was last asked? A device that is away counts as well: what tries to reach it must live. */
  alive(): boolean;
  /** Stops what moves, lets go of the wire, and ends. */
  close(): Promise<void>;
}

type Talk<T> = <F>(talker: Converser<F>, speech: Speech<F>, stopped: AbortSignal) => Promise<T>;

/** What somebody wants of the device; it interrupts the idling. */
interface Wish {
  readonly what: 'measure' | 'read-out';
  readonly signal: AbortSignal;
  readonly withinMs: number;
  /** Holds the conversation, and settles what was promised. */
  readonly grant: Talk<void>;
  readonly refuse: (error: unknown) => void;
}

export function openDevice(parts: DeviceParts): Device {
  const { deviceId, clock, log, keep } = parts;
  const meeting = 'meeting' in parts ? parts.meeting : declared(parts);
  const eventListeners = new Set<(event: DeviceEvent) => void>();
  const memoryListeners = new Set<() => void>();
  const health = healthOf(clock);
  const recorder = openRecorder(clock, keep);
  const closing = new AbortController();
  let wish: Wish | undefined;
  let interruptIdle = (): void => {};
  let connected = false;
  let driver: KnownAs = parts.driver;
  /** Of the memory as it was last read on this connection. */
  let mark: string | undefined;
  let rounds = 0;
  let talking: Pick<Converser<unknown>, 'nudge' | 'turns'> | undefined;
  let seen = -1;
  let pausedUntil = 0;

  const tell = (event: DeviceEvent): void => {
    faultPoint('reading told');
    for (const listener of eventListeners) listener(event);
    health.told(event); // behind them: the city may hear of it later than the person
  };

  async function run<F>(met: Driver, talker: Converser<F>, speech: Speech<F>, unit: Unit): Promise<void> {
    driver = met.providesOf ? { ...met, provides: met.providesOf(unit) } : met;
    connected = true;
    health.is('ok');
    log.info('device connected', { deviceId, driver: driver.id });
    remembers();
    recorder.did('greeted'); // behind them: what they want of it is granted within the same moment
    try {
      while (!closing.signal.aborted) {
        if (wish) await grant(talker, speech, wish);
        else if (await idle(talker, speech)) remembers();
      }
    } finally {
      connected = false;
    }
  }

  function remembers(): void {
    mark = undefined;
    if (driver.remembers) for (const listener of memoryListeners) listener();
  }

  /** True when it ended by itself: there is something new. */
  async function idle<F>(talker: Converser<F>, speech: Speech<F>): Promise<boolean> {
    const interrupt = new AbortController();
    interruptIdle = () => interrupt.abort();
    using stopped = firstOf(interrupt.signal, closing.signal);
    try {
      await talker.converse((line) => speech.idle(line, mark), stopped.signal);
      return true;
    } catch (error) {
      if (!hasCode(error, 'aborted')) throw error;
      return false;
    }
  }

  async function grant<F>(talker: Converser<F>, speech: Speech<F>, granted: Wish): Promise<void> {
    const watchdog = new AbortController();
    const cancel = clock.at(clock.now() + granted.withinMs, () => watchdog.abort());
    using any = firstOf(granted.signal, closing.signal, watchdog.signal);
    const stopped = any.signal;
    const stop = (): void => recorder.did('stop');
    stopped.addEventListener('abort', stop);
    recorder.did(granted.what);
    if (stopped.aborted) stop();
    try {
      await granted.grant(talker, speech, stopped);
    } catch (error) {
      granted.refuse(error);
      // After a silence or a lost wire nobody knows where the cuff stands: connect anew, and so stop it first.
      if (!hasCode(error, 'aborted')) throw error;
    } finally {
      cancel();
      stopped.removeEventListener('abort', stop);
      wish = undefined;
    }
  }

  /** Who talks changes; rounds gone stay counted. */
  function turnTo(next: typeof talking): void {
    rounds += 1 + (talking?.turns() ?? 0);
    talking = next;
  }

  async function connect(): Promise<void> {
    const ears: Ears = {
      tell,
      tap: recorder.tap,
      heard: health.heard,
      note: health.noted,
      framed: health.framed,
      talking: turnTo,
      counting: health.counting,
    };
    try {
      await meeting(ears, closing.signal, run);
    } finally {
      if ('meeting' in parts) driver = parts.driver; // one that was declared is likely to come back as it was
      turnTo(undefined);
      health.counting(undefined);
    }
  }

  async function live(): Promise<void> {
    for (
      let waitMs: number = BACK_OFF_MS.first;
      !closing.signal.aborted;
      waitMs = Math.min(2 * waitMs, BACK_OFF_MS.cap)
    ) {
      rounds++;
      const before = health.now().connects;
      await connect().catch(lost);
      if (health.now().connects > before) waitMs = BACK_OFF_MS.first;
      await pause(waitMs);
    }
  }

  function wanted<T>(what: Wish['what'], signal: AbortSignal, talk: Talk<T>): Promise<T> {
    if (!connected || wish)
      return Promise.reject(new DeviceError('unavailable', connected ? 'it is busy' : 'not connected'));
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    wish = {
      what,
      signal,
      withinMs: WITHIN_MS[what],
      grant: async (talker, speech, stopped) => resolve(await talk(talker, speech, stopped)),
      refuse: reject,
    };
    interruptIdle();
    return promise;
  }

  function lost(error: unknown): void {
    if (closing.signal.aborted) return;
    const code = error instanceof DeviceError ? error.code : 'bug';
    // One line a change of state, not one a try: a device may stay away for months.
    if (health.lost(code))
      log.warn('device lost', { deviceId, code, ...(error instanceof DeviceError && { why: error.message }) });
    if (code === 'bug')
      log.error('driver failed', { deviceId, name: error instanceof Error ? error.name : typeof error });
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (closing.signal.aborted) return resolve();
      const over = (): void => {
        cancel();
        closing.signal.removeEventListener('abort', over);
        resolve();
      };
      pausedUntil = clock.now() + ms;
      const cancel = clock.at(pausedUntil, over);
      closing.signal.addEventListener('abort', over);
    });

  const lived = live();
  return {
    deviceId,
    get driver() {
      return driver;
    },
    status: health.status,
    health: health.now,
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    onHealth: health.onChange,
    onMemory(listener) {
      memoryListeners.add(listener);
      return () => memoryListeners.delete(listener);
    },
    async measure(signal) {
      const cannot = new DeviceError('unavailable', 'this device measures nothing on demand');
      if (!driver.canMeasure && !driver.hasOwnButtons) throw cannot;
      await wanted('measure', signal, (talker, { measure, awaitResult }, stopped) => {
        const measurement = measure ?? awaitResult;
        return measurement ? talker.converse(measurement, stopped) : Promise.reject(cannot);
      });
    },
    async readOut(signal) {
      const cannot = new DeviceError('unavailable', 'this device has no memory to read');
      if (!driver.remembers) throw cannot;
      const read = await wanted('read-out', signal, async (talker, { readOut }, stopped) => {
        if (!readOut) throw cannot;
        const memory = await talker.converse(readOut, stopped);
        mark = memory.mark; // before the idling that follows
        return memory;
      });
      const { unit, records, clock: shown } = read;
      const atMs = (heardAt: number): number => clock.wall() - (clock.now() - heardAt);
      const memory = { unit, records, ...(shown && { clock: { ...shown, atMs: atMs(shown.heardAt) } }) };
      health.remembered(memory);
      return memory;
    },
    recording: recorder.all,
    alive() {
      const now = rounds + (talking?.turns() ?? 0);
      const went = now !== seen || clock.now() < pausedUntil;
      seen = now;
      talking?.nudge(); // one that waits for its device has no other reason to go round
      return went;
    },
    async close() {
      closing.abort();
      await lived;
      wish?.refuse(new DeviceError('unavailable', 'closing'));
    },
  };
}

const hasCode = (error: unknown, code: DeviceErrorCode): boolean => error instanceof DeviceError && error.code === code;
