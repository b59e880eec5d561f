/**
 * The rules of every arm cuff that a host may start, whatever its language: who moves it also lets it go, and says so
 * only when the monitor has shown it.
 */
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceEvent, DeviceState } from '../domain/event.ts';
import { ask, type Conversation, type Line, NEVER } from './conversation.ts';

/** Above this we stop it ourselves, whatever the monitor thinks; below the other an arm can be taken out. */
const MOST_MMHG = 300;
const LOOSE_BELOW_MMHG = 10;
/** No word of the cuff for so long: nobody knows where it stands. */
const SILENCE_MS = 5000;
const MEASUREMENT_MS = 180_000;
const STOP = { withinMs: 500, tries: 5 } as const;
/** So many pressures in a row below the highest: it deflates, and did not only waver. */
const FALLS = 3;

/** What a frame says of the cuff: its pressure, or how the measurement ended. */
export type CuffWord = { readonly mmHg: number } | { readonly outcome: DeviceEvent };

/** A cuff in its own language. */
export interface Cuff<F> {
  readonly start: Uint8Array;
  /** How long the start may take to be confirmed. It is never said twice. */
  readonly startWithinMs: number;
  readonly started: (frame: F) => boolean;
  readonly stop: Uint8Array;
  readonly stopped: (frame: F) => boolean;
  /** Undefined when the frame speaks of something else. */
  readonly word: (frame: F) => CuffWord | undefined;
}

/** Hears what is not about the cuff. */
type Aside<F> = (frame: F) => void;

/** One measurement. However it ends, by result, error, silence, abort or a bug of ours, it ends with the stop. */
export function* measureWith<F>(line: Line, cuff: Cuff<F>, aside: Aside<F> = () => {}): Conversation<F> {
  const become = states(line);
  try {
    const started = (frame: F) => cuff.started(frame) || undefined;
    const asking = { withinMs: cuff.startWithinMs, tries: 1, other: aside };
    if (!(yield* ask(line, cuff.start, started, asking))) throw new DeviceError('silent', 'start');
    become('inflating');
    yield* follow(line, cuff, aside, become);
  } finally {
    yield* letGo(line, cuff, aside, become);
  }
}

/** Says the stop until the monitor confirms it; false when it never did. A wish to abort is the same wish: it does not cut this short, and goes on afterwards. */
export function* stopCuff<F>(line: Line, cuff: Cuff<F>, other: Aside<F> = () => {}): Conversation<F, boolean> {
  const stop = () => ask(line, cuff.stop, (frame: F) => cuff.stopped(frame) || undefined, { ...STOP, other });
  try {
    return (yield* stop()) === true;
  } catch (error) {
    if (!(error instanceof DeviceError && error.code === 'aborted')) throw error;
    if (yield* stop()) throw error;
    return false; // weighs more than the wish: nobody knows where the cuff stands
  }
}

/** Between measurements: the pressure that still goes out, a complaint, a result of the monitor's own button. */
export function* watchCuff<F>(line: Line, cuff: Cuff<F>, aside: Aside<F> = () => {}): Conversation<F> {
  const become = states(line);
  for (;;) {
    const frame = yield NEVER;
    const word = frame && cuff.word(frame);
    if (word && 'mmHg' in word) emptying(line, word.mmHg, become);
    else if (word) unasked(line, word.outcome);
    else if (frame) aside(frame);
  }
}

function* follow<F>(line: Line, cuff: Cuff<F>, aside: Aside<F>, become: Become): Conversation<F> {
  const end = line.now + MEASUREMENT_MS;
  let lastWordAt = line.now;
  let peakMmHg: number | undefined; // undefined: nothing of this measurement was seen yet
  let falls = 0;
  for (;;) {
    const frame = yield Math.min(end, lastWordAt + SILENCE_MS);
    const word = frame && cuff.word(frame);
    if (word && 'outcome' in word) {
      const { outcome } = word;
      if (outcome.event !== 'failure' && peakMmHg === undefined) continue; // a result before any pressure is somebody's before
      return line.tell(outcome);
    }
    if (line.now >= end) return line.tell({ event: 'failure', kind: 'timeout' });
    if (!frame) throw new DeviceError('silent', 'measurement');
    if (!word) {
      aside(frame); // chatter of other kinds is no sign of the cuff
      continue;
    }
    const { mmHg } = word;
    if (mmHg > MOST_MMHG) return line.tell({ event: 'failure', kind: 'over-pressure' });
    lastWordAt = line.now;
    falls = mmHg < (peakMmHg ?? 0) ? falls + 1 : 0;
    peakMmHg = Math.max(peakMmHg ?? 0, mmHg);
    line.tell({ event: 'pressure', mmHg });
    if (falls === FALLS) become('deflating');
  }
}

function* letGo<F>(line: Line, cuff: Cuff<F>, aside: Aside<F>, become: Become): Conversation<F> {
  let confirmed = false;
  const confirming = {
    ...cuff,
    stopped(frame: F) {
      if (!cuff.stopped(frame)) return false;
      confirmed = true;
      become('deflating');
      return true;
    },
  };
  const stopped = yield* stopCuff(line, confirming, (frame) => {
    const word = cuff.word(frame);
    if (!word) aside(frame);
    // A low pressure from before the stop was heard may be one that is rising: it must not read as "let go".
    else if (confirmed && 'mmHg' in word) emptying(line, word.mmHg, become);
  });
  if (!stopped) throw new DeviceError('silent', 'stop');
}

/** Whose it is, if anybody's, is for the listener to say. Nothing was under way that could be aborted. */
function unasked(line: Line, outcome: DeviceEvent): void {
  if (outcome.event !== 'failure' || outcome.kind !== 'aborted') line.tell(outcome);
}

function emptying(line: Line, mmHg: number, become: Become): void {
  line.tell({ event: 'pressure', mmHg });
  if (mmHg < LOOSE_BELOW_MMHG) become('idle');
}

type Become = (state: DeviceState) => void;

/** Tells a state when it is news. */
function states(line: Line): Become {
  let told: DeviceState | undefined;
  return (state) => {
    if (state === told) return;
    told = state;
    line.tell({ event: 'state', state });
  };
}
