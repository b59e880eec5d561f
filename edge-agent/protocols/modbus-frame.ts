/** Modbus RTU, as far as registers are read: requests, answers, and what is no answer; see `modbus-weight.ts`. */
import { bytesOf, concat, crc16Modbus, sameBytes, seek, u8, u16be, u16le } from './bytes.ts';
import type { Cut, Framer } from './conversation.ts';

export interface Question {
  readonly slave: number;
  /** Address of the first register, counted from 0. */
  readonly register: number;
  readonly count: number;
}

/** Registers in their order, or why there are none. */
export type Answer = { readonly registers: readonly number[] } | { readonly exception: number };

export const READ_REGISTERS = 0x03;
const EXCEPTION = 0x80;
const CRC_BYTES = 2;
const REQUEST_BYTES = 8;
const EXCEPTION_BYTES = 5;
const HEAD_BYTES = 3;

export function withCrc(...body: readonly number[]): Uint8Array {
  const bytes = bytesOf(...body);
  const crc = crc16Modbus(bytes);
  return concat(bytes, bytesOf(crc & 0xff, crc >> 8));
}

const high = (word: number): number => word >> 8;
const low = (word: number): number => word & 0xff;

export const questionFrame = ({ slave, register, count }: Question): Uint8Array =>
  withCrc(slave, READ_REGISTERS, high(register), low(register), high(count), low(count));
export const answerFrame = (slave: number, registers: readonly number[]): Uint8Array =>
  withCrc(slave, READ_REGISTERS, 2 * registers.length, ...registers.flatMap((word) => [high(word), low(word)]));
export const exceptionFrame = (slave: number, code: number): Uint8Array =>
  withCrc(slave, READ_REGISTERS | EXCEPTION, code);

const crcHolds = (frame: Uint8Array): boolean =>
  crc16Modbus(frame.subarray(0, -CRC_BYTES)) === u16le(frame, frame.length - CRC_BYTES);

/** Answers to this one question; an adapter may echo it, and then it is dropped. */
export function answersTo(asked: Question): Framer<Answer> {
  const question = questionFrame(asked);
  const dataBytes = 2 * asked.count;
  const isEcho = (bytes: Uint8Array): boolean =>
    sameBytes(bytes.subarray(0, REQUEST_BYTES), question.subarray(0, bytes.length));
  return (bytes) => {
    const noise = seek(bytes, asked.slave);
    if (noise > 0) return { skip: noise, why: 'noise' };
    if (bytes.length < HEAD_BYTES) return 'wait';
    const [kind, size] = [u8(bytes, 1), u8(bytes, 2)];
    if (kind === (READ_REGISTERS | EXCEPTION)) return whole(bytes, EXCEPTION_BYTES, () => ({ exception: size }));
    if (isEcho(bytes) && bytes.length >= REQUEST_BYTES) return { skip: REQUEST_BYTES, why: 'noise' };
    if (kind === READ_REGISTERS && size === dataBytes)
      return whole(bytes, HEAD_BYTES + dataBytes + CRC_BYTES, (frame) => ({
        registers: Array.from({ length: asked.count }, (_, at) => u16be(frame, HEAD_BYTES + 2 * at)),
      }));
    return isEcho(bytes) ? 'wait' : { skip: 1, why: kind === READ_REGISTERS ? 'length' : 'noise' };
  };
}

function whole<F>(bytes: Uint8Array, length: number, read: (frame: Uint8Array) => F): Cut<F> {
  if (bytes.length < length) return 'wait';
  const frame = bytes.subarray(0, length);
  return crcHolds(frame) ? { frame: read(frame), used: length } : { skip: 1, why: 'checksum' };
}

/** The other end: questions to anybody. */
export const questions: Framer<Question> = (bytes) => {
  if (bytes.length < REQUEST_BYTES) return 'wait';
  const frame = bytes.subarray(0, REQUEST_BYTES);
  if (u8(frame, 1) !== READ_REGISTERS || !crcHolds(frame)) return { skip: 1, why: 'noise' };
  return { frame: { slave: u8(frame, 0), register: u16be(frame, 2), count: u16be(frame, 4) }, used: REQUEST_BYTES };
};
