/** A bin on a clock that passes by hand, and whoever keeps the books of its openings. */
import type { Authorisation } from '../edge-agent/bins/authorisation.ts';
import { type Bin, type BinView, openBin } from '../edge-agent/bins/bin.ts';
import { BIN_LIMITS, type BinLimits } from '../edge-agent/bins/bin-limits.ts';
import type { BinPort } from '../edge-agent/bins/bin-port.ts';
import type { Told } from '../edge-agent/bins/bin-state.ts';
import type { Clock, Log } from '../edge-agent/ports.ts';
import {
  type BinHardware,
  type Happening,
  type Inside,
  openBinHardware,
} from '../edge-agent/simulators/bin-hardware.ts';
import { anInnerClock, type FakeClock } from './fake-clock.ts';

/** Everything that could be seen of a bin, in the order in which it was so. */
export type Seen = { readonly at: number } & (
  | Happening
  | { readonly saw: 'use' | 'spent'; readonly id: string }
  | { readonly saw: 'told'; readonly fact: Told }
  | { readonly saw: 'place'; readonly place: BinView['place'] }
  | { readonly saw: 'given'; readonly id: string }
  | { readonly saw: 'host killed' | 'host back' | 'collected' | 'clear' }
);

export interface BinWorld {
  readonly clock: FakeClock;
  readonly hardware: BinHardware;
  readonly seen: readonly Seen[];
  /** The phrases of its log. */
  readonly logged: readonly string[];
  bin(): Bin;
  /** What was told so far, in words. */
  told(): string[];
  /** A new leave to open. `forgetful`: its book forbids nothing. */
  anAuthorisation(forgetful?: boolean): Authorisation;
  /** The process dies: nothing of it runs any more, and the board stays as it is. Another begins. */
  kill(): void;
  begin(): void;
  note(saw: 'collected' | 'clear'): void;
  /** Locked and judged, green. */
  ready(): Promise<void>;
  /** Unlocked, and wide open. */
  opened(): Promise<void>;
}

export interface BinWorldParts {
  readonly filled?: Partial<Inside>;
  readonly limits?: Partial<BinLimits>;
  /** Something that lies between the bin and its hardware. */
  readonly between?: (port: BinPort, hardware: BinHardware) => BinPort;
}

export function aBin({ filled = {}, limits = {}, between = (port) => port }: BinWorldParts = {}): BinWorld {
  const clock = anInnerClock();
  const seen: Seen[] = [];
  const logged: string[] = [];
  const line = (what: string): void => void logged.push(what);
  const log: Log = { info: line, warn: line, error: line };
  const hardware = openBinHardware(clock, filled);
  let copied = 0;
  let given = 0;
  let kill = (): void => {};
  let bin: Bin;

  /** The hardware's own history goes first: it is the cause. */
  function see(saw?: DistributiveOmit<Exclude<Seen, Happening>, 'at'>): void {
    for (; copied < hardware.happened.length; copied++) seen.push(...hardware.happened.slice(copied, copied + 1));
    if (saw) seen.push({ at: clock.now(), ...saw });
  }

  function begin(): void {
    let alive = true;
    const mortal: Clock = {
      ...clock,
      at: (moment, action) => clock.at(moment, () => alive && action()),
    };
    const port = between(hardware.port, hardware);
    const unlessDead = (command: () => Promise<void>): Promise<void> => (alive ? command() : new Promise(() => {}));
    see({ saw: 'host back' });
    const host = openBin({
      binId: 'bin-1',
      port: {
        senses: port.senses,
        pulseLock: () => unlessDead(() => port.pulseLock()),
        drive: (door) => unlessDead(() => port.drive(door)),
        show: (lamps) => unlessDead(() => port.show(lamps)),
        buzz: (on) => unlessDead(() => port.buzz(on)),
        close: port.close,
        onSenses: (listener) => port.onSenses((senses) => alive && listener(senses)),
        onBoard: (listener) => port.onBoard((news) => alive && listener(news)),
      },
      clock: mortal,
      log,
      limits: { ...BIN_LIMITS, ...limits },
    });
    host.onTold((fact) => see({ saw: 'told', fact }));
    let place: BinView['place'] | undefined;
    const look = (): void => {
      if (!alive || place === host.state().place) return;
      place = host.state().place;
      see({ saw: 'place', place });
    };
    host.onChange(look);
    look();
    bin = host;
    kill = () => {
      see({ saw: 'host killed' });
      alive = false;
    };
  }
  begin();

  const world: BinWorld = {
    clock,
    hardware,
    get seen() {
      see();
      return seen;
    },
    logged,
    bin: () => bin,
    told: () =>
      seen.flatMap((one) => {
        if (!('saw' in one) || one.saw !== 'told') return [];
        const { told, ...more } = one.fact;
        return [[told, ...Object.values(more)].join(' ')];
      }),
    anAuthorisation(forgetful = false) {
      const id = `a${++given}`;
      const begun = seen.filter((one) => 'saw' in one && one.saw === 'host back').length;
      let spent = false;
      see({ saw: 'given', id });
      return {
        id,
        use() {
          const now = seen.filter((one) => 'saw' in one && one.saw === 'host back').length;
          if (!forgetful && (spent || now !== begun)) throw new Error('spent, or of before the start');
          see({ saw: 'use', id });
        },
        spent() {
          spent = true;
          see({ saw: 'spent', id });
        },
      };
    },
    kill: () => kill(),
    begin,
    note: (saw) => see({ saw }),
    async ready() {
      await clock.pass(5000);
    },
    async opened() {
      await world.ready();
      bin.unlock(world.anAuthorisation());
      await clock.pass(3000);
    },
  };
  return world;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
