/** Residents: they come by chance, do what the screen says, or walk away; and they remember what it called saved. */
import type { PanelVisits } from '../../kiosk/visits/visits.ts';
import type { Cuff, Meter } from './devices.ts';
import type { Faults } from './faults.ts';
import { anyAct, aPerson, next, type Person } from './habits.ts';
import type { Mark } from './history.ts';
import { type Dice, diceOf } from './random.ts';
import type { Recorder } from './record.ts';
import type { Scheduler } from './scheduler.ts';

export interface People {
  /** A new process has a new screen. */
  watch(panel: PanelVisits): void;
  /** The screen is dark. */
  dark(): void;
  /** Nobody comes any more. */
  goHome(): void;
}

interface Parts {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly note: Recorder['note'];
  readonly cuff: Cuff;
  readonly meter: Meter;
  /** The visit that is open, as far as the world can see. */
  readonly subject: () => string | undefined;
  readonly wallMs: () => number;
}

const BETWEEN_VISITS_MS = 1_900_000;
const PATIENCE_MS = 900_000;

/** On these a measurement that was under way has come to nothing. */
const NOTHING_CAME: ReadonlySet<string> = new Set(['bp.problem', 'bp.stopping', 'bp.stopped', 'bye', 'idle']);

export function openPeople(parts: Parts): People {
  const { seed, scheduler, dice, faults, note, cuff, meter, subject, wallMs } = parts;
  const values = diceOf(seed, 'values');
  let panel: PanelVisits | undefined;
  let open = true;
  let busy = false;
  let given = 0;
  /** Measured, and nothing of it seen yet. */
  let outstanding: Mark | undefined;
  /** Of the present set: measured, and taken. */
  let set: Mark[] = [];
  let noticedTurn = 0;

  /** A value that was never given before, of a kind that most people have. */
  const markOf = (device: string, least: number): Mark => {
    given += 1 + values.below(9);
    if (given % 10 === 0) given++;
    const mark = (least * 10_000 + given) / 10_000;
    const visit = subject();
    outstanding = mark;
    note({ what: 'measured', mark, device, ...(visit !== undefined && { subject: visit }), wallMs: wallMs() });
    return mark;
  };
  const pressure = (): Mark => markOf(cuff.deviceId, values.pick([105, 118, 124, 124, 142, 155]));
  const sugar = (): Mark => markOf(meter.deviceId, values.pick([3, 4, 5, 5, 6, 7, 9, 14]));

  /** What a screen shows of a measurement that somebody waits for. */
  const notice = (): void => {
    if (!panel || (outstanding === undefined && set.length === 0)) return;
    const { screen, turn } = panel.view();
    if (turn === noticedTurn) return;
    noticedTurn = turn;
    const visit = subject();
    if (visit === undefined) return;
    const shown = (marks: readonly Mark[], as: 'saved' | 'shown-only' | 'not-saved'): void => {
      if (marks.length > 0) note({ what: 'shown', subject: visit, marks, as });
      outstanding = undefined;
      set = [];
    };
    const taken = (): void => {
      if (outstanding !== undefined) set.push(outstanding);
      outstanding = undefined;
    };
    if (screen.id === 'glu.result') return shown([screen.mmolPerL], screen.saved);
    if (screen.id === 'act-now' && screen.mmolPerL !== undefined)
      return shown([screen.mmolPerL], screen.saved ?? 'not-saved');
    if (screen.id === 'bp.pause' && screen.why !== 'failed') return taken();
    if (screen.id === 'bp.result' || (screen.id === 'act-now' && screen.systolicMmHg !== undefined)) {
      taken();
      return shown(set, screen.saved ?? 'not-saved');
    }
    if (NOTHING_CAME.has(screen.id)) outstanding = undefined;
    if (screen.id === 'bye' || screen.id === 'idle') set = [];
  };

  const stay = (person: Person, cameAt: number): void => {
    const lookAgain = (): void => void scheduler.after(person.paceMs * dice.between(0.7, 1.5), look);
    const leave = (): void => {
      cuff.wear(undefined);
      busy = false;
    };
    const look = (): void => {
      if (scheduler.now() - cameAt > PATIENCE_MS) return leave();
      if (!panel) return lookAgain();
      const { screen, turn, stillThere } = panel.view();
      if (screen.id !== person.at) {
        person.at = screen.id;
        person.since = scheduler.now();
      }
      if (screen.id === 'glu.result' || screen.id === 'bp.result' || screen.id === 'act-now') person.served = true;
      if (screen.id !== 'idle' && faults.strikes('walks away', 0.01)) return leave();
      if (screen.id !== 'idle' && screen.id !== 'bye' && faults.strikes('two at once', 0.02))
        panel.act(turn, anyAct(dice));
      const deed = stillThere
        ? ({ do: 'stay' } as const)
        : next(person, screen, scheduler.now() - person.since, dice, faults);
      if (deed === 'leave') return leave();
      if (deed === 'drop') meter.drop(sugar());
      if (deed !== 'wait') panel.act(panel.view().turn, deed === 'drop' ? { do: 'next' } : deed);
      lookAgain();
    };
    cuff.wear(pressure);
    lookAgain();
  };

  const come = (): void => {
    scheduler.after(dice.wait(BETWEEN_VISITS_MS), () => {
      if (!open) return;
      come();
      if (busy) return; // comes another day
      busy = true;
      stay(aPerson(dice, faults), scheduler.now());
    });
  };
  come();
  return {
    watch(fresh) {
      panel = fresh;
      noticedTurn = 0;
      fresh.onView(notice);
    },
    dark() {
      panel = undefined;
      outstanding = undefined;
      set = [];
    },
    goHome() {
      open = false;
    },
  };
}
