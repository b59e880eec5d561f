/**
 * A recycling bin that is not there: its door, its heap, its sensors and the board between, by the figures of the parts. It
 * keeps a history of what it was made to do, and to whom, so that a checker needs to trust nobody.
 */
import type { BinLamps, BinPort, BinSenses, BoardNews, DoorDrive } from '../bins/bin-port.ts';
import { DeviceError } from '../domain/device-error.ts';
import type { Cancel, Clock } from '../ports.ts';
import { binDoor } from './bin-door.ts';

/** A switch tells what has been so for so long, in milliseconds. */
const STEADY_MS = { doorClosed: 30, serviceClosed: 30, beamFree: 30, untampered: 200, smokeFree: 200 } as const;
type Switch = keyof typeof STEADY_MS;
const SWITCHES = [
  'doorClosed',
  'serviceClosed',
  'beamFree',
  'untampered',
  'smokeFree',
] as const satisfies readonly Switch[];
type Probe = 'levelMm' | 'celsius' | 'motorAmps' | 'coarseGrams';
export type BinWire = Switch | Probe;

/** From a reset until the host has set the board up again. */
const SET_UP_MS = 2500;
/** A host waits so long for a board that does not answer. */
const UNANSWERED_MS = 200;

export interface Inside {
  readonly levelMm: number;
  readonly celsius: number;
  readonly grams: number;
  readonly smoke: boolean;
  readonly tampered: boolean;
  readonly serviceOpen: boolean;
}

/** What was done to it, and what it did, with when: `at` is of the clock that only rises. */
export interface Happening {
  readonly at: number;
  /** What lies in it, where that changed. */
  readonly inside?: Inside;
  readonly what:
    | 'inside'
    | 'pulse'
    | `drive ${DoorDrive}`
    | 'door open'
    | 'door closed'
    | 'hand in'
    | 'hand out'
    | 'pressing'
    | 'not pressing'
    | `pushed ${'open' | 'closed'}`
    | `buzzer ${'on' | 'off'}`
    | `${BinWire} ${'whole' | 'cut' | 'short'}`
    | 'board deaf'
    | 'board hears'
    | 'board reset'
    | 'board lost'
    | 'board back';
}

export interface BinHardware {
  readonly port: BinPort;
  readonly happened: readonly Happening[];
  readonly lamps: BinLamps;
  /** Something in the opening: a hand, or a bag that got stuck. Not where the door leaves no room. */
  reachIn(): void;
  pullOut(): void;
  push(to: 'open' | 'closed'): void;
  /** The door moves neither way. */
  jam(on: boolean): void;
  /** The bolt does not come out. */
  stickBolt(on: boolean): void;
  inside(change: Partial<Inside>): void;
  /** `cut`: it reads as its unsafe side. `short`: a switch reads as its safe side, whatever is true. */
  wire(wire: BinWire, is: 'whole' | 'cut' | 'short'): void;
  /** A command that is `unheard` does nothing, one that is `unanswered` does; both reject. */
  answers(how: 'always' | 'unheard' | 'unanswered'): void;
  /** `reset`: every output off. `lost`: the cable is out, and the outputs stay as they are. */
  board(event: 'reset' | 'lost' | 'back'): void;
}

const EMPTY: Inside = { levelMm: 950, celsius: 22, grams: 0, smoke: false, tampered: false, serviceOpen: false };
/** The load cell's amplifier ends here. */
const OVERLOAD_GRAMS = 55_000;

export function openBinHardware(clock: Clock, filled: Partial<Inside> = {}): BinHardware {
  const door = binDoor();
  const happened: Happening[] = [];
  const sensesListeners = new Set<(senses: BinSenses) => void>();
  const boardListeners = new Set<(news: BoardNews) => void>();
  const wires = new Map<BinWire, 'cut' | 'short'>();
  const settling = new Map<Switch, Cancel>();
  let content: Inside = { ...EMPTY, ...filled };
  let board: 'ready' | 'setting up' | 'lost' = 'ready';
  let answering: 'always' | 'unheard' | 'unanswered' = 'always';
  let lamps: BinLamps = { red: false, green: false };
  let buzzing = false;
  let was = { closed: true, handIn: false, pressing: false };
  let told = '';
  let next: { readonly at: number; readonly cancel: Cancel } | undefined;
  door.pass(clock.now());

  const note = (what: Happening['what']): void => void happened.push({ at: clock.now(), what });

  const truth = (): Record<Switch, boolean> => ({
    doorClosed: door.closed,
    serviceClosed: !content.serviceOpen,
    beamFree: !door.handIn,
    untampered: !content.tampered,
    smokeFree: !content.smoke,
  });
  const reads = (of: Switch): boolean => (wires.has(of) ? wires.get(of) === 'short' : truth()[of]);
  const steady: Record<Switch, boolean> = { ...truth() };

  function senses(): BinSenses | undefined {
    if (board !== 'ready') return undefined;
    const whole = <T>(of: Probe, value: T): Partial<Record<Probe, T>> => (wires.has(of) ? {} : { [of]: value });
    const coarse = wires.has('coarseGrams') ? 'broken' : content.grams > OVERLOAD_GRAMS ? 'overload' : content.grams;
    return {
      ...steady,
      ...whole('levelMm', content.levelMm),
      ...whole('celsius', content.celsius),
      ...whole('motorAmps', door.amps),
      coarseGrams: coarse,
    };
  }

  /** Behind each thing that changes it: what follows is sensed, and the next moment is waited for. */
  function settle(): void {
    const now = clock.now();
    door.pass(now);
    const { closed, handIn, pressing } = door;
    if (closed !== was.closed) note(closed ? 'door closed' : 'door open');
    if (handIn !== was.handIn) note(handIn ? 'hand in' : 'hand out');
    if (pressing !== was.pressing) note(pressing ? 'pressing' : 'not pressing');
    was = { closed, handIn, pressing };
    for (const of of SWITCHES) {
      if (reads(of) === steady[of]) {
        settling.get(of)?.();
        settling.delete(of);
      } else if (!settling.has(of)) {
        settling.set(
          of,
          clock.at(now + STEADY_MS[of], () => hasSettled(of)),
        );
      }
    }
    const at = door.nextAt();
    if (at !== next?.at) {
      next?.cancel();
      next = at === Number.POSITIVE_INFINITY ? undefined : { at, cancel: clock.at(at, settle) };
    }
    tellSenses();
  }

  function hasSettled(of: Switch): void {
    settling.delete(of);
    steady[of] = reads(of);
    settle();
  }

  function tellSenses(): void {
    const sensed = senses();
    const text = JSON.stringify(sensed);
    if (!sensed || text === told) return;
    told = text;
    for (const listener of sensesListeners) listener(sensed);
  }

  async function command(effect: () => void): Promise<void> {
    if (board !== 'ready') throw new DeviceError('unavailable', 'the board is away');
    const how = answering;
    if (how !== 'unheard') {
      door.pass(clock.now());
      effect();
      settle();
    }
    if (how === 'always') return;
    await new Promise<void>((resolve) => void clock.at(clock.now() + UNANSWERED_MS, resolve));
    throw new DeviceError('silent', how);
  }

  function move(to: DoorDrive): void {
    note(`drive ${to}`);
    door.move(to);
  }

  function buzz(on: boolean): void {
    if (on !== buzzing) note(on ? 'buzzer on' : 'buzzer off');
    buzzing = on;
  }

  function allOff(): void {
    move('released');
    buzz(false);
    lamps = { red: false, green: false };
  }

  function tellBoard(news: BoardNews): void {
    told = '';
    if (news !== 'lost') {
      for (const cancel of settling.values()) cancel();
      settling.clear();
      for (const of of SWITCHES) steady[of] = reads(of);
    }
    for (const listener of boardListeners) listener(news);
    settle();
  }

  function changed<A extends readonly unknown[]>(change: (...with_: A) => void): (...with_: A) => void {
    return (...with_) => {
      door.pass(clock.now());
      change(...with_);
      settle();
    };
  }

  const listening = <T>(listeners: Set<T>, listener: T): Cancel => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  told = JSON.stringify(senses());

  const port: BinPort = {
    senses,
    onSenses: (listener) => listening(sensesListeners, listener),
    onBoard: (listener) => listening(boardListeners, listener),
    pulseLock: () =>
      command(() => {
        note('pulse');
        door.pulse();
      }),
    drive: (to) => command(() => move(to)),
    show: (show) =>
      command(() => {
        lamps = show;
      }),
    buzz: (on) => command(() => buzz(on)),
    async close() {
      if (board === 'ready') allOff();
      settle();
      board = 'lost';
      next?.cancel();
      for (const cancel of settling.values()) cancel();
      settling.clear();
    },
  };

  return {
    port,
    happened,
    get lamps() {
      return lamps;
    },
    reachIn: changed(() => void door.reachIn()),
    pullOut: changed(door.pullOut),
    push: changed((to: 'open' | 'closed') => {
      note(`pushed ${to}`);
      door.push(to);
    }),
    jam: changed(door.jam),
    stickBolt: changed(door.stickBolt),
    inside: changed((change) => {
      content = { ...content, ...change };
      happened.push({ at: clock.now(), what: 'inside', inside: content });
    }),
    wire: changed((wire: BinWire, is: 'whole' | 'cut' | 'short') => {
      note(`${wire} ${is}`);
      if (is === 'whole') wires.delete(wire);
      else wires.set(wire, is);
    }),
    answers: (how) => {
      note(how === 'always' ? 'board hears' : 'board deaf');
      answering = how;
    },
    board(event) {
      door.pass(clock.now());
      if (event === 'reset') {
        note('board reset');
        board = 'setting up';
        allOff();
        clock.at(clock.now() + SET_UP_MS, () => {
          if (board !== 'setting up') return;
          board = 'ready';
          note('board back');
          tellBoard('restarted');
        });
        return settle();
      }
      if (event === 'back' && board !== 'lost') return;
      note(event === 'lost' ? 'board lost' : 'board back');
      board = event === 'lost' ? 'lost' : 'ready';
      tellBoard(event === 'lost' ? 'lost' : 'ready');
    },
  };
}
