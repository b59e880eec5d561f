import type { Provides } from '../domain/event.ts';
import type { Memory } from '../domain/memory.ts';
import type { Conversation, Language, Line } from '../protocols/conversation.ts';

/** How sure we are: seen on the real unit; written from the maker's document or a driver that was; only partly documented. */
export type Sureness = 'high' | 'medium' | 'partly documented';

/** USB ids, four hexadecimal digits each, lower case. */
export interface UsbIds {
  readonly vendorId: string;
  readonly productId: string;
}

export interface SerialLine {
  readonly kind: 'serial';
  readonly baudRate: number;
  readonly dataBits?: 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
  /** Of its usual cable. They narrow; they never identify alone. */
  readonly usb?: readonly UsbIds[];
}

export interface HidReports {
  readonly kind: 'hid';
  /** The length of a report, without its number. */
  readonly reportBytes: number;
  /** Of its feature reports, where it takes any: a write of just so many bytes is one. */
  readonly featureBytes?: number;
  /** Of the models themselves. */
  readonly usb: readonly UsbIds[];
}

/**
 * What the catalogue says of a driver, and `yike drivers` prints. It has one wire, as it has one language: what a maker's
 * other cable says in other bytes is another driver, with a sureness of its own (`beurer-bm58.ts`).
 */
export interface DriverFacts {
  readonly id: string;
  readonly models: readonly string[];
  readonly wire: SerialLine | HidReports;
  readonly provides: readonly Provides[];
  /** The check value of its frames; `none` where the protocol has none. */
  readonly check: string;
  readonly sureness: Sureness;
  /** The public source of what we know of the protocol. */
  readonly source: string;
}

/** How to talk with a device of this kind. */
export interface Speech<F> {
  readonly language: Language<F>;
  /** Said first on every new connection. What moves is stopped before anything else is said. */
  readonly greet: (line: Line) => Conversation<F>;
  /**
   * Runs whenever nothing else does. Ends by itself only to say that the device's memory is another than that of `mark`, or
   * than it was when this began.
   */
  readonly idle: (line: Line, mark?: string) => Conversation<F>;
  /** One measurement; however it ends, it leaves the cuff loose. Absent where the host cannot start one. */
  readonly measure?: (line: Line) => Conversation<F>;
  /**
   * Reads the whole memory, and changes nothing in it. Present where what the device provides lies in its memory, and is
   * told when it is asked for, not as it is measured.
   */
  readonly readOut?: (line: Line) => Conversation<F, Memory>;
}

/** A declaration tying models to a wire, a language and readings. The frame type stays inside: `speak` hands it out. */
export interface Driver extends DriverFacts {
  readonly canMeasure: boolean;
  /** Its results are read out of its memory; none comes live. */
  readonly remembers: boolean;
  readonly speak: <R>(use: <F>(speech: Speech<F>) => R) => R;
}

export function driver<F>({ language, greet, idle, measure, readOut, ...facts }: DriverFacts & Speech<F>): Driver {
  const speech: Speech<F> = { language, greet, idle, ...(measure && { measure }), ...(readOut && { readOut }) };
  return {
    ...facts,
    canMeasure: measure !== undefined,
    remembers: readOut !== undefined,
    speak: (use) => use(speech),
  };
}
