/** The other end of a recorded wire: what was heard comes again, each answer behind what was said before it. */
import { DeviceError } from './domain/device-error.ts';
import type { Clock } from './ports.ts';
import { sameBytes } from './protocols/bytes.ts';
import type { Deed, Recorded } from './recording.ts';
import type { Socket, Wire, WireListener } from './transports/transport.ts';

/** What is wanted so soon behind a greeting was wanted before the device could begin to idle. */
const AT_ONCE_MS = 1;
/** A driver that was kept busy then, and is not now, says a thing so much earlier: what follows comes earlier, too. */
const EARLY_MS = 1000;
/** A driver that says something so much later than it had is not waited for. */
const PATIENCE_MS = 5000;
/** What is still under way when the recording ends has so long, unless it says a word more: nobody is left to answer. */
const OUTRO_MS = 5000;

export interface Playback {
  readonly socket: Socket;
  /** For the device that is played: its wall clock shows what it showed when the same was said. */
  readonly clock: Clock;
  /** To be said as soon as the device is connected. */
  greeted(): void;
  /** Plays it to its end. `wanted`: at this point somebody wanted that. */
  play(wanted: (what: Wish) => void): Promise<Played>;
}

type Wish = Extract<Deed, 'measure' | 'read-out' | 'stop'>;

export interface Played {
  /** Entries before the first connection: nothing can be played there. */
  readonly skipped: number;
  /** Index of the first entry from which the driver did otherwise than it had done. */
  readonly differsAt?: number;
}

export function openPlayback(entries: readonly Recorded[], clock: Clock): Playback {
  const skipped = Math.max(0, entries.findIndex(isOpen));
  const walls = entries.slice(skipped).flatMap((entry) => ('sent' in entry ? [entry.wallMs] : []));
  const said: { readonly bytes: Uint8Array; readonly at: number }[] = [];
  /** Which of all that was said comes next. */
  let next = 0;
  let host: WireListener | undefined;
  let letIn: (() => void) | undefined;
  let turnAway: ((error: DeviceError) => void) | undefined;
  /** What is wanted as soon as it is greeted. */
  let atOnce: (() => void) | undefined;
  let wake = (): void => {};
  let differsAt: number | undefined;

  const socket: Socket = {
    name: 'recording',
    open: (listener) =>
      new Promise<Wire>((resolve, reject) => {
        turnAway = reject;
        letIn = () => {
          letIn = undefined;
          host = listener;
          said.length = 0;
          resolve({
            async write(bytes) {
              said.push({ bytes, at: clock.now() });
              next++;
              wake();
            },
            async close() {
              if (host === listener) host = undefined;
            },
          });
        };
        wake();
      }),
  };

  /** That moment, or as soon as this holds. */
  const until = (moment: number, holds: () => boolean = () => false): Promise<void> =>
    new Promise((resolve) => {
      const arrived = (): void => {
        cancel();
        wake = () => {};
        resolve();
      };
      const cancel = clock.at(moment, arrived);
      wake = () => holds() && arrived();
      wake();
    });

  /** Behind whatever else falls due at that moment: what was wanted, or broke, in a millisecond came behind the waits that ended in it. */
  const behind = async (moment: number): Promise<void> => {
    await until(moment);
    await until(moment);
  };

  async function opens(limit: number): Promise<void> {
    const before = host;
    host = undefined;
    before?.gone('in the recording it was'); // it goes on where it had given up
    if (!letIn) await until(limit, () => letIn !== undefined);
    letIn?.();
  }

  return {
    socket,
    clock: { ...clock, wall: () => walls[next] ?? walls.at(-1) ?? clock.wall() },
    greeted() {
      atOnce?.();
      atOnce = undefined;
    },
    async play(wanted) {
      /** What is to be added to a recorded moment. */
      let shiftMs = clock.now() - momentOf(entries[skipped]);
      let given = -1;
      for (const [at, entry] of entries.entries()) {
        if (at < skipped) continue;
        if ('left' in entry) {
          shiftMs = clock.now() - momentOf(entries[at + 1]); // what is not kept takes no time: nobody would answer in it
          continue;
        }
        const moment = entry.ms + shiftMs;
        if ('sent' in entry) {
          if (said.length === 0) await until(moment + PATIENCE_MS, () => said.length > 0);
          const now = said.shift();
          if (!now || !sameBytes(now.bytes, entry.sent)) differsAt ??= at;
          shiftMs = Math.max((now?.at ?? clock.now()) - entry.ms, shiftMs - EARLY_MS);
          continue;
        }
        await ('heard' in entry ? until(moment) : behind(moment));
        if ('heard' in entry) {
          if (!host) differsAt ??= at;
          host?.chunk(entry.heard);
        } else if (entry.did === 'open') {
          const first = wishAtGreeting(entries, at);
          atOnce =
            first &&
            (() => {
              given = first.at;
              wanted(first.wish);
            });
          await opens(moment + PATIENCE_MS);
          shiftMs = Math.max(shiftMs, clock.now() - entry.ms);
        } else if (entry.did === 'gone') {
          const listener = host;
          host = undefined;
          listener?.gone('in the recording it was');
        } else if (isWish(entry.did) && at !== given) wanted(entry.did);
      }
      const last = entries.at(-1);
      const closed = last && 'did' in last && last.did === 'closed';
      if (!closed) await until(clock.now() + OUTRO_MS, () => said.length > 0);
      turnAway?.(atItsEnd());
      return { skipped, ...(differsAt !== undefined && { differsAt }) };
    },
  };
}

const atItsEnd = (): DeviceError => new DeviceError('wire', 'the recording is over');
const isOpen = (entry: Recorded): boolean => 'did' in entry && entry.did === 'open';
const momentOf = (entry: Recorded | undefined): number => (entry && 'ms' in entry ? entry.ms : 0);
const isWish = (deed: Deed): deed is Wish => ['measure', 'read-out', 'stop'].includes(deed);

/** Of the connection that was opened there. */
function wishAtGreeting(
  entries: readonly Recorded[],
  openedAt: number,
): { readonly at: number; readonly wish: Wish } | undefined {
  for (let at = openedAt + 1; at < entries.length; at++) {
    const [entry, behind] = [entries[at], entries[at + 1]];
    if (!entry || isOpen(entry)) return undefined;
    if (!('did' in entry) || entry.did !== 'greeted') continue;
    const soon = behind && 'did' in behind && behind.ms <= entry.ms + AT_ONCE_MS;
    return soon && isWish(behind.did) ? { at: at + 1, wish: behind.did } : undefined;
  }
  return undefined;
}
