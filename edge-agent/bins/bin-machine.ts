/**
 * The interlocks of a recycling bin. Pure: what it was, what happened and what time it is go in; what it is and what is to be
 * done come out. `now` is of the clock that only rises. `bin.ts` carries out and feeds back; nothing else is decided there.
 */
import type { BinLimits } from './bin-limits.ts';
import type { BinLamps, BinSenses } from './bin-port.ts';
import {
  type AlarmReason,
  and,
  type BinInput,
  type BinState,
  drive,
  NEVER,
  type Phase,
  type Refusal,
  release,
  type StaffAct,
  type Step,
  type Told,
  tell,
} from './bin-state.ts';
import { closed, doorDueAt, found, moved, spend, wanted } from './door.ts';
import { emptied, FULL_REASONS, judged, looked } from './fill.ts';
import { fires, warmthAfter } from './warmth.ts';

/** Where a bin is: what rules it comes first. `full`: locked, and nothing more goes in. */
export type BinPlace =
  | 'boot'
  | 'offline'
  | 'alarm'
  | 'service'
  | 'fault'
  | 'full'
  | 'settling'
  | 'locked'
  | 'unlocking'
  | 'open'
  | 'closing'
  | 'reopening';

export function placeOf(state: BinState<unknown>): BinPlace {
  const { board, alarms, serving, fault, phase, fill } = state;
  if (board !== 'ready') return board === 'awaited' ? 'boot' : 'offline';
  if (alarms.length > 0) return 'alarm';
  if (serving) return 'service';
  if (fault || phase.id === 'still') return 'fault';
  return phase.id === 'locked' && fill.full.length > 0 ? 'full' : phase.id;
}

export function step<A>(before: BinState<A>, input: BinInput<A>, now: number, limits: BinLimits): Step<A> {
  const parts = [heard(input), watched, ruled, moved, ruled, judging, openTooLong, shown] as const;
  return parts.reduce<Step<A>>((so, part) => part(so, now, limits), { state: before, does: [] });
}

/** The moment at which it must be stepped even if nothing happens; NEVER: it only waits. */
export function dueAt(state: BinState<unknown>, limits: BinLimits): number {
  const { board, open, fill, phase, sendAgainAt } = state;
  const inside = phase.id === 'settling' || phase.id === 'locked' ? fill.lookAt : undefined;
  const next = open && openSteps(limits)[open.told];
  return Math.min(
    doorDueAt({ state }, limits),
    inside ?? NEVER,
    open && next ? open.since + next.afterMs : NEVER,
    board === 'ready' ? (sendAgainAt ?? NEVER) : NEVER,
  );
}

type Part<A> = (step: Step<A>, now: number, limits: BinLimits) => Step<A>;

const heard =
  <A>(input: BinInput<A>): Part<A> =>
  (step, now, limits) => {
    switch (input.on) {
      case 'senses':
        return step.state.board === 'ready' ? sensed(step, input.senses, now, limits) : step;
      case 'board':
        return input.news === 'lost' ? lost(step) : connected(step, input.senses, now, limits);
      case 'unlock':
        return unlock(step, input.authorisation, now, limits);
      case 'pulsed':
        return pulsed(step, now);
      case 'not-authorised':
        return step.state.phase.id === 'unlocking' ? closed(unopened(step), now, limits) : step;
      case 'close':
        return wanted(step, now);
      case 'unconfirmed':
        return unconfirmed(step, input.what, now, limits);
      case 'staff':
        return staff(step, input.act, now, limits);
    }
  };

function sensed<A>(step: Step<A>, senses: BinSenses | undefined, now: number, limits: BinLimits): Step<A> {
  if (!senses) return lost(step);
  const { open, phase, warmth } = step.state;
  const seen = and(step, { senses, warmth: warmthAfter(warmth, senses.celsius, now, limits) });
  if (senses.doorClosed === (open === undefined)) return seen;
  if (!open) {
    return and(seen, { open: { since: now, told: 0 } }, tell({ told: 'opened', how: HOW_OPENED[phase.id] ?? 'found' }));
  }
  const called = openSteps(limits)
    .slice(0, open.told)
    .flatMap(({ fact }) => (fact.told === 'alarm' ? [tell({ ...fact, raised: false })] : []));
  return and(seen, { open: undefined }, tell({ told: 'closed' }), ...called);
}

const HOW_OPENED: Partial<Record<Phase<unknown>['id'], Extract<Told, { told: 'opened' }>['how']>> = {
  unlocking: 'unlocked',
  settling: 'unbidden',
  locked: 'unbidden',
};

/** What it sees is not known any more; what it is known to have been, an alarm, a fault, an open door, stands. */
const lost = <A>(step: Step<A>): Step<A> =>
  step.state.board === 'awaited' ? step : and(step, { board: 'lost', senses: undefined, warmth: [] });

/** Set up, or set up anew: the door may stand anywhere, every output is off, and no pulse is left over from before. */
function connected<A>(step: Step<A>, senses: BinSenses | undefined, now: number, limits: BinLimits): Step<A> {
  const { fault } = step.state;
  const mended = fault === 'motor' ? [tell({ told: 'fault', of: fault, raised: false })] : [];
  const ready = and(
    halted(step),
    {
      board: 'ready',
      lamps: undefined,
      buzzing: undefined,
      unreleased: true,
      sendAgainAt: now,
      ...(fault === 'motor' && { fault: undefined }),
    },
    ...mended,
  );
  return sensed(ready, senses, now, limits);
}

function unlock<A>(step: Step<A>, authorisation: A, now: number, limits: BinLimits): Step<A> {
  const why = refusal(step.state, now, limits);
  if (why) return and(step, {}, { does: 'refuse', why });
  const phase = { id: 'unlocking', authorisation, pulses: 1, pulsedAt: now, spent: false } as const;
  return and(step, { phase }, { does: 'pulse', authorisation });
}

/** Of an opening: the lock's coil must bear both of its pulses. Its rest from the last one is shorter than any settling. */
function refusal(state: BinState<unknown>, now: number, limits: BinLimits): Refusal | undefined {
  const place = placeOf(state);
  if (place === 'full') return 'full';
  if (place !== 'locked')
    return ['settling', 'unlocking', 'open', 'closing', 'reopening'].includes(place) ? 'busy' : 'out-of-order';
  const late = state.pulses.filter((at) => at > now - limits.pulsesWithinMs);
  return late.length + 2 > limits.pulses ? 'too-soon' : undefined;
}

/** The door is moved once its lock has been let go, and not before. */
function pulsed<A>(step: Step<A>, now: number): Step<A> {
  const { phase, pulses } = step.state;
  const counted = and(step, { pulses: [...pulses.slice(-9), now] });
  if (phase.id !== 'unlocking') return counted;
  const opening = drive(counted, 'open', now, phase);
  return phase.pulses === 2 ? spend(opening) : opening;
}

function unconfirmed<A>(
  step: Step<A>,
  what: Extract<BinInput<A>, { on: 'unconfirmed' }>['what'],
  now: number,
  limits: BinLimits,
): Step<A> {
  const again = and(step, { sendAgainAt: now + limits.sendAgainMs });
  if (what === 'lamps') return and(again, { lamps: undefined });
  if (what === 'buzzer') return and(again, { buzzing: undefined });
  const { fault, board } = step.state;
  const sendAgainAt = what === 'released' ? now + limits.sendAgainMs : now; // nobody knows what it does: let go at once
  const unsure = and(step, { motor: undefined, unreleased: true, sendAgainAt });
  if (fault || board !== 'ready') return unsure;
  return and(unsure, { fault: 'motor' }, tell({ told: 'fault', of: 'motor', raised: true }));
}

function staff<A>(step: Step<A>, act: StaffAct, now: number, limits: BinLimits): Step<A> {
  switch (act) {
    case 'service-begun':
      return and(step, { serving: true });
    case 'service-ended':
      return and(step, { serving: false });
    case 'collected':
      return collected(step, now, limits);
    case 'clear':
      return cleared(step, limits);
  }
}

function collected<A>(step: Step<A>, now: number, limits: BinLimits): Step<A> {
  const { fill, phase } = step.state;
  const after = filled(step, emptied(fill));
  return phase.id === 'locked' || phase.id === 'settling' ? closed(after, now, limits) : after;
}

/** An alarm only when what raised it is as it should be; a fault, because somebody has looked. */
function cleared<A>(step: Step<A>, limits: BinLimits): Step<A> {
  const { alarms, fault, senses } = step.state;
  const standing = senses ? raisedBy(step.state, senses, limits) : alarms;
  const kept = alarms.filter((of) => standing.includes(of));
  const gone = alarms.filter((of) => !kept.includes(of)).map((of) => tell({ told: 'alarm', of, raised: false }));
  const mended = fault ? [tell({ told: 'fault', of: fault, raised: false })] : [];
  return and(step, { alarms: kept, fault: undefined }, ...gone, ...mended);
}

function raisedBy({ warmth, serving }: BinState<unknown>, senses: BinSenses, limits: BinLimits): AlarmReason[] {
  return [
    ...(senses.smokeFree ? [] : (['smoke'] as const)),
    ...fires(warmth, senses.celsius, limits),
    ...(senses.untampered || serving ? [] : (['tamper'] as const)),
    ...(senses.serviceClosed || serving ? [] : (['service-door'] as const)),
  ];
}

function watched<A>(step: Step<A>, _: number, limits: BinLimits): Step<A> {
  const { state } = step;
  if (!state.senses) return step;
  const raised = raisedBy(state, state.senses, limits).filter((of) => !state.alarms.includes(of));
  const told = raised.map((of) => tell({ told: 'alarm', of, raised: true }));
  return raised.length > 0 ? and(step, { alarms: [...state.alarms, ...raised] }, ...told) : step;
}

/** Alarm, fault, staff and a board that is away rule the door: nothing moves. Ruled no more, it is looked at first. */
function ruled<A>(step: Step<A>, now: number, limits: BinLimits): Step<A> {
  const { board, alarms, fault, serving, phase, senses } = step.state;
  if (board !== 'ready' || !senses || alarms.length > 0 || fault || serving) return halted(step);
  return phase.id === 'still' ? found(step, senses, now, limits) : step;
}

const halted = <A>(step: Step<A>): Step<A> => and(unopened(release(step)), { phase: { id: 'still' } }); // no motor waits for a disk

const unopened = <A>(step: Step<A>): Step<A> =>
  step.state.phase.id === 'unlocking' ? and(spend(step), {}, tell({ told: 'unopened' })) : step;

/** What lies in it, seen only while the door is closed and nothing moves. */
function judging<A>(step: Step<A>, now: number, limits: BinLimits): Step<A> {
  const { phase, senses, fill } = step.state;
  if (!senses || (phase.id !== 'settling' && phase.id !== 'locked')) return step;
  const after = filled(step, looked(fill, senses, now, limits));
  if (phase.id === 'locked' || !judged(after.state.fill, limits)) return after;
  return and(after, { phase: { id: 'locked' } }, tell({ told: 'settled' }));
}

function filled<A>(step: Step<A>, fill: BinState<A>['fill']): Step<A> {
  const before = step.state.fill.full;
  const changed = FULL_REASONS.filter((of) => before.includes(of) !== fill.full.includes(of));
  return and(step, { fill }, ...changed.map((of) => tell({ told: 'full', of, raised: fill.full.includes(of) })));
}

/** What is due while the door is not read closed, in order, each once an opening: whatever else the bin does. */
const openSteps = (limits: BinLimits): readonly { readonly afterMs: number; readonly fact: Told }[] => [
  ...limits.openPromptsMs.map((afterMs) => ({ afterMs, fact: { told: 'prompt', to: 'close' } as const })),
  { afterMs: limits.openAlarmMs, fact: { told: 'alarm', of: 'door-open', raised: true } },
  { afterMs: limits.openTaskMs, fact: { told: 'task', of: 'door-open' } },
];

function openTooLong<A>(step: Step<A>, now: number, limits: BinLimits): Step<A> {
  const { open } = step.state;
  if (!open) return step;
  const due = openSteps(limits)
    .slice(open.told)
    .filter(({ afterMs }) => now >= open.since + afterMs);
  if (due.length === 0) return step;
  return and(step, { open: { ...open, told: open.told + due.length } }, ...due.map(({ fact }) => tell(fact)));
}

/** Lamps and buzzer as they should be, and what the board did not confirm again. */
function shown<A>(step: Step<A>, now: number): Step<A> {
  const { board, lamps, buzzing, unreleased, sendAgainAt, alarms } = step.state;
  if (board !== 'ready' || (sendAgainAt !== undefined && now < sendAgainAt)) return step;
  const place = placeOf(step.state);
  const wants: BinLamps = {
    green: place === 'locked',
    red: place === 'full' || place === 'fault' || place === 'alarm',
  };
  const loud = alarms.length > 0;
  return and(
    step,
    { lamps: wants, buzzing: loud, unreleased: false, sendAgainAt: undefined },
    ...(unreleased ? [{ does: 'drive', drive: 'released' } as const] : []),
    ...(lamps?.green === wants.green && lamps.red === wants.red ? [] : [{ does: 'lamps', lamps: wants } as const]),
    ...(buzzing === loud ? [] : [{ does: 'buzz', on: loud } as const]),
  );
}
