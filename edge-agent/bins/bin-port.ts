/**
 * The hardware of one bin, whatever board drives it: what it senses, and what it can be made to do. Nothing above it knows
 * of pins and volts, and nothing below it decides: what is safe is judged in `bin.ts`.
 */
import type { BoardNews } from '../firmata/board-news.ts';
import type { Cancel } from '../ports.ts';

export type { BoardNews };

/** What is sensed now, after debouncing. A broken wire or an unplugged sensor reads as the unsafe side. */
export interface BinSenses {
  readonly doorClosed: boolean;
  /** The collector's door. */
  readonly serviceClosed: boolean;
  /** Nothing is in the opening. */
  readonly beamFree: boolean;
  readonly untampered: boolean;
  readonly smokeFree: boolean;
  /** From the sensor down to the heap; absent: it sees nothing, or cannot be believed. */
  readonly levelMm?: number;
  /** Inside the bin; absent: the sensor is broken. */
  readonly celsius?: number;
  /** Of the door's motor; absent: not known. */
  readonly motorAmps?: number;
  /** The board itself has stopped the closing door; until it is told to move again. */
  readonly pinched?: true;
  /** Of the load cell on the board: fit to see overload and that something fell in, never to pay by. */
  readonly coarseGrams?: number | 'overload' | 'broken';
}

export type DoorDrive = 'open' | 'closed' | 'released';

export interface BinLamps {
  /** Full, or out of order. */
  readonly red: boolean;
  /** Ready. */
  readonly green: boolean;
}

export interface BinPort {
  /** Undefined until the board is ready, and when it is lost. */
  senses(): BinSenses | undefined;
  /** On every change; while the door has its motor, on every look as well. */
  onSenses(listener: (senses: BinSenses) => void): Cancel;
  onBoard(listener: (news: BoardNews) => void): Cancel;
  /** Lets the lock go once, for as long as the board's file says. Rejects with a DeviceError when the board does not confirm it. */
  pulseLock(): Promise<void>;
  /** `released`: the motor has no supply and no pulse, the door stands where it is. Rejects as `pulseLock` does. */
  drive(door: DoorDrive): Promise<void>;
  show(lamps: BinLamps): Promise<void>;
  buzz(on: boolean): Promise<void>;
  /** Every output on its safe side, as far as the board still hears; then lets go of it. */
  close(): Promise<void>;
}
