/** A bin's board in this process: real firmware on a simulated chip, switches, volts, and what the actuators are made to do. */
import { PinState } from 'avr8js';
import { aChip, type Cause, type Chip, HZ } from './chip.ts';
import type { Image } from './intel-hex.ts';

export type Level = 'low' | 'high' | 'input' | 'pull-up';
const LEVELS: Readonly<Record<PinState, Level>> = {
  [PinState.Low]: 'low',
  [PinState.High]: 'high',
  [PinState.Input]: 'input',
  [PinState.InputPullUp]: 'pull-up',
};
const MS = HZ / 1000;
const US = HZ / 1_000_000;

export interface Change {
  readonly pin: number;
  readonly level: Level;
  readonly cycle: number;
}

/** Pins are numbered as on an Uno: 0–13, A0 is 14. */
export interface Rig {
  /** Since the first power-on; every moment and length here is told in them. */
  readonly cycles: number;
  run(ms: number): void;
  /** Runs until this holds, looking every 100 µs; false when it did not within so long. */
  runUntil(holds: () => boolean, withinMs: number): boolean;
  /** From the host: bytes on the line, one after the other at the line's speed. */
  send(bytes: Iterable<number>): void;
  /** How many of them have not arrived. */
  readonly unsent: number;
  /** What the board has said since the last call. */
  take(): Uint8Array;
  level(pin: number): Level;
  /** Every change of a pin's level, since power-on or the last `forget`. */
  readonly changes: readonly Change[];
  forget(): void;
  /** A switch to ground; an open one reads high only where the pin pulls up. */
  close(pin: number): void;
  open(pin: number): void;
  /** A sensor that drives the pin itself. */
  drive(pin: number, high: boolean): void;
  volts(channel: number, volts: number): void;
  /** `us` µs of simulated time later. */
  later(us: number, act: () => void): void;
  /** Called on every change of level. */
  onChange(listener: (change: Change) => void): void;
  reset(cause: Cause): void;
  /** How often it has been reset by its own watchdog. */
  readonly bites: number;
  hang(): void;
  untouched(): number;
  /** The whole state now; the result puts it back, as often as it is called. Listeners stay. */
  keep(): () => void;
}

export const ms = (cycles: number): number => cycles / MS;
export const us = (cycles: number): number => cycles / US;

export function aRig({ flash }: Image): Rig {
  let chip: Chip;
  let queue: number[] = [];
  let said: number[] = [];
  let changes: Change[] = [];
  let bites = 0;
  const levels = new Map<number, Level>();
  const closed = new Set<number>();
  const driven = new Map<number, boolean>();
  const volts = new Map<number, number>();
  const listeners: ((change: Change) => void)[] = [];

  const portOf = (pin: number) => (pin < 8 ? chip.ports[0] : pin < 14 ? chip.ports[1] : chip.ports[2]);
  const bitOf = (pin: number): number => (pin < 8 ? pin : pin < 14 ? pin - 8 : pin - 14);
  const level = (pin: number): Level => LEVELS[portOf(pin).pinState(bitOf(pin))];
  /** What stands on the pin from outside. */
  const outside = (pin: number): boolean => driven.get(pin) ?? (!closed.has(pin) && level(pin) === 'pull-up');
  const settle = (pin: number): void => portOf(pin).setPin(bitOf(pin), outside(pin));
  const look = (first: number, last: number): void => {
    for (let pin = first; pin <= last; pin++) {
      const now = level(pin);
      if (levels.get(pin) === now) continue;
      levels.set(pin, now);
      settle(pin);
      const change = { pin, level: now, cycle: chip.cpu.cycles };
      changes.push(change);
      for (const listener of listeners) listener(change);
    }
  };
  const feed = (): void => {
    const [next] = queue;
    if (next !== undefined && chip.usart.writeByte(next) === true) queue.shift();
  };
  const powerUp = (cause: Cause, before?: Chip): void => {
    chip = aChip(flash, cause, before);
    chip.usart.onRxComplete = feed;
    chip.usart.onByteTransmit = (byte) => void said.push(byte);
    for (const [channel, value] of volts) chip.adc.channelValues[channel] = value;
    for (const [index, [first, last]] of [[0, 7] as const, [8, 13] as const, [14, 19] as const].entries()) {
      chip.ports[index]?.addListener(() => look(first, last));
      look(first, last);
      for (let pin = first; pin <= last; pin++) settle(pin);
    }
  };
  const runTo = (cycle: number): void => {
    while (chip.cpu.cycles < cycle) {
      if (!chip.usart.rxBusy) feed();
      const until = Math.min(cycle, chip.cpu.cycles + MS);
      if (chip.runUntil(until) === 'ran') continue;
      bites++;
      powerUp('watchdog', chip);
    }
  };
  powerUp('power');

  return {
    get cycles() {
      return chip.cpu.cycles;
    },
    get unsent() {
      return queue.length;
    },
    get changes() {
      return changes;
    },
    get bites() {
      return bites;
    },
    run: (length) => runTo(chip.cpu.cycles + Math.round(length * MS)),
    runUntil(holds, withinMs) {
      for (const end = chip.cpu.cycles + withinMs * MS; chip.cpu.cycles < end; runTo(chip.cpu.cycles + 100 * US)) {
        if (holds()) return true;
      }
      return holds();
    },
    send(bytes) {
      queue.push(...bytes);
      if (!chip.usart.rxBusy) feed();
    },
    take() {
      const taken = Uint8Array.from(said);
      said = [];
      return taken;
    },
    level,
    forget() {
      changes = [];
    },
    close(pin) {
      closed.add(pin);
      settle(pin);
    },
    open(pin) {
      closed.delete(pin);
      settle(pin);
    },
    drive(pin, high) {
      driven.set(pin, high);
      settle(pin);
    },
    volts(channel, value) {
      volts.set(channel, value);
      chip.adc.channelValues[channel] = value;
    },
    later: (after, act) => void chip.cpu.addClockEvent(act, after * US),
    onChange: (listener) => void listeners.push(listener),
    reset: (cause) => powerUp(cause, chip),
    hang: () => chip.hang(),
    untouched: () => chip.untouched(),
    keep() {
      const kept = { chip, queue: [...queue], said: [...said], changes: [...changes], bites };
      const maps = { levels: [...levels], closed: [...closed], driven: [...driven], volts: [...volts] };
      const putBack = chip.keep();
      return () => {
        ({ chip, bites } = kept);
        [queue, said, changes] = [[...kept.queue], [...kept.said], [...kept.changes]];
        putBack();
        refill(levels, maps.levels);
        refill(driven, maps.driven);
        refill(volts, maps.volts);
        closed.clear();
        for (const pin of maps.closed) closed.add(pin);
      };
    },
  };
}

function refill<V>(map: Map<number, V>, entries: readonly (readonly [number, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

/** Lengths in cycles of the HIGHs of a pin that both began and ended in these changes. */
export function pulses(changes: readonly Change[], pin: number): number[] {
  const own = changes.filter((change) => change.pin === pin);
  return own.flatMap(({ level, cycle }, at) => {
    const next = own[at + 1];
    return level === 'high' && next !== undefined ? [next.cycle - cycle] : [];
  });
}
