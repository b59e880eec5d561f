/** A state's sign: a shape of its own, so that it is told without its colour. */
import type { ComponentChild } from 'preact';
import type { AlarmRow } from '../../../fleet/contract/alarms.ts';
import type { Condition, Severity, Status } from '../../../fleet/contract/words.ts';

/** Beside the conditions: `task`, for staff to do; `unknown`, never heard. */
export type State = Condition | 'task' | 'unknown';

const OF_STATUS: Readonly<Record<Status, State>> = { ok: 'ok', warning: 'look', down: 'fault', unknown: 'unknown' };
const OF_SEVERITY: Readonly<Record<Severity, State>> = { task: 'task', warning: 'look', critical: 'fault' };
export const stateOfStatus = (status: Status): State => OF_STATUS[status];
/** A silence has a sign of its own, wherever it is said. */
export const stateOfAlarm = ({ code, severity }: Pick<AlarmRow, 'code' | 'severity'>): State =>
  code === 'silent' ? 'silent' : OF_SEVERITY[severity];

const line = { fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round' } as const;

const DRAWINGS: Readonly<Record<State, ComponentChild>> = {
  ok: <circle cx="8" cy="8" r="6" />,
  look: <path d="M8 1.5 15 14H1Z" />,
  fault: <path d="M2 2h12v12H2Z" />,
  silent: <path {...line} d="M1.5 6a10 10 0 0 1 13 0M4.5 9a5.6 5.6 0 0 1 7 0M7.4 12.4h1.2M2 1.5l12 13" />,
  maintenance: (
    <>
      <path {...line} d="M5 7V4.6a3 3 0 0 1 6 0V7" />
      <path d="M2.5 7h11v7.5h-11Z" />
    </>
  ),
  task: <path {...line} d="M2.5 2.5h11v11h-11ZM5 8l2.2 2.4L11 5.8" stroke-linejoin="round" />,
  unknown: <path {...line} d="M3 8h10" />,
};

export function Sign({ state }: { readonly state: State }) {
  return (
    <svg class={`sign ${state}`} viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
      {DRAWINGS[state]}
    </svg>
  );
}
