/**
 * Finds out which read-only meter is plugged in where nobody has declared one. Listens before anything is asked; then each
 * driver greets in its turn, as it would a meter of its own, and the first that is answered has found its meter. What is
 * sent is what those greetings say, and nothing else: questions.
 */
import { aCandidate, greeted, sharedEar } from './candidate.ts';
import type { KnownAs } from './device.ts';
import { DeviceError } from './domain/device-error.ts';
import type { Unit } from './domain/memory.ts';
import type { Driver } from './drivers/driver.ts';
import type { Ears, Meeting, Met } from './meeting.ts';
import type { Clock } from './ports.ts';
import { frameReader } from './protocols/frame-reader.ts';
import type { Socket } from './transports/transport.ts';

/** What the station knows of a meter that nobody has declared, until it is found. */
export const ANY_METER: KnownAs = {
  id: 'auto',
  models: ['not identified'],
  provides: [],
  canMeasure: false,
  hasOwnButtons: false,
  remembers: true,
};

/** Drivers that one wire can serve: they have one speed and parity, or reports of one length. */
export interface Way {
  readonly socket: Socket;
  readonly drivers: readonly Driver[];
  /** Who has not begun to answer a question by then is not there; absent: one who is asked for alone may take all the time. */
  readonly answerMs?: number;
}

/** What became of a driver's turn at a port. `unit`: it was answered. */
export type Turn = { readonly driver: Driver; readonly port: string } & (
  | { readonly unit: Unit }
  | { readonly why: string }
);

export interface Search {
  /** Asked for at each round: another adapter may be plugged in by now. */
  readonly ways: () => Promise<readonly Way[]>;
  readonly clock: Clock;
  /** Id of the driver that was found at that port last. */
  readonly last: (port: string) => string | undefined;
  readonly turn: (turn: Turn) => void;
}

/** One way takes no longer, however many drivers share it; the rest of five seconds is for opening and closing. */
const WAY_MS = 4600;
/** Some meters open the talk themselves. */
const LISTEN_MS = 500;
/** Kept for those who wait before they ask, and for hearing out who has said a word of a driver's language. */
const HEAR_OUT_MS = 1500;

/** Goes all ways once. */
export const identified =
  ({ ways, clock, last, turn }: Search): Meeting =>
  async (ears, stopped, met) => {
    const likely = ({ socket }: Way, driver: Driver): boolean => driver.id === last(socket.name);
    const toGo = foremost(await ways(), (way) => way.drivers.some((driver) => likely(way, driver)));
    for (const way of toGo) {
      const drivers = foremost(way.drivers, (driver) => likely(way, driver));
      const found = await along({ ...way, drivers }, { clock, ears, stopped, turn }, met);
      if (found) return found.outcome;
    }
    throw new DeviceError('silent', 'no meter answers that could be told by itself');
  };

const foremost = <T>(all: readonly T[], is: (one: T) => boolean): readonly T[] => [
  ...all.filter(is),
  ...all.filter((one) => !is(one)),
];

interface Going extends Pick<Search, 'clock' | 'turn'> {
  readonly ears: Ears;
  readonly stopped: AbortSignal;
}

/** One way to its end; undefined when nobody answered there. */
async function along<T>(way: Way, going: Going, met: Met<T>): Promise<{ readonly outcome: T } | undefined> {
  const { clock, ears, stopped, turn } = going;
  const ends = clock.now() + WAY_MS;
  const port = way.socket.name;
  const ear = sharedEar(ears);
  const wire = await ears.tap(way.socket).open(ear.listener);
  try {
    const heard = await whatComesByItself(ear, way.drivers, going);
    const spoke = (driver: Driver): boolean => speaks(driver, heard);
    const drivers = foremost(way.drivers, spoke);
    const share = Math.min(way.answerMs ?? WAY_MS, (WAY_MS - LISTEN_MS - hearOutMs(drivers)) / drivers.length);
    for (const [at, driver] of drivers.entries()) {
      const asked = aCandidate(driver, wire, { clock, ears });
      ear.now(asked.listener, spoke(driver) ? heard : []);
      ears.talking(asked.talker);
      const unit = await greeted(asked, {
        clock,
        stopped,
        answerMs: share,
        ends: ends - share * (drivers.length - 1 - at),
      }).catch((error: unknown) => {
        if (stopped.aborted || !isNo(error)) throw error;
        turn({ driver, port, why: error.code === 'aborted' ? 'silent: no answer in its time' : error.message });
        return undefined;
      });
      if (!unit) continue;
      turn({ driver, port, unit });
      return { outcome: await asked.meet(met, unit) };
    }
    return undefined;
  } finally {
    await wire.close();
  }
}

/** Who is asked for alone takes no time from anybody. */
const hearOutMs = (drivers: readonly Driver[]): number => (drivers.length > 1 ? HEAR_OUT_MS : 0);

const isNo = (error: unknown): error is DeviceError =>
  error instanceof DeviceError && ['silent', 'aborted', 'unavailable'].includes(error.code);

/** Has anything been said in this driver's language? */
function speaks(driver: Driver, chunks: readonly Uint8Array[]): boolean {
  return driver.speak(({ language }) => {
    const reader = frameReader(language, () => {});
    for (const chunk of chunks) reader.take(chunk);
    return reader.next() !== undefined;
  });
}

/** Asks nothing; ends early with the first word that a driver understands. */
function whatComesByItself(
  ear: ReturnType<typeof sharedEar>,
  drivers: readonly Driver[],
  { clock, stopped }: Pick<Going, 'clock' | 'stopped'>,
): Promise<readonly Uint8Array[]> {
  const heard: Uint8Array[] = [];
  return new Promise((resolve) => {
    const over = (): void => {
      cancel();
      stopped.removeEventListener('abort', over);
      resolve(heard);
    };
    const cancel = clock.at(clock.now() + LISTEN_MS, over);
    stopped.addEventListener('abort', over);
    if (stopped.aborted) return over();
    ear.now({
      chunk(bytes) {
        heard.push(bytes);
        if (drivers.some((driver) => speaks(driver, heard))) over();
      },
      gone: over,
    });
  });
}
