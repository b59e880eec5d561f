/** The newer meters of the CareSens N family: packets, each with a check value. Asked here: RSNB, RTIM, NCOT, GLUE; never WTIM, which sets the clock. */
import { DeviceError } from '../domain/device-error.ts';
import type { Memory, StoredRecord } from '../domain/memory.ts';
import { bytesOf, sameBytes, textOf, u16be } from './bytes.ts';
import { type Frame, PAGE, PAGE_RECORDS, type Packet, packet, RECORD } from './caresens-frame.ts';
import { clockOf, recordOfPage } from './caresens-record.ts';
import { ask, type Conversation, type Line, listen } from './conversation.ts';

/** The uploader waits as long for a packet over a serial line. */
const ANSWER_MS = 5000;
const TRIES = 3;
const [SERIAL_NUMBER, CLOCK, COUNT] = ['RSNB', 'RTIM', 'NCOT'] as const;
/** What the meter says of a question that it did not hear well: time out, header, size, check value, command. */
const COMPLAINTS: readonly string[] = ['TOUT', 'HEAD', 'SIZE', 'ECRC', 'CMND'];
/** More than any of these meters can hold: not a count. */
const MOST_RECORDS = 2000;

/** The answer's content, of so many bytes where that is known. After a silence what may still be under way is let pass. */
function* query(line: Line, command: string, content?: Uint8Array, length?: number): Conversation<Frame, Packet> {
  const answers = (frame: Frame): Packet | undefined => {
    if (frame.is !== 'packet') return undefined;
    const fits = frame.command === command && (length === undefined || frame.content.length === length);
    return fits || COMPLAINTS.includes(frame.command) ? frame : undefined;
  };
  let late = false;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const answer = yield* ask(line, packet(command, content), answers, { withinMs: ANSWER_MS, tries: 1 });
    if (!answer) late = true;
    else if (answer.command === command) {
      if (late) yield* listen(line.now + ANSWER_MS);
      return answer;
    }
  }
  throw new DeviceError('silent', command);
}

/** `CNP07A12345`: model, batch, version, number; then a byte that is no part of it. */
export function* unit(line: Line): Conversation<Frame, Memory['unit']> {
  const { content } = yield* query(line, SERIAL_NUMBER);
  const serialNumber = textOf(content.subarray(0, -1)).trim();
  if (/^[0-9A-Za-z-]{1,32}$/.test(serialNumber)) return { serialNumber };
  line.tell({ event: 'rejected', reason: 'unknown' });
  return {};
}

export function* clock(line: Line): Conversation<Frame, Memory['clock']> {
  const { content } = yield* query(line, CLOCK, undefined, 6);
  const deviceClock = clockOf(content);
  return deviceClock === undefined ? undefined : { deviceClock, heardAt: line.now };
}

export function* count(line: Line): Conversation<Frame, number> {
  return u16be((yield* query(line, COUNT, undefined, 2)).content, 0);
}

/** Its records are numbered from 1. */
export function* records(line: Line, total: number): Conversation<Frame, StoredRecord[]> {
  if (total > MOST_RECORDS) throw new DeviceError('unavailable', 'its memory counts more records than it can hold');
  const found: StoredRecord[] = [];
  let tries: number = TRIES;
  let before: Uint8Array = new Uint8Array();
  for (let from = 1; from <= total; from += PAGE_RECORDS) {
    const read: Read = yield* page(line, from, Math.min(PAGE_RECORDS, total - from + 1), { tries, before });
    if (!read.proved) tries = 1; // this meter's never will be
    before = read.content;
    found.push(...read.records);
  }
  return found;
}

interface Read {
  readonly proved: boolean;
  readonly content: Uint8Array;
  readonly records: readonly StoredRecord[];
}

/**
 * The uploader says that pages carry no valid check value. Where none comes in so many tries, each record is asked for by
 * itself too, so that it stands elsewhere in the bytes, and counts only if it is the same again. (One that is alone in its
 * page is only asked for once more.)
 */
function* page(
  line: Line,
  from: number,
  length: number,
  { tries, before }: { readonly tries: number; readonly before: Uint8Array },
): Conversation<Frame, Read> {
  const one = (content: Uint8Array, at: number): Uint8Array => content.subarray(at * RECORD, (at + 1) * RECORD);
  const indexes = Array.from({ length }, (_, at) => from + at);
  let content: Uint8Array = new Uint8Array();
  for (let attempt = 1; attempt <= tries; attempt++) {
    const heard = yield* some(line, from, length);
    if (sameBytes(heard.content, before)) {
      line.tell({ event: 'rejected', reason: 'order' }); // an echo of the page before: a page does not say which it is
      yield* listen(line.now + ANSWER_MS);
      continue;
    }
    content = heard.content;
    if (heard.proved)
      return { proved: true, content, records: indexes.map((index, at) => recordOfPage(one(content, at), index)) };
    if (tries > 1) line.tell({ event: 'rejected', reason: 'checksum' });
  }
  const records: StoredRecord[] = [];
  for (const [at, index] of indexes.entries()) {
    const alone = yield* some(line, index, 1);
    const same = alone.proved || sameBytes(alone.content, one(content, at));
    records.push(
      same ? recordOfPage(alone.content, index) : { index, event: { event: 'rejected', reason: 'checksum' } },
    );
  }
  return { proved: false, content, records };
}

const some = (line: Line, from: number, length: number): Conversation<Frame, Packet> =>
  query(line, PAGE, bytesOf(from >> 8, from & 0xff, length), length * RECORD);
