/** A CareSens N with a memory and a clock of its own, in either of its languages. */
import type { ClockFields } from '../domain/device-clock.ts';
import { asciiOf, bytesOf, concat } from '../protocols/bytes.ts';
import { memoryBytes, PAGE, type Packet, packet, type Request, SPEAKS, toMeter } from '../protocols/caresens-frame.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { meterClock } from './meter-clock.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

interface Kept {
  readonly at: ClockFields;
  readonly mgPerDl: number | 'HI' | 'LO';
  readonly mark?: string;
}

/** Switched on for the first time on this morning, with what its owner measured before. */
const SHOWS: ClockFields = [2026, 11, 23, 12, 20, 0];
const BEFORE: readonly Kept[] = [
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104 },
  { at: [2026, 11, 23, 12, 5, 30], mgPerDl: 187, mark: 'after-meal' },
  { at: [2026, 11, 23, 12, 10, 0], mgPerDl: 110, mark: 'control' },
];
/** A full memory loses its oldest record. */
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

function inPage({ at, mgPerDl, mark }: Kept): Uint8Array {
  const beyond = mgPerDl === 'HI' ? 0x08 : mgPerDl === 'LO' ? 0x04 : 0;
  const { flag } = MARKS[mark ?? ''] ?? (beyond > 0 ? { flag: 0 } : NO_MARK);
  const value = mgPerDl === 'HI' ? 601 : mgPerDl === 'LO' ? 19 : mgPerDl;
  return bytesOf(...timeOf(at), flag | beyond, ...be(value));
}

function inMemory({ at, mgPerDl, mark }: Kept): Uint8Array {
  const value = mgPerDl === 'HI' ? 700 : mgPerDl === 'LO' ? 10 : mgPerDl;
  return bytesOf(...timeOf(at), ...le(value + (MARKS[mark ?? ''] ?? NO_MARK).added));
}

/** Its memory from an address on, as far as anything is known to be there; FF elsewhere. */
function memoryAt(records: readonly Kept[], address: number, length: number): Uint8Array {
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

function answerTo({ command, content }: Packet, records: readonly Kept[], shows: ClockFields, serialNumber: string) {
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
  const clock = meterClock(SHOWS, line.now);
  const records = [...BEFORE];
  const due: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let fault: string | undefined;

  function pressed(press: Press): void {
    if (press.press === 'fault') fault = press.name === 'none' ? undefined : press.name;
    else if (press.press === 'set clock') clock.set(press.fields, line.now);
    else if (press.press === 'take glucose' || press.press === 'hold glucose') {
      const { mmolPerL } = press;
      records.push({
        at: clock.shows(line.now),
        mgPerDl: typeof mmolPerL === 'number' ? Math.round(mmolPerL * 18) : mmolPerL,
        ...(press.press === 'hold glucose' && { mark: press.mark }),
      });
      if (records.length > MOST_RECORDS) records.shift();
    }
  }

  function answer(request: Request): Uint8Array | undefined {
    if (request.is === 'hello') {
      if (fault === 'third') return bytesOf(SPEAKS.third);
      return fault === 'older' ? memoryBytes(bytesOf(SPEAKS.memory)) : bytesOf(SPEAKS.packets);
    }
    if (request.is === 'memory')
      return fault === 'older' ? memoryBytes(memoryAt(records, request.address, request.length)) : undefined;
    const said = answerTo(request, records, clock.shows(line.now), serialNumber);
    return fault === 'no-page-check' && request.command === PAGE ? withoutCheck(said) : said;
  }

  for (;;) {
    const heard = yield Math.min(...due.map(({ at }) => at));
    if (heard !== undefined && isPress(heard)) pressed(heard);
    else if (heard !== undefined && fault !== 'silent') {
      const said = answer(heard);
      if (said && fault === 'late') due.push({ at: line.now + LATE_MS, bytes: said });
      else if (said) line.send(spoiled(said, fault));
    }
    for (const late of due.splice(0)) {
      if (late.at <= line.now) line.send(late.bytes);
      else due.push(late);
    }
  }
}

const withoutCheck = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, at) => (at === bytes.length - 3 || at === bytes.length - 2 ? 0 : byte));

function spoiled(bytes: Uint8Array, fault: string | undefined): Uint8Array {
  if (fault === 'torn') return bytes.subarray(0, Math.ceil(bytes.length / 2));
  const wrong = bytes.length >> 1;
  return fault === 'garbled' ? bytes.map((byte, at) => (at === wrong ? byte ^ 0x80 : byte)) : bytes;
}

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
