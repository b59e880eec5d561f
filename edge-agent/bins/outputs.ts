/**
 * What a board is to do, as Firmata's bytes, and how each pin proves it. Pure. Source: firmata/protocol `protocol.md` 2.8.0;
 * what the pins really do was measured on StandardFirmata 2.4 and 2.5 running on a simulated ATmega328P.
 */
import type { Board, OutputName } from '../../firmware-config/index.ts';
import { pulseUs } from './yike-bin.ts';

/** Firmata's pin modes. */
export const MODE = { input: 0, output: 1, analog: 2, pwm: 3, servo: 4, pullUp: 11 } as const;

/** `door`: the servo's target; undefined: no pulse, and it stands where it is. */
export type Wish = Readonly<Record<OutputName, boolean>> & { readonly door: number | undefined };

export const ALL_SAFE: Wish = {
  lock: false,
  motorSupply: false,
  redLamp: false,
  greenLamp: false,
  buzzer: false,
  door: undefined,
};

/** How a pin answers the pin-state query when all is as wished. */
export interface Proof {
  readonly pin: number;
  readonly modes: readonly number[];
  /** Any of them. Of an input it says nothing of use. */
  readonly states?: readonly number[];
}

export const OUTPUTS = ['lock', 'motorSupply', 'redLamp', 'greenLamp', 'buzzer'] as const satisfies OutputName[];
const FULL_PWM = 255;
const SET_PIN = 0xf5;

const plain = ({ outputs }: Board): OutputName[] => OUTPUTS.filter((name) => outputs[name].pwm !== true);
const dimmed = ({ outputs }: Board): OutputName[] => OUTPUTS.filter((name) => outputs[name].pwm === true);
const switchPins = ({ switches }: Board): number[] => Object.values(switches).map(({ pin }) => pin);
const portOf = (pin: number): number => pin >> 3;
const portsOf = (pins: readonly number[]): number[] => [...new Set(pins.map(portOf))].sort((a, b) => a - b);

/** The ports that report switches. */
export const switchPorts = (board: Board): number[] => portsOf(switchPins(board));

/**
 * One port's eight pins. A write rewrites every output of the port, and on protocol 2.4 switches the pull-up of every input
 * on or off: so each carries the whole wish, and 1 for every switch.
 */
function portWrite(board: Board, wish: Wish, port: number): number[] {
  const high = [...switchPins(board), ...plain(board).flatMap((name) => (wish[name] ? [board.outputs[name].pin] : []))];
  const bits = high.filter((pin) => portOf(pin) === port).reduce((sum, pin) => sum | (1 << (pin & 7)), 0);
  return [0x90 | port, bits & 0x7f, bits >> 7];
}

const portWrites = (board: Board, wish: Wish): number[] =>
  portsOf([...switchPins(board), ...plain(board).map((name) => board.outputs[name].pin)]).flatMap((port) =>
    portWrite(board, wish, port),
  );

const dimming = (board: Board, wish: Wish): number[] =>
  dimmed(board).flatMap((name) => valueWrite(board.outputs[name].pin, wish[name] ? FULL_PWM : 0));

const valueWrite = (pin: number, value: number): number[] => [0xe0 | pin, value & 0x7f, value >> 7];
const modeWrite = (pin: number, mode: number): number[] => [0xf4, pin, mode];

export const samplingWrite = (ms: number): number[] => [0xf0, 0x7a, ms & 0x7f, ms >> 7, 0xf7];

/**
 * Of a board that has just started: what was said to it while it did waits in its receiver and is obeyed by now, a HIGH as
 * well. Pin by pin, as a port's write would drive the switches; protocol 2.4 does not know it.
 */
export const lowWrites = (board: Board): number[] => [
  ...plain(board).flatMap((name) => [SET_PIN, board.outputs[name].pin, 0]),
  ...modeWrite(board.door.pin, MODE.output),
];

/**
 * Everything, from whatever state. Never a software reset (`FF`): on 2.5 it turns pull-up inputs into outputs that drive
 * HIGH, into a closed switch. A servo that an earlier host left pulsing is let go.
 */
export function setUpWrites(board: Board, samplingMs: number): number[] {
  const { level, cell, temperature, motorCurrent } = board;
  const channels = [level, cell, temperature, motorCurrent].map(({ pin }) => channelOf(pin));
  return [
    ...samplingWrite(samplingMs),
    ...switchPins(board).flatMap((pin) => modeWrite(pin, MODE.input)),
    ...switchPorts(board).flatMap((port) => portWrite(board, ALL_SAFE, port)),
    ...plain(board).flatMap((name) => modeWrite(board.outputs[name].pin, MODE.output)),
    ...modeWrite(board.door.pin, MODE.output),
    ...dimmed(board).flatMap((name) => modeWrite(board.outputs[name].pin, MODE.pwm)),
    ...portWrites(board, ALL_SAFE),
    ...dimming(board, ALL_SAFE),
    ...channels.flatMap((channel) => modeWrite(FIRST_ANALOG_PIN + channel, MODE.analog)),
    ...channels.flatMap((channel) => [0xc0 | channel, 1]),
    ...reportWrites(board),
  ];
}

/** A port is reported only when it changes, and once when this is said: again and again, and no lost byte is believed for long. */
export const reportWrites = (board: Board): number[] => switchPorts(board).flatMap((port) => [0xd0 | port, 1]);

/**
 * From one wish to another. The door's target stands before its motor gets its supply, and outlives it. A door that turns back
 * has its motor said LOW first: a board that has stopped it by itself in this very moment obeys no HIGH before that.
 */
export function changeWrites(board: Board, before: Wish, after: Wish): number[] {
  const { pin } = board.door;
  const target = after.door === undefined ? [] : valueWrite(pin, after.door);
  // Setting the mode makes pulses begin: not before the door is about to move.
  const begins = before.door === undefined && after.door !== undefined ? modeWrite(pin, MODE.servo) : [];
  const ends = before.door !== undefined && after.door === undefined ? modeWrite(pin, MODE.output) : [];
  const turns = before.door !== undefined && after.door !== undefined && before.door !== after.door;
  const stops = turns ? portWrite(board, { ...after, motorSupply: false }, portOf(board.outputs.motorSupply.pin)) : [];
  return [...begins, ...stops, ...target, ...portWrites(board, after), ...dimming(board, after), ...ends];
}

/** Every output again, as it should be already. */
export const repeatWrites = (board: Board, wish: Wish): number[] => changeWrites(board, wish, wish);

/** Of every pin of the board that we have set up. */
export const proofs = (board: Board, wish: Wish): Proof[] => [
  ...switchPins(board).map((pin) => ({ pin, modes: [MODE.input, MODE.pullUp] })),
  ...plain(board).map((name) => ({ pin: board.outputs[name].pin, modes: [MODE.output], states: [wish[name] ? 1 : 0] })),
  ...dimmed(board).map((name) => ({
    pin: board.outputs[name].pin,
    modes: [MODE.pwm],
    states: [wish[name] ? FULL_PWM : 0],
  })),
  wish.door === undefined
    ? { pin: board.door.pin, modes: [MODE.output], states: [0] }
    : { pin: board.door.pin, modes: [MODE.servo], states: [wish.door, pulseUs(wish.door)] },
];

/** Of those pins alone that one wish asks something else of than another. */
export function proofsOfChange(board: Board, before: Wish, after: Wish): Proof[] {
  const old = new Map(proofs(board, before).map((proof) => [proof.pin, JSON.stringify(proof)]));
  return proofs(board, after).filter((proof) => old.get(proof.pin) !== JSON.stringify(proof));
}

/** Of an Uno: A0 is pin 14. */
const FIRST_ANALOG_PIN = 14;
export const channelOf = (analogPin: string): number => Number(analogPin.slice(1));
