/** `firmata-signals`: what stands around a panel, behind a board that speaks Firmata. */
import type { SignalsBoard, SignalsSwitch } from '../../firmware-config/index.ts';
import { holdBoard } from '../firmata/held-board.ts';
import { openSwitches } from '../firmata/switches.ts';
import type { Clock, Log } from '../ports.ts';
import type { Socket } from '../transports/transport.ts';
import type { SignalsPort, SignalsSenses } from './signals-port.ts';
import { signalsWiring } from './signals-wiring.ts';

/** Each port is asked for every five seconds, and answers: two of these were lost. */
const STALE_MS = 12_000;
const BEEP_MS = 150;

export interface FirmataSignalsParts {
  readonly deviceId: string;
  readonly socket: Socket;
  readonly board: SignalsBoard;
  readonly clock: Clock;
  readonly log: Log;
}

export function openFirmataSignals({ deviceId, socket, board, clock, log }: FirmataSignalsParts): SignalsPort {
  const listeners = new Set<(senses: SignalsSenses) => void>();
  const { callReleased, placeFree } = board.switches;
  const nameAt = new Map<number, SignalsSwitch>([
    [callReleased.pin, 'callReleased'],
    [placeFree.pin, 'placeFree'],
  ]);
  const heardAt = new Map<SignalsSwitch, number>();
  let complete = Promise.withResolvers<void>();

  const switches = openSwitches<SignalsSwitch>({
    debounceMs: (name) => board.switches[name].debounceMs,
    clock,
    settled() {
      const senses = sensed();
      if (!senses) return;
      complete.resolve();
      if (held.life()) for (const listener of listeners) listener(senses);
    },
  });

  function sensed(): SignalsSenses | undefined {
    const [released, free] = [switches.isGood('callReleased'), switches.isGood('placeFree')];
    return released === undefined || free === undefined ? undefined : { pressed: !released, somebody: !free };
  }

  const held = holdBoard({
    deviceId,
    socket,
    wiring: signalsWiring(board),
    inputs: {
      complete: () => complete.promise,
      isStale: () => [...heardAt.values()].some((at) => clock.now() - at > STALE_MS),
      forget() {
        complete = Promise.withResolvers();
        heardAt.clear();
        switches.forget();
      },
    },
    digital(pin, high) {
      const name = nameAt.get(pin);
      if (!name) return;
      heardAt.set(name, clock.now());
      switches.hear(name, high);
    },
    analog() {}, // nothing is wired there
    clock,
    log,
  });

  return {
    senses: () => (held.life() ? sensed() : undefined),
    onSenses(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onBoard: held.onBoard,
    async lamp(on) {
      await held.alive().change({ lamp: on });
    },
    async beep(times) {
      const { changeAt } = held.alive();
      const start = clock.now();
      // Each ends when its time has come, whatever becomes of the answers: nothing else silences a buzzer.
      await Promise.all(
        Array.from({ length: 2 * times }, (_, half) => changeAt(start + half * BEEP_MS, { buzzer: half % 2 === 0 })),
      );
    },
    close: held.close,
  };
}
