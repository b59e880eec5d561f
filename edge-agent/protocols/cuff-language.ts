/** What the rules of a cuff must know of a monitor's own language. */
import type { DeviceEvent } from '../domain/event.ts';
import type { Conversation, Line } from './conversation.ts';

/** What a frame says of the cuff: its pressure; how the measurement ended; or only that it is over, and that one may ask. */
export type CuffWord = { readonly mmHg: number } | { readonly outcome: DeviceEvent } | { readonly over: true };

/** A cuff in its own language. */
export interface Cuff<F> {
  /** Said and answered before the start. */
  readonly prepare?: (line: Line) => Conversation<F, unknown>;
  readonly start: Uint8Array;
  /** How long the start may take to be confirmed. Without a word it is never said twice. */
  readonly startWithinMs: number;
  readonly started: (frame: F) => boolean;
  /** It cannot start yet, and says so: the start may be said again. */
  readonly busy?: (frame: F) => boolean;
  readonly stop: Uint8Array;
  readonly stopped: (frame: F) => boolean;
  /** Said once, when no stop was ever confirmed. */
  readonly reset?: Uint8Array;
  /** Undefined when the frame speaks of something else. May be asked more than once of the same frame. */
  readonly word: (frame: F) => CuffWord | undefined;
  /** The question for its pressure, where it does not tell it by itself, and how often. */
  readonly gauge?: { readonly question: Uint8Array; readonly everyMs: number };
  /** The question for how a measurement ended, where it only says that it is over. */
  readonly outcome?: Uint8Array;
}

/** Hears what is not about the cuff. */
export type Aside<F> = (frame: F) => void;
