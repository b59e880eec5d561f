/** What a bin's machine is made of: its state, what can happen to it, and what it does. Pure types, and the smallest steps. */
import type { BinLamps, BinSenses, BoardNews, DoorDrive } from './bin-port.ts';
import { type Fill, type FullReason, NOT_JUDGED } from './fill.ts';
import type { Warmth } from './warmth.ts';

/** What calls for staff at once; each stands until they clear it, and only when its input is as it should be. */
export type AlarmReason = 'smoke' | 'heat' | 'heat-rise' | 'tamper' | 'service-door';
/**
 * `blocked`: something held the door three times; it stands open. `stuck`: two pulses did not open it. `motor`: the board did
 * not confirm a move. Staff clear it.
 */
export type FaultReason = 'blocked' | 'stuck' | 'motor';

/**
 * Of the door and its lock. `A` is an authorisation, of which this machine knows nothing: it can only hand on one that it was
 * given, and only `unlocking` holds one, so that nothing else can lead to a pulse.
 */
export type Phase<A> =
  /** Nothing may move: the board is away, or alarm, fault or staff rule. */
  | { readonly id: 'still' }
  /** Closed; what lies in it is being judged. */
  | { readonly id: 'settling' }
  | { readonly id: 'locked' }
  | {
      readonly id: 'unlocking';
      readonly authorisation: A;
      readonly pulses: 1 | 2;
      readonly pulsedAt: number;
      readonly spent: boolean;
    }
  | {
      readonly id: 'open';
      /** The opening was last crossed. */
      readonly quietSince: number;
      readonly prompted: boolean;
      readonly blocked: boolean;
      /** It is wanted closed from then on; NEVER: not yet. */
      readonly closeAt: number;
      /** Closing moves of this opening that something stopped. */
      readonly tries: number;
    }
  | {
      readonly id: 'closing';
      readonly since: number;
      readonly tries: number;
      /** Since when it reads closed; NEVER: it does not. */
      readonly closedAt: number;
      readonly lookAt: number;
      /** Looks in a row that showed too much current. */
      readonly pressing: number;
    }
  | { readonly id: 'reopening'; readonly since: number; readonly tries: number };

export const NEVER = Number.POSITIVE_INFINITY;

export interface BinState<A> {
  readonly board: 'awaited' | 'ready' | 'lost';
  /** As last read; undefined while the board is away. */
  readonly senses: BinSenses | undefined;
  readonly phase: Phase<A>;
  readonly alarms: readonly AlarmReason[];
  readonly fault: FaultReason | undefined;
  /** The collector is at it. */
  readonly serving: boolean;
  /** Since the door was first read open, and how much of what is due since then was told. */
  readonly open: { readonly since: number; readonly told: number } | undefined;
  /** What the motor does; undefined: dead. */
  readonly motor: { readonly drive: Exclude<DoorDrive, 'released'>; readonly since: number } | undefined;
  /** When the last pulses were sent. */
  readonly pulses: readonly number[];
  readonly fill: Fill;
  readonly warmth: Warmth;
  /** As last sent; undefined: to be sent. */
  readonly lamps: BinLamps | undefined;
  readonly buzzing: boolean | undefined;
  /** The motor may still have its supply, though it was told to let go. */
  readonly unreleased: boolean;
  /** What the board did not confirm is sent again from then on. */
  readonly sendAgainAt: number | undefined;
}

export const UNKNOWN: BinState<never> = {
  board: 'awaited',
  senses: undefined,
  phase: { id: 'still' },
  alarms: [],
  fault: undefined,
  serving: false,
  open: undefined,
  motor: undefined,
  pulses: [],
  fill: NOT_JUDGED,
  warmth: [],
  lamps: undefined,
  buzzing: undefined,
  unreleased: false,
  sendAgainAt: undefined,
};

export type StaffAct = 'collected' | 'clear' | 'service-begun' | 'service-ended';

export type BinInput<A> =
  /** Read now, be it that they changed or that a moment has come. */
  | { readonly on: 'senses'; readonly senses: BinSenses | undefined }
  | { readonly on: 'board'; readonly news: BoardNews; readonly senses: BinSenses | undefined }
  | { readonly on: 'unlock'; readonly authorisation: A }
  /** What became of a pulse that was asked for: its use is on disk and it is on its way, or it may not be. */
  | { readonly on: 'pulsed' | 'not-authorised' }
  /** The resident is done. */
  | { readonly on: 'close' }
  | { readonly on: 'unconfirmed'; readonly what: DoorDrive | 'lamps' | 'buzzer' }
  | { readonly on: 'staff'; readonly act: StaffAct };

/** What others may want to know. */
export type Told =
  /** `unbidden`: no pulse came before it. `found`: so it was when it could be seen or moved again, or it had not come to rest. */
  | { readonly told: 'opened'; readonly how: 'unlocked' | 'unbidden' | 'found' }
  | { readonly told: 'closed' }
  /** An unlocking ended, and the door was never read open. */
  | { readonly told: 'unopened' }
  /** A closing move was stopped, and the door opens again. */
  | { readonly told: 'pinched' }
  /** What lies in it has been judged. */
  | { readonly told: 'settled' }
  | { readonly told: 'prompt'; readonly to: 'put-in' | 'close' }
  | { readonly told: 'task'; readonly of: 'door-open' }
  | { readonly told: 'alarm'; readonly of: AlarmReason | 'door-open'; readonly raised: boolean }
  | { readonly told: 'fault'; readonly of: FaultReason; readonly raised: boolean }
  | { readonly told: 'full'; readonly of: FullReason; readonly raised: boolean };

/** `busy`: it is not locked and ready. `too-soon`: the lock's coil needs a rest. */
export type Refusal = 'busy' | 'full' | 'too-soon' | 'out-of-order';

export type BinDoes<A> =
  | { readonly does: 'pulse'; readonly authorisation: A }
  | { readonly does: 'spend'; readonly authorisation: A }
  | { readonly does: 'refuse'; readonly why: Refusal }
  | { readonly does: 'drive'; readonly drive: DoorDrive }
  | { readonly does: 'lamps'; readonly lamps: BinLamps }
  | { readonly does: 'buzz'; readonly on: boolean }
  | { readonly does: 'tell'; readonly fact: Told };

export interface Step<A> {
  readonly state: BinState<A>;
  readonly does: readonly BinDoes<A>[];
}

/** One part of a step: everything it needs is in its arguments. */
export const and = <A>(step: Step<A>, change: Partial<BinState<A>>, ...does: readonly BinDoes<A>[]): Step<A> => ({
  state: { ...step.state, ...change },
  does: [...step.does, ...does],
});

export const tell = (fact: Told) => ({ does: 'tell', fact }) as const;

/** Sets the motor going, from now on. */
export const drive = <A>(step: Step<A>, to: 'open' | 'closed', now: number, phase: Phase<A>): Step<A> =>
  and(step, { phase, motor: { drive: to, since: now }, unreleased: false }, { does: 'drive', drive: to });

/** No supply, no pulse: the door stands where it is. */
export const release = <A>(step: Step<A>): Step<A> =>
  step.state.motor ? and(step, { motor: undefined }, { does: 'drive', drive: 'released' }) : step;
