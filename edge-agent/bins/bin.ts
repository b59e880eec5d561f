/** One bin: feeds its machine with what the hardware senses and what time it is, and carries out what the machine says. */
import { DeviceError } from '../domain/device-error.ts';
import type { Cancel, Clock, Log } from '../ports.ts';
import type { Authorisation } from './authorisation.ts';
import { BIN_LIMITS, type BinLimits } from './bin-limits.ts';
import { type BinPlace, dueAt, placeOf, step } from './bin-machine.ts';
import type { BinPort } from './bin-port.ts';
import {
  type AlarmReason,
  type BinDoes,
  type BinInput,
  type BinState,
  type FaultReason,
  NEVER,
  type Refusal,
  type StaffAct,
  type Told,
  UNKNOWN,
} from './bin-state.ts';
import type { FullReason } from './fill.ts';
import { type Lock, lockOf } from './lock.ts';

export interface BinView {
  readonly place: BinPlace;
  /** As last read; undefined: not known. */
  readonly doorClosed: boolean | undefined;
  readonly full: readonly FullReason[];
  /** By its level, 0 to 100; undefined: not known. */
  readonly fillPercent: number | undefined;
  readonly alarms: readonly AlarmReason[];
  readonly fault: FaultReason | undefined;
}

export interface BinParts {
  readonly binId: string;
  readonly port: BinPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: BinLimits;
}

export interface Bin {
  readonly binId: string;
  state(): BinView;
  onChange(listener: () => void): Cancel;
  /** Each fact once, in order, behind what it led to. */
  onTold(listener: (fact: Told) => void): Cancel;
  /** `begun`: a pulse is on its way; what comes of it is told. Anything else: none was sent, and none follows. */
  unlock(authorisation: Authorisation): 'begun' | 'not-authorised' | Refusal;
  /** The resident is done; the door closes once nothing is in its way. */
  requestClose(): void;
  /** Staff only, as whoever calls this has made sure. `clear`: of alarms whose input is as it should be, and of faults. */
  staff(act: StaffAct): void;
  /** Every output on its safe side; nothing is told any more. */
  close(): Promise<void>;
}

export const openBin = ({ port, ...parts }: BinParts): Bin => binOn(port, lockOf(port), parts);

/** From here on nobody holds a lock but by way of an authorisation. */
function binOn(
  port: Omit<BinPort, 'pulseLock'>,
  lock: Lock,
  { binId, clock, log, limits = BIN_LIMITS }: Omit<BinParts, 'port'>,
): Bin {
  const changeListeners = new Set<() => void>();
  const toldListeners = new Set<(fact: Told) => void>();
  const inputs: BinInput<Authorisation>[] = [];
  const untold: Told[] = [];
  let state: BinState<Authorisation> = UNKNOWN;
  let running = false;
  let telling = false;
  let answer: ReturnType<Bin['unlock']> = 'begun';
  /** What was sent before the board's last news is confirmed or not by nobody. */
  let era = 0;
  let due: { readonly at: number; readonly cancel: Cancel } | undefined;
  let silent = false;
  let shown = '';

  function feed(input: BinInput<Authorisation>): void {
    inputs.push(input);
    if (running) return; // what is carried out leads to it: its turn comes behind that
    running = true;
    try {
      for (let next = inputs.shift(); next; next = inputs.shift()) {
        const { state: after, does } = step(state, next, clock.now(), limits);
        state = after;
        for (const one of does) carryOut(one);
      }
    } finally {
      running = false;
    }
    wait();
    pass();
  }

  function carryOut(does: BinDoes<Authorisation>): void {
    if (does.does === 'pulse') pulse(does.authorisation);
    else if (does.does === 'spend') spend(does.authorisation);
    else if (does.does === 'refuse') answer = does.why;
    else if (does.does === 'drive') sent(does.drive, port.drive(does.drive));
    else if (does.does === 'lamps') sent('lamps', port.show(does.lamps));
    else if (does.does === 'buzz') sent('buzzer', port.buzz(does.on));
    else untold.push(does.fact);
  }

  function pulse(authorisation: Authorisation): void {
    try {
      const pulsed = lock.pulse(authorisation, () => feed({ on: 'pulsed' }));
      pulsed.catch((error: unknown) => unconfirmed('pulse', error)); // it may have come: it is a used one
    } catch (error) {
      log.warn('no pulse: not authorised', { binId, name: nameOf(error) });
      answer = 'not-authorised';
      feed({ on: 'not-authorised' });
    }
  }

  function spend(authorisation: Authorisation): void {
    try {
      authorisation.spent();
    } catch (error) {
      log.error('an authorisation could not be marked as spent', { binId, name: nameOf(error) });
    }
  }

  function sent(what: Extract<BinInput<Authorisation>, { on: 'unconfirmed' }>['what'], done: Promise<void>): void {
    const of = era;
    done.then(
      () => {
        silent = false;
      },
      (error: unknown) => {
        unconfirmed(what, error);
        if (of === era) feed({ on: 'unconfirmed', what });
      },
    );
  }

  /** One line a silence, not one a second. */
  function unconfirmed(what: string, error: unknown): void {
    if (!silent) log.warn('a bin’s board did not confirm', { binId, what, code: nameOf(error) });
    silent = true;
  }

  /** The next moment at which the machine wants to look. */
  function wait(): void {
    const at = dueAt(state, limits);
    if (due?.at === at) return;
    due?.cancel();
    due = undefined;
    if (at === NEVER) return;
    const cancel = clock.at(at, () => {
      due = undefined;
      feed({ on: 'senses', senses: port.senses() });
    });
    due = { at, cancel };
  }

  /** Tells what happened once all of it is done, so that a listener may ask for the next thing. */
  function pass(): void {
    if (telling) return;
    telling = true;
    try {
      for (let fact = untold.shift(); fact; fact = untold.shift()) {
        if (['alarm', 'fault', 'task'].includes(fact.told)) log.warn('a bin calls for staff', { binId, ...fact });
        for (const listener of toldListeners) listener(fact);
      }
      const now = JSON.stringify(view());
      if (now === shown) return;
      shown = now;
      for (const listener of changeListeners) listener();
    } finally {
      telling = false;
    }
  }

  const view = (): BinView => ({
    place: placeOf(state),
    doorClosed: state.senses?.doorClosed,
    full: state.fill.full,
    fillPercent: state.fill.percent,
    alarms: state.alarms,
    fault: state.fault,
  });

  const cancels = [
    port.onSenses((senses) => feed({ on: 'senses', senses })),
    port.onBoard((news) => {
      era++;
      feed({ on: 'board', news, senses: port.senses() });
    }),
  ];
  // A board that was ready before anybody listened; not in this turn, or nobody would hear what is told of it.
  const first = clock.at(clock.now(), () => {
    const senses = port.senses();
    if (state.board === 'awaited' && senses) feed({ on: 'board', news: 'ready', senses });
  });
  cancels.push(first);
  shown = JSON.stringify(view());

  return {
    binId,
    state: view,
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    onTold(listener) {
      toldListeners.add(listener);
      return () => toldListeners.delete(listener);
    },
    unlock(authorisation) {
      answer = 'begun';
      feed({ on: 'unlock', authorisation });
      return answer;
    },
    requestClose: () => feed({ on: 'close' }),
    staff: (act) => feed({ on: 'staff', act }),
    async close() {
      for (const cancel of cancels) cancel();
      toldListeners.clear();
      changeListeners.clear();
      feed({ on: 'board', news: 'lost', senses: undefined }); // it is out of these hands: nothing moves, nothing is left to use
      due?.cancel();
      era++;
      await port.close();
    },
  };
}

const nameOf = (error: unknown): string =>
  error instanceof DeviceError ? error.code : error instanceof Error ? error.name : typeof error;
