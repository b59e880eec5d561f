/**
 * The bytes of Omron's monitors over USB, counted reports both ways:
 *
 *   command  three letters | data | exclusive or of the data
 *   answer   "OK" | 00 | data | exclusive or of all behind "OK";  or "NO": not ready, or nothing there
 *
 * No answer says how long it is: who asked knows. So what is heard of the monitor is one report's bytes after the other.
 */
import { asciiOf, bytesOf, concat, textOf, u8, xor8 } from './bytes.ts';
import type { Language } from './conversation.ts';
import { countedIn } from './counted-report.ts';

/** Says which kind of question follows, in a feature report. */
export const MODES = {
  /** As the protocol notes have it, and as the library that reads these monitors does. */
  device: [bytesOf(0x01, 0x01), bytesOf(0x01, 0x02)],
  readings: [bytesOf(0x74, 0xbc)],
} as const;
export const MODE_BYTES = 2;

/** After a mode the monitor wants zeros until it says OK. */
export const CLEARING = new Uint8Array(12);

const command = (name: string, ...data: readonly number[]): Uint8Array =>
  concat(asciiOf(name), bytesOf(...data, xor8(bytesOf(...data))));

/** A question, and how many bytes its answer has. */
export interface Question {
  readonly bytes: Uint8Array;
  readonly answerBytes: number;
}

const [ZERO] = asciiOf('0');
export const VERSION: Question = { bytes: command('VER', ZERO ?? 0), answerBytes: 15 };
export const SERIAL_NUMBER: Question = { bytes: command('SRL', ZERO ?? 0), answerBytes: 11 };
/** `bank`: 0 for user A, 1 for user B. */
export const countIn = (bank: number): Question => ({ bytes: command('GDC', 0, bank, 0, 0), answerBytes: 8 });
/** `index`: 0 is the newest. */
export const readingAt = (bank: number, index: number, answerBytes: number): Question => ({
  bytes: command('GME', 0, bank, 0, index),
  answerBytes,
});

const OK = asciiOf('OK');
const NO = asciiOf('NO');
export const isOk = (answer: Uint8Array): boolean => textOf(answer.subarray(0, OK.length)) === 'OK';
export const isNo = (answer: Uint8Array): boolean => textOf(answer.subarray(0, NO.length)) === 'NO';

export const okWith = (data: Uint8Array): Uint8Array => concat(OK, bytesOf(0), data, bytesOf(xor8(data)));
export const JUST_OK = OK;
export const JUST_NO = NO;

/** The data of an answer that is all there and holds. */
export function dataOf(answer: Uint8Array, answerBytes: number): Uint8Array | undefined {
  const holds = answer.length === answerBytes && isOk(answer) && u8(answer, OK.length) === 0;
  return holds && xor8(answer.subarray(OK.length)) === 0 ? answer.slice(OK.length + 1, -1) : undefined;
}

/** A report whose first byte is 8 says that there is nothing yet. */
export const fromMonitor: Language<Uint8Array> = {
  unwrap(report) {
    const counted = countedIn(report);
    return counted && concat(bytesOf(counted.length), counted);
  },
  cut(bytes) {
    const used = 1 + u8(bytes, 0);
    return bytes.length < used ? 'wait' : { frame: bytes.slice(1, used), used };
  },
};

/** To the monitor: a mode, or a whole command, which its first report that is not full ends. */
export type Said =
  | { readonly is: 'mode'; readonly mode: Uint8Array }
  | { readonly is: 'command'; readonly bytes: Uint8Array };

const FULL = 7;
const MODE_MARK = 0xfe;

export const toMonitor: Language<Said> = {
  unwrap: (report) =>
    report.length === MODE_BYTES ? concat(bytesOf(MODE_MARK), report) : fromMonitor.unwrap?.(report),
  cut(bytes) {
    if (u8(bytes, 0) === MODE_MARK)
      return { frame: { is: 'mode', mode: bytes.slice(1, 1 + MODE_BYTES) }, used: 1 + MODE_BYTES };
    let said: Uint8Array = new Uint8Array();
    for (let at = 0; at < bytes.length; at = said.length + Math.ceil(said.length / FULL)) {
      const count = u8(bytes, at);
      if (count > FULL) return { skip: at, why: 'noise' }; // a mode cuts a command short
      said = concat(said, bytes.subarray(at + 1, at + 1 + count));
      if (count < FULL) return { frame: { is: 'command', bytes: said }, used: at + 1 + count };
    }
    return 'wait';
  },
};
