import type { Outbox } from '../store/outbox.ts';
import type { Heard } from './connection.ts';

export interface ReceiptsParts {
  readonly stationId: string;
  readonly outbox: Pick<Outbox, 'acknowledged' | 'receipted' | 'receipt'>;
  /** The text that the platform has signed; rejects whatever else. Absent: receipts come unsigned. */
  readonly verify?: (jws: string) => Promise<string>;
  /** No honest receipt is above it: what may have reached the platform, acknowledged or not. */
  readonly sent: () => number;
  /** Writes down what the broker has acknowledged so far. */
  readonly settle: () => void;
  /** The platform's mark has risen. */
  readonly onRisen: () => void;
  /** It could not be believed; `why` is one of a few fixed words. */
  readonly onRefused: (why: string) => void;
}

export interface Receipts {
  /** Returns at once: a signature takes its time, and what comes behind it keeps its order. */
  hear(message: Heard): void;
  /** An acknowledgement has come: a receipt that was ahead of it may count now. */
  acknowledged(): void;
}

const MOST_BYTES = 4096;
/** The oldest goes first: each counts for all before it, and the platform says it again. A flood costs time and no memory. */
const MOST_WAITING = 16;
const SEQUENCE = /^\d{20}$/;

/**
 * The platform's word that its own database has everything up to a sequence. Believed up to the highest that the broker
 * has acknowledged, and no further: one that is ahead of its acknowledgement waits for that; one beyond all that was ever
 * sent, a falling one, one for another station, one that the broker kept, or one that does not verify is refused.
 */
export function openReceipts(parts: ReceiptsParts): Receipts {
  const { stationId, outbox, verify, sent, settle, onRisen, onRefused } = parts;
  const waiting: Uint8Array[] = [];
  let reading = false;
  let ahead = 0;

  const count = (sequence: number): void => {
    const receipted = outbox.receipted();
    if (sequence === receipted) return; // said again
    if (sequence < receipted) onRefused('falling');
    else if (sequence > sent()) onRefused('of the future');
    else believe(sequence);
  };
  const believe = (sequence: number): void => {
    settle();
    if (sequence > outbox.acknowledged()) {
      ahead = Math.max(ahead, sequence);
      return;
    }
    try {
      outbox.receipt(sequence);
    } catch {
      ahead = Math.max(ahead, sequence); // our own disk refuses it: no fault of the receipt's; with the next acknowledgement again
      return;
    }
    onRisen();
  };

  const read = async (payload: Uint8Array): Promise<void> => {
    const text = Buffer.from(payload).toString('utf8');
    const sequence = sequenceOf(verify ? await verify(text) : text, stationId, verify !== undefined);
    if (sequence === undefined) onRefused('not for us');
    else count(sequence);
  };
  const readAll = async (): Promise<void> => {
    reading = true;
    await null; // what came in the same turn comes together
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await read(next).catch(() => onRefused('not to be read'));
    }
    reading = false;
  };

  return {
    hear({ payload, retained }) {
      if (retained) onRefused('kept by the broker');
      else if (payload.length > MOST_BYTES) onRefused('too long');
      else {
        waiting.push(payload);
        if (waiting.length > MOST_WAITING) waiting.shift();
        if (!reading) void readAll();
      }
    },
    acknowledged() {
      if (ahead === 0) return;
      settle();
      if (ahead > outbox.acknowledged()) return;
      const sequence = ahead;
      ahead = 0;
      if (sequence > outbox.receipted()) believe(sequence);
    },
  };
}

/** Throws on what is no JSON. A signed one must name its station: the broker could bring one meant for another. */
function sequenceOf(text: string, stationId: string, signed: boolean): number | undefined {
  const said: unknown = JSON.parse(text);
  if (typeof said !== 'object' || said === null) return undefined;
  const station = 'station' in said ? said.station : signed ? undefined : stationId;
  if (station !== stationId) return undefined;
  const sequence = 'sequence' in said ? said.sequence : undefined;
  return typeof sequence === 'string' && SEQUENCE.test(sequence) ? Number(sequence) : undefined;
}
