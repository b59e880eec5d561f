/** A CareSens N with a memory and a clock of its own, in either of its languages. */
import type { ClockFields } from '../domain/device-clock.ts';
import { asciiOf, bytesOf, concat } from '../protocols/bytes.ts';
import { memoryBytes, PAGE, type Packet, packet, type Request, SPEAKS, toMeter } from '../protocols/caresens-frame.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { answering, type KeptStrip, memoryMeter, saidLater, spoilt, stored, stripOf } from './memory-meter.ts';
import { type Press, type Simulator, simulator } from './simulator.ts';

/** What its owner measured before it was switched on here. */
const BEFORE: readonly KeptStrip[] = [
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104 },
  { at: [2026, 11, 23, 12, 5, 30], mgPerDl: 187, mark: 'after-meal' },
  { at: [2026, 11, 23, 12, 10, 0], mgPerDl: 110, mark: 'control' },
];
const MOST_RECORDS = 250;

const MARKS: Readonly<Record<string, { readonly flag: number; readonly added: number }>> = {
  control: { flag: 0x01, added: 20_000 },
  'after-meal': { flag: 0x02, added: 10_000 },
  fasting: { flag: 0x10, added: 0 },
  ketone: { flag: 0x40, added: 0 },
};
const NO_MARK = { flag: 0x20, added: 0 };

/**
 * silent: off. late: its answers come when nobody waits any more, once each. torn: the second half of each answer is
 * missing. garbled: one bit of each is wrong. no-page-check: pages of records carry no check value. older: it speaks the
 * memory language. third: the undocumented one.
 */
const FAULTS = ['silent', 'late', 'torn', 'garbled', 'no-page-check', 'older', 'third'] as const;
const LATE_MS = 6000;

const timeOf = ([year, ...rest]: ClockFields): readonly number[] => [year - 2000, ...rest];
const be = (value: number): readonly number[] => [value >> 8, value & 0xff];
const le = (value: number): readonly number[] => [value & 0xff, value >> 8];

function inPage(record: KeptStrip): Uint8Array {
  const { at, mgPerDl, mark } = record;
  const beyond = mgPerDl === 'HI' ? 0x08 : mgPerDl === 'LO' ? 0x04 : 0;
  const { flag } = MARKS[mark ?? ''] ?? (beyond > 0 ? { flag: 0 } : NO_MARK);
  return bytesOf(...timeOf(at), flag | beyond, ...be(stored(record, { HI: 601, LO: 19 })));
}

function inMemory(record: KeptStrip): Uint8Array {
  const { added } = MARKS[record.mark ?? ''] ?? NO_MARK;
  return bytesOf(...timeOf(record.at), ...le(stored(record, { HI: 700, LO: 10 }) + added));
}

/** Its memory from an address on, as far as anything is known to be there; FF elsewhere. */
function memoryAt(records: readonly KeptStrip[], address: number, length: number): Uint8Array {
  const blocks = [
    { start: 0x1034, bytes: bytesOf(...le(12_345), ...le(7), ...le(3), ...le(0), 0, 0) },
    { start: 0x1086, bytes: bytesOf(records.length, 0) },
    { start: 0xe200, bytes: concat(...records.map(inMemory)) },
  ];
  return Uint8Array.from({ length }, (_, offset) => {
    for (const { start, bytes } of blocks) {
      const byte = bytes[address + offset - start];
      if (byte !== undefined) return byte;
    }
    return 0xff;
  });
}

function answerTo(
  { command, content }: Packet,
  records: readonly KeptStrip[],
  shows: ClockFields,
  serialNumber: string,
) {
  switch (command) {
    case 'RSNB':
      return packet(command, concat(asciiOf(serialNumber), bytesOf(0)));
    case 'RTIM':
      return packet(command, bytesOf(...timeOf(shows)));
    case 'NCOT':
      return packet(command, bytesOf(...be(records.length)));
    case PAGE: {
      const [high = 0, low = 0, count = 0] = content;
      const from = (high << 8) | low;
      return packet(command, concat(...records.slice(from - 1, from - 1 + count).map(inPage)));
    }
    default:
      return packet('CMND');
  }
}

function* live(line: Line, serialNumber: string): Conversation<Request | Press> {
  const meter = memoryMeter(line, { before: BEFORE, most: MOST_RECORDS });
  const later = saidLater(line);

  function pressed(press: Press): void {
    meter.pressed(press);
    const strip = stripOf(press);
    if (strip) meter.keep(strip);
  }

  function answer(request: Request, fault = meter.fault()): Uint8Array | undefined {
    if (request.is === 'hello') {
      if (fault === 'third') return bytesOf(SPEAKS.third);
      return fault === 'older' ? memoryBytes(bytesOf(SPEAKS.memory)) : bytesOf(SPEAKS.packets);
    }
    if (request.is === 'memory')
      return fault === 'older' ? memoryBytes(memoryAt(meter.records(), request.address, request.length)) : undefined;
    const said = answerTo(request, meter.records(), meter.shows(), serialNumber);
    return fault === 'no-page-check' && request.command === PAGE ? withoutCheck(said) : said;
  }

  function hear(request: Request): void {
    const said = meter.fault() === 'silent' ? undefined : answer(request);
    if (said && meter.fault() === 'late') later.say(said, LATE_MS);
    else if (said) line.send(spoilt(said, meter.fault(), 0x80));
  }

  yield* answering({ pressed, hear, later: [later] });
}

const withoutCheck = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, at) => (at === bytes.length - 3 || at === bytes.length - 2 ? 0 : byte));

/** `serialNumber`: as its newer language says it. */
export const caresensSimulator = (serialNumber = 'CNP07A12345'): Simulator =>
  simulator<Request>({
    driver: 'caresens-n',
    language: toMeter,
    takes: ['glucose'],
    faults: FAULTS,
    marks: Object.keys(MARKS),
    live: (line) => live(line, serialNumber),
  });
