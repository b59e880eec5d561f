/**
 * What happened around a station, as somebody would have noted it who sees everything but its inside. The one language
 * between those who make things happen and the checker; it imports nothing. `at`: milliseconds since the world began.
 */

/** A value that the simulation gives out once, so that whoever holds it holds that measurement. */
export type Mark = number;

export type Fact =
  /** A fault came, by its class. */
  | { readonly what: 'fault'; readonly fault: string; readonly detail?: string }
  /** From here on nothing goes wrong any more. */
  | { readonly what: 'healed' }
  | { readonly what: 'started'; readonly wallMs: number }
  /** Its screen stands, and says what can be done. */
  | { readonly what: 'ready' }
  | { readonly what: 'refused to start'; readonly why: string }
  /** The station's process is gone; `point`: the labelled step at which it was struck. */
  | { readonly what: 'died'; readonly point?: string }
  | { readonly what: 'wall stepped'; readonly byMs: number }
  | { readonly what: 'visit began'; readonly subject: string }
  /** A device begins to measure somebody. `subject`: the visit that is open; absent: none is. `wallMs`: by the station's calendar. */
  | {
      readonly what: 'measured';
      readonly mark: Mark;
      readonly device: string;
      readonly subject?: string;
      readonly wallMs: number;
    }
  /** A screen showed a result of these measurements, and what became of them. */
  | {
      readonly what: 'shown';
      readonly subject: string;
      readonly marks: readonly Mark[];
      readonly as: 'saved' | 'shown-only' | 'not-saved';
    }
  /** The station gave the broker an event; so many of that line had no PUBACK then, this one too. */
  | { readonly what: 'published'; readonly line: number; readonly sequence: number; readonly open: number }
  /** `mostOpen`: so many the broker bears. */
  | { readonly what: 'line opened'; readonly line: number; readonly mostOpen: number }
  | { readonly what: 'line closed'; readonly line: number }
  | { readonly what: 'puback'; readonly line: number; readonly sequence: number }
  /** The broker did not take it; it may the next time. */
  | { readonly what: 'not taken'; readonly sequence: number }
  /** The broker will never take this one, and says so with this MQTT reason; noted once. */
  | { readonly what: 'refused for good'; readonly payload: string; readonly code: number }
  /** The broker ended the line when this one came, as it does each time until it is healed. */
  | { readonly what: 'hung up'; readonly payload: string }
  /** Acknowledged, and gone all the same: with the broker, or with the platform before its commit. */
  | { readonly what: 'lost'; readonly by: 'broker' | 'platform'; readonly sequences: readonly number[] }
  /** At the platform, in memory. */
  | { readonly what: 'arrived'; readonly payload: string }
  /** The platform told the station so; `honest`: it was the platform. */
  | { readonly what: 'receipt'; readonly sequence: number; readonly honest: boolean }
  /** The disk damaged a row that was on it; `payload`: as it had been. */
  | { readonly what: 'damaged'; readonly payload: string }
  /** Text that left the station beside its events: a line of the log, a topic, a retained payload. */
  | { readonly what: 'said'; readonly where: 'log' | 'topic' | 'retained'; readonly text: string }
  /** The largest that was seen of something that must stay small. */
  | { readonly what: 'gauge'; readonly name: string; readonly value: number; readonly most: number }
  /** How things stand at the end: `waiting` events without receipt, apart from those that have only just come; devices that do not work; the screen that shows. */
  | {
      readonly what: 'rest';
      readonly waiting: number;
      readonly down: readonly string[];
      readonly online: boolean;
      readonly screen: string;
    };

export type Happened = Fact & { readonly at: number };
export type History = readonly Happened[];
export type FactOf<What extends Fact['what']> = Extract<Happened, { what: What }>;

export interface Violation {
  readonly invariant: string;
  readonly says: string;
  /** When the world was so old in which it was broken, where one moment did it. */
  readonly atMs?: number;
}
