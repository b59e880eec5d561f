/**
 * Ascensia (once Bayer) Contour meters over USB HID. Read: tidepool-org/uploader lib/drivers/bayer/bayerContourNext.js;
 * glucometers-tech/glucometerutils glucometerutils/support/contourusb.py. The meter sends its whole memory, one frame for
 * each of our ACKs.
 *
 * - [x] units: each result carries its own, mg/dL or mmol/L; only results that refer to plasma are taken
 * - [x] LO/HI: marks `<` and `>`; then there is no number. A number outside the meter's range without its mark is refused
 * - [x] control solution: mark `C`
 * - [x] meals: before (`B`), after (`A`), nobody says how long after
 * - [x] clock: each record's, to the minute; that of now in the header. Never set
 * - [x] duplicates: a frame sent again has the number of the one before; a memory read twice adds nothing (`domain/memory.ts`)
 * - [x] abort: reading can be left at any byte; nothing in the meter has changed
 * - [ ] live results: a meter on its cable measures nothing; what is new it offers, on a new connection at the latest
 *
 * Only ACK, NAK and EOT are ever said. ENQ would open its command mode, in which `W|` sets the clock.
 */
import { DeviceError } from '../domain/device-error.ts';
import { type Memory, oldestFirst, type StoredRecord, type Unit } from '../domain/memory.ts';
import { type Control, controlByte, type Item, NUMBERS, reportsOf } from './contour-frame.ts';
import { type Header, headerOf, resultOf } from './contour-record.ts';
import { type Conversation, type Line, listen, NEVER } from './conversation.ts';

/** As the uploader: so long for each answer, and so often. */
const ANSWER_MS = 5000;
const TRIES = 6;
/** Several things may come at once when a transfer begins (EOT, header and ENQ); they are heard whole, then answered once. */
const QUIET_MS = 100;
/** The largest of these meters holds 2000. */
const MOST_RECORDS = 4000;

type Word = Exclude<Control, 'ENQ'>;

/** Says a word, and hears the answer; nothing, when there is none. `hasty`: frames come one by one, each answered at once. */
function* exchange(line: Line, word: Word, hasty: boolean): Conversation<Item, Item[]> {
  for (const report of reportsOf(controlByte(word))) line.send(report);
  const first = yield line.now + ANSWER_MS;
  if (!first) return [];
  const heard = [first];
  yield* listen(hasty && first.is === 'frame' ? line.now : line.now + QUIET_MS, (item) => heard.push(item));
  return heard;
}

/**
 * What has a meter begin that was heard so. One source begins with ACK, the other with EOT, which ends an older transfer; to
 * NAK a meter that heeds neither sends again what it said last.
 */
function beginWith(heard: readonly Item[], said: Word): Word {
  switch (heard.at(-1)?.is) {
    case 'ENQ':
    case 'EOT':
      return 'ACK';
    case 'frame':
      return 'EOT'; // of an older transfer
    case 'garbled':
      return 'NAK';
    default:
      return ({ ACK: 'EOT', EOT: 'NAK', NAK: 'ACK' } as const)[said];
  }
}

/** Has it say who it is. The transfer that begins so is left open. */
export function* greet(line: Line): Conversation<Item, Unit> {
  let word: Word = 'ACK';
  for (let tries = TRIES; tries > 0; tries--) {
    const heard = yield* exchange(line, word, false);
    for (const item of heard) {
      const header = item.is === 'frame' ? headerOf(item.text) : undefined;
      if (header) return header.unit;
    }
    word = beginWith(heard, word);
  }
  throw new DeviceError('silent', 'a header');
}

/** Ends when the meter offers a transfer unasked: by ASTM's rule it has something to send. */
export function* idle(): Conversation<Item> {
  let item: Item | undefined;
  do item = yield NEVER;
  while (item?.is !== 'ENQ');
}

/** All or nothing: what a broken transfer brought is thrown away, as ASTM wants it. */
export function* readOut(line: Line): Conversation<Item, Memory> {
  for (let tries = TRIES; tries > 0; tries--) {
    const memory = yield* transfer(line);
    if (memory) return memory;
  }
  throw new DeviceError('silent', 'a whole transfer');
}

/** One transfer from its header to its end; undefined when it breaks. */
function* transfer(line: Line): Conversation<Item, Memory | undefined> {
  const taken = takings();
  let word: Word = 'EOT'; // an older one, the greeting's too, ends: its header tells an old time
  let isOld = false;
  let misses = 0;
  let begins = 0;
  while (misses++ < TRIES) {
    const heard: Item[] = yield* exchange(line, word, taken.begun());
    let answer: Word = 'NAK'; // to nothing that is clear
    for (const item of heard) {
      if (item.is === 'garbled') {
        line.tell({ event: 'rejected', reason: 'checksum' });
        answer = 'NAK';
      } else if (item.is === 'frame') {
        const what = taken.take(item, isOld ? undefined : line.now);
        if (what === 'out of order') return undefined;
        if (what === 'begun' && ++begins > TRIES) throw new DeviceError('silent', 'it begins again and again');
        if (what === 'begun' || what === 'new') misses = 0;
        answer = 'ACK';
        if (what !== 'last') continue;
        yield* exchange(line, answer, false); // it says EOT
        return taken.memory();
      } else if (item.is === 'ENQ') {
        answer = 'ACK';
      } else if (item.is !== 'ACK' && taken.begun()) {
        return item.is === 'EOT' && taken.counted() ? taken.memory() : undefined;
      }
    }
    word = taken.begun() ? answer : beginWith(heard, word);
    isOld = !taken.begun() && word === 'NAK' && heard.at(-1)?.is !== 'garbled';
  }
  throw new DeviceError('silent', 'a transfer');
}

/** `begun`: with a header. `older`: of a transfer whose header was not heard. */
type Taken = 'begun' | 'new' | 'again' | 'last' | 'older' | 'out of order';

/** What a transfer has brought so far. A header begins it anew; `now` is undefined when it may have been written long ago. */
function takings() {
  let header: (Header & { readonly heardAt: number | undefined }) | undefined;
  let headerText: string | undefined;
  let number: number | undefined;
  let records: StoredRecord[] = [];

  function take({ number: itsNumber, text }: Extract<Item, { is: 'frame' }>, now: number | undefined): Taken {
    const begins = headerOf(text);
    if (begins) {
      if (itsNumber === number && text === headerText) return 'again';
      headerText = text;
      header = { ...begins, heardAt: now };
      records = [];
    } else {
      if (!header || number === undefined) return 'older';
      if (itsNumber === number) return 'again';
      if (itsNumber !== (number + 1) % NUMBERS) return 'out of order';
    }
    number = itsNumber;
    if (text.startsWith('R|') && header) records.push(resultOf(text, records.length + 1, header.range));
    if (records.length > MOST_RECORDS)
      throw new DeviceError('unavailable', 'it sends more records than any of these meters can hold');
    if (begins) return 'begun';
    return text.startsWith('L|') ? 'last' : 'new';
  }

  return {
    take,
    begun: () => header !== undefined,
    /** Older meters end without a last record: then all that the header counts must be there. */
    counted: () => header?.results === records.length,
    memory: (): Memory => ({
      mark: `${header?.unit.serialNumber} ${header?.results}`,
      unit: header?.unit ?? {},
      ...(header?.deviceClock !== undefined &&
        header.heardAt !== undefined && { clock: { deviceClock: header.deviceClock, heardAt: header.heardAt } }),
      records: oldestFirst(records),
    }),
  };
}
