/** The frames of Yaohua indicators; see `yaohua.ts`. */
import { type MassUnit, massUnit } from '../domain/mass.ts';
import { asciiOf, hexByte, seek, textOf, u8, xor8 } from './bytes.ts';
import type { Cut, Framer } from './conversation.ts';
import { ETX, STX } from './fixed-text.ts';
import { OUT_OF_RANGE, refused, type Said } from './weighing.ts';

/** A number in a frame that leaves its unit to whoever set up the site. */
export type Frame = (unit: MassUnit) => Said;

/** Two capital hexadecimal digits over all of these bytes. */
export const checkOf = (bytes: Uint8Array): string => hexByte(xor8(bytes));

/** As it stands in its six digits, `decimals` of them behind the point. */
function pointed(sign: string, digits: string, decimals: number): string {
  const point = digits.length - decimals;
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const SIX_DIGITS = /^([+-])(\d{6})([0-4])$/;
/** All that it can show, and more is there. */
const FULL = '999999';

/** Sign, six digits, how many of them are decimals; undefined where they are not. */
export function number(text: string, net?: true): Frame | undefined {
  const [, sign = '', digits = '', decimals] = SIX_DIGITS.exec(text) ?? [];
  if (decimals === undefined) return undefined;
  if (digits === FULL) return () => OUT_OF_RANGE;
  const shown = pointed(sign, digits, Number(decimals));
  return (unit) => ({ shown, unit, ...(net && { net }) });
}

const BEGINS = { frame: STX, equals: 0x3d, line: 0x57, plainLine: 0x77, blank: 0x20 } as const;
const BEGINNINGS: readonly number[] = Object.values(BEGINS);
const LF = 0x0a;

/** To where the next one may begin behind this beginning, as no frame of ours. */
function onward(bytes: Uint8Array, why: 'length' | 'checksum' | 'unknown'): Cut<Frame> {
  const next = bytes.subarray(1).findIndex((byte) => BEGINNINGS.includes(byte));
  return { skip: next < 0 ? bytes.length : next + 1, why };
}

/** What an indicator sends by itself: format 0 between STX and ETX, or a line; each says by its first byte what it is. */
export const cutFrames: Framer<Frame> = (bytes, ended) => {
  const noise = bytes.findIndex((byte) => BEGINNINGS.includes(byte));
  if (noise !== 0) return { skip: noise < 0 ? bytes.length : noise, why: 'noise' };
  if (u8(bytes, 0) === BEGINS.frame) return cutFormat0(bytes);
  return u8(bytes, 0) === BEGINS.equals ? cutAmbiguous(bytes, ended) : cutLine(bytes);
};

const FORMAT_0 = 12;

const cutFormat0: Framer<Frame> = (bytes) => {
  const body = bytes.subarray(1, 9);
  const broken = bytes.subarray(1, FORMAT_0 - 1).findIndex((byte) => byte < 0x20 || byte > 0x7e);
  if (broken >= 0) return { skip: 1 + broken, why: 'length' };
  if (bytes.length < FORMAT_0) return 'wait';
  if (u8(bytes, FORMAT_0 - 1) !== ETX) return onward(bytes, 'length');
  if (textOf(bytes.subarray(9, 11)) !== checkOf(body)) return onward(bytes, 'checksum');
  const frame = number(textOf(body));
  return frame ? { frame, used: FORMAT_0 } : onward(bytes, 'unknown');
};

const LINE = { checked: 15, plain: 13 } as const;
const CHECKED_LINE = /^W([GN])(?=[-\d]*\.\d)([-\d][\d.]{6})(kg|lb)$/;
const PLAIN_LINE = /^w([wnt])(?=[-\d]*\.\d)([-\d][\d.]{6})(kg|lb)\r\n$/;
const OUT_OF_RANGE_LINE = /^ {9}(OL|LO)$/;

const cutLine: Framer<Frame> = (bytes) => {
  const end = bytes.subarray(0, LINE.checked).indexOf(LF) + 1;
  if (end === 0) return bytes.length < LINE.checked ? 'wait' : onward(bytes, 'length');
  const line = textOf(bytes.subarray(0, end));
  if (end === LINE.plain) return lineOf(PLAIN_LINE.exec(line), bytes, end);
  if (end !== LINE.checked || !line.endsWith('\r\n')) return onward(bytes, 'length');
  if (line.slice(11, 13) !== checkOf(bytes.subarray(0, 11))) return onward(bytes, 'checksum');
  if (OUT_OF_RANGE_LINE.test(line.slice(0, 11))) return { frame: () => OUT_OF_RANGE, used: end };
  return lineOf(CHECKED_LINE.exec(line.slice(0, 11)), bytes, end);
};

/** The tare alone is no weight of anything that lies there. */
function lineOf(columns: RegExpExecArray | null, bytes: Uint8Array, used: number): Cut<Frame> {
  const [, what, shown = '', word = ''] = columns ?? [];
  const unit = massUnit(word);
  if (unit === undefined) return onward(bytes, 'unknown');
  if (what === 't') return { frame: () => refused('unsupported'), used };
  const net = what === 'N' || what === 'n';
  return { frame: () => ({ shown, unit, ...(net && { net }) }), used };
}

const EQUALS_BYTES = 9;
const EITHER_WAY = /^-?\d+\.\d+$|^\d+\.\d+-$/;

/** Eight characters behind an equals sign: complete once the next sign has come, or a silence. */
function cutEquals(bytes: Uint8Array, ended: boolean, read: (eight: string) => Frame | undefined): Cut<Frame> {
  const noise = seek(bytes, BEGINS.equals);
  if (noise > 0) return { skip: noise, why: 'noise' };
  const eight = textOf(bytes.subarray(1, EQUALS_BYTES));
  const strange = eight.search(/[^-\d.]/);
  if (strange >= 0) return { skip: 1 + strange, why: strange === 0 ? 'noise' : 'length' };
  if (bytes.length < EQUALS_BYTES || (bytes.length === EQUALS_BYTES && !ended)) return 'wait';
  if (bytes.length > EQUALS_BYTES && u8(bytes, EQUALS_BYTES) !== BEGINS.equals)
    return { skip: EQUALS_BYTES, why: 'length' };
  const frame = read(eight);
  return frame ? { frame, used: EQUALS_BYTES } : { skip: EQUALS_BYTES, why: 'unknown' };
}

/** Read the wrong way round it would be another weight: refused until the site says which. */
const cutAmbiguous: Framer<Frame> = (bytes, ended = false) =>
  cutEquals(bytes, ended, (eight) => (EITHER_WAY.test(eight) ? () => refused('unsupported') : undefined));

const STRAIGHT = /^-?\d+\.\d+$/;
const eightAs = (shown: string): Frame | undefined => (STRAIGHT.test(shown) ? (unit) => ({ shown, unit }) : undefined);

export const cutStraight: Framer<Frame> = (bytes, ended = false) => cutEquals(bytes, ended, eightAs);

/** The digits backwards; in the last place nothing but a minus or a nought. */
export const cutReversed: Framer<Frame> = (bytes, ended = false) =>
  cutEquals(bytes, ended, (eight) => (/[-0]$/.test(eight) ? eightAs([...eight].reverse().join('')) : undefined));

/** Commands of an indicator that speaks when it is spoken to. */
export const COMMANDS = { gross: 'B', tare: 'C', net: 'D' } as const;
export type Command = keyof typeof COMMANDS;

/** To it or, without a number, of it. */
export function commandFrame(address: string, command: Command, shown = ''): Uint8Array {
  const body = `${address}${COMMANDS[command]}${shown}`;
  return asciiOf(`\x02${body}${checkOf(asciiOf(body))}\x03`);
}

export interface Answer {
  readonly address: string;
  readonly command: string;
  readonly frame: Frame;
}

const ANSWER_BYTES = 14;

/** Answers with a number. What is as long as a command is one of somebody's, or our own, echoed. */
export const cutAnswers: Framer<Answer> = (bytes) => {
  const noise = seek(bytes, STX);
  if (noise > 0) return { skip: noise, why: 'noise' };
  const inside = bytes.subarray(1, ANSWER_BYTES - 1);
  const broken = inside.findIndex((byte) => byte < 0x20 || byte > 0x7e);
  if (broken === COMMAND_INSIDE && u8(inside, broken) === ETX) return { skip: broken + 2, why: 'noise' };
  if (broken >= 0) return { skip: 1 + broken, why: 'length' };
  if (bytes.length < ANSWER_BYTES) return 'wait';
  if (u8(bytes, ANSWER_BYTES - 1) !== ETX) return { skip: ANSWER_BYTES - 1, why: 'length' };
  const body = inside.subarray(0, -2);
  if (textOf(inside.subarray(-2)) !== checkOf(body)) return { skip: ANSWER_BYTES, why: 'checksum' };
  const [address = '', command = '', ...rest] = textOf(body);
  const frame = number(rest.join(''), command === COMMANDS.net ? true : undefined);
  return frame ? { frame: { address, command, frame }, used: ANSWER_BYTES } : { skip: ANSWER_BYTES, why: 'unknown' };
};

const COMMAND_INSIDE = 4;
