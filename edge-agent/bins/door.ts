/** The door: unlocked, open, closing, reopened. Each rule of what stops a closing door is here. Pure. */
import type { BinLimits } from './bin-limits.ts';
import type { BinSenses } from './bin-port.ts';
import { and, drive, NEVER, type Phase, release, type Step, tell } from './bin-state.ts';
import { judgedFrom } from './fill.ts';

type At<A, Id extends Phase<A>['id']> = Extract<Phase<A>, { id: Id }>;

/** What the door does next, by what is sensed and what time it is. */
export function moved<A>(step: Step<A>, now: number, limits: BinLimits): Step<A> {
  const { phase, senses } = step.state;
  if (!senses) return step;
  switch (phase.id) {
    case 'still':
      return step;
    case 'settling':
    case 'locked':
      return senses.doorClosed ? step : opened(step, now, 0);
    case 'unlocking':
      return unlocking(step, phase, senses, now, limits);
    case 'open':
      return open(step, phase, senses, now, limits);
    case 'closing':
      return closing(step, phase, senses, now, limits);
    case 'reopening':
      return reopening(step, phase, now, limits);
  }
}

/** The moment of the door's next step, if nothing changes until then. */
export function doorDueAt<A>({ state }: Pick<Step<A>, 'state'>, limits: BinLimits): number {
  const { phase, motor, senses } = state;
  const movedAt = motor ? motor.since + limits.moveMs : NEVER;
  switch (phase.id) {
    case 'unlocking':
      return phase.pulsedAt + unlockMs(limits);
    case 'open':
      if (senses?.doorClosed) return movedAt;
      return Math.min(
        movedAt,
        phase.prompted ? NEVER : phase.quietSince + limits.quietPromptMs,
        closingDueAt(phase, limits),
      );
    case 'closing':
      return Math.min(phase.lookAt, phase.closedAt + limits.homeMs);
    case 'reopening':
      return phase.since + limits.moveMs;
    default:
      return NEVER;
  }
}

/** Where the door is found when nothing rules it any more. It is never unlocked, and never moved by that alone. */
export const found = <A>(step: Step<A>, senses: BinSenses, now: number, limits: BinLimits): Step<A> =>
  senses.doorClosed ? closed(step, now, limits) : opened(step, now, 0);

export function closed<A>(step: Step<A>, now: number, limits: BinLimits): Step<A> {
  const fill = judgedFrom(step.state.fill, now + limits.settleMs);
  return and(release(step), { phase: { id: 'settling' }, fill });
}

const opened = <A>(step: Step<A>, now: number, tries: number, closeAt = NEVER): Step<A> =>
  and(step, { phase: { id: 'open', quietSince: now, prompted: false, blocked: false, closeAt, tries } });

/** The coil's rest behind a pulse, and time enough for the door to come loose. */
const unlockMs = ({ moveMs, pulseMs, pulsePauseMs }: BinLimits): number => Math.max(moveMs, pulseMs + pulsePauseMs);

function unlocking<A>(
  step: Step<A>,
  phase: At<A, 'unlocking'>,
  senses: BinSenses,
  now: number,
  limits: BinLimits,
): Step<A> {
  if (!senses.doorClosed) return opened(spend(step), now, 0);
  if (now < phase.pulsedAt + unlockMs(limits)) return step;
  if (phase.pulses === 2) return and(step, { fault: 'stuck' }, tell({ told: 'fault', of: 'stuck', raised: true }));
  // Read closed, this very moment: a second pulse opens nothing that the first has opened.
  const { authorisation } = phase;
  const again = { ...phase, pulses: 2, pulsedAt: now } as const;
  return and(release(step), { phase: again }, { does: 'pulse', authorisation });
}

/** Whatever has come of it, no pulse follows. */
export function spend<A>(step: Step<A>): Step<A> {
  const { phase } = step.state;
  if (phase.id !== 'unlocking' || phase.spent) return step;
  return and(step, { phase: { ...phase, spent: true } }, { does: 'spend', authorisation: phase.authorisation });
}

const closingDueAt = <A>(phase: At<A, 'open'>, { quietCloseMs }: BinLimits): number =>
  Math.min(phase.closeAt, phase.quietSince + quietCloseMs);

function open<A>(step: Step<A>, phase: At<A, 'open'>, senses: BinSenses, now: number, limits: BinLimits): Step<A> {
  const { motor } = step.state;
  const moving = motor !== undefined && now < motor.since + limits.moveMs;
  if (senses.doorClosed) return moving ? step : closed(step, now, limits); // it bounces, or somebody has closed it
  const rested = moving ? step : release(step);
  if (!senses.beamFree || phase.blocked) {
    const closeAt = phase.closeAt === NEVER ? NEVER : Math.max(phase.closeAt, now + limits.retryAfterMs);
    return and(rested, {
      phase: { ...phase, quietSince: now, prompted: false, blocked: !senses.beamFree, closeAt },
    });
  }
  if (now >= closingDueAt(phase, limits))
    return drive(rested, 'closed', now, {
      id: 'closing',
      since: now,
      tries: phase.tries,
      closedAt: NEVER,
      lookAt: now + limits.pinchLookMs,
      pressing: 0,
    });
  if (phase.prompted || now < phase.quietSince + limits.quietPromptMs) return rested;
  return and(rested, { phase: { ...phase, prompted: true } }, tell({ told: 'prompt', to: 'put-in' }));
}

/** The resident is done: at once where nothing is in the opening, else a while after it has left. */
export function wanted<A>(step: Step<A>, now: number): Step<A> {
  const { phase } = step.state;
  if (phase.id !== 'open' || phase.closeAt !== NEVER) return step;
  return and(step, { phase: { ...phase, closeAt: now } });
}

function closing<A>(
  step: Step<A>,
  phase: At<A, 'closing'>,
  senses: BinSenses,
  now: number,
  limits: BinLimits,
): Step<A> {
  const closedAt = senses.doorClosed ? Math.min(phase.closedAt, now) : NEVER;
  const pressed = !senses.beamFree || now >= closedAt + limits.homeMs; // a contact may lie: nobody is pressed home
  if (senses.doorClosed && pressed) return closed(step, now, limits);
  const { pressing, lookAt } = looked(phase, senses, now, limits);
  if (senses.doorClosed) return and(step, { phase: { ...phase, closedAt, pressing: 0, lookAt } });
  const late = now >= phase.since + limits.moveMs + limits.closedWithinMs;
  if (senses.beamFree && !senses.pinched && pressing < limits.pinchLooks && !late)
    return and(step, { phase: { ...phase, closedAt, pressing, lookAt } });
  const tries = phase.tries + 1;
  return and(drive(step, 'open', now, { id: 'reopening', since: now, tries }), {}, tell({ told: 'pinched' }));
}

/** A motor whose current nobody knows may press as well. */
function looked<A>(
  phase: At<A, 'closing'>,
  { motorAmps }: BinSenses,
  now: number,
  limits: BinLimits,
): Pick<At<A, 'closing'>, 'pressing' | 'lookAt'> {
  if (now < phase.lookAt) return phase;
  const pressing = now >= phase.since + limits.pinchBlankedMs && (motorAmps ?? NEVER) >= limits.pinchAmps;
  return { pressing: pressing ? phase.pressing + 1 : 0, lookAt: now + limits.pinchLookMs };
}

function reopening<A>(step: Step<A>, { since, tries }: At<A, 'reopening'>, now: number, limits: BinLimits): Step<A> {
  if (now < since + limits.moveMs) return step;
  if (tries < limits.closingTries) return opened(release(step), now, tries, now + limits.retryAfterMs);
  return and(step, { fault: 'blocked' }, tell({ told: 'fault', of: 'blocked', raised: true }));
}
