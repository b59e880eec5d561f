/** A device's cable to the station: what is said arrives in its order, unless a fault has it otherwise. */
import { DeviceError } from '../../edge-agent/domain/device-error.ts';
import { concat } from '../../edge-agent/protocols/bytes.ts';
import type { Socket, WireListener } from '../../edge-agent/transports/transport.ts';
import type { Faults } from './faults.ts';
import type { Life } from './life.ts';
import type { Dice } from './random.ts';
import type { Scheduler } from './scheduler.ts';

export interface Cable {
  /** Where that process of the station finds the device. */
  socketOf(life: Life): Socket;
  /** To the station; lost when none listens. `lateMs`: it is held up so long. */
  say(bytes: Uint8Array, lateMs?: number): void;
  unplug(ms: number): void;
  /** Says nothing for so long, whatever it wants to say. */
  mute(ms: number): void;
  /** Plugged in for good. */
  heal(): void;
}

interface Parts {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly heard: (bytes: Uint8Array) => void;
}

/** So much later is later. */
const NEXT_MS = 0.01;

export function openCable({ name, scheduler, dice, faults, heard }: Parts): Cable {
  let host: { readonly life: Life; readonly listener: WireListener } | undefined;
  let pluggedAt = 0;
  let mutedUntil = 0;
  let arrivesAt = 0;

  const deliver = (bytes: Uint8Array, ms: number): void => {
    const to = host;
    arrivesAt = Math.max(arrivesAt + NEXT_MS, scheduler.now() + ms);
    scheduler.at(arrivesAt, () => {
      if (!to || host !== to || !to.life.alive) return;
      scheduler.stir();
      to.listener.chunk(bytes);
    });
  };
  return {
    socketOf: (life) => ({
      name,
      async open(listener) {
        scheduler.stir();
        if (scheduler.now() < pluggedAt) throw new DeviceError('wire', 'nothing is there');
        if (host?.life === life) throw new DeviceError('wire', 'it is in use');
        const mine = { life, listener };
        host = mine;
        return {
          async write(bytes) {
            scheduler.stir();
            if (host !== mine) throw new DeviceError('wire', 'the cable is out');
            scheduler.after(dice.between(1, 3), () => host === mine && heard(bytes));
          },
          async close() {
            if (host === mine) host = undefined;
          },
        };
      },
    }),
    say(bytes, lateMs = 0) {
      if (scheduler.now() < mutedUntil) return;
      const sent = faults.strikes('flipped bit', 0.01) ? flipped(bytes, faults.dice('flipped bit')) : bytes;
      const noise = faults.strikes('noise', 0.02) ? faults.dice('noise').bytes(1 + dice.below(40)) : undefined;
      const whole = noise ? concat(noise, sent) : sent;
      const ms = lateMs + dice.between(1, 3);
      if (!faults.strikes('split frames', 0.1)) return deliver(whole, ms);
      const at = 1 + faults.dice('split frames').below(whole.length - 1);
      deliver(whole.subarray(0, at), ms);
      deliver(whole.subarray(at), ms + faults.dice('split frames').between(0, 200));
    },
    unplug(ms) {
      pluggedAt = scheduler.now() + ms;
      const former = host;
      host = undefined;
      scheduler.stir();
      if (former?.life.alive) former.listener.gone('unplugged');
    },
    mute(ms) {
      mutedUntil = scheduler.now() + ms;
    },
    heal() {
      pluggedAt = 0;
      mutedUntil = 0;
    },
  };
}

function flipped(bytes: Uint8Array, dice: Dice): Uint8Array {
  const other = bytes.slice();
  const at = dice.below(bytes.length);
  other[at] = (other[at] ?? 0) ^ (1 << dice.below(8));
  return other;
}
