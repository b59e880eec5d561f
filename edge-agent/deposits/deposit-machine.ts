/**
 * One deposit, from the first look at the scale until something has come of it. Pure: what it was, what happened and what
 * time it is go in; what it is and what is to be done come out. `deposits.ts` carries out: what is done is on disk first.
 */
import { type Begun, notWeighed, type Outcome, type Weighing, weighed } from './deposit.ts';

/** All on the clock that only rises. */
export interface DepositLimits {
  /** So long the scale may take to stand still before the door is opened, and after it was closed. */
  readonly steadyWithinMs: number;
  /** After a stop on the way, and the board is there again: the door is closed and the scale stands still, or nothing is certain. */
  readonly settledWithinMs: number;
  /** After a stop on the way the board is waited for so long. */
  readonly boardWithinMs: number;
  /** An open door is not waited for any longer. */
  readonly openAtMostMs: number;
  /** Leave to open a bin is used at once, or not at all. */
  readonly authorisedMs: number;
}

export const DEPOSIT_LIMITS: DepositLimits = {
  steadyWithinMs: 10_000,
  settledWithinMs: 10_000,
  boardWithinMs: 60_000,
  openAtMostMs: 300_000,
  authorisedMs: 5000,
};

export type DepositPhase =
  /** The scale is to stand still before anything moves. */
  | { readonly id: 'before'; readonly until: number }
  /** It is on disk; the door is let go. */
  | { readonly id: 'opening'; readonly begun: Begun }
  | { readonly id: 'open'; readonly begun: Begun; readonly until: number }
  /** Closed; what the scale comes to rest at counts. */
  | { readonly id: 'after'; readonly begun: Begun; readonly until: number; readonly interrupted: boolean }
  /** Station or board have stopped on the way: nobody saw what happened meanwhile. `ready`: the board is there again. */
  | { readonly id: 'interrupted'; readonly begun: Begun; readonly until: number; readonly ready: boolean }
  /** What came of it is being saved. */
  | { readonly id: 'settling'; readonly begun: Begun; readonly outcome: Outcome }
  | { readonly id: 'settled'; readonly begun: Begun; readonly outcome: Outcome }
  /** Nothing was opened, and nothing is on disk. */
  | { readonly id: 'refused'; readonly why: 'unsteady' | 'bin' | 'store' };

export type DepositInput =
  /** The scale has stood still since this phase began. */
  | { readonly on: 'steady'; readonly weighing: Weighing; readonly tared: boolean }
  /** What `before` weighed is on disk. */
  | { readonly on: 'authorised'; readonly begun: Begun }
  | { readonly on: 'refused'; readonly why: 'bin' | 'store' }
  | { readonly on: 'opened' | 'closed' | 'unopened' }
  /** The bin's board is away, or was: `ready` says how its door stands now. */
  | { readonly on: 'board'; readonly news: 'lost' | 'restarted' }
  | { readonly on: 'board'; readonly news: 'ready'; readonly doorClosed: boolean }
  | { readonly on: 'saved' }
  | { readonly on: 'time' };

export type DepositDoes = { readonly does: 'authorise'; readonly before: Weighing } | { readonly does: 'settle' };

export interface DepositStep {
  readonly phase: DepositPhase;
  readonly does: readonly DepositDoes[];
}

const only = (phase: DepositPhase): DepositStep => ({ phase, does: [] });
const over = (begun: Begun, outcome: Outcome): DepositStep => ({
  phase: { id: 'settling', begun, outcome },
  does: [{ does: 'settle' }],
});

/** What was begun before this process: `touched`: its lock may have been let go. */
export function resumed(begun: Begun, touched: boolean, now: number, limits: DepositLimits): DepositStep {
  if (!touched) return over(begun, notWeighed('interrupted', true));
  return only({ id: 'interrupted', begun, until: now + limits.boardWithinMs, ready: false });
}

/** When it must be told the time even if nothing happens. */
export const dueAt = (phase: DepositPhase): number => ('until' in phase ? phase.until : Number.POSITIVE_INFINITY);

export function stepped(phase: DepositPhase, input: DepositInput, now: number, limits: DepositLimits): DepositStep {
  if (input.on === 'board' && 'begun' in phase) return onBoard(phase, input, now, limits);
  if (input.on === 'time') return now >= dueAt(phase) ? late(phase) : only(phase);
  switch (phase.id) {
    case 'before':
      if (input.on === 'steady') return { phase, does: [{ does: 'authorise', before: input.weighing }] };
      if (input.on === 'authorised') return only({ id: 'opening', begun: input.begun });
      return input.on === 'refused' ? only({ id: 'refused', why: input.why }) : only(phase);
    case 'opening':
      if (input.on === 'opened') return only({ id: 'open', begun: phase.begun, until: now + limits.openAtMostMs });
      return input.on === 'unopened' || input.on === 'refused'
        ? over(phase.begun, notWeighed('unopened', false))
        : only(phase);
    case 'open':
      return input.on === 'closed' ? only(closedAt(phase.begun, now + limits.steadyWithinMs, false)) : only(phase);
    case 'after':
      if (input.on === 'steady') return over(phase.begun, weighed(phase.begun, input.weighing, { ...phase, ...input }));
      if (input.on !== 'opened') return only(phase);
      return phase.interrupted
        ? only({ id: 'interrupted', begun: phase.begun, until: phase.until, ready: true })
        : only({ id: 'open', begun: phase.begun, until: now + limits.openAtMostMs });
    case 'interrupted':
      return input.on === 'closed' && phase.ready ? only(closedAt(phase.begun, phase.until, true)) : only(phase);
    case 'settling':
      return input.on === 'saved' ? only({ id: 'settled', begun: phase.begun, outcome: phase.outcome }) : only(phase);
    default:
      return only(phase);
  }
}

const closedAt = (begun: Begun, until: number, interrupted: boolean): DepositPhase => ({
  id: 'after',
  begun,
  until,
  interrupted,
});

function onBoard(
  phase: Extract<DepositPhase, { begun: Begun }>,
  input: Extract<DepositInput, { on: 'board' }>,
  now: number,
  limits: DepositLimits,
): DepositStep {
  const { begun } = phase;
  if (phase.id === 'settling' || phase.id === 'settled') return only(phase);
  if (input.news !== 'ready')
    return phase.id === 'interrupted' && !phase.ready
      ? only(phase) // it is waited for already
      : only({ id: 'interrupted', begun, until: now + limits.boardWithinMs, ready: false });
  if (phase.id !== 'interrupted' || phase.ready) return only(phase);
  const until = now + limits.settledWithinMs;
  return only(input.doorClosed ? closedAt(begun, until, true) : { ...phase, until, ready: true });
}

function late(phase: DepositPhase): DepositStep {
  switch (phase.id) {
    case 'before':
      return only({ id: 'refused', why: 'unsteady' });
    case 'open':
      return over(phase.begun, notWeighed('left-open', false));
    case 'after':
      return over(phase.begun, notWeighed('unweighed', phase.interrupted));
    case 'interrupted':
      return over(phase.begun, notWeighed(phase.ready ? 'left-open' : 'unweighed', true));
    default:
      return only(phase);
  }
}
