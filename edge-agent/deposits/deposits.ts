/** The deposits at one station's bins: each step is on disk before what it allows is done, and each comes to something once. */
import { v7 } from 'uuid';
import type { Material, Prices } from '../../firmware-config/index.ts';
import type { Authorisation } from '../bins/authorisation.ts';
import type { Bin } from '../bins/bin.ts';
import type { BinPort } from '../bins/bin-port.ts';
import type { Told } from '../bins/bin-state.ts';
import type { Weight } from '../domain/event.ts';
import { faultPoint } from '../fault-point.ts';
import type { Cancel, Clock, Log, Random } from '../ports.ts';
import type { DepositStep as Noted } from '../store/deposit-journal.ts';
import { CITY } from '../store/ledger.ts';
import type { Store } from '../store/store.ts';
import { type Begun, isForStaff, notWeighed, type Outcome } from './deposit.ts';
import { type DepositEvents, depositEvents } from './deposit-events.ts';
import {
  DEPOSIT_LIMITS,
  type DepositInput,
  type DepositPhase,
  type DepositStep,
  dueAt,
  resumed,
  stepped,
} from './deposit-machine.ts';
import { type Steady, untilSteady } from './steady.ts';

/** A bin that takes deposits: one material, one scale under it. */
export interface DepositPlace {
  readonly bin: Bin;
  readonly board: Pick<BinPort, 'onBoard'>;
  readonly material: Material;
  readonly scaleId: string;
  /** Every weight that its scale tells. */
  readonly onWeight: (listener: (weight: Weight) => void) => Cancel;
}

export interface DepositView {
  readonly phase: DepositPhase;
  /** More than before, as the scale shows it now; absent: not known. */
  readonly grams?: number;
}

export interface Deposits {
  /** Begins one: `before` is its phase. Refused while another of that bin is under way. */
  begin(binId: string, account: string): 'begun' | 'busy';
  /** The resident is done: the door closes, once nothing is in its way. */
  finish(binId: string): void;
  /** The last of that bin, under way or over; undefined: none since the start. */
  view(binId: string): DepositView | undefined;
  onChange(listener: (binId: string) => void): Cancel;
  close(): void;
}

export interface DepositsParts {
  readonly places: readonly DepositPlace[];
  readonly prices: Prices;
  readonly store: Pick<Store, 'outbox' | 'deposits' | 'ledger' | 'salvaged'>;
  readonly stationId: string;
  readonly timeZone: string;
  readonly demo: boolean;
  /** Somebody must look at it. */
  readonly forStaff: (binId: string) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

const TRY_AGAIN_MS = 5000;

export function openDeposits(parts: DepositsParts): Deposits {
  const { places, store, log } = parts;
  const listeners = new Set<(binId: string) => void>();
  const changed = (binId: string): void => {
    for (const listener of listeners) listener(binId);
  };
  const events = depositEvents(parts);
  const runs = new Map(
    places.map((place) => [place.bin.binId, openPlace(place, parts, events, () => changed(place.bin.binId))]),
  );
  for (const { id, facts, steps } of store.deposits.unsettled()) {
    const begun = facts as Begun; // of this program's own writing
    const run = runs.get(begun.bin);
    if (run)
      run.resume(
        id,
        begun,
        steps.some(({ step }) => step.startsWith('pulse')),
      );
    else orphaned(id, begun);
  }
  /** Its bin is in the station file no more: nobody will ever weigh it. */
  function orphaned(id: string, begun: Begun): void {
    const outcome = notWeighed('unsure', true);
    const atMs = parts.clock.wall();
    try {
      store.outbox.transaction(() => {
        store.deposits.note(id, 'settled', atMs, outcome);
        store.deposits.dispute(id);
        events.add(id, begun, outcome, atMs);
      });
    } catch {
      log.error('a deposit at a bin that is no more could not be saved', { binId: begun.bin });
    }
  }

  return {
    begin: (binId, account) => runs.get(binId)?.begin(account) ?? 'busy',
    finish: (binId) => places.find(({ bin }) => bin.binId === binId)?.bin.requestClose(),
    view: (binId) => runs.get(binId)?.view(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const run of runs.values()) run.close();
    },
  };
}

function openPlace(place: DepositPlace, parts: DepositsParts, events: DepositEvents, changed: () => void) {
  const { bin, board, material, scaleId, onWeight } = place;
  const { prices, store, forStaff, clock, random, log } = parts;
  const { outbox, deposits, ledger } = store;
  const { binId } = bin;
  let phase: DepositPhase | undefined;
  let id = '';
  let account = '';
  let steady: Steady = untilSteady();
  let heard: Weight | undefined;
  /** The scale's own zero was set on the way: what it shows after is no difference to what it showed before. */
  let tared = false;
  let cancelDue: Cancel = () => {};
  let closed = false;

  const note = (step: Noted, facts: object = {}): void =>
    outbox.transaction(() => deposits.note(id, step, clock.wall(), facts));

  /** For what has happened already: it stands whether or not the disk takes it. */
  const tryNote = (step: Noted): void => {
    try {
      note(step);
    } catch {
      log.warn('a step of a deposit was not noted', { binId, step });
    }
  };

  function become({ phase: next, does }: DepositStep): void {
    if (next !== phase) {
      const fresh = next.id !== phase?.id;
      phase = next;
      if (fresh) steady = untilSteady();
      cancelDue(); // not for what changes nothing: a save that is to be tried again waits on
      const at = dueAt(next);
      cancelDue = at === Number.POSITIVE_INFINITY ? () => {} : clock.at(at, () => happen({ on: 'time' }));
      changed();
    }
    for (const one of does) {
      if (one.does === 'authorise') authorise(one.before);
      else settle();
    }
  }

  function happen(input: DepositInput): void {
    if (phase && !closed) become(stepped(phase, input, clock.now(), DEPOSIT_LIMITS));
  }

  function authorise(before: Begun['before']): void {
    const begun: Begun = { bin: binId, scale: scaleId, material, account, before, prices };
    id = v7({ msecs: clock.wall(), random: random.bytes(16) });
    try {
      faultPoint('before authorise');
      outbox.transaction(() => deposits.begin(id, clock.wall(), begun));
      faultPoint('after authorise');
    } catch {
      happen({ on: 'refused', why: 'store' });
      return;
    }
    happen({ on: 'authorised', begun });
    if (bin.unlock(authorisation(id)) !== 'begun') happen({ on: 'refused', why: 'bin' });
  }

  /** One opening, by two pulses at the most, and each on disk before it is sent. It dies with this process. */
  function authorisation(of: string): Authorisation {
    const until = clock.now() + DEPOSIT_LIMITS.authorisedMs;
    let pulses = 0;
    let isSpent = false;
    return {
      id: of,
      use() {
        if (isSpent || pulses === 2 || clock.now() > until || of !== id) throw new Error('not authorised');
        pulses++;
        note(pulses === 1 ? 'pulse-1' : 'pulse-2');
        faultPoint('after pulse noted');
      },
      spent() {
        isSpent = true;
      },
    };
  }

  /** All of it in one commit; what the disk refuses is tried again, and a restart in between resumes it. */
  function settle(): void {
    if (closed || phase?.id !== 'settling') return;
    const { begun, outcome } = phase;
    try {
      faultPoint('before settle');
      outbox.transaction(() => save(begun, outcome));
      faultPoint('after settle');
    } catch (error) {
      log.error('a deposit could not be saved', { binId, name: error instanceof Error ? error.name : typeof error });
      cancelDue = clock.at(clock.now() + TRY_AGAIN_MS, settle);
      return;
    }
    if (isForStaff(outcome)) forStaff(binId);
    happen({ on: 'saved' });
  }

  function save(begun: Begun, outcome: Outcome): void {
    const atMs = clock.wall();
    deposits.note(id, 'settled', atMs, outcome);
    if (isForStaff(outcome)) deposits.dispute(id);
    const { points } = outcome;
    if (points > 0)
      ledger.post({ event: id, giver: CITY, taker: begun.account, points, prices: begun.prices.id, atMs });
    events.add(id, begun, outcome, atMs);
  }

  /** After a stop: is the board there again? */
  function look(): void {
    const { doorClosed } = bin.state();
    if (phase?.id === 'interrupted' && !phase.ready && doorClosed !== undefined)
      happen({ on: 'board', news: 'ready', doorClosed });
  }

  function onTold(fact: Told): void {
    if (!phase || !('begun' in phase)) return;
    if (fact.told === 'opened') {
      faultPoint('door opened');
      if (phase.id === 'opening') tryNote('opened');
      happen({ on: 'opened' });
    } else if (fact.told === 'closed') {
      faultPoint('door closed');
      if (phase.id === 'open') tryNote('closed');
      happen({ on: 'closed' });
    } else if (fact.told === 'unopened') {
      // Where it was given up because the board went, the door may have come loose unseen.
      const isClosed = bin.state().doorClosed === true;
      happen(isClosed ? { on: 'unopened' } : { on: 'board', news: 'lost' });
    }
  }

  const cancels = [
    bin.onTold(onTold),
    board.onBoard((news) => {
      if (news !== 'ready') happen({ on: 'board', news });
      look();
    }),
    bin.onChange(look),
    onWeight((weight) => {
      heard = weight;
      if (phase && 'begun' in phase && weight.net !== phase.begun.before.net) tared = true;
      if (phase?.id !== 'before' && phase?.id !== 'after') {
        if (phase?.id === 'open') changed();
        return;
      }
      const weighing = steady.hears(weight, clock.now(), clock.wall());
      if (weighing) happen({ on: 'steady', weighing, tared });
    }),
  ];

  return {
    begin(to: string): 'begun' | 'busy' {
      if (phase && !['settled', 'refused'].includes(phase.id)) return 'busy';
      account = to;
      tared = false;
      phase = undefined;
      become({ phase: { id: 'before', until: clock.now() + DEPOSIT_LIMITS.steadyWithinMs }, does: [] });
      return 'begun';
    },
    resume(of: string, begun: Begun, touched: boolean): void {
      id = of;
      account = begun.account;
      const unsure = store.salvaged !== undefined;
      if (unsure)
        become({ phase: { id: 'settling', begun, outcome: notWeighed('unsure', true) }, does: [{ does: 'settle' }] });
      else become(resumed(begun, touched, clock.now(), DEPOSIT_LIMITS));
      look();
    },
    view(): DepositView | undefined {
      if (!phase) return undefined;
      const before = 'begun' in phase ? phase.begun.before : undefined;
      if (!before || !heard || before.net !== heard.net) return { phase };
      return { phase, grams: heard.grams - before.grams };
    },
    close(): void {
      closed = true;
      cancelDue();
      for (const cancel of cancels) cancel();
    },
  };
}
