/** What such a board is to do, as Firmata's bytes, and how each pin proves it. Pure. */
import type { SignalsBoard } from '../../firmware-config/index.ts';
import {
  MODE,
  modeWrite,
  pinLow,
  portsOf,
  portWrite,
  reportWrites,
  switchProofs,
  switchWrites,
  type Wiring,
} from '../firmata/pins.ts';

export interface SignalsWish {
  readonly lamp: boolean;
  readonly buzzer: boolean;
}

const DARK_AND_STILL: SignalsWish = { lamp: false, buzzer: false };

export function signalsWiring({ switches, outputs }: SignalsBoard): Wiring<SignalsWish> {
  const switchPins = Object.values(switches).map(({ pin }) => pin);
  const driven = (wish: SignalsWish) => [
    { pin: outputs.lamp.pin, high: wish.lamp },
    { pin: outputs.buzzer.pin, high: wish.buzzer },
  ];
  const outputPins = driven(DARK_AND_STILL).map(({ pin }) => pin);
  const portWrites = (wish: SignalsWish): number[] => {
    const high = driven(wish).flatMap((output) => (output.high ? [output.pin] : []));
    return portsOf([...switchPins, ...outputPins]).flatMap((port) => portWrite(port, high, switchPins));
  };
  return {
    safe: DARK_AND_STILL,
    switchPins,
    lowWrites: () => outputPins.flatMap(pinLow),
    setUpWrites: () => [
      ...switchWrites(switchPins),
      ...outputPins.flatMap((pin) => modeWrite(pin, MODE.output)),
      ...portWrites(DARK_AND_STILL),
      ...reportWrites(switchPins),
    ],
    changeWrites: (_, wish) => portWrites(wish),
    proofs: (wish) => [
      ...switchProofs(switchPins),
      ...driven(wish).map(({ pin, high }) => ({ pin, modes: [MODE.output], states: [high ? 1 : 0] })),
    ],
  };
}
