import type { DeviceErrorCode } from './domain/device-error.ts';
import {
  type DeviceEvent,
  type FailureKind,
  isUnasked,
  type Level,
  type RejectReason,
  type Weight,
} from './domain/event.ts';
import type { Memory } from './domain/memory.ts';
import type { SelfReport } from './domain/self-report.ts';
import type { Cancel, Clock } from './ports.ts';
import type { ReaderCounters } from './protocols/frame-reader.ts';

/** `unknown`: not tried yet. `down`: away, or does not answer. `warning`: it works, but refuses or fails often. */
export type DeviceStatus = 'ok' | 'warning' | 'down' | 'unknown';

/** What staff see of a device; no value of a person and no person in it. */
export interface DeviceHealth {
  readonly status: DeviceStatus;
  /** Wall-clock milliseconds of the last bytes heard; absent before the first. */
  readonly lastSeenMs?: number;
  /** Of the last whole frame, its check value proved: what only babbles is seen, and says nothing. */
  readonly lastFrameMs?: number;
  readonly lastError?: DeviceErrorCode | 'bug' | FailureKind;
  readonly connects: number;
  /** How often it was lost, by why. */
  readonly losses: Readonly<Partial<Record<DeviceErrorCode | 'bug', number>>>;
  readonly readings: number;
  readonly frames: number;
  readonly noiseBytes: number;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  readonly says: SelfReport;
  /** What its clock showed last, and when, on the clock that only rises. */
  readonly clock?: { readonly deviceClock: string; readonly heardAt: number };
  /** What a scale or a level sensor told last. */
  readonly gauge?: Readonly<Partial<Omit<Weight, 'event' | 'net'> & Omit<Level, 'event'>>>;
}

/** More refusals than this in a row, without a reading between them, and staff are told to look. */
const REJECTIONS_IN_A_ROW = 3;
/** What repeats by itself works well again when so much of it has come without a refusal between. */
const GOOD_IN_A_ROW = 10;

export function healthOf(clock: Clock) {
  const listeners = new Set<() => void>();
  const rejected: Partial<Record<RejectReason, number>> = {};
  const failures: Partial<Record<FailureKind, number>> = {};
  let status: DeviceStatus = 'unknown';
  const losses: Partial<Record<DeviceErrorCode | 'bug', number>> = {};
  let says: SelfReport = {};
  let deviceClock: DeviceHealth['clock'];
  let lastSeenMs: number | undefined;
  let lastFrameMs: number | undefined;
  let lastError: DeviceHealth['lastError'];
  let connects = 0;
  let readings = 0;
  const past = { frames: 0, noiseBytes: 0 };
  let present: Readonly<ReaderCounters> | undefined;
  let inARow = 0;
  let goodInARow = 0;
  let gauge: DeviceHealth['gauge'];

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  function become(next: DeviceStatus): boolean {
    if (next === status) return false;
    status = next;
    changed();
    return true;
  }

  return {
    status: (): DeviceStatus => status,
    now: (): DeviceHealth => ({
      status,
      ...(lastSeenMs !== undefined && { lastSeenMs }),
      ...(lastFrameMs !== undefined && { lastFrameMs }),
      ...(lastError !== undefined && { lastError }),
      connects,
      losses: { ...losses },
      readings,
      frames: past.frames + (present?.frames ?? 0),
      noiseBytes: past.noiseBytes + (present?.noiseBytes ?? 0),
      rejected: { ...rejected },
      failures: { ...failures },
      says,
      ...(deviceClock && { clock: deviceClock }),
      ...(gauge && { gauge }),
    }),
    /** It answers: connected and greeted. */
    is(next: 'ok'): void {
      connects++;
      become(next);
    },
    heard(): void {
      lastSeenMs = clock.wall();
    },
    framed(): void {
      lastFrameMs = clock.wall();
    },
    /** It said something of itself; what it said before, and not now, still holds. */
    noted(report: SelfReport): void {
      const before = JSON.stringify(says);
      says = { ...says, ...report };
      if (JSON.stringify(says) !== before) changed();
    },
    told(event: DeviceEvent): void {
      if (event.event === 'reading') {
        readings++;
        if (isUnasked(event)) return; // it comes every second, and says nothing of what is refused beside it
        inARow = 0;
        if (status !== 'warning' || !become('ok')) changed();
      } else if (event.event === 'weight' || event.event === 'level') {
        const { event: _, ...shown } = event;
        readings++;
        gauge = shown; // many times a second: told with what else there is to tell
        inARow = 0;
        if (++goodInARow >= GOOD_IN_A_ROW && status === 'warning') become('ok');
      } else if (event.event === 'rejected') {
        goodInARow = 0;
        rejected[event.reason] = (rejected[event.reason] ?? 0) + 1;
        if (event.of === undefined) inARow++;
        if (inARow > REJECTIONS_IN_A_ROW && status === 'ok') become('warning');
      } else if (event.event === 'failure') {
        gauge = undefined;
        failures[event.kind] = (failures[event.kind] ?? 0) + 1;
        lastError = event.kind;
        changed();
      }
    },
    /** Counts what a memory held. What it refuses there is old, and says nothing of how the device works now. */
    remembered({ records, unit: { serialNumber }, clock: shown }: Pick<Memory, 'records' | 'unit' | 'clock'>): void {
      for (const { event } of records) {
        if (event.event === 'reading') readings++;
        else rejected[event.reason] = (rejected[event.reason] ?? 0) + 1;
      }
      inARow = 0;
      if (serialNumber !== undefined) says = { ...says, serialNumber };
      deviceClock = shown ?? deviceClock;
      if (status !== 'warning' || !become('ok')) changed();
    },
    /** True when this is news. */
    lost(code: DeviceErrorCode | 'bug'): boolean {
      lastError = code;
      gauge = undefined;
      if (status !== 'down') losses[code] = (losses[code] ?? 0) + 1; // not each try: it may stay away for months
      return become('down');
    },
    /** A connection's counters while it lasts; undefined when it has ended. */
    counting(counters: Readonly<ReaderCounters> | undefined): void {
      past.frames += present?.frames ?? 0;
      past.noiseBytes += present?.noiseBytes ?? 0;
      present = counters;
    },
    onChange(listener: () => void): Cancel {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
