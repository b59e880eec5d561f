/** Residents: they come by chance, do what the screen says, or walk away; and they remember what it called saved. */
import type { View } from '../../kiosk/contract/screen.ts';
import type { PanelVisits } from '../../kiosk/visits/visits.ts';
import type { Cuff, Meter, SimDevice } from './devices.ts';
import type { Faults } from './faults.ts';
import { anyAct, aPerson, next, type Person } from './habits.ts';
import type { Mark } from './history.ts';
import { type Dice, diceOf } from './random.ts';
import type { Recorder } from './record.ts';
import type { Scheduler } from './scheduler.ts';
import { openWitness } from './witness.ts';

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
  /** Somebody waits before a screen that goes on by itself. */
  readonly waits: () => void;
}

const BETWEEN_VISITS_MS = 1_900_000;
const PATIENCE_MS = 900_000;
const TENTHS = 10;
const LEAST_TENTHS = 40;
/** Where values begin: most people's are nothing to speak of. mmHg, mmol/L. */
const SYSTOLIC = [105, 118, 124, 124, 142, 155] as const;
const SUGAR = [3, 4, 5, 5, 6, 7, 9, 14] as const;

export function openPeople(parts: Parts): People {
  const { seed, scheduler, dice, faults, note, cuff, meter, subject, wallMs, waits } = parts;
  const values = diceOf(seed, 'values');
  const witness = openWitness(note, subject);
  let panel: PanelVisits | undefined;
  /** What the screen shows: nobody sees more than it was told to draw anew. */
  let drawn: View | undefined;
  let open = true;
  let busy = false;
  let given = 0;
  let tenths = 0;

  /** A value that was never given before; with tenths there are not many, and they go up through the day. */
  const freshValue = (parts: number, least: number): Mark => {
    if (parts === TENTHS) return (LEAST_TENTHS + tenths++) / TENTHS;
    given += 1 + values.below(9);
    if (given % 10 === 0) given++; // all four places are needed to write it
    return (least * parts + given) / parts;
  };
  const measured = ({ deviceId: device, parts }: SimDevice, least: number): Mark => {
    const mark = freshValue(parts, least);
    const visit = subject();
    note({ what: 'measured', mark, device, ...(visit !== undefined && { subject: visit }), wallMs: wallMs() });
    witness.expect(mark);
    return mark;
  };

  const seen = (on: PanelVisits): View => {
    drawn ??= on.view();
    return drawn;
  };

  const act = (person: Person, before: PanelVisits): 'stays' | 'leaves' => {
    const { screen, turn, stillThere } = seen(before);
    if (screen.id !== person.at) {
      person.at = screen.id;
      person.since = scheduler.now();
    }
    if (['glu.result', 'bp.result', 'act-now'].includes(screen.id)) person.served = true;
    const awake = screen.id !== 'idle' && screen.id !== 'bye';
    if (awake && faults.strikes('walks away', 0.01)) return 'leaves';
    const jostled = awake && faults.strikes('two at once', 0.02);
    if (jostled) before.act(turn, anyAct(dice));
    if ('secondsLeft' in screen) waits();
    const since = scheduler.now() - person.since;
    const deed = stillThere ? ({ do: 'stay' } as const) : next(person, screen, since, dice, faults);
    if (deed === 'leave') return 'leaves';
    if (deed === 'drop') meter.drop(measured(meter, values.pick(SUGAR)));
    // What they saw before the other's hand came is not what they press now.
    if (deed !== 'wait') before.act(jostled ? seen(before).turn : turn, deed === 'drop' ? { do: 'next' } : deed);
    return 'stays';
  };

  const stay = (person: Person): void => {
    const cameAt = scheduler.now();
    const look = (): void => {
      const patient = scheduler.now() - cameAt < PATIENCE_MS;
      if (patient && (!panel || act(person, panel) === 'stays')) lookAgain();
      else {
        cuff.wear(undefined);
        busy = false;
      }
    };
    const lookAgain = (): void => void scheduler.after(person.paceMs * dice.between(0.7, 1.5), look);
    cuff.wear(() => measured(cuff, values.pick(SYSTOLIC)));
    lookAgain();
  };

  const come = (): void => {
    scheduler.after(dice.wait(BETWEEN_VISITS_MS), () => {
      if (!open) return;
      come();
      if (busy) return; // comes another day
      busy = true;
      stay(aPerson(dice, faults));
    });
  };
  come();
  return {
    watch(fresh) {
      panel = fresh;
      drawn = undefined;
      fresh.onView(() => {
        if (panel === fresh) drawn = undefined;
      });
      witness.watch(fresh);
    },
    dark() {
      panel = undefined;
      witness.dark();
    },
    goHome() {
      open = false;
    },
  };
}
