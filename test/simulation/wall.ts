import type { Faults } from './faults.ts';
import type { Wall } from './life.ts';
import type { Recorder } from './record.ts';
import type { Scheduler } from './scheduler.ts';

const TRUE_START_MS = Date.UTC(2026, 10, 23, 0, 0);
const DAY_MS = 86_400_000;

export interface StepWall extends Wall {
  /** Somewhere time is being waited for: a good moment to jump. */
  tempt(): void;
}

/** The machine's calendar: right, until a fault makes it run wrong, jump, or begin in 1970. */
export function openWall(scheduler: Scheduler, faults: Faults, note: Recorder['note']): StepWall {
  let offset = TRUE_START_MS;
  const rate = 1 + (faults.strikes('clock drift', 1) ? faults.dice('clock drift').between(-2e-4, 2e-4) : 0);
  const step = (byMs: number): void => {
    offset += byMs;
    note({ what: 'wall stepped', byMs });
  };
  if (faults.strikes('no clock', 1)) {
    offset = 0;
    scheduler.after(faults.dice('no clock').between(1000, DAY_MS / 2), () => step(TRUE_START_MS)); // the network's time came
  }
  const jump = (): void => {
    const dice = faults.dice('clock step');
    const byMs = Math.round(dice.pick([1, -1]) * dice.pick([1500, 3_600_000, DAY_MS, 400 * DAY_MS]));
    step(offset + byMs < 0 ? -byMs : byMs); // no calendar knows a time before 1970
  };
  faults.nowAndThen('clock step', 2, jump);
  return {
    now: () => offset + scheduler.now() * rate,
    tempt() {
      if (faults.strikes('clock step', 0.01, 'during a wait')) jump();
    },
  };
}
