import { faultPoint } from '../fault-point.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { Message, Outbox, Row } from '../store/outbox.ts';
import { UplinkError } from './uplink-error.ts';

/** An acknowledgement is never this late on a line that is any good: at 2 kB/s a message passes every second. */
const PATIENCE_MS = 30_000;

/** One commit for so many, unless nothing is on its way: after a kill the window and so many more are repeated at most. */
const MARK_EVERY = 64;
const READ_AHEAD = 64;

export interface DrainParts {
  readonly outbox: Pick<Outbox, 'acknowledged' | 'acknowledge' | 'after'>;
  /** Sends, and reports once: taken, or why not. May report at once. */
  readonly publish: (message: Message, settled: (failure?: UplinkError) => void) => void;
  /** At most so many are on their way. */
  readonly window: number;
  /** Begins behind this sequence, acknowledged already or not. */
  readonly from: number;
  /** Begins with this one; each message taken widens it by one, up to `window`. */
  readonly firstWindow: number;
  readonly clock: Pick<Clock, 'now' | 'at' | 'soon'>;
  /** Told with each message that the broker took. */
  readonly onTaken: (sequence: number) => void;
  /** Told once; the drain has stopped, and what is not marked will be sent again by the next one. `sequence`: whose trouble it is. */
  readonly onTrouble: (why: UplinkError, sequence?: number) => void;
}

export interface Drain {
  /** There is something new to send. */
  wake(): void;
  /** Sends nothing more, but still hears what is on its way. */
  pause(): void;
  /** Marks what was taken so far. */
  settle(): void;
  /** The last one sent. */
  sent(): number;
  /** The oldest on its way. */
  head(): number | undefined;
  /** Marks what was taken, and hears nothing more. */
  stop(): void;
}

/**
 * Sends the outbox in order, and marks there what was taken. Reports may come in any order or never: the mark is raised
 * only over an unbroken row of them, and for many at once, since each raising is a commit.
 */
export function startDrain(parts: DrainParts): Drain {
  const { outbox, publish, window, from, firstWindow, clock, onTaken, onTrouble } = parts;
  const inFlight: { readonly sequence: number; taken: boolean }[] = [];
  let marked = outbox.acknowledged();
  let taken = from;
  let sent = from;
  let ahead: Row[] = [];
  let room = firstWindow;
  let filling = false;
  let answering = false;
  let listening = false;
  let paused = false;
  let stopped = false;
  let cancelCheck: Cancel = () => {};

  const stop = (): void => {
    if (stopped) return;
    stopped = true;
    cancelCheck();
    try {
      if (taken > marked) outbox.acknowledge(taken);
    } catch {
      // The mark stays where it was: repeats, no loss.
    }
  };
  const trouble = (why: UplinkError, sequence?: number): void => {
    stop();
    onTrouble(why, sequence);
  };
  /** What the database refuses is trouble too, never an exception in the face of the socket, or of one who saved. */
  const guarded = (act: () => void): void => {
    if (stopped) return;
    try {
      act();
    } catch {
      trouble(new UplinkError('store', 'the outbox'));
    }
  };

  const fill = (): void => {
    if (filling) return; // a report that came at once
    filling = true;
    try {
      while (!paused && !stopped && inFlight.length < room) {
        if (ahead.length === 0) ahead = outbox.after(sent, READ_AHEAD);
        const row = ahead.shift();
        if (!row) return;
        if ('damaged' in row) trouble(new UplinkError('damaged', 'a row'), row.sequence);
        else send(row);
      }
    } finally {
      filling = false;
    }
  };
  /** For as long as something is on its way. */
  const listenFor = (): void => {
    if (listening) return;
    listening = true;
    const [takenBefore, sentBefore] = [taken, sent];
    cancelCheck = clock.at(clock.now() + PATIENCE_MS, () => {
      listening = false;
      if (taken === takenBefore && taken < sentBefore) trouble(new UplinkError('silent', 'no acknowledgement'));
      else if (inFlight.length > 0) listenFor();
    });
  };
  const send = (message: Message): void => {
    const flight = { sequence: message.sequence, taken: false };
    inFlight.push(flight);
    sent = message.sequence;
    listenFor();
    faultPoint('before publish');
    publish(message, (failure) => guarded(() => settle(flight, failure)));
    faultPoint('after publish');
  };

  const settle = (flight: { readonly sequence: number; taken: boolean }, failure?: UplinkError): void => {
    if (failure) {
      trouble(failure, flight.sequence);
      return;
    }
    faultPoint('puback heard');
    flight.taken = true;
    for (let first = inFlight[0]; first?.taken; first = inFlight[0]) {
      taken = first.sequence;
      inFlight.shift();
    }
    room = Math.min(room + 1, window);
    onTaken(flight.sequence);
    if (stopped) return;
    if (!answering) clock.soon(answer);
    answering = true;
  };
  /** Acknowledgements come by the handful: what they make room for leaves in one write, and one mark is enough. */
  const answer = (): void => {
    answering = false;
    guarded(() => {
      fill();
      if (taken - marked >= MARK_EVERY || inFlight.length === 0) mark();
    });
  };

  const mark = (): void => {
    if (taken <= marked) return;
    faultPoint('before acknowledge');
    outbox.acknowledge(taken);
    faultPoint('after acknowledge');
    marked = taken;
  };

  guarded(fill);
  return {
    wake: () => guarded(fill),
    settle: () => guarded(mark),
    sent: () => sent,
    head: () => inFlight[0]?.sequence,
    pause: () => {
      paused = true;
    },
    stop,
  };
}
