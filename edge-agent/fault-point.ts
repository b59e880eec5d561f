/**
 * The labelled steps between a device's frame and the broker's PUBACK. A fault point does nothing until a test arms it;
 * faults are aimed at these steps because crashes at random times hit the short windows too rarely.
 */
export const FAULT_POINTS = [
  'frame heard',
  'reading told',
  'before save',
  'inside save',
  'after save',
  'before publish',
  'after publish',
  'puback heard',
  'before acknowledge',
  'after acknowledge',
] as const;

/** Those of a deposit, in their order. */
export const DEPOSIT_POINTS = [
  'before authorise',
  'after authorise',
  'after pulse noted',
  'door opened',
  'door closed',
  'before settle',
  'after settle',
] as const;

export type FaultPoint = (typeof FAULT_POINTS | typeof DEPOSIT_POINTS)[number];

let armed: ((point: FaultPoint) => void) | undefined;

export function faultPoint(point: FaultPoint): void {
  armed?.(point);
}

/** For tests alone: `strike` runs at every fault point until it is armed anew; without `strike` all is quiet again. */
export function armFaultPoints(strike?: (point: FaultPoint) => void): void {
  armed = strike;
}
