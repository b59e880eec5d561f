/**
 * Frames of the TaiDoc / FORA family, eight bytes both ways:
 *
 *   0x51 | command | four bytes of data, numbers little-endian | 0xA3 to the meter, 0xA5 to the host | sum of all before, modulo 256
 */
import { bytesOf, concat, seek, sum8, u8 } from './bytes.ts';
import type { Framer, Language } from './conversation.ts';

export interface Frame {
  readonly command: number;
  /** Four bytes. */
  readonly data: Uint8Array;
}

export const CLOCK = 0x23;
export const MODEL = 0x24;
export const RECORD_TIME = 0x25;
export const RECORD_VALUE = 0x26;
export const SERIAL_LOW = 0x27;
export const SERIAL_HIGH = 0x28;
export const COUNT = 0x2b;
/** The meter has begun to listen: what was asked before is lost. It says so unasked. */
export const AWAKE = 0x54;

const START = 0x51;
const LENGTH = 8;
const STOP_AT = 6;
const TO_METER = 0xa3;
const TO_HOST = 0xa5;

const frame =
  (stop: number) =>
  (command: number, ...data: readonly number[]): Uint8Array => {
    const body = bytesOf(START, command, ...data, ...[0, 0, 0, 0].slice(data.length), stop);
    return concat(body, bytesOf(sum8(body)));
  };

/** Data that is not given is zero. */
export const question = frame(TO_METER);
export const answer = frame(TO_HOST);

const cutTo =
  (stop: number): Framer<Frame> =>
  (bytes) => {
    const noise = seek(bytes, START);
    if (noise > 0) return { skip: noise, why: 'noise' };
    if (bytes.length < LENGTH) return 'wait';
    if (u8(bytes, STOP_AT) !== stop) return { skip: 1, why: 'noise' }; // its start byte may stand in data
    if (sum8(bytes.subarray(0, LENGTH - 1)) !== u8(bytes, LENGTH - 1)) return { skip: 1, why: 'checksum' };
    return { frame: { command: u8(bytes, 1), data: bytes.slice(2, STOP_AT) }, used: LENGTH };
  };

/** A frame takes 4 ms; the rest is for bridges, which pass bytes on as they come. */
const GAP_MS = 250;

export const fromMeter: Language<Frame> = { cut: cutTo(TO_HOST), gapMs: GAP_MS };
export const toMeter: Language<Frame> = { cut: cutTo(TO_METER), gapMs: GAP_MS };
