/** One place for a device: opens it, greets it, keeps it in one conversation at a time, and comes back after a loss. */
import { type Converser, converser } from './converse.ts';
import { DeviceError, type DeviceErrorCode } from './domain/device-error.ts';
import type { DeviceEvent } from './domain/event.ts';
import type { Driver, Speech } from './drivers/driver.ts';
import { faultPoint } from './fault-point.ts';
import { type DeviceHealth, type DeviceStatus, healthOf } from './health.ts';
import type { Cancel, Clock, Log } from './ports.ts';
import type { Socket, Wire } from './transports/transport.ts';

/** First wait before opening again; doubled up to the cap, so that a replug is back well within five seconds. */
const BACK_OFF_MS = { first: 250, cap: 2000 } as const;
/** No measurement of any driver lasts longer; the protocol's own limit is shorter. This one does not depend on it. */
const MEASURE_WITHIN_MS = 200_000;

export interface DeviceParts {
  readonly deviceId: string;
  readonly driver: Driver;
  readonly socket: Socket;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Device {
  readonly deviceId: string;
  readonly driver: Driver;
  status(): DeviceStatus;
  health(): DeviceHealth;
  /** Hears every event of the device, in order. */
  onEvent(listener: (event: DeviceEvent) => void): Cancel;
  onHealth(listener: () => void): Cancel;
  /**
   * One measurement, its events told to the listeners. Settles when the conversation is over and the stop confirmed or
   * given up. Rejects with a DeviceError: `unavailable` when it is not connected or already measures, `aborted` after
   * the signal, `silent`, `unplugged`, `wire`.
   */
  measure(signal: AbortSignal): Promise<void>;
  /** Has its loop gone round since this was last asked? A device that is away counts as well: what tries to reach it must live. */
  alive(): boolean;
  /** Stops what moves, lets go of the wire, and ends. */
  close(): Promise<void>;
}

interface Wish {
  readonly signal: AbortSignal;
  readonly settled: PromiseWithResolvers<void>;
}

export function openDevice({ deviceId, driver, socket, clock, log }: DeviceParts): Device {
  const eventListeners = new Set<(event: DeviceEvent) => void>();
  const health = healthOf(clock);
  const closing = new AbortController();
  let wish: Wish | undefined;
  let interruptIdle = (): void => {};
  let connected = false;
  let rounds = 0;
  let talking: Pick<Converser<unknown>, 'nudge' | 'turns'> | undefined;
  let seen = -1;
  let pausedUntil = 0;

  const tell = (event: DeviceEvent): void => {
    faultPoint('reading told');
    for (const listener of eventListeners) listener(event);
    health.told(event); // behind them: the city may hear of it later than the person
  };

  async function run<F>(talker: Converser<F>, speech: Speech<F>): Promise<void> {
    await talker.converse(speech.greet, closing.signal);
    connected = true;
    health.is('ok');
    log.info('device connected', { deviceId });
    while (!closing.signal.aborted) {
      if (wish) await grant(talker, speech, wish);
      else await idle(talker, speech);
    }
  }

  async function idle<F>(talker: Converser<F>, speech: Speech<F>): Promise<void> {
    const interrupt = new AbortController();
    interruptIdle = () => interrupt.abort();
    await talker.converse(speech.idle, AbortSignal.any([interrupt.signal, closing.signal])).catch((error: unknown) => {
      if (!hasCode(error, 'aborted')) throw error;
    });
  }

  async function grant<F>(talker: Converser<F>, speech: Speech<F>, { signal, settled }: Wish): Promise<void> {
    const watchdog = new AbortController();
    const cancel = clock.at(clock.now() + MEASURE_WITHIN_MS, () => watchdog.abort());
    try {
      if (!speech.measure) throw new DeviceError('unavailable', 'the host cannot start this device');
      await talker.converse(speech.measure, AbortSignal.any([signal, closing.signal, watchdog.signal]));
      settled.resolve();
    } catch (error) {
      settled.reject(error);
      // After a silence or a lost wire nobody knows where the cuff stands: connect anew, and so stop it first.
      if (!hasCode(error, 'aborted')) throw error;
    } finally {
      cancel();
      wish = undefined;
    }
  }

  async function connect(): Promise<void> {
    await driver.speak(async <F>(speech: Speech<F>) => {
      let wire: Wire | undefined;
      const talker = converser<F>({
        language: speech.language,
        clock,
        write: (bytes) => (wire ? wire.write(bytes) : Promise.reject(new DeviceError('wire', 'not open yet'))),
        tell,
      });
      wire = await socket.open({
        chunk(bytes) {
          health.heard();
          talker.hear(bytes);
        },
        gone: talker.gone,
      });
      rounds++;
      talking = talker;
      health.counting(talker.counters);
      try {
        await run(talker, speech);
      } finally {
        connected = false;
        rounds += talker.turns();
        talking = undefined;
        health.counting(undefined);
        await wire.close();
      }
    });
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
    driver,
    status: health.status,
    health: health.now,
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    onHealth: health.onChange,
    measure(signal) {
      if (!driver.canMeasure)
        return Promise.reject(new DeviceError('unavailable', 'the host cannot start this device'));
      if (!connected || wish)
        return Promise.reject(new DeviceError('unavailable', connected ? 'it is measuring' : 'not connected'));
      wish = { signal, settled: Promise.withResolvers() };
      interruptIdle();
      return wish.settled.promise;
    },
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
      wish?.settled.reject(new DeviceError('unavailable', 'closing'));
    },
  };
}

const hasCode = (error: unknown, code: DeviceErrorCode): boolean => error instanceof DeviceError && error.code === code;
