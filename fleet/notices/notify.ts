/** Who is told of alarms while not looking: the `notify` part of the fleet file. */
import type { Severity } from '../contract/words.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** By the clock of Asia/Shanghai, `08:00`; `to` before `from` runs past midnight, and belongs to the day it began. */
export interface Hours {
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
}

export interface Person {
  readonly address: string;
  /** Absent: all. */
  readonly districts?: readonly string[];
  /** Absent: at any time. */
  readonly hours?: readonly Hours[];
  /** This or graver. */
  readonly severity: Severity;
}

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS where the server offers it. */
  readonly secure: boolean;
  readonly user?: string;
  readonly password?: string;
}

export interface Notify {
  /** Gets every alarm as JSON, this severity or graver. */
  readonly webhook?: { readonly url: string; readonly from: Severity };
  readonly email?: {
    readonly smtp: SmtpServer;
    readonly from: string;
    readonly people: readonly Person[];
    /** So long after somebody was to be told and nobody has acknowledged. */
    readonly escalateAfterMinutes: number;
    readonly escalateTo: readonly string[];
  };
}
