/**
 * The language of the simulation's own devices, as cheap as a language can be and still be one: check value, answers,
 * a measurement of a few frames. Values come in ten-thousandths, so that each can be told from every other.
 *
 *   0 0xA5 | 1 kind | 2 length of what follows | 3.. content | last two: CRC-16 of everything before
 */
import { DeviceError } from '../../edge-agent/domain/device-error.ts';
import { bloodPressure, glucose } from '../../edge-agent/domain/reading.ts';
import { type Driver, driver } from '../../edge-agent/drivers/driver.ts';
import { bytesOf, concat, u8, u16be } from '../../edge-agent/protocols/bytes.ts';
import {
  ask,
  type Conversation,
  type Framer,
  type Language,
  type Line,
  NEVER,
} from '../../edge-agent/protocols/conversation.ts';

export interface Frame {
  readonly kind: number;
  readonly content: Uint8Array;
}

export const HELLO = 1;
export const START = 2;
export const STOP = 3;
export const PRESSURE = 4;
export const BLOOD_PRESSURE = 5;
export const GLUCOSE = 6;
export const FAILURE = 7;
/** A result out of the device's memory: somebody's, some day. */
export const STORED = 8;

const HEAD = 0xa5;
const UNIT = 10_000;

export function frame(kind: number, content: Uint8Array = new Uint8Array()): Uint8Array {
  const body = concat(bytesOf(HEAD, kind, content.length), content);
  const sum = crc16(body);
  return concat(body, bytesOf(sum >> 8, sum & 0xff));
}

const u32 = (value: number): Uint8Array => bytesOf(value >>> 24, value >>> 16, value >>> 8, value);
const u32be = (bytes: Uint8Array, at: number): number => u16be(bytes, at) * 65_536 + u16be(bytes, at + 2);
const units = (value: number): Uint8Array => u32(Math.round(value * UNIT));

export const glucoseFrame = (mmolPerL: number, kind = GLUCOSE): Uint8Array => frame(kind, units(mmolPerL));
export const pressureFrame = (mmHg: number): Uint8Array => frame(PRESSURE, bytesOf(mmHg >> 8, mmHg & 0xff));
export const resultFrame = (systolicMmHg: number, diastolicMmHg: number, pulsePerMin: number): Uint8Array =>
  frame(BLOOD_PRESSURE, concat(units(systolicMmHg), bytesOf(diastolicMmHg, pulsePerMin)));

const cut: Framer<Frame> = (bytes) => {
  const noise = bytes.indexOf(HEAD);
  if (noise !== 0) return { skip: noise < 0 ? bytes.length : noise, why: 'noise' };
  if (bytes.length < 3) return 'wait';
  const end = 3 + u8(bytes, 2);
  if (end > 12) return { skip: 1, why: 'length' };
  if (bytes.length < end + 2) return 'wait';
  if (crc16(bytes.subarray(0, end)) !== u16be(bytes, end)) return { skip: 1, why: 'checksum' };
  return { frame: { kind: u8(bytes, 1), content: bytes.slice(3, end) }, used: end + 2 };
};
export const tinyLanguage: Language<Frame> = { cut, gapMs: 250 };

/** CRC-16/CCITT-FALSE: polynomial 0x1021, initial value 0xFFFF. */
function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

function tell(line: Line, { kind, content }: Frame): void {
  if (kind === PRESSURE) line.tell({ event: 'pressure', mmHg: u16be(content, 0) });
  else if (kind === GLUCOSE) line.tell(glucose({ mmolPerL: u32be(content, 0) / UNIT }));
  else if (kind === FAILURE) line.tell({ event: 'failure', kind: 'cuff' });
}

const say = (line: Line, kind: number): Conversation<Frame, true | undefined> =>
  ask(line, frame(kind), (heard) => heard.kind === kind || undefined, {
    withinMs: 500,
    other: (heard) => tell(line, heard),
  });

function* stop(line: Line): Conversation<Frame> {
  if (!(yield* say(line, STOP))) throw new DeviceError('silent', 'stop');
}

function* greet(line: Line): Conversation<Frame> {
  yield* stop(line);
  if (!(yield* say(line, HELLO))) throw new DeviceError('silent', 'hello');
}

function* idle(line: Line): Conversation<Frame> {
  for (;;) {
    const heard = yield NEVER;
    if (heard) tell(line, heard);
  }
}

const SILENT_MS = 5000;

function* measure(line: Line): Conversation<Frame> {
  try {
    if (!(yield* say(line, START))) throw new DeviceError('silent', 'start');
    for (;;) {
      const heard = yield line.now + SILENT_MS;
      if (!heard) throw new DeviceError('silent', 'measurement');
      if (heard.kind === BLOOD_PRESSURE) {
        const [systolicMmHg, diastolicMmHg, pulsePerMin] = [
          u32be(heard.content, 0) / UNIT,
          u8(heard.content, 4),
          u8(heard.content, 5),
        ];
        return line.tell(bloodPressure({ systolicMmHg, diastolicMmHg, pulsePerMin }));
      }
      tell(line, heard);
      if (heard.kind === FAILURE) return;
    }
  } finally {
    yield* stop(line);
  }
}

const facts = {
  models: ['A device of the simulation'],
  wire: { kind: 'serial', baudRate: 9600 },
  check: 'crc-16',
  sureness: 'high',
  source: 'this simulation',
  language: tinyLanguage,
  greet,
  idle,
} as const;
export const tinyCuff: Driver = driver<Frame>({
  ...facts,
  id: 'tiny-cuff',
  provides: ['blood-pressure', 'pressure'],
  measure,
});
export const tinyMeter: Driver = driver<Frame>({ ...facts, id: 'tiny-meter', provides: ['glucose'] });
