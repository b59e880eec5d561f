/** A simulated blood-pressure monitor's whole life, but for the words of its protocol. */
import type { Conversation, Language, Line } from '../protocols/conversation.ts';
import { ANYBODY, type Arm, armInCuff, CUFF_FAULTS, type CuffEnd, type CuffFault, isCuffFault } from './arm-in-cuff.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

/** What a monitor is like in its own language. */
export interface Monitor<F> {
  readonly driver: string;
  readonly language: Language<F>;
  readonly takes: Simulator['takes'];
  /** Pressure, as it says it by itself; absent where it must be asked for. */
  readonly pressure?: (mmHg: number, rises: boolean) => Uint8Array;
  /** Result and error, as it says them by itself. */
  readonly found: (arm: Arm) => Uint8Array;
  readonly failed: (fault: CuffFault) => Uint8Array;
  /** What the host wants of the cuff. */
  readonly wants: (frame: F) => 'start' | 'stop' | undefined;
  /** Nothing, one frame or several; `gauge` shows what is before it obeys. */
  readonly answer: (frame: F, gauge: Gauge) => readonly Uint8Array[];
  /** Faults that it has besides those of every monitor. */
  readonly faults?: readonly string[];
  /** What it does besides measuring pressures; begins with the power. */
  readonly besides?: (inside: Inside) => Besides<F>;
}

/** What a monitor that is asked can look at. */
export interface Gauge {
  readonly mmHg: number;
  readonly measuring: boolean;
  /** How the last measurement since the power came on ended. */
  readonly last: CuffEnd | undefined;
}

/** What the rest of a device may do with its inside. */
export interface Inside {
  say(bytes: Uint8Array): void;
  /** Runs an action in so many milliseconds. */
  after(ms: number, action: () => void): void;
  /** The fault that was pressed; undefined when none. */
  fault(): string | undefined;
  mend(): void;
}

/** What is taken without the cuff. */
export type Taken = Extract<
  Press,
  { press: 'take glucose' } | { press: 'take oxygen-saturation' } | { press: 'take temperature' }
>;

export interface Besides<F> {
  /** A measurement has ended, and it said so. */
  ended?(said: Uint8Array): void;
  /** False: it takes no notice of this frame. */
  hears?(frame: F): boolean;
  takes?(press: Taken): void;
}

const isTaken = (press: Press): press is Taken =>
  ['take glucose', 'take oxygen-saturation', 'take temperature'].includes(press.press);

export interface MonitorSpeed {
  /** From one cuff pressure to the next, in milliseconds. */
  readonly stepMs: number;
}

/** As real ones: a measurement takes some ten seconds. */
export const REAL_SPEED: MonitorSpeed = { stepMs: 200 };

/** Faults of every simulated monitor besides the cuff's: answers nothing; check values wrong; ignores the first two stops and what comes with them. */
const WIRE_FAULTS = ['silent', 'garbled', 'deaf-to-stop'] as const;
const DEAF = { stops: 2, forMs: 50 } as const;

export function monitorSimulator<F>(monitor: Monitor<F>, { stepMs }: MonitorSpeed): Simulator {
  return simulator<F>({
    driver: monitor.driver,
    language: monitor.language,
    takes: monitor.takes,
    faults: [...CUFF_FAULTS, ...WIRE_FAULTS, ...(monitor.faults ?? [])],
    live: (line) => live(line, monitor, stepMs),
  });
}

function* live<F>(line: Line, monitor: Monitor<F>, stepMs: number): Conversation<F | Press> {
  const cuff = armInCuff(stepMs);
  const due: { readonly at: number; readonly action: () => void }[] = [];
  let arm = ANYBODY;
  let fault: string | undefined;
  let stopsIgnored = 0;
  let deafUntil = Number.NEGATIVE_INFINITY;

  const inside: Inside = {
    say(bytes) {
      if (fault === 'silent') return;
      line.send(fault === 'garbled' ? withWrongEnd(bytes) : bytes);
    },
    after: (ms, action) => void due.push({ at: line.now + ms, action }),
    fault: () => fault,
    mend() {
      fault = undefined;
    },
  };
  const besides = monitor.besides?.(inside);
  const cuffFault = () => (fault !== undefined && isCuffFault(fault) ? fault : undefined);

  function pressed(press: Press): void {
    if (press.press === 'take blood-pressure') arm = press;
    else if (press.press === 'fault') {
      fault = press.name === 'none' ? undefined : press.name;
      stopsIgnored = 0;
    } else if (isTaken(press)) besides?.takes?.(press);
  }

  function heard(frame: F): void {
    if (fault === 'silent' || line.now < deafUntil || besides?.hears?.(frame) === false) return;
    const answers = monitor.answer(frame, cuff);
    const want = monitor.wants(frame);
    if (want === 'start') {
      if (cuff.measuring) return; // busy
      stopsIgnored = 0;
      cuff.start(arm, cuffFault, line.now);
    } else if (want === 'stop') {
      if (fault === 'deaf-to-stop' && stopsIgnored++ < DEAF.stops) {
        deafUntil = line.now + DEAF.forMs;
        return;
      }
      cuff.stop(line.now);
    }
    for (const answer of answers) inside.say(answer);
  }

  function step(): void {
    const beforeMmHg = cuff.mmHg;
    const shown = cuff.step(line.now);
    if (!shown) return;
    if ('mmHg' in shown) {
      if (monitor.pressure) inside.say(monitor.pressure(shown.mmHg, shown.mmHg > beforeMmHg));
    } else {
      const said = 'found' in shown ? monitor.found(shown.found) : monitor.failed(shown.failed);
      inside.say(said);
      besides?.ended?.(said);
    }
  }

  for (;;) {
    const next = yield Math.min(cuff.nextAt, ...due.map(({ at }) => at));
    if (next !== undefined) {
      if (isPress(next)) pressed(next);
      else heard(next);
      continue;
    }
    if (cuff.nextAt <= line.now) step();
    for (const { at, action } of due.splice(0)) {
      if (at <= line.now) action();
      else due.push({ at, action });
    }
  }
}

const withWrongEnd = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 0x01 : byte));
