/** The inside that simulated monitors share: a pump, a valve, and an arm with known pressures. Knows no protocol. */
import { NEVER } from '../protocols/conversation.ts';

export interface Arm {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
}

/** Found where nobody said otherwise. */
export const ANYBODY: Arm = { systolicMmHg: 122, diastolicMmHg: 78, pulsePerMin: 68 };

export const CUFF_FAULTS = ['cuff-loose', 'leak', 'movement', 'weak-signal', 'over-pressure'] as const;
export type CuffFault = (typeof CUFF_FAULTS)[number];

export const isCuffFault = (name: string): name is CuffFault => CUFF_FAULTS.some((fault) => fault === name);

/** How a measurement ended. */
export type CuffEnd = { readonly found: Arm } | { readonly failed: CuffFault };

/** One step of the pump: what the gauge shows, or the end. */
export type CuffStep = { readonly mmHg: number } | CuffEnd;

/** As a monitor would find it. */
export const meanMmHg = ({ systolicMmHg, diastolicMmHg }: Arm): number =>
  Math.round(diastolicMmHg + (systolicMmHg - diastolicMmHg) / 3);

const UP_MMHG = 10;
const DOWN_MMHG = 3;
const ABOVE_SYSTOLIC_MMHG = 30;
const BELOW_DIASTOLIC_MMHG = 20;
/** The pump of a loose or leaking cuff gives up here. */
const LOOSE_MMHG = 40;
const LEAKING_MMHG = 90;

/** Pressures up and down again, and the end. `fault` is asked at each step: it may come in the middle. */
function* measurement(arm: Arm, fault: () => CuffFault | undefined): Generator<CuffStep, void> {
  const top = arm.systolicMmHg + ABOVE_SYSTOLIC_MMHG;
  let mmHg = 0;
  // A pump with a broken gauge does not know when to stop: somebody else must.
  for (; mmHg < top || fault() === 'over-pressure'; mmHg += UP_MMHG) {
    yield { mmHg };
    if (fault() === 'cuff-loose' && mmHg >= LOOSE_MMHG) return yield { failed: 'cuff-loose' };
    if (fault() === 'leak' && mmHg >= LEAKING_MMHG) return yield { failed: 'leak' };
  }
  for (; mmHg > arm.diastolicMmHg - BELOW_DIASTOLIC_MMHG && mmHg > 0; mmHg -= DOWN_MMHG) {
    yield { mmHg };
    if (fault() === 'movement' && mmHg < arm.systolicMmHg) return yield { failed: 'movement' };
  }
  yield fault() === 'weak-signal' ? { failed: 'weak-signal' } : { found: arm };
}

/** The valve is open: empty within a second and a half. */
function* release(fromMmHg: number): Generator<CuffStep, void> {
  for (let mmHg = Math.floor(fromMmHg / 3); mmHg > 0; mmHg = Math.floor(mmHg / 3)) yield { mmHg };
  yield { mmHg: 0 };
}

/** `stepMs`: from one pressure to the next; the whole takes some fifty of them. */
export function armInCuff(stepMs: number) {
  let course: Generator<CuffStep, void> | undefined;
  let measuring = false;
  let nextAt = NEVER;
  let mmHg = 0;
  let last: CuffEnd | undefined;

  function begin(next: Generator<CuffStep, void>, now: number): void {
    course = next;
    nextAt = now + stepMs;
  }

  return {
    /** The moment of the next step; NEVER at rest. */
    get nextAt(): number {
      return nextAt;
    },
    get measuring(): boolean {
      return measuring;
    },
    get mmHg(): number {
      return mmHg;
    },
    get last(): CuffEnd | undefined {
      return last;
    },
    start(arm: Arm, fault: () => CuffFault | undefined, now: number): void {
      measuring = true;
      begin(measurement(arm, fault), now);
    },
    /** Opens the valve; at rest nothing is to be let out. */
    stop(now: number): void {
      if (measuring || mmHg > 0) begin(release(mmHg), now);
      measuring = false;
    },
    step(now: number): CuffStep | undefined {
      const step = course?.next().value ?? undefined;
      if (!step) {
        nextAt = NEVER;
        return undefined;
      }
      nextAt = now + stepMs;
      if ('mmHg' in step) mmHg = step.mmHg;
      else {
        last = step;
        this.stop(now);
      }
      return step;
    },
  };
}
