/** The frames of PAR boards, as `par.ts` describes them. */
import type { BloodPressure } from '../domain/event.ts';
import { asciiOf, bytesOf, concat, hexByte, seek, sum8, textOf, u8 } from './bytes.ts';
import type { Cut, Framer, Language } from './conversation.ts';

export interface Status {
  readonly kind: 'status';
  readonly state: number;
  readonly neonate: boolean;
  /** Two digits, or two dashes. */
  readonly message: string;
  readonly pressures?: Pick<BloodPressure, 'systolicMmHg' | 'diastolicMmHg'> & { readonly meanMmHg: number };
  readonly pulsePerMin?: number;
}

/** A live pressure; the end of a measurement or of its abort; a status with the last result. */
export type Frame = { readonly kind: 'live'; readonly mmHg: number } | { readonly kind: 'over' } | Status;

/** What the host says: a command's two digits, or the X. */
export type Said = string;

/** None of those for neonates or for measuring by itself. */
export const COMMANDS = { start: '01', manual: '03', status: '18', adult: '24' } as const;
export const ABORT = 0x58;

const STX = 0x02;
const ETX = 0x03;
const CR = 0x0d;
/** Of a text; the longest known, a status, has 39. */
const MOST_LETTERS = 58;
const STATUS_LETTERS = 39;
const CHECK_LETTERS = 2;

const checked = (text: string): string => text + hexByte(sum8(asciiOf(text)));
const isChecked = (text: string): boolean => checked(text.slice(0, -CHECK_LETTERS)) === text;

export const hostSays = (command: string): Uint8Array =>
  concat(bytesOf(STX), asciiOf(checked(`${command};;`)), bytesOf(ETX));
export const boardSays = (text: string): Uint8Array => concat(bytesOf(STX), asciiOf(text), bytesOf(ETX, CR));
/** With its check value. */
export const boardStates = (text: string): Uint8Array => boardSays(checked(text));

const LIVE = /^(\d{3})C[0-5]S[34789]$/;
const STATUS =
  /^S(\d);A([01]);C(?:\d\d|--);M(\d\d|--);P(?:(\d{3})(\d{3})(\d{3})|-{9});R(\d{3}|---);T(?:\d{4}|-{4}| {4});;[0-9A-F]{2}$/;

/** What it says; or why it is refused. */
function understood(text: string): Frame | 'checksum' | 'unknown' {
  if (text === '999') return { kind: 'over' };
  const live = LIVE.exec(text);
  if (live) return { kind: 'live', mmHg: Number(live[1]) };
  if (text.length !== STATUS_LETTERS) return 'unknown';
  if (!isChecked(text)) return 'checksum';
  const [, state, mode, message = '', systolic, diastolic, mean, pulse] = STATUS.exec(text) ?? [];
  if (state === undefined) return 'unknown';
  return {
    kind: 'status',
    state: Number(state),
    neonate: mode !== '0',
    message,
    ...(systolic !== undefined && {
      pressures: {
        systolicMmHg: Number(systolic),
        diastolicMmHg: Number(diastolic),
        meanMmHg: Number(mean),
      },
    }),
    ...(pulse !== undefined && /\d/.test(pulse) && { pulsePerMin: Number(pulse) }),
  };
}

const isLetter = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;

const fromBoardCut: Framer<Frame> = (bytes): Cut<Frame> => {
  const noise = seek(bytes, STX);
  if (noise > 0) return { skip: noise, why: 'noise' };
  let end = 1;
  while (end < bytes.length && end <= MOST_LETTERS && isLetter(u8(bytes, end))) end++;
  if (end > MOST_LETTERS) return { skip: 1, why: 'length' };
  if (end === bytes.length) return 'wait';
  if (u8(bytes, end) !== ETX) return { skip: end, why: 'length' }; // what is no letter is in no text; another may begin there
  if (end + 1 === bytes.length) return 'wait';
  if (u8(bytes, end + 1) !== CR) return { skip: end + 1, why: 'length' };
  const frame = understood(textOf(bytes.subarray(1, end)));
  return typeof frame === 'string' ? { skip: end + 2, why: frame } : { frame, used: end + 2 };
};

const COMMAND_BYTES = 8;

const toBoardCut: Framer<Said> = (bytes) => {
  const noise = bytes.findIndex((byte) => byte === STX || byte === ABORT);
  if (noise !== 0) return { skip: noise < 0 ? bytes.length : noise, why: 'noise' };
  if (u8(bytes, 0) === ABORT) return { frame: 'X', used: 1 };
  if (bytes.length < COMMAND_BYTES) return 'wait';
  const text = textOf(bytes.subarray(1, COMMAND_BYTES - 1));
  if (u8(bytes, COMMAND_BYTES - 1) !== ETX || !isChecked(text)) return { skip: 1, why: 'checksum' };
  return { frame: text.slice(0, 2), used: COMMAND_BYTES };
};

/** The longest frame takes 88 ms at this speed; the rest is for slow adapters. */
const GAP_MS = 300;
export const fromBoard: Language<Frame> = { cut: fromBoardCut, gapMs: GAP_MS };
export const toBoard: Language<Said> = { cut: toBoardCut, gapMs: GAP_MS };
