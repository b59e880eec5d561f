/** Two residents at two screens with one meter: they do what the screen says, more or less, or walk away with the meter. */
import type { Act } from '../../kiosk/contract/act.ts';
import type { PanelVisits } from '../../kiosk/visits/visits.ts';
import type { Seen } from './memory-checker.ts';
import type { MemoryMeter } from './memory-meter.ts';
import type { Dice } from './random.ts';
import type { Scheduler } from './scheduler.ts';

export interface Seat {
  /** Undefined while the station is down. */
  panel: PanelVisits | undefined;
  /** Of the visit that is open, as its screen began it. */
  visit: string;
  /** Who sits there, if anybody does. */
  person: string | undefined;
}

interface Parts {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly meter: MemoryMeter;
  /** In whose hand the meter is. */
  readonly hand: { holds: string | undefined };
  readonly seats: readonly [Seat, Seat];
  readonly note: (seen: Seen) => void;
  /** A value that nobody has had, or, seldom, one that somebody has. */
  readonly value: () => number;
  readonly untilMs: number;
}

const PACE_MS = [1500, 9000] as const;

export function letCome({ name, scheduler, dice, meter, hand, seats, note, value, untilMs }: Parts): void {
  const careless = dice.chance(0.25);
  let seat: Seat | undefined;
  /** What the meter showed this person last, and how often a drop is still to be given. */
  let saw: number | undefined;
  let drops = 0;

  function drop(): void {
    const control = dice.chance(0.08);
    const mmolPerL = value();
    meter.measure({ mmolPerL, control });
    if (!control) saw = mmolPerL;
    note({ what: 'measured', at: scheduler.now(), person: name, mmolPerL, control });
  }
  function takeMeter(): void {
    if (hand.holds !== undefined) return;
    hand.holds = name;
    if (meter.plugged) meter.unplug();
  }
  function giveBack(): void {
    if (hand.holds !== name) return;
    hand.holds = undefined;
    meter.plug();
  }
  function leave(): void {
    if (seat) seat.person = undefined;
    seat = undefined;
    saw = undefined;
  }

  function answer(shown: number | undefined): Act {
    if (!careless && shown !== saw) return { do: 'not-mine' };
    note({ what: 'mine', at: scheduler.now(), visit: seat?.visit ?? '', careless });
    return { do: 'mine' };
  }

  function wishes(panel: PanelVisits): Act | undefined {
    const { screen, stillThere } = panel.view();
    if (stillThere) return { do: 'stay' };
    switch (screen.id) {
      case 'idle':
        return { do: 'wake' };
      case 'home':
        return { do: 'choose', service: 'glucose' };
      case 'guest.told': {
        const files = dice.chance(0.8);
        note({ what: 'told', at: scheduler.now(), visit: seat?.visit ?? '', files });
        return { do: files ? 'understood' : 'only-show' };
      }
      case 'glu.context':
        if (dice.chance(0.3)) takeMeter(); // before anybody has read what lies in it
        return { do: 'ate', meal: 'random' };
      case 'glu.wash':
        return dice.chance(0.5) ? { do: 'next' } : undefined;
      case 'glu.strip':
        takeMeter();
        drops = dice.pick([0, 1, 1, 1, 1, 2]);
        return hand.holds === name ? { do: 'next' } : undefined;
      case 'glu.drop':
      case 'glu.plug':
        if (hand.holds === name && drops-- > 0) drop();
        else if (screen.id === 'glu.plug' || dice.chance(0.3)) giveBack();
        return screen.id === 'glu.drop' && dice.chance(0.7) ? { do: 'next' } : undefined;
      case 'glu.yours':
        return answer(screen.mmolPerL);
      case 'glu.problem':
      case 'glu.result':
        saw = undefined;
        return dice.chance(0.3) ? { do: 'again' } : { do: 'end' };
      case 'glu.feel':
        return { do: 'feel', ill: false };
      case 'act-now':
        return { do: screen.acknowledged ? 'end' : 'acknowledge' };
      default:
        return { do: dice.chance(0.5) ? 'back' : 'end' };
    }
  }

  function turn(): void {
    if (scheduler.now() > untilMs) {
      giveBack();
      return;
    }
    scheduler.after(dice.between(...PACE_MS), turn);
    if (!seat) {
      // Away from the screen, or not yet before it: what is in the hand is used, and put back.
      if (dice.chance(0.1)) takeMeter();
      if (hand.holds === name && dice.chance(0.4)) drop();
      else if (dice.chance(0.5)) giveBack();
      const free = seats.filter(({ person, panel }) => person === undefined && panel?.view().screen.id === 'idle');
      if (free.length === 0 || dice.chance(0.6)) return;
      seat = free[dice.below(free.length)];
      if (seat) seat.person = name;
    }
    const { panel } = seat ?? {};
    if (!panel || dice.chance(0.05)) {
      leave(); // without a word
      return;
    }
    const odd = dice.chance(0.04) ? dice.pick(['help', 'back', 'end', 'again', 'next'] as const) : undefined;
    const act = odd ? ({ do: odd } as const) : wishes(panel);
    if (act) panel.act(panel.view().turn, act);
    if (act?.do === 'end') leave();
  }
  scheduler.after(dice.between(0, 20_000), turn);
}
