/** What a bin's board is to do, as Firmata's bytes, and how each pin proves it. Pure. */
import type { Board, OutputName } from '../../firmware-config/index.ts';
import {
  MODE,
  modeWrite,
  type Proof,
  pinLow,
  portOf,
  portsOf,
  portWrite,
  reportWrites,
  samplingWrite,
  switchProofs,
  switchWrites,
  valueWrite,
  type Wiring,
} from '../firmata/pins.ts';
import { pulseUs } from '../firmata/yike-bin.ts';

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

export const OUTPUTS = ['lock', 'motorSupply', 'redLamp', 'greenLamp', 'buzzer'] as const satisfies OutputName[];
const FULL_PWM = 255;

const plain = ({ outputs }: Board): OutputName[] => OUTPUTS.filter((name) => outputs[name].pwm !== true);
const dimmed = ({ outputs }: Board): OutputName[] => OUTPUTS.filter((name) => outputs[name].pwm === true);
export const switchPins = ({ switches }: Board): number[] => Object.values(switches).map(({ pin }) => pin);

/** What one port is to carry of that wish. */
function onPort(board: Board, wish: Wish, port: number): number[] {
  const high = plain(board).flatMap((name) => (wish[name] ? [board.outputs[name].pin] : []));
  return portWrite(port, high, switchPins(board));
}

function portWrites(board: Board, wish: Wish): number[] {
  const outputs = plain(board).map((name) => board.outputs[name].pin);
  return portsOf([...switchPins(board), ...outputs]).flatMap((port) => onPort(board, wish, port));
}

const dimming = (board: Board, wish: Wish): number[] =>
  dimmed(board).flatMap((name) => valueWrite(board.outputs[name].pin, wish[name] ? FULL_PWM : 0));

/** Everything, from whatever state. A servo that an earlier host left pulsing is let go. */
export function setUpWrites(board: Board, samplingMs: number): number[] {
  const { level, cell, temperature, motorCurrent } = board;
  const channels = [level, cell, temperature, motorCurrent].map(({ pin }) => channelOf(pin));
  return [
    ...samplingWrite(samplingMs),
    ...switchWrites(switchPins(board)),
    ...plain(board).flatMap((name) => modeWrite(board.outputs[name].pin, MODE.output)),
    ...modeWrite(board.door.pin, MODE.output),
    ...dimmed(board).flatMap((name) => modeWrite(board.outputs[name].pin, MODE.pwm)),
    ...portWrites(board, ALL_SAFE),
    ...dimming(board, ALL_SAFE),
    ...channels.flatMap((channel) => modeWrite(FIRST_ANALOG_PIN + channel, MODE.analog)),
    ...channels.flatMap((channel) => [0xc0 | channel, 1]),
    ...reportWrites(switchPins(board)),
  ];
}

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
  const stops = turns ? onPort(board, { ...after, motorSupply: false }, portOf(board.outputs.motorSupply.pin)) : [];
  return [...begins, ...stops, ...target, ...portWrites(board, after), ...dimming(board, after), ...ends];
}

/** Of every pin of the board that we have set up. */
export const proofs = (board: Board, wish: Wish): Proof[] => [
  ...switchProofs(switchPins(board)),
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

const SAMPLING_MS = { still: 100, moving: 50 } as const;

export const wiringOf = (board: Board): Wiring<Wish> => ({
  safe: ALL_SAFE,
  switchPins: switchPins(board),
  lowWrites: () => [
    ...plain(board).flatMap((name) => pinLow(board.outputs[name].pin)),
    ...modeWrite(board.door.pin, MODE.output),
  ],
  setUpWrites: () => setUpWrites(board, SAMPLING_MS.still),
  changeWrites(before, after) {
    const startsOrEnds = (before.door === undefined) !== (after.door === undefined);
    const samplingMs = after.door === undefined ? SAMPLING_MS.still : SAMPLING_MS.moving;
    return [...changeWrites(board, before, after), ...(startsOrEnds ? samplingWrite(samplingMs) : [])];
  },
  proofs: (wish) => proofs(board, wish),
});

/** Of an Uno: A0 is pin 14. */
const FIRST_ANALOG_PIN = 14;
export const channelOf = (analogPin: string): number => Number(analogPin.slice(1));
