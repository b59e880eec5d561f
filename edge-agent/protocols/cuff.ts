/**
 * The rules of every arm cuff that a host may start, whatever its language: who moves it also lets it go, and says so
 * only when the monitor has shown it.
 */
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { ask, type Conversation, type Line, listen, NEVER } from './conversation.ts';
import { gauged } from './cuff-gauge.ts';
import type { Aside, Cuff, CuffWord } from './cuff-language.ts';
import { type Become, emptying, LOOSE_BELOW_MMHG, letGo, states } from './cuff-release.ts';

/** Above this we stop it ourselves, whatever the monitor thinks. */
const MOST_MMHG = 300;
/** No word of the cuff for so long: nobody knows where it stands. */
const SILENCE_MS = 5000;
const MEASUREMENT_MS = 180_000;
/** A monitor that says it is busy is asked again, so often in all. */
const BUSY = { againMs: 500, starts: 4 } as const;
const OUTCOME = { withinMs: 1000, tries: 3 } as const;
/** So many pressures in a row below the highest: it deflates, and did not only waver. */
const FALLS = 3;

/** One measurement. However it ends, by result, error, silence, abort or a bug of ours, it ends with the stop. */
export function* measureWith<F>(line: Line, cuff: Cuff<F>, aside: Aside<F> = () => {}): Conversation<F> {
  const become = states(line);
  try {
    yield* begin(line, cuff, aside);
    become('inflating');
    yield* follow(line, cuff, aside, become);
  } finally {
    yield* letGo(line, cuff, aside, become);
  }
}

/** Between measurements: the pressure that still goes out, a complaint, a result of the monitor's own button. */
export function* watchCuff<F>(
  line: Line,
  cuff: Cuff<F>,
  aside: Aside<F> = () => {},
  /** Asked again and again; the answer, if there is one, goes aside. */
  question?: { readonly bytes: Uint8Array; readonly everyMs: number },
): Conversation<F> {
  const become = states(line);
  let loose = false;
  let askAt = question ? line.now + question.everyMs : NEVER;
  for (;;) {
    const frame = yield askAt;
    if (question && line.now >= askAt) {
      line.send(question.bytes);
      askAt = line.now + question.everyMs;
    }
    const word = frame && cuff.word(frame);
    if (word && 'mmHg' in word) {
      const still = loose && word.mmHg < LOOSE_BELOW_MMHG; // some tell it all day
      if (!still) emptying(line, word.mmHg, become);
      loose = word.mmHg < LOOSE_BELOW_MMHG;
    } else if (word) unasked(line, cuff, word);
    else if (frame) aside(frame);
  }
}

function* begin<F>(line: Line, cuff: Cuff<F>, aside: Aside<F>): Conversation<F> {
  if (cuff.prepare) yield* cuff.prepare(line);
  const answer = (frame: F) => (cuff.started(frame) ? 'started' : cuff.busy?.(frame) ? 'busy' : undefined);
  for (let said = 1; ; said++) {
    const heard = yield* ask(line, cuff.start, answer, { withinMs: cuff.startWithinMs, tries: 1, other: aside });
    if (heard === 'started') return;
    if (heard === undefined) throw new DeviceError('silent', 'start');
    if (said === BUSY.starts) throw new DeviceError('unavailable', 'busy');
    yield* listen(line.now + BUSY.againMs, aside);
  }
}

function* follow<F>(line: Line, cuff: Cuff<F>, aside: Aside<F>, become: Become): Conversation<F> {
  const next = gauged(line, cuff);
  const end = line.now + MEASUREMENT_MS;
  let lastWordAt = line.now;
  let peakMmHg = 0;
  let falls = 0;
  for (;;) {
    const frame = yield* next(Math.min(end, lastWordAt + SILENCE_MS));
    const word = frame && cuff.word(frame);
    const outcome = word && (yield* outcomeOf(line, cuff, word, aside, become));
    if (outcome) {
      if (outcome.event !== 'failure' && peakMmHg < LOOSE_BELOW_MMHG) continue; // a result before the cuff was tight is somebody's before
      return line.tell(outcome);
    }
    if (line.now >= end) return line.tell({ event: 'failure', kind: 'timeout' });
    if (!frame) throw new DeviceError('silent', 'measurement');
    if (!word || !('mmHg' in word)) {
      aside(frame); // chatter of other kinds is no sign of the cuff
      continue;
    }
    const { mmHg } = word;
    if (mmHg > MOST_MMHG) return line.tell({ event: 'failure', kind: 'over-pressure' });
    lastWordAt = line.now;
    falls = mmHg < peakMmHg ? falls + 1 : 0;
    peakMmHg = Math.max(peakMmHg, mmHg);
    line.tell({ event: 'pressure', mmHg });
    if (falls === FALLS) become('deflating');
  }
}

/** How the measurement ended, if this word ends it. */
function* outcomeOf<F>(
  line: Line,
  cuff: Cuff<F>,
  word: CuffWord,
  aside: Aside<F>,
  become: Become,
): Conversation<F, DeviceEvent | undefined> {
  if ('outcome' in word) return cuff.outcome ? undefined : word.outcome; // where one has to ask: the late answer to a question of before
  if (!('over' in word) || !cuff.outcome) return undefined;
  const answer = (frame: F) => {
    const said = cuff.word(frame);
    return said && 'outcome' in said ? said.outcome : undefined;
  };
  const other = (frame: F) => {
    const said = cuff.word(frame);
    if (said && 'mmHg' in said)
      emptying(line, said.mmHg, become); // it is over: nothing rises any more
    else if (!said) aside(frame);
  };
  const outcome = yield* ask(line, cuff.outcome, answer, { ...OUTCOME, other });
  if (!outcome) throw new DeviceError('silent', 'outcome');
  return outcome;
}

/** Whose it is, if anybody's, is for the listener to say. Nothing was under way that could be aborted. */
function unasked<F>(line: Line, cuff: Cuff<F>, word: CuffWord): void {
  if (!('outcome' in word) || cuff.outcome) return;
  const { outcome } = word;
  if (outcome.event !== 'failure' || outcome.kind !== 'aborted') line.tell(outcome);
}
