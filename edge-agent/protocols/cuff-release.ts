/** How a cuff is let go, whatever happens meanwhile; and when it may be called loose: when the monitor has shown it. */
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceState } from '../domain/event.ts';
import { ask, type Conversation, type Line, listen } from './conversation.ts';
import { gauged } from './cuff-gauge.ts';
import type { Aside, Cuff } from './cuff-language.ts';

/** Below this an arm can be taken out. */
export const LOOSE_BELOW_MMHG = 10;
const STOP = { withinMs: 500, tries: 5 } as const;
/** So long it may take to become loose once its stop is confirmed. */
const LOOSE_WITHIN_MS = 10_000;

/** Says the stop until the monitor confirms it; false when it never did. A wish to abort is the same wish: it does not cut this short, and goes on afterwards. */
export function* stopCuff<F>(line: Line, cuff: Cuff<F>, other: Aside<F> = () => {}): Conversation<F, boolean> {
  try {
    return yield* sayStop(line, cuff, other);
  } catch (error) {
    if (!isAbort(error)) throw error;
    if (yield* sayStop(line, cuff, other)) throw error;
    return false; // weighs more than the wish: nobody knows where the cuff stands
  }
}

/** Asks for the pressure until the cuff is loose; nobody hears of it unless it is not. Throws `silent` when it stays tight. */
export const emptyCuff = <F>(line: Line, cuff: Cuff<F>): Conversation<F> => untilLoose(line, cuff, states(line), false);

/** The end of every measurement. What it told stands, and a wish to abort goes on when the cuff is let go. */
export function* letGo<F>(line: Line, cuff: Cuff<F>, aside: Aside<F>, become: Become): Conversation<F> {
  try {
    yield* release(line, cuff, aside, become);
  } catch (error) {
    if (!isAbort(error)) throw error;
    yield* release(line, cuff, aside, become);
    throw error;
  }
}

function* release<F>(line: Line, cuff: Cuff<F>, aside: Aside<F>, become: Become): Conversation<F> {
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
  const stopped = yield* sayStop(line, confirming, (frame) => {
    const word = cuff.word(frame);
    if (!word) aside(frame);
    // A low pressure from before the stop was heard may be one that is rising: it must not read as "let go".
    else if (confirmed && 'mmHg' in word) emptying(line, word.mmHg, become);
  });
  if (!stopped) throw new DeviceError('silent', 'stop');
  if (cuff.gauge) yield* untilLoose(line, cuff, become, true, aside);
}

function* sayStop<F>(line: Line, cuff: Cuff<F>, other: Aside<F>): Conversation<F, boolean> {
  const stopped = (frame: F) => cuff.stopped(frame) || undefined;
  if (yield* ask(line, cuff.stop, stopped, { ...STOP, other })) return true;
  if (cuff.reset) {
    line.send(cuff.reset);
    yield* listen(line.now, other); // so that it leaves
  }
  return false;
}

function* untilLoose<F>(
  line: Line,
  cuff: Cuff<F>,
  become: Become,
  wanted: boolean,
  aside: Aside<F> = () => {},
): Conversation<F> {
  const next = gauged(line, cuff);
  const end = line.now + LOOSE_WITHIN_MS;
  let tells = wanted;
  for (let frame = yield* next(end); frame !== undefined; frame = yield* next(end)) {
    const word = cuff.word(frame);
    if (!word) aside(frame);
    if (!word || !('mmHg' in word)) continue;
    const loose = word.mmHg < LOOSE_BELOW_MMHG;
    tells ||= !loose;
    if (tells) emptying(line, word.mmHg, become);
    if (loose) return;
  }
  throw new DeviceError('silent', 'it does not become loose');
}

/** Tells a pressure that only goes down. */
export function emptying(line: Line, mmHg: number, become: Become): void {
  line.tell({ event: 'pressure', mmHg });
  if (mmHg < LOOSE_BELOW_MMHG) become('idle');
}

export type Become = (state: DeviceState) => void;

/** Tells a state when it is news; what is loose does not deflate. */
export function states(line: Line): Become {
  let told: DeviceState | undefined;
  return (state) => {
    if (state === told || (told === 'idle' && state === 'deflating')) return;
    told = state;
    line.tell({ event: 'state', state });
  };
}

const isAbort = (error: unknown): boolean => error instanceof DeviceError && error.code === 'aborted';
