import type { Provides } from '../domain/event.ts';
import type { Memory, Unit } from '../domain/memory.ts';
import type { Choice, Settings } from '../domain/settings.ts';
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
  /** Speeds of some of its models, where they differ: a search tries them too, a station file names one. */
  readonly otherBaudRates?: readonly number[];
  readonly dataBits?: 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
  /** Of its usual cable. They narrow; they never identify alone. */
  readonly usb?: readonly UsbIds[];
  /** Of the CP2110 bridges that models have built in or in their cable: the same line, reached as a HID device. */
  readonly cp2110?: readonly UsbIds[];
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
  /** What this one of its models does, where one driver speaks with models of several kinds. */
  readonly providesOf?: (unit: Unit) => readonly Provides[];
  /** The check value of its frames; `none` where the protocol has none. */
  readonly check: string;
  readonly sureness: Sureness;
  /** The public source of what we know of the protocol. */
  readonly source: string;
  /** By name, what may be set. */
  readonly choices?: Readonly<Record<string, Choice>>;
}

/** How to talk with a device of this kind. */
export interface Speech<F> {
  readonly language: Language<F>;
  /**
   * Said first on every new connection. What moves is stopped before anything else is said. Ends when the device has
   * proved to be one of this driver's, with what it says of itself; fails with a DeviceError when it has not: this decides
   * whose a meter is that nobody has declared (`identify.ts`).
   */
  readonly greet: (line: Line) => Conversation<F, Unit>;
  /**
   * Runs whenever nothing else does. Ends by itself only to say that the device's memory is another than that of `mark`, or
   * than it was when this began.
   */
  readonly idle: (line: Line, mark?: string) => Conversation<F>;
  /** One measurement; however it ends, it leaves the cuff loose. Absent where the host cannot start one. */
  readonly measure?: (line: Line) => Conversation<F>;
  /**
   * Waits for the result of one measurement, and sends nothing. Present where a person starts and stops the device at its
   * own buttons alone.
   */
  readonly awaitResult?: (line: Line) => Conversation<F>;
  /**
   * Reads the whole memory, and changes nothing in it. Present where what the device provides lies in its memory, and is
   * told when it is asked for, not as it is measured.
   */
  readonly readOut?: (line: Line) => Conversation<F, Memory>;
}

/** A declaration tying models to a wire, a language and readings. The frame type stays inside: `speak` hands it out. */
export interface Driver extends DriverFacts {
  readonly canMeasure: boolean;
  /** Only its own buttons start and stop it. */
  readonly hasOwnButtons: boolean;
  /** Its results are read out of its memory; none comes live. */
  readonly remembers: boolean;
  readonly speak: <R>(use: <F>(speech: Speech<F>) => R) => R;
  /** What was; absent: nothing. */
  readonly settings?: Settings;
  /** The same driver, of a device that is set up so. Present where anything may be set. */
  readonly configured?: (settings: Settings) => Driver;
}

/** As it is written down: a greeting need not say who answered. */
export type Spoken<F> = Omit<Speech<F>, 'greet'> & {
  readonly greet: (line: Line) => Conversation<F> | Conversation<F, Unit>;
};

export function driver<F>(declared: DriverFacts & Spoken<F>): Driver {
  const { language, greet, idle, measure, awaitResult, readOut, ...facts } = declared;
  const speech: Speech<F> = {
    language,
    *greet(line) {
      return (yield* greet(line)) ?? {};
    },
    idle,
    ...(measure && { measure }),
    ...(awaitResult && { awaitResult }),
    ...(readOut && { readOut }),
  };
  return {
    ...facts,
    canMeasure: measure !== undefined,
    hasOwnButtons: awaitResult !== undefined,
    remembers: readOut !== undefined,
    speak: (use) => use(speech),
  };
}

/** A driver of devices whose bytes leave something open; as it stands in the catalogue, of one with nothing set. */
export function settable(configured: (settings: Settings) => Driver): Driver {
  const made = (settings: Settings): Driver => ({
    ...configured(settings),
    configured: made,
    ...(Object.keys(settings).length > 0 && { settings }),
  });
  return made({});
}
