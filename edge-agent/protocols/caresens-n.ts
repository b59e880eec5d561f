/**
 * i-SENS CareSens N family of glucose meters, GLUCOCARD Shine and ReliOn Premier among them, 9600 8N1 over their cable.
 * Read: tidepool-org/uploader lib/drivers/i-sens/careSens.js; markchuang56/iOS-Demo h2SyncLib/UART/iCareSens/CareSensN.m.
 *
 * - [x] units: always mg/dL inside, whatever the meter displays: assumed, as both sources do. Ketone is refused
 * - [x] LO/HI: newer meters by a flag, older ones by the numbers 10 and 700; then there is no number
 * - [x] control solution: marked, by a flag or by 20000 added
 * - [x] meals: fasting (newer meters); after a meal, nobody says how long after
 * - [x] clock: each record's; that of now only from newer meters. Never set
 * - [x] duplicates: a memory read twice adds nothing (`domain/memory.ts`); which record is the newest is not documented
 * - [x] abort: reading can be left at any byte; nothing in the meter has changed
 * - [ ] check value: packets have one, but pages of records perhaps none that holds; the memory of older meters has none.
 *       What has none counts only when it comes the same twice
 * - [ ] live results: a meter on its cable measures nothing
 *
 * Only questions are sent, and the hello: no clock is set, nothing erased. The cables with a HID bridge (CP2110) and the
 * third language are not spoken.
 */
import { DeviceError } from '../domain/device-error.ts';
import { type Memory, oldestFirst, type Unit } from '../domain/memory.ts';
import { type Frame, HELLO, SPEAKS } from './caresens-frame.ts';
import * as memory from './caresens-memory.ts';
import * as packets from './caresens-packets.ts';
import { ask, type Conversation, type Line, listen } from './conversation.ts';

/** As the uploader: asked once and four times more. */
const HELLOS = { withinMs: 4000, tries: 5 } as const;
/** What was said to somebody before is let pass; a hello has at most a few bytes more than the one that tells. */
const QUIET_MS = 300;
/** How often a meter is asked whether it is still there, the same, and holds as many records. */
const LOOK_EVERY_MS = 5000;
/** An answer that takes longer was asked for again: the meter may have been off its cable, and have measured. */
const LOOK_WITHIN_MS = 1500;

type Spoken = 'memory' | 'packets';

/** Said first in every conversation: the meter at the end of the cable may be another by now. */
function* hello(line: Line): Conversation<Frame, Spoken> {
  yield* listen(line.now + QUIET_MS);
  for (let attempt = 1; attempt <= 2; attempt++) {
    const said = yield* ask(line, HELLO, languageIn, HELLOS);
    yield* listen(line.now + QUIET_MS);
    if (said === undefined) throw new DeviceError('silent', 'hello');
    if (said !== SPEAKS.third) return said === SPEAKS.memory ? 'memory' : 'packets'; // else one bit may be wrong
  }
  line.tell({ event: 'rejected', reason: 'unsupported' });
  throw new DeviceError('unavailable', 'this meter speaks a language that is not documented');
}

/** The byte that tells comes alone, or as the last of three. */
function languageIn(frame: Frame): number | undefined {
  if (frame.is === 'hello') return frame.byte;
  if (frame.is !== 'memory') return undefined;
  return Object.values(SPEAKS).find((byte) => byte === (0x20 | (frame.byte & 15)));
}

const unit = (line: Line, spoken: Spoken): Conversation<Frame, Unit> =>
  spoken === 'packets' ? packets.unit(line) : memory.unit(line);

/** The hello is one byte without a check value: who can say who he is, is there. */
export function* greet(line: Line): Conversation<Frame, Unit> {
  return yield* unit(line, yield* hello(line));
}

/** Ends when the memory may be another than that of the mark, or than it was at first. */
export function* idle(line: Line, mark?: string): Conversation<Frame> {
  const spoken = yield* hello(line);
  const known = mark ?? (yield* look(line, spoken));
  for (;;) {
    const asked = line.now;
    if ((yield* look(line, spoken)) !== known || line.now - asked > LOOK_WITHIN_MS) return;
    yield* listen(line.now + LOOK_EVERY_MS);
  }
}

function* look(line: Line, spoken: Spoken): Conversation<Frame, string> {
  const { serialNumber } = yield* unit(line, spoken);
  return markOf(serialNumber, yield* spoken === 'packets' ? packets.count(line) : memory.count(line));
}

const markOf = (serialNumber: string | undefined, count: number | undefined): string => `${serialNumber} ${count}`;

/** All or nothing: a meter that was swapped or pulled on the way has told nothing. */
export function* readOut(line: Line): Conversation<Frame, Memory> {
  const spoken = yield* hello(line);
  const read: Memory = spoken === 'packets' ? yield* readPackets(line) : yield* readMemory(line);
  const { serialNumber } = yield* unit(line, spoken);
  if (serialNumber !== read.unit.serialNumber)
    throw new DeviceError('unplugged', 'another meter came while it was read');
  return { ...read, records: oldestFirst(read.records) };
}

function* readPackets(line: Line): Conversation<Frame, Memory> {
  const unit = yield* packets.unit(line);
  const count = yield* packets.count(line);
  const clock = yield* packets.clock(line);
  const records = yield* packets.records(line, count);
  return { mark: markOf(unit.serialNumber, count), unit, ...(clock && { clock }), records };
}

function* readMemory(line: Line): Conversation<Frame, Memory> {
  const found = yield* memory.find(line);
  const count = yield* memory.count(line);
  const records = yield* memory.records(line, found, count);
  return { mark: markOf(found.unit.serialNumber, count), unit: found.unit, records };
}
