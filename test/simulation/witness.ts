/** What a screen showed of a measurement, as the person before it will swear: which values, and whether it called them saved. */
import type { Screen } from '../../kiosk/contract/screen.ts';
import type { PanelVisits } from '../../kiosk/visits/visits.ts';
import type { Mark } from './history.ts';
import type { Recorder } from './record.ts';

export interface Witness {
  /** A measurement of this value has begun. */
  expect(mark: Mark): void;
  /** Looks at every picture of this screen from now on. */
  watch(panel: PanelVisits): void;
  /** The screen is dark: nothing more will be seen. */
  dark(): void;
}

/** On these a measurement that was under way has come to nothing. */
const NOTHING_CAME: ReadonlySet<Screen['id']> = new Set(['bp.problem', 'bp.stopping', 'bp.stopped', 'bye', 'idle']);
const OVER: ReadonlySet<Screen['id']> = new Set(['bye', 'idle']);

export function openWitness(note: Recorder['note'], subject: () => string | undefined): Witness {
  let panel: PanelVisits | undefined;
  /** Measured, and nothing of it seen yet. */
  let outstanding: Mark | undefined;
  /** Of the present set of blood pressures: measured, and taken. */
  let set: Mark[] = [];
  let seenTurn = 0;

  const forget = (): void => {
    outstanding = undefined;
    set = [];
  };
  const taken = (): void => {
    if (outstanding !== undefined) set.push(outstanding);
    outstanding = undefined;
  };
  const shown = (marks: readonly Mark[], as: 'saved' | 'shown-only' | 'not-saved' = 'not-saved'): void => {
    const visit = subject();
    if (visit !== undefined && marks.length > 0) note({ what: 'shown', subject: visit, marks, as });
    forget();
  };
  const see = (screen: Screen): void => {
    if (screen.id === 'glu.result' || (screen.id === 'act-now' && screen.mmolPerL !== undefined)) {
      shown([screen.mmolPerL ?? 0], screen.saved);
    } else if (screen.id === 'bp.result' || (screen.id === 'act-now' && screen.systolicMmHg !== undefined)) {
      taken();
      shown(set, screen.saved);
    } else if (screen.id === 'bp.pause' && screen.why !== 'failed') taken();
    if (NOTHING_CAME.has(screen.id)) outstanding = undefined;
    if (OVER.has(screen.id)) set = [];
  };
  return {
    expect(mark) {
      outstanding = mark;
    },
    watch(fresh) {
      panel = fresh;
      seenTurn = 0;
      fresh.onView(() => {
        if (panel !== fresh || (outstanding === undefined && set.length === 0)) return;
        const { screen, turn } = fresh.view();
        if (turn === seenTurn) return;
        seenTurn = turn;
        see(screen);
      });
    },
    dark() {
      panel = undefined;
      forget();
    },
  };
}
