/** A bin's door: a flap on a servo, a bolt that a coil lets go for a moment, and what people put in between. Knows no board. */
import type { DoorDrive } from '../bins/bin-port.ts';

/** Where the flap stands, in milliseconds of the servo's way: 0 closed. */
const WIDE_OPEN = 2500;
/** The reed contact lets go of a door that stands further open. */
const REED = 50;
/** A hand, or a bag: the flap comes no closer. */
const HAND = 750;
/** The one-shot in the lock's wire. */
const PULSE_MS = 500;
const NEVER = Number.POSITIVE_INFINITY;

const AMPS = { dead: 0, running: 0.4, stalled: 1.3 } as const;
/** A motor that starts draws as much as a stalled one. */
const STARTING_MS = 180;

export function binDoor() {
  let at = 0;
  let flap = 0;
  let drive: DoorDrive = 'released';
  let startedAt = Number.NEGATIVE_INFINITY;
  let boltedFrom = 0;
  let hand = false;
  let jammed = false;
  let boltStuck = false;

  const bolted = (): boolean => flap === 0 && (boltStuck || at >= boltedFrom);
  /** Where the servo can bring it. */
  function goal(): number {
    if (drive === 'released' || jammed) return flap;
    if (drive === 'open') return bolted() ? 0 : WIDE_OPEN;
    return hand ? HAND : 0;
  }
  const wish = (): number => (drive === 'open' ? WIDE_OPEN : drive === 'closed' ? 0 : flap);

  return {
    /** To be called at each moment that `nextAt` names, or earlier. */
    pass(now: number): void {
      const to = goal();
      const way = now - at;
      flap = to > flap ? Math.min(to, flap + way) : Math.max(to, flap - way);
      at = now;
    },
    /** The next moment at which something changes that can be sensed. */
    nextAt(): number {
      const to = goal();
      const reed = to > flap ? REED - flap : flap - REED + 1;
      const moments = [
        ...(to === flap ? [] : [at + Math.abs(to - flap)]),
        ...(to === flap || reed <= 0 ? [] : [at + reed]),
        ...(at < boltedFrom ? [boltedFrom] : []),
        ...(at < startedAt + STARTING_MS ? [startedAt + STARTING_MS] : []),
      ];
      return Math.min(...moments, NEVER);
    },
    move(to: DoorDrive): void {
      if (to !== drive) startedAt = at;
      drive = to;
    },
    pulse(): void {
      boltedFrom = at + PULSE_MS;
    },
    /** True when it is in: there is no room beneath a closed flap. */
    reachIn(): boolean {
      hand ||= flap > HAND;
      return hand;
    },
    pullOut(): void {
      hand = false;
    },
    /** By somebody's strength; a crowbar opens the bolt as well. */
    push(to: 'open' | 'closed'): void {
      if (!jammed && !(to === 'closed' && hand)) flap = to === 'open' ? WIDE_OPEN : 0;
    },
    jam(on: boolean): void {
      jammed = on;
    },
    stickBolt(on: boolean): void {
      boltStuck = on;
    },
    get closed(): boolean {
      return flap < REED;
    },
    get handIn(): boolean {
      return hand;
    },
    get drive(): DoorDrive {
      return drive;
    },
    get pressing(): boolean {
      return hand && drive === 'closed' && flap === HAND && !jammed;
    },
    get amps(): number {
      if (drive === 'released' || flap === wish()) return AMPS.dead;
      return flap === goal() || at < startedAt + STARTING_MS ? AMPS.stalled : AMPS.running;
    },
  };
}
