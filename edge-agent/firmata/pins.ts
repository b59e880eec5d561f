/**
 * An Uno's pins as Firmata's bytes, and how each proves what it was told. Pure. Source: firmata/protocol `protocol.md` 2.8.0;
 * what the pins really do was measured on StandardFirmata 2.4 and 2.5 running on a simulated ATmega328P.
 */

/** Firmata's pin modes. */
export const MODE = { input: 0, output: 1, analog: 2, pwm: 3, servo: 4, pullUp: 11 } as const;

/** How a pin answers the pin-state query when all is as wished. */
export interface Proof {
  readonly pin: number;
  readonly modes: readonly number[];
  /** Any of them. Of an input it says nothing of use. */
  readonly states?: readonly number[];
}

/** What a board's life needs to know of its wiring. `W`: what its outputs are to do. */
export interface Wiring<W> {
  /** Every output on its safe side. */
  readonly safe: W;
  readonly switchPins: readonly number[];
  /**
   * Of a board that has just started: what was said to it while it did waits in its receiver and is obeyed by now, a HIGH as
   * well. Pin by pin, as a port's write would drive the switches; protocol 2.4 does not know it.
   */
  lowWrites(): readonly number[];
  /**
   * Everything, from whatever state. Never a software reset (`FF`): on 2.5 it turns pull-up inputs into outputs that drive
   * HIGH, into a closed switch.
   */
  setUpWrites(): readonly number[];
  /** From one wish to another; from a wish to itself it says every output again. */
  changeWrites(before: W, after: W): readonly number[];
  /** Of every pin of the board that we have set up. */
  proofs(wish: W): readonly Proof[];
}

export const portOf = (pin: number): number => pin >> 3;

export const portsOf = (pins: readonly number[]): number[] => [...new Set(pins.map(portOf))].sort((a, b) => a - b);

export const valueWrite = (pin: number, value: number): number[] => [0xe0 | pin, value & 0x7f, value >> 7];
export const modeWrite = (pin: number, mode: number): number[] => [0xf4, pin, mode];
/** One output LOW, whatever else its port does. */
export const pinLow = (pin: number): number[] => [0xf5, pin, 0];
export const samplingWrite = (ms: number): number[] => [0xf0, 0x7a, ms & 0x7f, ms >> 7, 0xf7];

/**
 * One port's eight pins. A write rewrites every output of the port, and on protocol 2.4 switches the pull-up of every input
 * on or off: so each carries the whole wish, and 1 for every switch.
 */
export function portWrite(port: number, highOutputs: readonly number[], switchPins: readonly number[]): number[] {
  const high = [...switchPins, ...highOutputs].filter((pin) => portOf(pin) === port);
  const bits = high.reduce((sum, pin) => sum | (1 << (pin & 7)), 0);
  return [0x90 | port, bits & 0x7f, bits >> 7];
}

/** Inputs with their pull-ups, the way that 2.4 knows as well: the mode, then a 1 written to them. */
export const switchWrites = (pins: readonly number[]): number[] => [
  ...pins.flatMap((pin) => modeWrite(pin, MODE.input)),
  ...portsOf(pins).flatMap((port) => portWrite(port, [], pins)),
];

/** A port is reported only when it changes, and once when this is said: again and again, and no lost byte is believed for long. */
export const reportWrites = (switchPins: readonly number[]): number[] =>
  portsOf(switchPins).flatMap((port) => [0xd0 | port, 1]);

export const switchProofs = (pins: readonly number[]): Proof[] =>
  pins.map((pin) => ({ pin, modes: [MODE.input, MODE.pullUp] }));

/** Of those pins alone that one wish asks something else of than another. */
export function changedProofs(before: readonly Proof[], after: readonly Proof[]): Proof[] {
  const old = new Map(before.map((proof) => [proof.pin, JSON.stringify(proof)]));
  return after.filter((proof) => old.get(proof.pin) !== JSON.stringify(proof));
}
